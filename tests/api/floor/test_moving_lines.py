"""Single lines go to another party: portions, voids and money are conserved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine

from tableorder import clock
from tableorder.db import db
from tableorder.order.models import Order, OrderItem
from tableorder.stream import log
from tests import factories
from tests.actors import line
from tests.api.floor.conftest import Room, everything


def go(room: Room, *lines: tuple[int, int], table: int = 1, to: int = 2) -> Any:
    body = {
        "to": room.tables[to - 1],
        "lines": [{"item_id": item, "quantity": count} for item, count in lines],
    }
    return room.staff.send("POST", f"/api/tables/{room.tables[table - 1]}/move-lines", body)


def voids() -> int:
    db.session.rollback()
    return int(db.session.execute(sa.select(sa.func.sum(OrderItem.void_quantity))).scalar() or 0)


def order_two(room: Room, **more: Any) -> tuple[Any, int, int]:
    """Order two lines at table 1, three portions and one; return the order and the lines' ids."""
    lines = (line(room.dish, 3, note="hot"), line(room.dish, 1))
    order = room.tablets[0].order(*lines, total=4000, **more).json
    return order, order["items"][0]["id"], order["items"][1]["id"]


def at(room: Room, table: int) -> list[dict[str, Any]]:
    return room.staff.orders(table=table)


def test_a_whole_order_goes_as_it_is(room: Room) -> None:
    order, one, other = order_two(room)
    second = room.order(1, 2).json
    before = everything()
    answer = go(room, (one, 3), (other, 1))
    assert answer.status_code == 200
    assert [(t["number"], t["status"]) for t in answer.json["tables"]] == [
        (1, "ordering"),
        (2, "ordering"),
    ]
    [moved] = at(room, 2)
    assert (moved["id"], moved["number"], moved["version"]) == (order["id"], order["number"], 2)
    assert [found["id"] for found in at(room, 1)] == [second["id"]]
    assert everything() == before
    kind, detail = room.record(order)[-1]
    assert (kind, detail["from"]["number"], detail["to"]["number"]) == ("lines_moved", 1, 2)


def test_a_part_becomes_an_order_of_its_own_as_old_as_the_other(room: Room) -> None:
    order, one, other = order_two(room)
    orders, total, portions = everything()
    assert go(room, (one, 2), (other, 1)).status_code == 200
    assert everything() == (orders + 1, total, portions)
    [rest], [part] = at(room, 1), at(room, 2)
    assert (rest["id"], rest["number"], rest["total"]) == (order["id"], "001", 1000)
    assert [(item["id"], item["quantity"]) for item in rest["items"]] == [(one, 1)]
    assert (part["number"], part["total"], part["status"]) == ("002", 3000, "pending")
    assert [(item["quantity"], item["note"]) for item in part["items"]] == [(2, "hot"), (1, "")]
    assert part["items"][1]["id"] == other, "a whole line goes itself"
    assert part["created_at"] == order["created_at"]
    for found, number in ((rest, "002"), (part, "001")):
        steps = room.record(found)
        assert [kind for kind, _ in steps] == ["created", "lines_moved"]
        assert steps[1][1]["order"] == number
        assert [told["quantity"] for told in steps[1][1]["lines"]] == [2, 1]


def test_every_event_of_a_part_tells_the_money_that_is_there(room: Room) -> None:
    _, one, other = order_two(room)
    last = log.last_seq(room.store.id)
    go(room, (one, 2), (other, 1))
    told: dict[int, int] = {}
    for event in log.list_after(room.store.id, last):
        if event.name.startswith("order_"):
            order = json.loads(event.data)["order"]
            told[order["id"]] = order["total"]
            if event.name == "order_created":
                assert sum(told.values()) == 4000


