"""Until when an answer holds: the next turn of hours or business day, also as clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tableorder.auth.queries import StoreView
from tableorder.menu.availability import is_sold_at
from tableorder.menu.queries import ItemView, Menu
from tableorder.menu.tree import next_change


def store_in(timezone: str) -> StoreView:
    return StoreView(
        id=1,
        code="cafe",
        name="Cafe",
        timezone=timezone,
        currency="KRW",
        languages=("ko",),
        admission="open",
        order_flow="full",
        day_starts_at=300,
        is_taking_orders=True,
        pause_message="",
        last_orders=(),
        order_gap=0,
        order_limit=0,
        guarded_actions=(),
        menu_version=1,
    )


def menu_sold(*ranges: tuple[str, str]) -> Menu:
    spans = [{"days": [*range(7)], "from": begin, "to": end} for begin, end in ranges]
    values: dict[str, Any] = dict.fromkeys(ItemView.__dataclass_fields__)
    return Menu([], [ItemView(**{**values, "hours": spans})], {}, [])


def at(text: str, timezone: str = "Asia/Seoul") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(timezone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-03-02T04:59", "2026-03-02T05:00"),
        ("2026-03-02T05:00", "2026-03-02T11:00"),
        ("2026-03-02T11:00", "2026-03-02T14:00"),
        ("2026-03-02T14:00", "2026-03-03T05:00"),
        ("2026-03-02T23:59", "2026-03-03T05:00"),
    ],
)
def test_an_answer_holds_until_the_next_turn(now: str, then: str) -> None:
    menu = menu_sold(("11:00", "14:00"))
    assert next_change(store_in("Asia/Seoul"), menu, now=at(now)) == at(then)


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_no_change_is_missed_when_clocks_do(day: str) -> None:
    """Walk through the night minute by minute: what was promised to hold until then does hold."""
    berlin = store_in("Europe/Berlin")
    menu = menu_sold(("01:30", "02:30"), ("02:45", "03:15"))
    hours = menu.items[0].hours
    now = at(f"{day}T00:00", "Europe/Berlin")
    promised, sold = now, None
    for _ in range(6 * 60):
        local = now.astimezone(ZoneInfo("Europe/Berlin"))
        if now >= promised:
            promised, sold = next_change(berlin, menu, now=now), is_sold_at(hours, local)
        assert promised > now
        assert is_sold_at(hours, local) == sold, local
        now += timedelta(minutes=1)
