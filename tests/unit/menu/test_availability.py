"""When something is sold and how much there is, minute by minute, also as clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tableorder import clock
from tableorder.menu.availability import is_sold_at, stock_on
from tableorder.walltime import moment_of

EVERY_DAY = [*range(7)]
MONDAY = date(2026, 3, 2)


def hours(begin: str, end: str, *days: int) -> list[dict]:
    return [{"days": list(days) or EVERY_DAY, "from": begin, "to": end}]


def minutes(day: str, zone: str, count: int = 26 * 60) -> list[datetime]:
    """Every minute that really passes from a day's midnight on, as the wall shows it."""
    start = moment_of(datetime.fromisoformat(day), ZoneInfo(zone))
    moments = (start + timedelta(minutes=number) for number in range(count))
    return [moment.astimezone(ZoneInfo(zone)) for moment in moments]


def sold(spans: list[dict], day: str, zone: str) -> list[str]:
    """When selling begins and ends, as the wall shows it with its offset from UTC."""
    changes, before = [], False
    for local in minutes(day, zone):
        if is_sold_at(spans, local) != before:
            before = not before
            offset = int(local.utcoffset().total_seconds() // 3600)
            changes.append(f"{local:%H:%M}{offset:+d}")
    return changes


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], ["00:00+9"]),
        (hours("11:00", "14:00"), ["11:00+9", "14:00+9"]),
        (hours("11:00", "14:00") + hours("17:00", "21:30"),
         ["11:00+9", "14:00+9", "17:00+9", "21:30+9"]),
        (hours("11:00", "15:00") + hours("14:00", "16:00"), ["11:00+9", "16:00+9"]),
        (hours("22:00", "01:30", 0), ["22:00+9", "01:30+9"]),
        (hours("22:00", "01:30", 6), ["00:00+9", "01:30+9"]),
        (hours("22:00", "01:30", 1), []),
        (hours("10:00", "10:00", 0), ["10:00+9"]),
        (hours("00:00", "00:00", 0), ["00:00+9", "00:00+9"]),
    ],
)  # fmt: skip
def test_a_range_is_sold_from_its_start_to_its_end(spans: list, expected: list) -> None:
    assert sold(spans, "2026-03-02", "Asia/Seoul") == expected


SPRING = [("2026-03-29", "Europe/Berlin", 1, 2), ("2026-03-08", "America/New_York", -5, -4)]
AUTUMN = [("2026-10-25", "Europe/Berlin", 2, 1), ("2026-11-01", "America/New_York", -4, -5)]


@pytest.mark.parametrize(("day", "zone", "before", "after"), SPRING)
def test_a_time_that_clocks_jump_over_is_the_jump(
    day: str, zone: str, before: int, after: int
) -> None:
    """At 2 the clock shows 3, in both zones."""
    assert sold(hours("01:30", "02:30"), day, zone)[:2] == [f"01:30{before:+d}", f"03:00{after:+d}"]
    assert sold(hours("02:30", "04:00"), day, zone)[:2] == [f"03:00{after:+d}", f"04:00{after:+d}"]
    assert sold(hours("02:10", "02:50", 6), day, zone) == []
    assert sold(hours("22:00", "02:30"), day, zone)[1] == f"03:00{after:+d}"
    assert sold(hours("03:00", "03:30"), day, zone)[:2] == [f"03:00{after:+d}", f"03:30{after:+d}"]


@pytest.mark.parametrize(("day", "zone", "before", "after"), AUTUMN)
def test_a_time_that_clocks_show_twice_is_the_first(
    day: str, zone: str, before: int, after: int
) -> None:
    """In Berlin the clock shows the hour from 2 to 3 twice, in New York that from 1 to 2."""
    first = 2 if zone == "Europe/Berlin" else 1
    half, hour, past = f"{first:02}:30", f"{first:02}:00", f"{first + 1:02}:30"
    early = f"{first - 1:02}:30"
    assert sold(hours(early, half), day, zone)[:2] == [f"{early}{before:+d}", f"{half}{before:+d}"]
    assert sold(hours(half, past), day, zone)[:2] == [f"{half}{before:+d}", f"{past}{after:+d}"]
    assert sold(hours("22:00", half), day, zone)[1] == f"{half}{before:+d}"
    assert sold(hours(hour, f"{first + 1:02}:00"), day, zone)[:2] == [
        f"{hour}{before:+d}",
        f"{first + 1:02}:00{after:+d}",
    ]


@pytest.mark.parametrize(("day", "zone", "before", "after"), SPRING + AUTUMN)
@pytest.mark.parametrize("starts", ["00:00", "01:30", "02:30", "03:00", "05:00"])
def test_a_business_day_begins_once(
    day: str, zone: str, before: int, after: int, starts: str
) -> None:
    hour, minute = map(int, starts.split(":"))
    rule = {"timezone": zone, "day_starts_at": hour * 60 + minute}
    days = [clock.business_day(local, **rule) for local in minutes(day, zone)]
    assert days == sorted(days)
    assert set(days) >= {date.fromisoformat(day)}
    begins = clock.start_of_business_day(date.fromisoformat(day), **rule)
    first = minutes(day, zone)[days.index(date.fromisoformat(day))]
    assert first.astimezone(UTC) == begins or starts == "00:00"


WEEKDAYS = [20, 20, 20, 20, 30, None, None]
"""Filled up from Monday to Friday, and left alone on the weekend."""


@pytest.mark.parametrize(
    ("daily", "counted_on", "today", "left"),
    [
        ([], None, MONDAY, 7),
        ([], MONDAY - timedelta(days=9), MONDAY, 7),
        (WEEKDAYS, None, MONDAY, 20),
        (WEEKDAYS, MONDAY, MONDAY, 7),
        (WEEKDAYS, MONDAY, MONDAY + timedelta(days=1), 20),
        (WEEKDAYS, MONDAY, MONDAY + timedelta(days=4), 30),
        (WEEKDAYS, MONDAY + timedelta(days=4), MONDAY + timedelta(days=5), 7),
        (WEEKDAYS, MONDAY + timedelta(days=3), MONDAY + timedelta(days=6), 30),
        (WEEKDAYS, MONDAY + timedelta(days=5), MONDAY + timedelta(days=6), 7),
        (WEEKDAYS, MONDAY - timedelta(days=99), MONDAY + timedelta(days=6), 30),
        ([0] * 7, MONDAY - timedelta(days=1), MONDAY, 0),
        (WEEKDAYS, MONDAY + timedelta(days=1), MONDAY, 7),
    ],
)
def test_a_count_is_filled_up_by_the_weekdays_since(
    daily: list, counted_on: date | None, today: date, left: int
) -> None:
    assert stock_on(today, stock=7, daily=daily, counted_on=counted_on) == left
