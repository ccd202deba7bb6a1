"""The life of one stream: what it missed, then what happens, with signs of life between.

While it waits it holds no request, session or database connection, and the only thing that times
out is the wait for news, never a write: a slow reader is the hub's business.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask

from tableorder import clock
from tableorder.stream import log, sse
from tableorder.stream.hub import Rights, Subscription
from tableorder.stream.tailer import frame_of

PAGE = 500
LONGEST_STREAM = 4 * 3600
"""Seconds after which a reader has to come back, and its rights are looked at anew."""

PROBE_EVERY = 10
"""Seconds of silence at most: a reader that closed is noticed at the second write after it left."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stream begins: at `seq`, the present, after telling what followed `since`.

    `since` None: the reader was never here; `is_lost`: what it missed can't be told any more.
    """

    seq: int
    since: int | None = None
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """One stream; `heartbeat` is in seconds, `rights` are those it began with."""

    app: Flask
    subscription: Subscription
    rights: Rights
    place: Place
    heartbeat: int

    def frames(self) -> Iterator[bytes]:
        """Yield the stream's bytes until the hub ends it or its time is over."""
        place = self.place
        yield sse.opening(place.seq if place.since is None else None) + self._first_word()
        if place.since is not None and not place.is_lost:
            yield from self._missed(place.since)
        yield from self._live()

    def _first_word(self) -> bytes:
        if self.place.is_lost:
            return self._ping(self.place.seq) + sse.reset(self.place.seq)
        return self._ping(self.place.seq if self.place.since is None else self.place.since)

    def _missed(self, since: int) -> Iterator[bytes]:
        position, end = since, self.place.seq
        while position < end:
            with self.app.app_context():
                lines = log.list_after(
                    self.subscription.store_id, position, limit=min(PAGE, end - position)
                )
            if not log.is_next(position, lines):
                yield sse.reset(end)
                return
            position = lines[-1].seq
            heard = b"".join(frame_of(line) for line in lines if self.rights.hear(line.audience))
            if heard:
                yield heard

    def _live(self) -> Iterator[bytes]:
        subscription = self.subscription
        last_moment = time.monotonic() + LONGEST_STREAM
        ping_at = time.monotonic() + self.heartbeat
        while not subscription.is_over and time.monotonic() < last_moment:
            wait = min(ping_at - time.monotonic(), PROBE_EVERY)
            frames = subscription.read(wait)
            if time.monotonic() >= ping_at and not subscription.is_over:
                ping_at = time.monotonic() + self.heartbeat
                # A ping names only what was sent before it: number first, then what is queued.
                seq = subscription.seq
                frames += subscription.read(0) + self._ping(seq)
            if frames or not subscription.is_over:
                yield frames or sse.PROBE

    def _ping(self, seq: int) -> bytes:
        # A guest hears a part of the store's lines: their numbers would tell it nothing.
        is_staff = self.rights.audiences is None
        return sse.ping(now=clock.iso(clock.utc_now()), seq=seq if is_staff else None)
