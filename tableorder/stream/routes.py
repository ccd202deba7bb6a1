"""The route of the stream: who may listen, from where on, and the headers around it.

Subscribe first, then replay from the log, then live: no gap and no double, whichever process
answers.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, Literal

from flask import Blueprint, Flask, Response, current_app, request
from pydantic import BaseModel, Field

from tableorder.access import Guest, Identity, access, authorize
from tableorder.apidoc import describe
from tableorder.errors import Unavailable
from tableorder.settings import Settings
from tableorder.stream import log, models, tailer
from tableorder.stream.hub import Hub, Rights
from tableorder.stream.reader import Place, Reader
from tableorder.web import parse_query

__all__ = ["bp", "init_app", "models"]

LONGEST_NUMBER = 18
"""Digits of the largest number that a store's log can reach."""

STAFF_SHARE = 10
"""One stream in so many is kept for staff: guests can never crowd out the board."""

GIVE_UP_AFTER = 15
"""Seconds that the network of a reader that vanished may leave bytes unacknowledged."""

bp = Blueprint("stream", __name__)


class StreamQuery(BaseModel):
    """What a reader may ask of its stream."""

    acting_as: Literal["staff", "table"] | None = Field(None, alias="as")
    heartbeat: int | None = Field(None, ge=2, le=30, description="Seconds between two pings.")
    last_event_id: str | None = Field(None, description="Stands in for the header Last-Event-ID.")


class StreamHeaders(BaseModel):
    """Where a reader that comes back left off."""

    last_event_id: str | None = Field(None, alias="Last-Event-ID")


def init_app(app: Flask) -> None:
    """Give the process its hub."""
    settings: Settings = app.extensions["settings"]
    app.extensions["hub"] = Hub(partial(tailer.run, app), max_streams=settings.max_streams)


@bp.get("/api/sse/orders")
@describe(
    query=StreamQuery,
    headers=StreamHeaders,
    media="text/event-stream",
    errors=(Unavailable,),
    tags=["streams"],
)
@access("staff", "table", role="screen", waiting_ok=True)
def stream_orders(who: Identity) -> Response:
    """Send the events that the reader may hear, as `text/event-stream`."""
    wish = parse_query(StreamQuery)
    if request.method == "HEAD":
        return _answer(())
    return _answer(_begin(current_app.extensions["hub"], who, wish))


def _answer(frames: Iterable[bytes]) -> Response:
    return Response(
        frames,
        mimetype="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        direct_passthrough=True,
    )


def _begin(hub: Hub, who: Identity, wish: StreamQuery) -> Reader:
    """Subscribe with the rights that the identity has now, later than the number read."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    settings: Settings = current_app.extensions["settings"]
    keep_free = settings.max_streams // STAFF_SHARE if isinstance(who, Guest) else 0
    sever = _cut_of(request.environ)
    subscription = hub.subscribe(who.store.id, keep_free=keep_free, sever=sever)
    try:
        seq = log.newest_seq(who.store.id)
        rights = rights_of(authorize(("staff", "table"), role="screen", waiting_ok=True))
        hub.activate(subscription, rights, seq=seq)
    except BaseException:
        hub.unsubscribe(subscription)
        raise
    place = place_of(_asked_id(wish), seq)
    return Reader(app, hub, subscription, rights, place, _heartbeat(wish))


def rights_of(who: Identity) -> Rights:
    """Return what somebody may hear: staff all of the store, guests their table and session."""
    if not isinstance(who, Guest):
        return Rights(None, frozenset({who.subject}))
    audiences, subjects = {log.EVERYONE}, {who.subject}
    if who.is_admitted:
        audiences.add(log.table_audience(who.table_id))
    if who.is_admitted and who.session_id is not None:
        audiences.add(log.session_audience(who.session_id))
    if who.kind != "phone":
        return Rights(frozenset(audiences), frozenset(subjects))
    subjects.add(f"phones:{who.session_id}")
    return Rights(frozenset(audiences), frozenset(subjects), who.session_id)


def place_of(asked: str | None, seq: int) -> Place:
    """Decide where a stream begins in a log whose newest line is `seq`."""
    if asked is None:
        return Place(seq)
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER
    since = int(asked) if is_number else -1
    is_lost = since < 0 or since > seq
    return Place(seq, since=since, is_lost=is_lost)


def _asked_id(wish: StreamQuery) -> str | None:
    # An EventSource that reconnects sends the header; the address still holds what it began with.
    return request.headers.get("Last-Event-ID") or wish.last_event_id


def _heartbeat(wish: StreamQuery) -> int:
    settings: Settings = current_app.extensions["settings"]
    return min(wish.heartbeat or settings.sse_heartbeat_interval, settings.sse_heartbeat_interval)


def _cut_of(environ: dict[str, Any]) -> Callable[[], None] | None:
    """Return what cuts this connection, where the server lets it be known.

    Also has the system give up on a reader that vanished without a word: it would hold its place
    for a quarter of an hour.
    """
    connection: socket.socket | None = environ.get("gunicorn.socket")
    if connection is None:
        return None
    with suppress(OSError, AttributeError):  # another kind of socket, another system
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, GIVE_UP_AFTER * 1000)
    return partial(_cut, connection)


def _cut(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
