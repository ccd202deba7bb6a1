"""Who hears what while parties move, are merged, part again and leave: rights follow at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from tests import factories
from tests.actors import Guest, phone_in
from tests.stream.room import Listen, Room, names, parties

pytestmark = pytest.mark.alone

SOON = 1.0
"""Within this many seconds rights have to end."""


@pytest.fixture
def room(app: Flask, listen: Listen) -> Iterator[Room]:
    with app.app_context():
        yield Room(app, listen)


def test_a_move_takes_the_phones_along_and_leaves_nothing_for_them_at_the_old_table(
    room: Room,
) -> None:
    order = room.order(room.phones[0])
    phone, neighbour, *tablets = streams = [
        room.stream(who) for who in (*room.phones, *room.tablets)
    ]
    board = room.stream(room.staff)
    room.ring(*streams, board)
    room.do("move", 1, to=3)
    phone.wait_for_end(SOON)
    heard = room.ring(*streams, board)
    assert names(heard[0]) == ["order_updated", "session_moved"], "the phone hears where it goes"
    assert heard[0][0].data["order"]["table"]["number"] == 3
    assert heard[1] == [], "the neighbours hear nothing"
    assert names(heard[2]) == ["order_updated", "session_moved"], "the old table's tablet"
    assert heard[3] == []
    assert names(heard[4]) == ["session_moved", "order_updated"], "the new table's tablet"
    assert {
        one.data["session"]["table"]["number"] for one in heard[5] if "session" in one.data
    } == {3}

    back = room.stream(room.phones[0], last_id=heard[0][-1].seq)
    following = room.open(1)
    guest = room.tablets[0]
    theirs, mine = room.order(guest), room.order(room.phones[0])
    heard = room.ring(back, neighbour, *tablets)
    assert [one.data["order"]["id"] for one in heard[0]] == [mine], "and not the next party's code"
    assert heard[1] == []
    assert parties(heard[2]) == {following}
    assert [one.data["order"]["id"] for one in heard[2][1:]] == [theirs]
    assert heard[3] == []
    assert [one.data["order"]["id"] for one in heard[4]] == [mine]
    assert {one["id"] for one in room.phones[0].orders()} == {order, mine}


def test_a_phone_never_learns_who_sat_at_its_table_before(room: Room) -> None:
    room.do("merge", 1, into=2)
    room.do("unmerge", 1)
    room.do("close", 1)
    party = room.open(1)
    guest = phone_in(room.client, room.store, party)
    phone, tablet = (room.stream(who, last_id=0) for who in (guest, room.tablets[0]))
    heard = room.ring(phone, tablet)
    assert parties(heard[0]) == {party}
    assert names(heard[0]) == ["session_opened"]
    assert parties(heard[1]) == {room.parties[0], party}, "the tablet stays, and may"


def test_who_was_away_during_a_move_hears_of_it_by_present_rights(room: Room) -> None:
    party = room.parties[0]
    phone = room.stream(room.phones[0])
    room.ring(phone)
    last = phone.events[-1].seq
    phone.close()
    room.order(room.phones[0])
    room.do("move", 1, to=3)
    following = room.open(1)
    room.order(room.tablets[0])
    back, tablet = (
        room.stream(room.phones[0], last_id=last),
        room.stream(room.tablets[0], last_id=last),
    )
    heard = room.ring(back, tablet)
    assert parties(heard[0]) == {party}
    assert "session_moved" in names(heard[0])
    assert names(heard[1]) == ["session_moved", "session_opened", "order_created"]
    assert parties(heard[1][1:]) == {following}


def test_a_merge_gives_the_phones_the_other_party_and_the_tablet_none(room: Room) -> None:
    other = room.parties[1]
    mine, theirs = room.order(room.phones[0]), room.order(room.phones[1])
    phone, neighbour, *tablets = streams = [
        room.stream(who) for who in (*room.phones, *room.tablets)
    ]
    room.ring(*streams)
    room.do("merge", 1, into=2)
    phone.wait_for_end(SOON)
    heard = room.ring(*streams)
    for one in (heard[0], heard[2]):
        assert names(one) == ["order_updated", "session_closed"]
        assert one[-1].data["session"]["merged_into"] == other
    for one in (heard[1], heard[3]):
        assert one[0].data["order"]["id"] == mine
        assert one[0].data["order"]["session_id"] == other
    assert heard[4] == []

    back = room.stream(room.phones[0], last_id=heard[0][-1].seq)
    following = room.open(1)
    room.order(room.tablets[0])
    room.order(room.phones[1])
    heard = room.ring(back, neighbour, *tablets)
    assert parties(heard[0]) == parties(heard[1]) == parties(heard[3]) == {other}
    assert parties(heard[2]) == {following}
    assert {one["id"] for one in room.phones[0].orders()} >= {mine, theirs}


def test_who_was_away_during_a_merge_is_told_that_the_party_went_on(room: Room) -> None:
    phone = room.stream(room.phones[0])
    room.ring(phone)
    last = phone.events[-1].seq
    phone.close()
    room.do("merge", 1, into=2)
    [heard] = room.ring(room.stream(room.phones[0], last_id=last))
    [told] = [one.data["session"] for one in heard]
    assert (told["id"], told["merged_into"]) == tuple(room.parties)


def test_an_undone_merge_parts_what_both_hear(room: Room) -> None:
    party, other = room.parties
    mine = room.order(room.phones[0])
    room.do("merge", 1, into=2)
    phone, neighbour, *tablets = streams = [
        room.stream(who) for who in (*room.phones, *room.tablets)
    ]
    room.ring(*streams)
    room.do("unmerge", 1)
    for one in (phone, neighbour):
        one.wait_for_end(SOON)
    heard = room.ring(*streams)
    assert names(heard[2]) == ["session_opened", "order_updated"], "its own tablet has it again"
    for one in (heard[0], heard[1], heard[3]):
        assert names(one) == ["order_updated", "session_moved"]
        assert one[0].data["order"]["session_id"] == party, "the other party's list lets go of it"
        assert one[1].data["session"]["code"] == "", "that lets phones into the party that went"
    again = [room.stream(who, last_id=heard[0][-1].seq) for who in room.phones]
    room.order(room.phones[0])
    room.order(room.phones[1])
    heard = room.ring(*again, *tablets)
    assert [parties(one) for one in heard] == [{party}, {other}, {party}, {other}, set()]
    assert mine in {one["id"] for one in room.phones[0].orders()}
    assert mine not in {one["id"] for one in room.phones[1].orders()}


def test_waiting_phones_hear_nothing_of_any_party_and_follow(app: Flask, room: Room) -> None:
    device = factories.make_device(
        room.store, "phone", session_id=room.parties[0], is_admitted=False
    )
    waiting = Guest(room.client, factories.table_token(room.store, device))
    stream, board = room.stream(waiting), room.stream(room.staff)
    room.ring(stream, board)
    room.order(room.phones[0])
    room.do("merge", 1, into=2)
    stream.wait_for_end(SOON)
    heard = room.ring(stream, board)
    assert heard[0] == []
    [told] = [one.data["session"] for one in heard[1] if one.name == "session_opened"]
    assert (told["id"], [one["id"] for one in told["waiting"]]) == (room.parties[1], [device])
    room.do("unmerge", 1)
    [heard] = room.ring(board)
    told = [one.data["session"] for one in heard if one.name == "session_opened"]
    waits = {session["id"]: [one["id"] for one in session["waiting"]] for session in told}
    assert waits == {room.parties[0]: [device], room.parties[1]: []}
    assert all(session["code"] for session in told)


def test_closing_ends_what_phones_may_hear_within_a_second(room: Room) -> None:
    room.order(room.phones[0])
    phone, neighbour = room.stream(room.phones[0]), room.stream(room.phones[1])
    room.ring(phone, neighbour)
    room.do("close", 1)
    phone.wait_for_end(SOON)
    assert names(phone.events)[-1] == "session_closed"
    assert room.stream(room.phones[0]).status == 410
    assert room.phones[0].get("/api/orders").status_code == 410
    following = room.open(1)
    assert following not in parties(room.ring(phone)[0])
    assert not neighbour.has_ended