def test_options_parts_and_notes_go_along(room: Room) -> None:
    group, choices = factories.make_group(room.store, {"large": 500}, least=1)
    dish = factories.make_item(room.store, "set", price=2000, groups=(group,))
    wish = line(dish, 4, choice_ids=[choices["large"]], note="no onions")
    order = room.tablets[0].order(wish, total=10_000, note="quick").json
    item = order["items"][0]
    go(room, (item["id"], 1))
    [rest], [part] = at(room, 1), at(room, 2)
    assert part["note"] == rest["note"] == "quick"
    [copy], [kept] = part["items"], rest["items"]
    changed = {"id", "quantity", "subtotal"}
    assert {k: v for k, v in copy.items() if k not in changed} == {
        k: v for k, v in item.items() if k not in changed
    }
    assert (copy["quantity"], copy["subtotal"]) == (1, 2500)
    assert (kept["quantity"], kept["subtotal"], kept["options"]) == (3, 7500, item["options"])


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_set_goes_with_its_parts_and_their_own_options(room: Room, count: int) -> None:
    """What of a line goes has the same options, each below the one that it belongs to."""
    size, sizes = factories.make_group(room.store, {"small": 0, "big": 1000}, least=1)
    dip, dips = factories.make_group(room.store, {"ketchup": 300, "mayo": 500}, most=3)
    fries = factories.make_item(room.store, "fries", price=4000, groups=(size, dip))
    side, _ = factories.make_group(room.store, {}, least=1, most=2)
    part = factories.make_part(side, fries, delta=200)
    sauce, sauces = factories.make_group(room.store, {"hot": 100}, most=2)
    spicy, spices = factories.make_group(room.store, {"spicy": 50})
    factories.let_choice_ask(spices["spicy"], sauce)
    burger = factories.make_item(room.store, "burger", price=12_000, groups=(side, spicy))
    big, small = sizes["big"], sizes["small"]
    parts = [
        {"choice_id": part, "choice_ids": [big, dips["mayo"], dips["mayo"]]},
        {"choice_id": part, "choice_ids": [small, dips["ketchup"]]},
        {"choice_id": spices["spicy"], "choice_ids": [sauces["hot"]] * 2},
    ]
    price = 12_000 + 2 * 200 + 1000 + 2 * 500 + 300 + 50 + 2 * 100
    wish = line(burger, 3, parts=parts)
    answer = room.tablets[0].order(wish, line(room.dish), total=3 * price + 1000)
    assert answer.status_code == 201, answer.json
    item = answer.json["items"][0]
    assert sum(len(option["options"]) for option in item["options"]) >= 4, "they are nested"
    portions, totals = everything()[2], everything()[1]
    assert go(room, (item["id"], count)).status_code == 200
    [rest], [gone] = at(room, 1), at(room, 2)
    lines = [one for order in (rest, gone) for one in order["items"] if one["menu_id"] == burger]
    assert sorted(one["quantity"] for one in lines) == sorted({3 - count, count} - {0})
    for one in lines:
        assert one["options"] == item["options"]
        assert one["subtotal"] == price * one["quantity"]
    assert rest["total"] + gone["total"] == 3 * price + 1000
    assert everything()[1:] == (totals, portions)


def test_to_a_free_table_opens_it(room: Room) -> None:
    order, one, _ = order_two(room)
    assert go(room, (one, 1), to=3).status_code == 200
    assert room.state()[3] == ("ordering", 1, 1000)
    assert room.seated(3) not in (None, order["session_id"])


@pytest.mark.parametrize(
    ("flow", "done", "moved", "now"),
    [
        ("full", "both", "first", ("ready", "ready")),
        ("full", "first", "first", ("preparing", "ready")),
        ("full", "first", "second", ("ready", "preparing")),
        ("full", "none", "first", ("preparing", "preparing")),
        ("short", "first", "first", ("preparing", "completed")),
        ("short", "first", "second", ("completed", "preparing")),
    ],
)
def test_both_stand_where_their_lines_are(
    room: Room, flow: str, done: str, moved: str, now: tuple[str, str]
) -> None:
    with db.session.begin_nested():
        db.session.execute(sa.text("UPDATE stores SET order_flow = :flow"), {"flow": flow})
    db.session.commit()
    order, one, other = order_two(room)
    for status in ("confirmed", "preparing") if flow == "full" else ("preparing",):
        room.staff.advance(order, status)
    for item in {"both": (one, other), "first": (one,), "none": ()}[done]:
        path = f"/api/orders/{order['id']}/items/{item}"
        assert room.staff.send("PATCH", path, {"status": "done"}).status_code == 200
    go(room, (one, 3) if moved == "first" else (other, 1))
    [kept], [gone] = at(room, 1), at(room, 2)
    assert (kept["status"], gone["status"]) == now
    assert len(kept["items"]) == len(gone["items"]) == 1
    assert {item["done_at"] is not None for item in kept["items"] + gone["items"]} == {
        "both": {True}, "first": {True, False}, "none": {False},
    }[done]  # fmt: skip


def test_voids_and_a_held_order_stay_what_they_are(room: Room) -> None:
    order, one, _ = order_two(room)
    room.staff.send("PATCH", f"/api/orders/{order['id']}", {"items": [{"id": one, "quantity": 2}]})
    with db.session.begin_nested():
        db.session.execute(sa.update(Order).values(held=True))
    db.session.commit()
    assert voids() == 1
    go(room, (one, 1))
    assert voids() == 1
    [rest], [part] = at(room, 1), at(room, 2)
    assert (rest["held"], part["held"]) == (True, True)
    assert [item["void_quantity"] for item in rest["items"]] == [1, 0]
    go(room, (one, 1))
    assert voids() == 1
    assert [item["void_quantity"] for item in at(room, 2)[1]["items"]] == [1], "with its line"


