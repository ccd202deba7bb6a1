"""Time: the one place that asks for "now", and what day a moment belongs to in a store."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tableorder.walltime import moment_of


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def business_day(moment: datetime, *, timezone: str, day_starts_at: int) -> date:
    """Return the business day of an aware `moment`.

    `day_starts_at` is in minutes after local midnight; before it, the day is still yesterday.
    """
    today = moment.astimezone(ZoneInfo(timezone)).date()
    start = start_of_business_day(today, timezone=timezone, day_starts_at=day_starts_at)
    return today if moment >= start else today - timedelta(days=1)


def start_of_business_day(day: date, *, timezone: str, day_starts_at: int) -> datetime:
    """Return the aware UTC moment at which business day `day` begins."""
    wall = datetime.combine(day, time(*divmod(day_starts_at, 60)))
    return moment_of(wall, ZoneInfo(timezone))


def iso(moment: datetime | None) -> str | None:
    """Write a moment as ISO 8601 in UTC with milliseconds and `Z`; None stays None."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
