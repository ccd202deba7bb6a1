"""Fan-out of events in one process: who listens, what each may hear, and when each must end.

One encoded copy of a line serves all its readers. A reader that falls behind is dropped, never
buffered without bound: it comes back and catches up from the log. Only the standard library's
threads are used (a gevent worker turns them into greenlets), and nothing here touches the database,
Flask or a socket.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from tableorder.errors import Unavailable
from tableorder.stream import sse
from tableorder.stream.log import Effect

QUEUE_LIMIT = 1000
CLOSING_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """A line of the log, ready to send; `frame` is empty when its effect alone matters."""

    seq: int
    audience: str
    frame: bytes
    effect: Effect | None


@dataclass(frozen=True, slots=True)
class Rights:
    """What a reader may hear (None: all of the store), and as whom its stream can be ended.

    `party` is the only table session of which a phone may learn; None for whoever stays.
    """

    audiences: frozenset[str] | None
    subjects: frozenset[str]
    party: int | None = None

    def hear(self, audience: str) -> bool:
        """Tell whether a line for `audience` is for this reader."""
        return self.audiences is None or audience in self.audiences

    def after(self, effect: Effect) -> Rights:
        """Return the rights that are left once a line with this effect was heard."""
        if self.audiences is None:
            return self
        dropped, added = effect.get("unfollow"), effect.get("follow")
        kept = self.audiences - {dropped} if dropped else self.audiences
        return replace(self, audiences=kept | {added} if added else kept)


NO_RIGHTS = Rights(frozenset(), frozenset())


class Subscription:
    """One reader's bounded queue of frames: a list and an event, the lightest pair there is.

    Until `Hub.activate` says what the reader may hear, lines are held back unseen.
    """

    __slots__ = (
        "_frames",
        "_held",
        "_is_ending",
        "_news",
        "is_over",
        "rights",
        "seq",
        "sever",
        "store_id",
    )

    def __init__(self, store_id: int, sever: Callable[[], None] | None = None) -> None:
        self.store_id = store_id
        self.sever = sever
        self.rights = NO_RIGHTS
        self.seq = 0
        self.is_over = False
        self._held: list[Parcel] | None = []
        self._frames: list[bytes] = []
        self._is_ending = False
        self._news = threading.Event()

    def read(self, timeout: float) -> bytes:
        """Return all frames that are there, joined; wait for the first up to `timeout` seconds.

        Empty when none came. `is_over` afterwards: these were the last.
        """
        if timeout > 0:
            self._news.wait(timeout)
        self._news.clear()
        self.is_over = self._is_ending
        count = len(self._frames)
        frames = b"".join(self._frames[:count])
        del self._frames[:count]
        return frames

    def offer(self, parcel: Parcel) -> bool:
        """Take a line if it is for this reader; False when the stream ends with it."""
        if self._held is not None:
            self._held.append(parcel)
            return len(self._held) <= QUEUE_LIMIT
        if parcel.seq <= self.seq:
            return True
        is_heard = self.rights.hear(parcel.audience)
        if is_heard and parcel.frame:
            self.send(parcel.frame)
        self.seq = parcel.seq
        return self._live_through(parcel.effect, is_heard=is_heard)

    def release(self, rights: Rights, seq: int) -> bool:
        """Set the rights, as they were at `seq`, and take what was held since; as `offer`."""
        self.rights, self.seq = rights, seq
        held, self._held = self._held or [], None
        return all(self.offer(parcel) for parcel in held)

    def send(self, frame: bytes) -> None:
        """Queue a frame."""
        self._frames.append(frame)
        self._news.set()

    def end(self) -> None:
        """Let the stream end once it has sent what is queued."""
        self._is_ending = True
        self._news.set()

    def _live_through(self, effect: Effect | None, *, is_heard: bool) -> bool:
        if effect:
            if effect.get("end") in self.rights.subjects:
                return False
            if is_heard:
                self.rights = self.rights.after(effect)
        return not self.is_behind

    @property
    def is_behind(self) -> bool:
        """True when more is queued than a living reader leaves lying."""
        return len(self._frames) > QUEUE_LIMIT


@dataclass(slots=True)
class _Channel:
    """A store's readers, and the number of the last line handed to them; None: not yet known."""

    readers: set[Subscription] = field(default_factory=set)
    position: int | None = None