@pytest.mark.parametrize(
    ("what", "status", "code"),
    [
        ("theirs", 404, "NOT_FOUND"),
        ("unknown", 404, "NOT_FOUND"),
        ("deleted", 404, "NOT_FOUND"),
        ("cancelled order", 409, "LINE_CANCELLED"),
        ("cancelled line", 409, "LINE_CANCELLED"),
        ("too many", 409, "TOO_MANY_PORTIONS"),
        ("none", 422, "INVALID"),
        ("twice", 422, "INVALID"),
        ("no lines", 422, "INVALID"),
        ("itself", 409, "SAME_TABLE"),
        ("free", 409, "TABLE_FREE"),
    ],
)
def test_what_cannot_go_stays_and_nothing_changes(
    room: Room, what: str, status: int, code: str
) -> None:
    order, one, _ = order_two(room)
    fine, theirs = room.order(1).json["items"][0]["id"], room.order(2).json["items"][0]["id"]
    if what == "deleted":
        room.staff.delete(order)
    if what == "cancelled order":
        room.staff.cancel(order)
    if what == "cancelled line":
        lowered = {"items": [{"id": one, "quantity": 0}]}
        room.staff.send("PATCH", f"/api/orders/{order['id']}", lowered)
    before = room.staff.get("/api/tables").json, room.staff.orders(), everything()
    lines = {
        "theirs": [(theirs, 1)],
        "unknown": [(999_999, 1)],
        "too many": [(one, 4)],
        "none": [(one, 0)],
        "twice": [(one, 1), (one, 1)],
        "no lines": [],
    }.get(what, [(one, 1)])
    table = 3 if what == "free" else 1
    asked = [*lines, (fine, 1)] if lines else []
    answer = go(room, *asked, table=table, to=1 if what == "itself" else 4)
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    assert (room.staff.get("/api/tables").json, room.staff.orders(), everything()) == before


def test_a_retry_finds_the_order_that_went_or_stayed(room: Room) -> None:
    order, one, other = order_two(room, key="mine")
    go(room, (one, 1))
    again = room.tablets[0].order(
        line(room.dish, 3, note="hot"), line(room.dish, 1), total=4000, key="mine"
    )
    assert (again.status_code, again.json["id"]) == (200, order["id"])
    go(room, (one, 2), (other, 1))
    assert at(room, 1) == []
    again = room.tablets[0].order(
        line(room.dish, 3, note="hot"), line(room.dish, 1), total=4000, key="mine"
    )
    assert (again.status_code, again.json["id"]) == (200, order["id"])
    assert everything()[0] == 2


def test_lines_that_went_are_billed_where_they_are(room: Room) -> None:
    _, one, _ = order_two(room)
    go(room, (one, 1))
    room.do("merge", 1, into=2)
    assert room.state()[2] == ("ordering", 2, 4000)
    room.do("unmerge", 1)
    assert (room.state()[1], room.state()[2]) == (("ordering", 1, 3000), ("ordering", 1, 1000))


def test_what_went_before_a_merge_stays_where_it_went(room: Room) -> None:
    room.do("open", 1)
    phone = room.phone(1)
    order = phone.order(line(room.dish, 3), line(room.dish, 2), total=5000).json
    whole = room.order(1, 4, by=phone).json
    go(room, (order["items"][1]["id"], 2), (whole["items"][0]["id"], 4))
    before = room.state()
    assert (before[1], before[2]) == (("ordering", 1, 3000), ("ordering", 2, 6000))
    room.do("merge", 1, into=2)
    room.do("unmerge", 1)
    assert room.state() == before
    room.do("merge", 1, into=2)
    later = phone.order(line(room.dish, 1), line(room.dish, 5), total=6000).json
    go(room, (later["items"][1]["id"], 5), table=2, to=3)
    go(room, (room.staff.orders(table=3)[0]["items"][0]["id"], 5), table=3, to=2)
    room.do("unmerge", 1)
    assert (room.state()[1], room.state()[2]) == (("ordering", 2, 4000), ("ordering", 3, 11_000))


def test_an_unseen_order_stays_unseen_and_a_seen_one_seen(room: Room) -> None:
    order, one, _ = order_two(room)
    go(room, (one, 1))
    assert [found["seen_at"] for found in at(room, 1) + at(room, 2)] == [None, None]
    assert room.staff.send("POST", f"/api/orders/{order['id']}/seen").status_code == 200
    go(room, (one, 1), to=3)
    [rest], [part] = at(room, 1), at(room, 3)
    assert rest["seen_at"] == part["seen_at"] is not None


@pytest.fixture
def evening() -> Iterator[time_machine.Traveller]:
    """Three at night in Seoul: two hours before the business day of May 1 ends."""
    with time_machine.travel(datetime(2026, 5, 1, 18, 0, tzinfo=clock.UTC), tick=False) as time:
        yield time


def test_a_part_counts_for_the_day_of_its_order(
    evening: time_machine.Traveller, room: Room
) -> None:
    _, one, _ = order_two(room)
    evening.shift(timedelta(hours=3))
    room.order(2, 5)
    go(room, (one, 1))
    assert sales() == [("2026-05-01", 2, 4000), ("2026-05-02", 1, 5000)]
    assert sorted(found["number"] for found in at(room, 2)) == ["001", "002"]


def sales() -> list[tuple[str, int, int]]:
    """Each business day with its orders and their sum."""
    db.session.rollback()
    query = sa.select(Order.business_day, sa.func.count(), sa.func.sum(Order.total))
    rows = db.session.execute(query.group_by(Order.business_day).order_by(Order.business_day))
    return [(day.isoformat(), count, int(total)) for day, count, total in rows]
