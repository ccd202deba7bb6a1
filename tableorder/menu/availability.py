"""Whether something can be had at a moment: sold-out marks, counts, the hours when it is sold.

Pure: standard library only; the time is an argument.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Any

from tableorder.walltime import moment_of

Span = Mapping[str, Any]
"""A range of hours: {"days": [0-6, Monday is 0], "from": "HH:MM", "to": "HH:MM"}."""
Hours = Sequence[Span]
DailyStock = Sequence[int | None]
"""What there is anew on each weekday, Monday first; None leaves the count alone."""

DAY = timedelta(days=1)
MINUTES_OF_DAY = 24 * 60
MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY


class Off(StrEnum):
    """Why something that stands on the menu cannot be had now."""

    SOLD_OUT = "sold_out"
    HOURS = "hours"
    PAUSED = "paused"


def is_marked(*, flag: bool, until: date | None, today: date) -> bool:
    """Tell whether a sold-out mark still holds on business day `today`."""
    return flag and (until is None or today < until)


def is_sold_out(*, flag: bool, until: date | None, today: date, stock: int | None) -> bool:
    """Tell whether something counts as sold out on business day `today`."""
    return is_marked(flag=flag, until=until, today=today) or stock == 0


def stock_on(
    today: date, *, stock: int | None, daily: DailyStock, counted_on: date | None
) -> int | None:
    """Return what there is on business day `today`, None where nobody counts.

    `stock` was counted for the business day `counted_on`, None for never; since then the latest
    weekday with a daily count has filled it up.
    """
    missed = (today - counted_on).days if counted_on else 1
    for ago in range(min(missed, 7) if daily else 0):
        count = daily[(today - ago * DAY).weekday()]
        if count is not None:
            return count
    return stock


def is_sold_at(hours: Hours, local: datetime) -> bool:
    """Tell whether something with these `hours` is sold at the store's aware local time.

    No hours mean always. A range is one stretch of time: it begins when the clock first shows
    `from`, and ends when it next shows `to`. It belongs to the weekday on which it began, and runs
    across midnight when its end is not after its start.
    """
    now = local.astimezone(UTC)
    days = (local.date() - DAY, local.date())
    zone = local.tzinfo or UTC
    return not hours or any(start <= now < end for start, end in stretches(hours, days, zone))


def stretches(
    hours: Hours, days: Sequence[date], zone: tzinfo
) -> Iterator[tuple[datetime, datetime]]:
    """Give the moments between which the ranges that begin on these days are open, in UTC."""
    for span in hours:
        begin, end = time.fromisoformat(span["from"]), time.fromisoformat(span["to"])
        for day in days:
            if day.weekday() in span["days"]:
                last = day if begin < end else day + DAY
                yield (
                    moment_of(datetime.combine(day, begin), zone),
                    moment_of(datetime.combine(last, end), zone),
                )


def is_ever_open(*all_hours: Hours) -> bool:
    """Tell whether there is a minute of the week at which all of these hours are open."""
    week = (1 << MINUTES_OF_WEEK) - 1
    for hours in all_hours:
        week &= _minutes(hours) if hours else week
    return week != 0


def _minutes(hours: Hours) -> int:
    """Return the open minutes of a week, each a bit; what runs over Sunday's end begins it."""
    found = 0
    for span in hours:
        begin, end = _minute_of_day(span["from"]), _minute_of_day(span["to"])
        length = (end - begin) % MINUTES_OF_DAY or MINUTES_OF_DAY
        for day in span["days"]:
            bits = ((1 << length) - 1) << (day * MINUTES_OF_DAY + begin)
            found |= bits | bits >> MINUTES_OF_WEEK
    return found & ((1 << MINUTES_OF_WEEK) - 1)


def _minute_of_day(text: str) -> int:
    told = time.fromisoformat(text)
    return told.hour * 60 + told.minute
