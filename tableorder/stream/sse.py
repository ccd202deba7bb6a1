"""The wire format of `text/event-stream`: bytes only, so that one copy can serve all readers.

Framing and nothing else: it neither knows who reads nor asks for the time.
"""

from __future__ import annotations

import json

RETRY_MS = 2000

PROBE = b":\n\n"
"""A comment, which scripts never see: writing it is how a reader that left is noticed."""


def opening(seq: int | None) -> bytes:
    """Return the first bytes of a stream; `seq` makes the place known to resume from."""
    place = "" if seq is None else f"id: {seq}\n"
    return f"retry: {RETRY_MS}\n{place}\n".encode()


def event(seq: int, name: str, data: str) -> bytes:
    """Frame one line of the log; `data` is JSON without line breaks."""
    return f"id: {seq}\nevent: {name}\ndata: {data}\n\n".encode()


def reset(seq: int) -> bytes:
    """Frame the word that everything has to be fetched again, as of `seq`."""
    return event(seq, "reset", "{}")


def ping(*, now: str | None, seq: int | None) -> bytes:
    """Frame a sign of life; it carries no id, so it never moves the place to resume from."""
    data = {"now": now} if seq is None else {"now": now, "seq": seq}
    return f"event: ping\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()
