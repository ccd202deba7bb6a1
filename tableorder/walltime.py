"""Wall clocks: when the clock in a zone shows a time, also on the days when clocks change.

Pure: standard library only; nothing here asks for the time.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, datetime, timedelta, tzinfo

MINUTE = timedelta(minutes=1)


def moment_of(wall: datetime, zone: tzinfo) -> datetime:
    """Return the moment, in UTC, at which the clock in `zone` first shows the naive time `wall`.

    A time that the clock jumps over is reached at the jump; one that it shows twice, the first
    time.
    """
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _shown(moment, zone) == wall:
        return moment
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    minutes = range((moment - before) // MINUTE)
    jump = bisect_left(minutes, wall, key=lambda minute: _shown(before + minute * MINUTE, zone))
    return before + jump * MINUTE


def _shown(moment: datetime, zone: tzinfo) -> datetime:
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)
