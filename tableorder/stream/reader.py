"""The life of one stream: what it missed, then what happens, with signs of life between.

While it waits it holds no request, session or database connection, and the only thing that times
out is the wait for news, never a write: a slow reader is the hub's business.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from flask import Flask

from tableorder import clock
from tableorder.stream import log, sse
from tableorder.stream.hub import Hub, Rights, Subscription
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
    """One stream, as the body of an answer, begun with `rights`; `heartbeat` is in seconds.

    The server iterates over it and closes it, without layers between: each would cost every idle
    stream a piece of stack. `close` also works before the first byte, where a generator's
    `finally` would not.
    """

    app: Flask
    hub: Hub
    subscription: Subscription
    rights: Rights
    place: Place
    heartbeat: int

    def __iter__(self) -> Iterator[bytes]:
        """Yield the stream's bytes until the hub ends it or its time is over."""
        return chain((self._first_word(),), self._missed(), self._live())

    def close(self) -> None:
        """Take the reader off the hub; the server calls it however the answer ended."""
        self.hub.unsubscribe(self.subscription)

    def _first_word(self) -> bytes:
        seq, since = self.place.seq, self.place.since
        if self.place.is_lost:
            return sse.opening(None) + self._ping(seq) + sse.reset(seq)
        if since is None:
            return sse.opening(seq) + self._ping(seq)
        return sse.opening(None) + self._ping(since)

    def _missed(self) -> Iterator[bytes]:
        position, end = self.place.since, self.place.seq
        while position is not None and position < end and not self.place.is_lost:
            with self.app.app_context():
                lines = log.list_after(
                    self.subscription.store_id, position, limit=min(PAGE, end - position)
                )
            if not log.is_next(position, lines):
                yield sse.reset(end)
                return
            position = lines[-1].seq
            heard = b"".join(frame_of(line) for line in lines if self._may_hear(line))
            if heard:
                yield heard

    def _may_hear(self, line: log.Line) -> bool:
        """Tell whether a missed line is for this reader: who sat there before concerns no phone."""
        party = self.rights.party
        if not self.rights.hear(line.audience):
            return False
        if party is None or not line.name.startswith("session_"):
            return True
        told = json.loads(line.data)["session"]
        return party in {told["id"], told.get("merged_into")}

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
