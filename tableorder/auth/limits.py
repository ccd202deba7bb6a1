"""Limits on guessing and on flooding, counted where every process of the installation sees them.

A guess is counted before its secret is looked at and taken back when it was right: many guesses
at the same moment cannot slip past the count. While Redis is away each process counts for itself,
since a restaurant must go on taking orders.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from functools import cache
from ipaddress import IPv6Address, ip_address
from typing import TypeVar

from flask import current_app
from limits.storage import MemoryStorage, Storage

from tableorder.errors import TooManyRequests
from tableorder.extensions import limiter
from tableorder.settings import Settings

LONGEST_DELAY = 300
JOINS_PER_MINUTE = 60
CALLS_PER_MINUTE = 30

_Answer = TypeVar("_Answer")
logger = logging.getLogger(__name__)


class Attempt:
    """A guess that counts as failed until `take_back` says that it was right."""

    def __init__(self, window: int) -> None:
        self._window = window
        self._counted: list[str] = []
        self._delays: list[str] = []

    def count(self, key: str, *, free: int) -> None:
        """Count under `key`; beyond `free` failures raise TooManyRequests while a delay runs."""
        failed, delayed = f"failed:{key}", f"delayed:{key}"
        if _ask(lambda storage: storage.get(delayed)):
            raise TooManyRequests(_seconds_left(delayed))
        self._counted.append(failed)
        over = _add(failed, self._window) - free
        if over > 0:
            if _add(delayed, delay_after(over)) > 1:
                raise TooManyRequests(_seconds_left(delayed))
            self._delays.append(delayed)

    def take_back(self) -> None:
        """Uncount the guess and the delay that it began."""
        for key in self._counted:
            _add(key, self._window, amount=-1)
        for key in self._delays:
            _drop(key)


def begin_attempt(account: str, address: str | None) -> Attempt:
    """Count a guess at `account` (which need not exist) from `address`; raise TooManyRequests."""
    settings = _settings()
    attempt = Attempt(settings.login_failure_window)
    try:
        attempt.count(account, free=settings.login_free_failures_per_account)
        attempt.count(network_of(address), free=settings.login_free_failures_per_address)
    except TooManyRequests:
        attempt.take_back()
        raise
    return attempt


def begin_guess(secret: str, address: str | None) -> Attempt:
    """Count a guess at `secret` from `address` alone, so that nobody can keep others out by it."""
    return begin_attempt(f"{secret}/{network_of(address)}", address)


def delay_after(over: int) -> int:
    """Return the seconds to wait after the `over`-th failure beyond the free ones: 1, 2, 4, 8."""
    return LONGEST_DELAY if over > 20 else min(1 << (over - 1), LONGEST_DELAY)


def network_of(address: str | None) -> str:
    """Name whoever holds an address: an IPv6 host owns a whole /64."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return f"address:{address}"
    if isinstance(parsed, IPv6Address):
        return f"address:{parsed.ipv4_mapped or parsed.packed[:8].hex()}"
    return f"address:{parsed}"


def count_order(actor: str) -> None:
    """Count one order of a device or account; raises TooManyRequests above the setting."""
    _count_minute(f"orders:{actor}", most=_settings().orders_per_minute)


def count_join(table_id: int) -> None:
    """Count one phone that joins a table; raises TooManyRequests when no party is that large."""
    _count_minute(f"joins:{table_id}", most=JOINS_PER_MINUTE)


def count_call(actor: str) -> None:
    """Count one call for staff of a device; raises TooManyRequests when nobody needs so many."""
    _count_minute(f"calls:{actor}", most=CALLS_PER_MINUTE)


def _count_minute(key: str, *, most: int) -> None:
    if _add(key, 60) > most:
        raise TooManyRequests(_seconds_left(key))


def _add(key: str, lifetime: int, *, amount: int = 1) -> int:
    return _ask(lambda storage: storage.incr(key, lifetime, amount))


def _drop(key: str) -> None:
    _ask(lambda storage: storage.clear(key))


def _seconds_left(key: str) -> int:
    return max(1, math.ceil(_ask(lambda storage: storage.get_expiry(key)) - time.time()))


def _ask(question: Callable[[Storage], _Answer]) -> _Answer:
    storage = limiter.storage
    try:
        return question(storage)
    except storage.base_exceptions:
        logger.warning("limits are counted in this process alone: their storage is away")
        return question(_spare())


@cache
def _spare() -> Storage:
    return MemoryStorage()


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
