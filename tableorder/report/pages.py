"""The history page: plain HTML that needs no script."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
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
from tableorder.floor.pages import local_time
from tableorder.menu.queries import list_stations
from tableorder.order.rules import Status
from tableorder.report.queries import (
    DELETED,
    HistoryData,
    HistoryFilter,
    get_history,
    list_history,
    sum_history,
)
from tableorder.report.routes import bp, filter_of
from tableorder.report.schemas import HistoryQuery
from tableorder.report.sheet import WORDS
from tableorder.web import check, page

__all__ = ["bp"]

DAYS = ("from", "to")
FIELDS = (*DAYS, "table", "number", "status", "item")


@bp.get("/history")
@access("staff", role="manager")
def history_page(who: StaffView) -> ResponseReturnValue:
    """Show closed and deleted orders, newest first, as the form above them asks."""
    asked = {name: value for name in FIELDS if (value := request.args.get(name, "").strip())}
    cursor = request.args.get("cursor")
    try:
        wanted = _wanted({**asked, "cursor": cursor} if cursor else asked)
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


@bp.get("/history/<int:order_id>")
@access("staff", role="manager")
def history_order_page(who: StaffView, order_id: int) -> ResponseReturnValue:
    """Show one order's whole life."""
    order = get_history(who.store.id, order_id)
    return page(
        "staff/history_order.html",
        order=order,
        day=_day_words(order["business_day"]),
        facts=_facts(order),
        stations={station.id: station.name for station in list_stations(who.store.id)},
        spans_days=_spans_days(who, order),
    )


def _wanted(query: dict[str, str]) -> HistoryFilter:
    asked = check(HistoryQuery, query)
    return filter_of(asked, before=asked.cursor)


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
        sheet=f"/api/history.csv?{urlencode(asked)}",
        statuses={code: gettext(WORDS[code]) for code in (*Status, DELETED)},
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
    return [(_day_words(day), list(found)) for day, found in days]


def _day_words(day: str) -> str:
    return str(format_date(date.fromisoformat(day), "full"))


def _facts(order: HistoryData) -> list[tuple[str, str, str]]:
    """Tell where and when: a name, a value, and how long after the order that was."""
    stay = order["session"]
    facts = [
        (gettext("Business day"), _day_words(order["business_day"]), ""),
        (gettext("Table"), str(order["table"]["number"]), ""),
        (gettext("Party seated"), local_time(stay["opened_at"]), ""),
    ]
    facts += [(word, local_time(at), _after(order, at)) for word, at in _milestones(order)]
    return [
        *facts,
        (gettext("Party left"), local_time(stay["closed_at"]) or gettext("Not yet"), ""),
    ]


def _milestones(order: HistoryData) -> list[tuple[str, str | None]]:
    """Return when the order came to each status; to one that it took twice, the last time."""
    steps: dict[str, str | None] = {gettext("Ordered"): order["created_at"]}
    if order["seen_at"]:
        steps[gettext("Seen by staff")] = order["seen_at"]
    for change in order["changes"]:
        status = "deleted" if change["kind"] == "deleted" else change["detail"].get("to")
        if change["kind"] in {"status", "recalled", "deleted"}:
            word = gettext(WORDS[str(status)])
            steps.pop(word, None)
            steps[word] = change["at"]
    return list(steps.items())


def _after(order: HistoryData, at: str | None) -> str:
    """Say how long after the order a moment was, in minutes."""
    if at is None or order["created_at"] is None:
        return ""
    span = datetime.fromisoformat(at) - datetime.fromisoformat(order["created_at"])
    minutes = round(span.total_seconds() / 60)
    return gettext("+%(minutes)s min", minutes=minutes) if minutes else ""


def _spans_days(who: StaffView, order: HistoryData) -> bool:
    """Tell whether an order's life went on after its business day."""
    last = order["changes"][-1]["at"] if order["changes"] else None
    day = last and who.store.business_day(datetime.fromisoformat(last))
    return f"{day}" != order["business_day"]


def _sentences(error: Invalid) -> dict[str, str]:
    return {fault.path: gettext(fault.message, **fault.params) for fault in error.fields}