class Hub:
    """The open streams of this process.

    `feed` is the loop that brings new lines; it starts with the first subscription, in a thread of
    its own, and ends when the hub closes.
    """

    def __init__(self, feed: Callable[[Hub], None], *, max_streams: int) -> None:
        self.is_failing = False
        self._feed, self._max_streams = feed, max_streams
        self._channels: dict[int, _Channel] = {}
        self._count = 0
        self._feeder: threading.Thread | None = None
        self._lock = threading.RLock()
        self._news, self._closed = threading.Event(), threading.Event()

    @property
    def is_live(self) -> bool:
        """True while streams are served and new lines arrive."""
        return not self.is_failing and not self._closed.is_set()

    @property
    def count(self) -> int:
        """The number of open streams."""
        return self._count

    def subscribe(
        self, store_id: int, *, keep_free: int = 0, sever: Callable[[], None] | None = None
    ) -> Subscription:
        """Begin to collect the store's lines for a new reader; `activate` then lets them through.

        `sever` cuts the reader's connection: one that has stopped reading can't be told anything.
        Raises Unavailable when there is no room for another stream beside the places to keep free.
        """
        with self._lock:
            if self._closed.is_set() or self._count + keep_free >= self._max_streams:
                raise Unavailable
            subscription = Subscription(store_id, sever)
            self._channels.setdefault(store_id, _Channel()).readers.add(subscription)
            self._count += 1
            self._start_feeding()
        return subscription

    def activate(self, subscription: Subscription, rights: Rights, *, seq: int) -> None:
        """Let a reader hear every line after `seq`.

        `seq` must be read after `subscribe`, and `rights` after `seq`: then no line falls between.
        """
        with self._lock:
            channel = self._channels.get(subscription.store_id)
            if channel is None or subscription not in channel.readers:
                return
            if channel.position is None:
                channel.position = seq
            if not subscription.release(rights, seq):
                self._drop(subscription)
        self.wake()

    def unsubscribe(self, subscription: Subscription) -> None:
        """Forget a reader; harmless when repeated."""
        with self._lock:
            channel = self._channels.get(subscription.store_id)
            if channel is None or subscription not in channel.readers:
                return
            channel.readers.remove(subscription)
            self._count -= 1
            if not channel.readers:
                del self._channels[subscription.store_id]

    def positions(self) -> dict[int, int]:
        """Return the number of the last line handed on, for each store that has readers."""
        with self._lock:
            return {
                store_id: channel.position
                for store_id, channel in self._channels.items()
                if channel.position is not None
            }

    def publish(self, store_id: int, parcels: Iterable[Parcel]) -> None:
        """Hand lines, in order, to the store's readers."""
        with self._lock:
            channel = self._channels.get(store_id)
            if channel is None:
                return
            for parcel in parcels:
                self._deliver(channel, parcel)

    def restart(self, store_id: int, seq: int) -> None:
        """Tell the store's readers that lines are missing before `seq`, and end their streams."""
        with self._lock:
            channel = self._channels.get(store_id, _Channel())
            for subscription in list(channel.readers):
                subscription.send(sse.reset(seq))
                self._drop(subscription)

    def wake(self) -> None:
        """Have the feeding loop look for new lines now."""
        self._news.set()

    def wait(self, seconds: float) -> bool:
        """Wait for news, at most `seconds`, or for long when nobody listens; False: closed."""
        self._news.wait(seconds if self._channels or self.is_failing else None)
        self._news.clear()
        return not self._closed.is_set()

    def pause(self, seconds: float) -> None:
        """Wait whatever the news, but for closing."""
        self._closed.wait(seconds)

    def close(self) -> None:
        """End all streams, take no more, and let the feeding loop finish."""
        with self._lock:
            self._closed.set()
            for channel in list(self._channels.values()):
                for subscription in list(channel.readers):
                    self._drop(subscription)
        self.wake()
        if self._feeder and self._feeder is not threading.current_thread():
            self._feeder.join(CLOSING_SECONDS)

    def _start_feeding(self) -> None:
        if self._feeder is None:
            self._feeder = threading.Thread(
                target=self._feed, args=(self,), name="tailer", daemon=True
            )
            self._feeder.start()

    def _deliver(self, channel: _Channel, parcel: Parcel) -> None:
        for subscription in list(channel.readers):
            if not subscription.offer(parcel):
                self._drop(subscription)
        if channel.position is not None:
            channel.position = max(channel.position, parcel.seq)

    def _drop(self, subscription: Subscription) -> None:
        self.unsubscribe(subscription)
        subscription.end()
        if subscription.is_behind and subscription.sever:
            subscription.sever()
