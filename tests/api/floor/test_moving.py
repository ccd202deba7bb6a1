"""Parties move, are merged and part again: everything follows, and nothing is lost or doubled."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from tableorder import clock
from tableorder.db import db
from tableorder.table.models import TableSession
from tests import factories
from tests.actors import line, screen_of
from tests.api.floor.conftest import PRICE, Room, everything


def test_a_party_moves_with_all_that_is_theirs(room: Room) -> None:
    mine = [room.order(1, 2).json, room.order(1, 3).json]
    room.order(2, 5)
    deleted = room.order(1, 4).json
    room.staff.delete(deleted)
    phone, party, before = room.phone(1), room.seated(1), everything()
    answer = room.do("move", 1, to=3)
    assert answer.status_code == 200
    assert [(t["number"], t["status"]) for t in answer.json["tables"]] == [
        (1, "free"),
        (3, "ordering"),
    ]
    assert room.state() == {
        1: ("free", 0, 0), 2: ("ordering", 1, 5000), 3: ("ordering", 2, 5000), 4: ("free", 0, 0),
    }  # fmt: skip
    assert everything() == before
    assert (room.seated(1), room.seated(3)) == (None, party)
    assert phone.get("/api/session").json["table"]["number"] == 3
    for order in (*mine, deleted):
        now = room.staff.get(f"/api/orders/{order['id']}").json
        assert (now["table"]["number"], now["session_id"]) == (3, party)
        assert now["version"] == order["version"] + (2 if order is deleted else 1)
        assert room.record(order)[-1] == (
            "moved",
            {
                "from": {"id": room.tables[0], "number": 1},
                "to": {"id": room.tables[2], "number": 3},
            },
        )


def test_a_merged_party_acts_for_the_other(room: Room) -> None:
    mine, theirs = room.order(1, 2).json, room.order(2, 3).json
    phone, before = room.phone(1), everything()
    assert room.do("merge", 1, into=2).status_code == 200
    assert room.state()[1] == ("free", 0, 0)
    assert room.state()[2] == ("ordering", 2, 5000)
    assert everything() == before
    assert phone.get("/api/session").json["session"]["id"] == theirs["session_id"]
    assert {order["id"] for order in phone.orders()} == {mine["id"], theirs["id"]}
    assert room.order(2, by=phone).status_code == 201
    assert room.tablets[0].orders() == []
    assert room.record(mine)[-1][0] == "merged"
    assert room.seated(1) is None


def test_staff_find_a_party_wherever_it_went(room: Room) -> None:
    room.order(1)
    theirs = room.order(2).json["session_id"]
    party = room.seated(1)
    screen = screen_of(room.app.test_client(), room.store)

    def whereabouts() -> tuple[int, int, int]:
        answer = screen.get(f"/api/sessions/{party}")
        session = answer.json.get("session", {"id": 0, "table": {"number": 0}})
        return answer.status_code, session["id"], session["table"]["number"]

    assert whereabouts() == (200, party, 1)
    room.do("move", 1, to=3)
    assert whereabouts() == (200, party, 3)
    room.do("merge", 3, into=2)
    assert whereabouts() == (200, theirs, 2)
    room.do("unmerge", 3)
    assert whereabouts() == (200, party, 3)
    room.do("merge", 3, into=2)
    room.do("move", 2, to=4)
    assert whereabouts() == (200, theirs, 4)
    for order in room.staff.orders():
        room.staff.cancel(order)
    room.staff.close(room.tables[3])
    assert whereabouts() == (410, 0, 0)
    assert room.tablets[0].get(f"/api/sessions/{party}").status_code == 403
    foreign = factories.make_store("other")
    elsewhere = factories.make_session(foreign, factories.make_table(foreign))
    assert screen.get(f"/api/sessions/{elsewhere}").status_code == 404


@pytest.mark.parametrize(
    ("verb", "table", "body", "code"),
    [
        ("move", 1, {"to": 2}, "TABLE_OCCUPIED"),
        ("move", 3, {"to": 4}, "TABLE_FREE"),
        ("move", 1, {"to": 1}, "SAME_TABLE"),
        ("move", 3, {"to": 3}, "SAME_TABLE"),
        ("merge", 1, {"into": 1}, "SAME_TABLE"),
        ("merge", 1, {"into": 3}, "TABLE_FREE"),
        ("merge", 3, {"into": 1}, "TABLE_FREE"),
        ("unmerge", 1, {}, "MERGE_OVER"),
        ("unmerge", 3, {}, "MERGE_OVER"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    room: Room, verb: str, table: int, body: dict, code: str
) -> None:
    room.order(1)
    room.order(2)
    before = room.staff.get("/api/tables").json, room.staff.orders()
    answer = room.do(verb, table, **body)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, code)
    assert (room.staff.get("/api/tables").json, room.staff.orders()) == before


@pytest.mark.parametrize("verb", ["move", "merge", "unmerge"])
def test_tables_of_others_are_not_there(room: Room, verb: str) -> None:
    other = factories.make_store("other")
    foreign = factories.make_table(other)
    room.order(1)
    name = {"move": "to", "merge": "into"}.get(verb)
    path = f"/api/tables/{room.tables[0]}/{verb}"
    if name:
        assert room.staff.send("POST", path, {name: foreign}).status_code == 404
        assert room.staff.send("POST", path, {}).status_code == 422
    elsewhere = f"/api/tables/{foreign}/{verb}"
    sent = {name: room.tables[0]} if name else {}
    assert room.staff.send("POST", elsewhere, sent).status_code == 404


def test_guests_seat_nobody_and_screens_do(room: Room) -> None:
    room.order(1)
    path = f"/api/tables/{room.tables[0]}/move"
    assert room.tablets[0].send("POST", path, {"to": room.tables[1]}).status_code == 403
    screen = screen_of(room.app.test_client(), room.store)
    assert screen.send("POST", path, {"to": room.tables[1]}).status_code == 200


def test_an_undone_merge_leaves_two_parties_as_they_were(room: Room) -> None:
    mine, theirs = room.order(1, 2).json, room.order(2, 3).json
    phone, neighbour, before = room.phone(1), room.phone(2), everything()
    tables = room.state()
    room.do("merge", 1, into=2)
    answer = room.do("unmerge", 1)
    assert answer.status_code == 200
    assert [table["number"] for table in answer.json["tables"]] == [1, 2]
    assert (room.state(), everything()) == (tables, before)
    assert room.seated(1) == mine["session_id"]
    assert [order["id"] for order in phone.orders()] == [mine["id"]]
    assert [order["id"] for order in neighbour.orders()] == [theirs["id"]]
    assert [kind for kind, _ in room.record(mine)] == ["created", "merged", "unmerged"]
    assert [kind for kind, _ in room.record(theirs)] == ["created"]
    assert room.order(1, by=phone).json["session_id"] == mine["session_id"]


def test_what_was_ordered_meanwhile_stays_with_those_who_ordered_it(room: Room) -> None:
    party, other = room.order(1).json["session_id"], room.order(2).json["session_id"]
    phone, neighbour = room.phone(1), room.phone(2)
    room.do("merge", 1, into=2)
    orders = {
        party: [room.order(2, by=phone).json],
        other: [room.order(2, by=neighbour).json, room.order(2).json],
    }
    orders[other].append(
        room.staff.send(
            "POST",
            "/api/orders",
            {
                "items": [line(room.dish)],
                "expected_total": PRICE,
                "table_id": room.tables[1],
            },
            Idempotency_Key="staff",
        ).json
    )
    room.do("unmerge", 1)
    for session_id, placed in orders.items():
        for order in placed:
            now = room.staff.get(f"/api/orders/{order['id']}").json
            assert now["session_id"] == session_id
    assert (room.state()[1], room.state()[2]) == (("ordering", 2, 2000), ("ordering", 4, 4000))


def test_a_merge_cannot_be_undone_twice_late_or_into_others(room: Room) -> None:
    room.order(1)
    room.order(2)
    with time_machine.travel(clock.utc_now(), tick=False) as time:
        room.do("merge", 1, into=2)
        time.shift(timedelta(seconds=31))
        assert room.do("unmerge", 1).json["error"]["code"] == "MERGE_OVER"
        time.shift(timedelta(seconds=-2))
        room.order(1)
        assert room.do("unmerge", 1).json["error"]["code"] == "TABLE_OCCUPIED"
        room.do("move", 1, to=3)
        assert room.do("unmerge", 1).status_code == 200
        assert room.do("unmerge", 1).json["error"]["code"] == "MERGE_OVER"


@pytest.mark.parametrize("verb", ["close", "merge"])
def test_a_merge_is_over_when_the_other_party_is_gone(room: Room, verb: str) -> None:
    room.staff.send("POST", f"/api/tables/{room.tables[0]}/open")
    room.staff.send("POST", f"/api/tables/{room.tables[1]}/open")
    room.order(3)
    room.do("merge", 1, into=2)
    assert room.do(verb, 2, **({"into": 3} if verb == "merge" else {})).status_code == 200
    assert room.do("unmerge", 1).json["error"]["code"] == "MERGE_OVER"


def test_merges_are_undone_one_after_the_other(room: Room) -> None:
    mine = [room.order(table).json for table in (1, 2, 3)]
    before = room.state()
    phone = room.phone(1)
    room.do("merge", 1, into=2)
    room.do("merge", 2, into=3)
    assert room.state()[3] == ("ordering", 3, 3000)
    assert phone.get("/api/session").json["table"]["number"] == 3
    assert room.do("unmerge", 2).status_code == 200
    assert room.do("unmerge", 1).status_code == 200
    assert room.state() == before
    assert phone.get("/api/session").json["session"]["id"] == mine[0]["session_id"]


def test_the_other_party_may_have_moved_before_the_undo(room: Room) -> None:
    room.order(1)
    room.order(2)
    room.do("merge", 1, into=2)
    room.do("move", 2, to=4)
    answer = room.do("unmerge", 1)
    assert [table["number"] for table in answer.json["tables"]] == [1, 4]
    assert (room.state()[1], room.state()[4]) == (("ordering", 1, 1000), ("ordering", 1, 1000))


def test_a_merge_closes_the_party_that_joined_another(room: Room) -> None:
    party, other = room.order(1).json["session_id"], room.order(2).json["session_id"]
    room.do("merge", 1, into=2)
    db.session.rollback()
    row = db.session.get_one(TableSession, party)
    assert (row.merged_into, row.closed_at is not None) == (other, True)
    assert room.order(1).json["session_id"] not in (party, other)


@pytest.mark.parametrize(("verb", "body"), [("close", {}), ("move", {"to": 3})])
def test_a_board_that_is_out_of_date_never_meets_the_next_party(room: Room, verb, body) -> None:
    assert room.do("open", 1).status_code == 200
    gone = room.seated(1)
    room.do("close", 1)
    room.do("open", 1)
    named = {name: room.tables[number - 1] for name, number in body.items()}
    path = f"/api/tables/{room.tables[0]}/{verb}"
    refused = room.staff.send("POST", path, {**named, "session_id": gone})
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "PARTY_CHANGED")
    assert room.seated(1) not in {None, gone}
    meant = room.staff.send("POST", path, {**named, "session_id": room.seated(1)})
    assert meant.status_code == 200
    assert room.seated(1) is None
