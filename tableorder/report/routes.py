"""The JSON API of the history, and the same as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, jsonify, stream_with_context
from flask import Response as Answered
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder import clock
from tableorder.access import access
from tableorder.apidoc import Response, describe
from tableorder.auth.queries import StaffView
from tableorder.errors import N_, FieldFault, Invalid
from tableorder.i18n import localize
from tableorder.report.queries import HistoryFilter, each_batch, list_history
from tableorder.report.schemas import HistoryFilters, HistoryPage, HistoryQuery
from tableorder.report.sheet import COLUMNS, WORDS, rows_of
from tableorder.sheets import BOM, write_rows
from tableorder.web import parse_query

bp = Blueprint("report", __name__)


@bp.get("/api/history")
@describe(query=HistoryQuery, resp=Response(HTTP_200=HistoryPage), tags=["history"])
@access("staff", role="manager")
def history(who: StaffView) -> ResponseReturnValue:
    """List closed and deleted orders, newest first."""
    query = parse_query(HistoryQuery)
    orders, more = list_history(who.store.id, filter_of(query, before=query.cursor))
    return jsonify(orders=localize(orders), next_cursor=None if more is None else str(more))


@bp.get("/api/history.csv")
@describe(
    query=HistoryFilters, resp=Response("HTTP_200"), media="text/csv; charset=utf-8",
    sends={"Content-Disposition": "A file name with the days."}, tags=["history"],
)  # fmt: skip
@access("staff", role="manager")
def history_sheet(who: StaffView) -> ResponseReturnValue:
    """Write closed and deleted orders as CSV, newest first, a row for each line of an order."""
    wanted = filter_of(parse_query(HistoryFilters))
    name = _file_name(who, wanted)
    return Answered(
        stream_with_context(_sheet(who, wanted)),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def filter_of(query: HistoryFilters, *, before: int | None = None) -> HistoryFilter:
    """Make a filter of what was asked; raises Invalid when the dates are reversed."""
    if query.since and query.until and query.since > query.until:
        sentence = N_("The first day must not be after the last.")
        raise Invalid([FieldFault("from", "DATES_REVERSED", sentence)])
    return HistoryFilter(
        table=query.table,
        since=query.since,
        until=query.until,
        status=query.status,
        number=query.number,
        item=query.item,
        before=before,
    )


def _sheet(who: StaffView, wanted: HistoryFilter) -> Iterator[str]:
    """Write the sheet piece by piece, each as soon as its orders are read."""
    words = {code: gettext(word) for code, word in WORDS.items()}
    yield BOM + write_rows([[gettext(column) for column in COLUMNS]])
    for orders in each_batch(who.store.id, wanted):
        told = localize(orders)
        yield write_rows(
            row
            for order in told
            for row in rows_of(order, timezone=who.store.timezone, words=words)
        )


def _file_name(who: StaffView, wanted: HistoryFilter) -> str:
    """Name the file by its store and business days; without a last day, they end today."""
    last = wanted.until or who.store.business_day(clock.utc_now())
    days = [f"{wanted.since}"] if wanted.since and wanted.since != last else []
    return "_".join([who.store.code, "orders", *days, f"{last}"]) + ".csv"
