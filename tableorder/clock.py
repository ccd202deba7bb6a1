"""Time: the one place that asks for "now", and what day a moment belongs to in a store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def business_day(moment: datetime, *, timezone: str, day_starts_at: int) -> date:
    """Return the business day of an aware `moment`.

    `day_starts_at` is in minutes after local midnight; before it, the day is still yesterday.
    """
    local = moment.astimezone(ZoneInfo(timezone))
    minutes = local.hour * 60 + local.minute
    return local.date() - timedelta(days=1) if minutes < day_starts_at else local.date()


def start_of_business_day(day: date, *, timezone: str, day_starts_at: int) -> datetime:
    """Return the aware UTC moment at which business day `day` begins."""
    hours, minutes = divmod(day_starts_at, 60)
    local = datetime(day.year, day.month, day.day, hours, minutes, tzinfo=ZoneInfo(timezone))
    return local.astimezone(UTC)


def iso(moment: datetime | None) -> str | None:
    """Write a moment as ISO 8601 in UTC with milliseconds and `Z`; None stays None."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
