"""Fan-out by itself: rights, bounds, ends."""

from __future__ import annotations

import pytest

from tableorder.errors import Unavailable
from tableorder.stream.hub import QUEUE_LIMIT, Hub, Parcel, Rights, Subscription
from tableorder.stream.log import Effect

STORE = 1
STAFF = Rights(None, frozenset({"account:1"}))
GUEST = Rights(frozenset({"all", "table:4", "session:8"}), frozenset({"device:2", "phones:8"}))


@pytest.fixture
def hub() -> Hub:
    return Hub(lambda _hub: None, max_streams=3)


def line(seq: int, audience: str = "staff", effect: Effect | None = None) -> Parcel:
    return Parcel(seq, audience, f"{seq} ".encode(), effect)


def join(hub: Hub, rights: Rights, *, seq: int = 0) -> Subscription:
    subscription = hub.subscribe(STORE)
    hub.activate(subscription, rights, seq=seq)
    return subscription


def heard(subscription: Subscription) -> str:
    return subscription.read(0).decode().strip()


def test_what_came_before_the_rights_were_known_is_judged_by_them(hub: Hub) -> None:
    guest = hub.subscribe(STORE)
    hub.publish(STORE, [line(5, "all"), line(6), line(7, "session:8"), line(8, "session:9")])
    hub.activate(guest, GUEST, seq=5)
    assert heard(guest) == "7"


def test_a_line_published_twice_is_heard_once(hub: Hub) -> None:
    board = join(hub, STAFF)
    hub.publish(STORE, [line(1), line(2)])
    hub.publish(STORE, [line(2), line(3)])
    assert heard(board) == "1 2 3"


def test_follow_and_unfollow_count_for_those_who_heard_the_line(hub: Hub) -> None:
    guest, board = join(hub, GUEST), join(hub, STAFF)
    moves: Effect = {"unfollow": "table:4", "follow": "table:5"}
    hub.publish(STORE, [line(1, "session:9", moves), line(2, "table:4"), line(3, "table:5")])
    hub.publish(STORE, [line(4, "session:8", moves), line(5, "table:4"), line(6, "table:5")])
    assert heard(guest) == "2 4 6"
    assert heard(board) == "1 2 3 4 5 6"
    assert board.rights == STAFF


def test_an_end_reaches_its_subject_after_the_line_itself(hub: Hub) -> None:
    guest, board = join(hub, GUEST), join(hub, STAFF)
    hub.publish(STORE, [line(1, "session:8", {"end": "phones:8"}), line(2, "session:8")])
    assert heard(guest) == "1"
    assert guest.is_over
    assert heard(board) == "1 2"
    assert not board.is_over
    assert hub.count == 1


def test_a_slow_reader_is_dropped_and_cut(hub: Hub) -> None:
    cut: list[str] = []
    slow = hub.subscribe(STORE, sever=lambda: cut.append("slow"))
    quick = hub.subscribe(STORE, sever=lambda: cut.append("quick"))
    for subscription in (slow, quick):
        hub.activate(subscription, STAFF, seq=0)
    for seq in range(1, QUEUE_LIMIT + 500):
        hub.publish(STORE, [line(seq)])
        quick.read(0)
    assert cut == ["slow"]
    assert hub.count == 1
    assert len(slow.read(0).split()) == QUEUE_LIMIT + 1
    assert slow.is_over


def test_what_is_held_back_has_a_bound_too(hub: Hub) -> None:
    waiting = hub.subscribe(STORE)
    hub.publish(STORE, [line(seq) for seq in range(QUEUE_LIMIT + 2)])
    assert hub.count == 0
    hub.activate(waiting, STAFF, seq=0)
    waiting.read(0)
    assert waiting.is_over


def test_there_is_room_for_so_many_and_again_when_one_leaves(hub: Hub) -> None:
    readers = [join(hub, STAFF) for _ in range(3)]
    with pytest.raises(Unavailable):
        hub.subscribe(STORE)
    hub.unsubscribe(readers[0])
    hub.unsubscribe(readers[0])
    assert hub.count == 2
    join(hub, STAFF)


def test_the_position_is_the_last_line_handed_on(hub: Hub) -> None:
    assert hub.positions() == {}
    waiting = hub.subscribe(STORE)
    assert hub.positions() == {}, "nothing is read for a reader whose place is not known yet"
    hub.activate(waiting, STAFF, seq=7)
    hub.publish(STORE, [line(8), line(9)])
    assert hub.positions() == {STORE: 9}
    hub.unsubscribe(waiting)
    assert hub.positions() == {}


def test_missing_lines_end_the_stores_streams_with_a_reset(hub: Hub) -> None:
    board = join(hub, STAFF)
    hub.restart(STORE, 1_000_009)
    assert heard(board) == "id: 1000009\nevent: reset\ndata: {}"
    assert board.is_over
    hub.restart(STORE, 1_000_010)


def test_a_closed_hub_is_not_live_and_takes_nobody(hub: Hub) -> None:
    board, waiting = join(hub, STAFF), hub.subscribe(STORE)
    assert hub.is_live
    hub.close()
    hub.activate(waiting, STAFF, seq=0)
    for subscription in (board, waiting):
        subscription.read(0)
        assert subscription.is_over
    assert not hub.is_live
    with pytest.raises(Unavailable):
        hub.subscribe(STORE)
