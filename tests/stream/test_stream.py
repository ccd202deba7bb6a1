"""The stream over a real connection, on both databases."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from flask import Flask

from tableorder.stream import log
from tableorder.stream.hub import Hub
from tests.stream.house import House
from tests.stream.listener import PATIENCE, Listener

Listen = Callable[..., Listener]


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.01)


@pytest.mark.alone
def test_the_first_bytes_come_at_once(house: House, listen: Listen) -> None:
    house.say()
    board = listen(house.staff_token)
    board.wait_until(lambda: len(board.pings) == 1)
    assert board.first_at is not None
    assert board.first_at - board.started < 1
    assert board.status == 200
    headers = board.response.headers
    assert headers["Content-Type"].startswith("text/event-stream")
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Accel-Buffering"] == "no"
    assert board.place == "1", "a reader who hears nothing yet still knows where to resume"
    assert board.pings[0].data["seq"] == 1
    assert board.pings[0].data["now"].endswith("Z")


@pytest.mark.alone
def test_a_line_reaches_staff_at_once_in_full(house: House, listen: Listen) -> None:
    board = listen(house.staff_token)
    board.wait_for_ping()
    said = time.monotonic()
    house.say("order_created", order={"id": 7, "note": "매운맛\n조금만"})
    board.hear(1)
    event = board.events[0]
    assert (event.name, event.data) == (
        "order_created",
        {"order": {"id": 7, "note": "매운맛\n조금만"}},
    )
    assert event.at - said < 0.5


def test_lines_come_in_order_and_once(house: House, listen: Listen) -> None:
    board = listen(house.staff_token)
    board.wait_for_ping()
    seqs = [house.say() for _ in range(20)] + house.say_many(700)
    board.hear(*seqs)


def test_guests_hear_their_own_and_nothing_else(house: House, listen: Listen) -> None:
    one, two = house.seat(1), house.seat(2)
    guest = listen(one.token)
    guest.wait_for_ping()
    assert "seq" not in guest.pings[0].data
    house.say(audience=log.STAFF)
    mine = house.say(audience=one.audience)
    house.say(audience=two.audience)
    table = house.say("table_updated", audience=log.table_audience(one.table_id))
    house.say("table_updated", audience=log.table_audience(two.table_id))
    house.say(log.CONTROL, audience=log.EVERYONE)
    menu = house.say("menu_updated", audience=log.EVERYONE)
    guest.hear(mine, table, menu)
    late = listen(one.token, last_id=0)
    late.hear(mine, table, menu)


def test_another_store_is_another_world(app: Flask, house: House, listen: Listen) -> None:
    other = House(app, "other")
    board = listen(house.staff_token, last_id=0)
    board.wait_for_ping()
    other.say(audience=log.EVERYONE)
    mine = house.say()
    board.hear(mine)


def test_staff_hear_everything_but_control_lines(house: House, listen: Listen) -> None:
    tablet = house.seat(1)
    heard = [house.say(audience=tablet.audience)]
    house.say(log.CONTROL)
    board = listen(house.staff_token, last_id=0)
    board.hear(*heard)
    house.say(log.CONTROL)
    heard.append(house.say(audience=log.EVERYONE))
    board.hear(*heard)


@pytest.mark.parametrize("asked", ["none", "-1", "1.5", "x" * 40, "%C2%B2", "9" * 30, "99", ""])
def test_an_id_that_means_nothing_here_asks_to_fetch_again(
    house: House, listen: Listen, asked: str
) -> None:
    house.say_many(3)
    board = listen(
        house.staff_token, query=f"last_event_id={asked.encode().hex() if asked == '²' else asked}"
    )
    board.hear(3)
    assert board.events[0].name == "reset"
    house.say()
    board.hear(3, 4)


def test_the_header_wins_over_the_address(house: House, listen: Listen) -> None:
    house.say_many(3)
    board = listen(house.staff_token, query="last_event_id=0", last_id=2)
    board.hear(3)
    assert board.events[0].name == "order_created"


def test_a_place_older_than_the_log_asks_to_fetch_again(
    app: Flask, house: House, listen: Listen
) -> None:
    house.say_many(5)
    with app.app_context(), log.db.session.begin():
        log.db.session.query(log.Event).filter(log.Event.seq <= 3).delete()
    listen(house.staff_token, last_id=3).hear(4, 5)
    lost = listen(house.staff_token, last_id=2)
    lost.hear(5)
    assert lost.events[0].name == "reset"


def test_an_emptied_log_asks_to_fetch_again(house: House, listen: Listen) -> None:
    house.say_many(5)
    present = house.empty_log(raise_by=0)
    lost = listen(house.staff_token, last_id=4)
    lost.hear(present)
    assert lost.events[0].name == "reset"
    assert listen(house.staff_token, last_id=5).place is None


def test_far_behind_catches_up_page_by_page(house: House, listen: Listen) -> None:
    house.say_many(5001)
    listen(house.staff_token, last_id=0).hear(*range(1, 5002))


def test_a_restore_under_open_streams_ends_them_with_a_reset(house: House, listen: Listen) -> None:
    board = listen(house.staff_token)
    seqs = house.say_many(2)
    board.hear(*seqs)
    present = house.empty_log(raise_by=1_000_000)
    board.wait_for_end()
    board.hear(*seqs, present)
    assert board.events[-1].name == "reset"
    back = listen(house.staff_token, last_id=present)
    back.wait_for_ping()
    assert not back.events


def test_a_reader_that_comes_and_goes_misses_and_doubles_nothing(
    house: House, listen: Listen
) -> None:
    said: list[int] = []
    done = threading.Event()

    def speak() -> None:
        said.extend(house.say() for _ in range(250))
        done.set()

    speaker = threading.Thread(target=speak)
    speaker.start()
    heard: list[int] = []
    last_id = 0
    while not done.is_set() or last_id < 250:
        board = listen(house.staff_token, last_id=last_id)
        goal = last_id + 12 if not done.is_set() else 250
        board.wait_until(lambda b=board, g=goal: (b.seqs or [0])[-1] >= min(g, 250))
        board.close()
        heard += [seq for seq in board.seqs if seq]
        last_id = heard[-1]
    speaker.join()
    assert heard == list(range(1, 251))
    assert sorted(said) == heard


def test_many_writers_keep_the_order(house: House, listen: Listen) -> None:
    board = listen(house.staff_token, last_id=0)
    writers = [threading.Thread(target=lambda: [house.say() for _ in range(25)]) for _ in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    board.hear(*range(1, 151))


@pytest.mark.alone
def test_pings_come_as_often_as_asked(house: House, listen: Listen) -> None:
    board = listen(house.staff_token, query="heartbeat=2")
    board.wait_until(lambda: len(board.pings) == 3)
    first, second, third = board.pings
    assert 1.5 < second.at - first.at < 2.6
    assert 1.5 < third.at - second.at < 2.6
    assert second.seq is None


@pytest.mark.alone
def test_pings_come_among_events_too(house: House, listen: Listen) -> None:
    board = listen(house.staff_token, query="heartbeat=2")
    board.wait_for_ping()
    end = time.monotonic() + 2.6
    while time.monotonic() < end:
        house.say()
        time.sleep(0.05)
    assert len(board.pings) == 2
    before = [heard for heard in board.heard if heard.at <= board.pings[1].at]
    numbers = [heard.seq for heard in before if heard.seq is not None]
    assert board.pings[1].data["seq"] <= numbers[-1], "a ping names only what was sent"


@pytest.mark.parametrize("query", ["heartbeat=1", "heartbeat=31", "heartbeat=x", "speed=9"])
def test_a_wish_out_of_range_is_refused(house: House, listen: Listen, query: str) -> None:
    assert listen(house.staff_token, query=query).status == 422


def test_head_answers_without_a_stream(house: House, hub: Hub, listen: Listen) -> None:
    answer = listen(house.staff_token, method="HEAD")
    assert answer.status == 200
    assert answer.response.headers["Content-Type"].startswith("text/event-stream")
    assert hub.count == 0


def test_nobody_gets_in_without_a_token(listen: Listen) -> None:
    assert listen("nonsense").status == 401


def test_a_tablet_follows_the_next_party(house: House, listen: Listen) -> None:
    tablet = house.seat(1)
    screen = listen(tablet.token, last_id=0)
    screen.wait_for_ping()
    closed = house.close_session(tablet)
    screen.hear(closed)
    house.say(audience=tablet.audience)
    session_id = house.open_session(tablet.table_id, says=True)
    mine = house.say(audience=log.session_audience(session_id))
    screen.hear(closed, mine - 1, mine)


@pytest.mark.alone
def test_closing_a_session_ends_its_phones_after_telling_them(house: House, listen: Listen) -> None:
    tablet, neighbour = house.seat(1), house.seat(2)
    phone, other = listen(house.admit(tablet).token), listen(house.admit(neighbour).token)
    for listener in (phone, other):
        listener.wait_for_ping()
    closed = house.close_session(tablet)
    phone.wait_for_end(1)
    assert phone.seqs == [closed]
    assert not other.has_ended
    assert listen(house.admit(tablet).token).status == 410


@pytest.mark.alone
def test_the_end_of_a_sign_in_ends_its_streams_only(house: House, listen: Listen) -> None:
    tablet = house.seat(1)
    board, screen = listen(house.staff_token), listen(tablet.token)
    board.wait_for_ping()
    screen.wait_for_ping()
    house.say(log.CONTROL, effect={"end": f"account:{house.account_id}"})
    board.wait_for_end(1)
    assert not board.events
    assert not screen.has_ended
    house.say(log.CONTROL, effect={"end": f"device:{tablet.device_id}"})
    screen.wait_for_end(1)


def test_old_effects_do_not_touch_present_rights(house: House, listen: Listen) -> None:
    tablet = house.seat(1)
    house.say(log.CONTROL, effect={"end": f"device:{tablet.device_id}"})
    house.say("session_moved", audience=tablet.audience, effect={"unfollow": tablet.audience})
    mine = house.say(audience=tablet.audience)
    listen(tablet.token, last_id=0).hear(mine - 1, mine)


def test_the_cap_is_answered_with_when_to_come_back(house: House, hub: Hub, listen: Listen) -> None:
    hub._max_streams = 2
    first, _second = listen(house.staff_token), listen(house.staff_token)
    refused = listen(house.staff_token)
    assert refused.status == 503
    assert int(refused.response.headers["Retry-After"]) > 0
    hub._max_streams = 3
    assert listen(house.staff_token).status == 200
    assert first.status == 200


def test_a_refused_reader_takes_no_place(house: House, hub: Hub, listen: Listen) -> None:
    tablet = house.seat(1)
    phone = house.admit(tablet)
    house.close_session(tablet)
    assert listen(phone.token).status == 410
    assert listen(house.staff_token, query="heartbeat=99").status == 422
    assert hub.count == 0


def test_a_reader_that_leaves_is_forgotten(house: House, hub: Hub, listen: Listen) -> None:
    listeners = [listen(house.staff_token, query="heartbeat=2") for _ in range(5)]
    for listener in listeners:
        listener.wait_for_ping()
    assert hub.count == 5
    for listener in listeners[1:]:
        listener.close()
    until(lambda: hub.count == 1)
    assert listeners[0].status == 200


@pytest.mark.alone
def test_closing_ends_every_stream_and_takes_no_more(
    house: House, hub: Hub, listen: Listen
) -> None:
    listeners = [listen(house.staff_token) for _ in range(10)]
    for listener in listeners:
        listener.wait_for_ping()
    hub.close()
    for listener in listeners:
        listener.wait_for_end(1)
    assert not hub.is_live
    assert listen(house.staff_token).status == 503


def test_a_rolled_back_line_was_never_said(app: Flask, house: House, listen: Listen) -> None:
    board = listen(house.staff_token, last_id=0)
    with app.app_context(), pytest.raises(ZeroDivisionError), log.db.session.begin():
        log.append(log.db.session(), house.store_id, "order_created", {})
        raise ZeroDivisionError
    board.hear(house.say())
    assert board.seqs == [1]


def test_streams_hold_no_connection(app: Flask, house: House, listen: Listen) -> None:
    for _ in range(10):
        listener = listen(house.staff_token, last_id=0)
        listener.wait_for_ping()
    house.say_many(10)
    listener.hear(*range(1, 11))
    with app.app_context():
        until(lambda: log.db.engine.pool.checkedout() == 0)


def test_the_database_may_fail_for_a_while(
    app: Flask, house: House, hub: Hub, listen: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = listen(house.staff_token)
    board.wait_for_ping()
    with app.app_context():
        engine = log.db.engine

    def refuse(*_: object) -> None:
        raise log.sa.exc.OperationalError("SELECT", {}, Exception("server closed the connection"))

    log.sa.event.listen(engine, "before_cursor_execute", refuse)
    hub.wake()
    until(lambda: not hub.is_live)
    log.sa.event.remove(engine, "before_cursor_execute", refuse)
    mine = house.say()
    board.hear(mine)
    until(lambda: hub.is_live)
    assert not board.has_ended


def test_a_store_without_readers_is_not_read(app: Flask, house: House, hub: Hub) -> None:
    house.say()
    assert hub.positions() == {}
    assert hub._feeder is None
