"""The bytes on the wire."""

from __future__ import annotations

from tableorder.stream import sse


def test_an_event_is_one_block() -> None:
    frame = sse.event(7, "order_created", '{"note":"맵게"}')
    assert frame.decode() == 'id: 7\nevent: order_created\ndata: {"note":"맵게"}\n\n'


def test_the_opening_may_name_the_place_to_resume_from() -> None:
    assert sse.opening(None) == b"retry: 2000\n\n"
    assert sse.opening(4) == b"retry: 2000\nid: 4\n\n"


def test_a_ping_never_moves_that_place() -> None:
    now = "2025-01-02T03:04:05.000Z"
    assert sse.ping(now=now, seq=9) == (
        b'event: ping\ndata: {"now":"2025-01-02T03:04:05.000Z","seq":9}\n\n'
    )
    assert b"seq" not in sse.ping(now=now, seq=None)
    assert b"id:" not in sse.ping(now=now, seq=9)
