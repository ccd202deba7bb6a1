"""The history page: plain HTML that needs no script."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import format_date, gettext

from tableorder import clock
from tableorder.access import access
from tableorder.auth.queries import StaffView
from tableorder.errors import Invalid
from tableorder.order.rules import Status
from tableorder.report.queries import HistoryData, list_history, sum_history
from tableorder.report.routes import bp, filter_of
from tableorder.report.schemas import HistoryQuery
from tableorder.web import check, page

__all__ = ["bp"]

DAYS = ("from", "to")
FIELDS = (*DAYS, "table", "number", "status", "item")


@bp.get("/history")
@access("staff")
def history_page(who: StaffView) -> ResponseReturnValue:
    """Show closed and deleted orders, newest first, as the form above them asks."""
    asked = {name: value for name in FIELDS if (value := request.args.get(name, "").strip())}
    cursor = request.args.get("cursor")
    try:
        wanted = filter_of(check(HistoryQuery, {**asked, "cursor": cursor} if cursor else asked))
    except Invalid as error:
        return _form(who, asked, status=422, faults=_sentences(error))
    orders, more = list_history(who.store.id, wanted)
    return _form(
        who,
        asked,
        days=_by_day(orders),
        sums=sum_history(who.store.id, wanted),
        older=more and _address({**asked, "cursor": str(more)}),
        newest=_address(asked) if wanted.before else None,
    )


def _form(who: StaffView, asked: dict[str, str], **shown: Any) -> ResponseReturnValue:
    today = who.store.business_day(clock.utc_now())
    defaults: dict[str, Any] = {
        "days": [],
        "sums": None,
        "older": None,
        "newest": None,
        "faults": {},
    }
    return page(
        "staff/history.html",
        asked=asked,
        ranges=_ranges(today, asked),
        statuses=[status.value for status in Status],
        **{**defaults, **shown},
    )


def _ranges(today: date, asked: dict[str, str]) -> list[dict[str, Any]]:
    """Offer the ranges of business days that are asked for most."""
    yesterday, week = today - timedelta(days=1), today - timedelta(days=6)
    offered = [
        (gettext("Today"), {"from": f"{today}", "to": f"{today}"}),
        (gettext("Yesterday"), {"from": f"{yesterday}", "to": f"{yesterday}"}),
        (gettext("Last 7 days"), {"from": f"{week}", "to": f"{today}"}),
        (gettext("All days"), {}),
    ]
    chosen = {name: asked[name] for name in DAYS if name in asked}
    rest = {name: value for name, value in asked.items() if name not in DAYS}
    return [
        {"word": word, "href": _address({**days, **rest}), "is_chosen": days == chosen}
        for word, days in offered
    ]


def _address(query: dict[str, str]) -> str:
    return f"/history?{urlencode(query)}"


def _by_day(orders: Iterable[HistoryData]) -> list[tuple[str, list[HistoryData]]]:
    days = groupby(orders, key=lambda order: order["business_day"])
    return [(format_date(date.fromisoformat(day), "full"), list(found)) for day, found in days]


def _sentences(error: Invalid) -> dict[str, str]:
    return {fault.path: gettext(fault.message, **fault.params) for fault in error.fields}
