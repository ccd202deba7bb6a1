"""The JSON API of the history."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from tableorder.access import access
from tableorder.apidoc import Response, describe
from tableorder.auth.queries import StaffView
from tableorder.errors import N_, FieldFault, Invalid
from tableorder.i18n import localize
from tableorder.order.rules import Status
from tableorder.report.queries import HistoryFilter, list_history
from tableorder.report.schemas import HistoryPage, HistoryQuery
from tableorder.web import parse_query

bp = Blueprint("report", __name__)


@bp.get("/api/history")
@describe(query=HistoryQuery, resp=Response(HTTP_200=HistoryPage), tags=["history"])
@access("staff")
def history(who: StaffView) -> ResponseReturnValue:
    """List closed and deleted orders, newest first."""
    orders, more = list_history(who.store.id, read_filter())
    return jsonify(orders=localize(orders), next_cursor=None if more is None else str(more))


def read_filter() -> HistoryFilter:
    """Read the query string into a filter; raises Invalid."""
    return filter_of(parse_query(HistoryQuery))


def filter_of(query: HistoryQuery) -> HistoryFilter:
    """Make a filter of what was asked; raises Invalid when the dates are reversed."""
    if query.since and query.until and query.since > query.until:
        sentence = N_("The first day must not be after the last.")
        raise Invalid([FieldFault("from", "DATES_REVERSED", sentence)])
    return HistoryFilter(
        table=query.table,
        since=query.since,
        until=query.until,
        status=Status(query.status) if query.status else None,
        number=query.number,
        item=query.item,
        before=query.cursor,
    )
