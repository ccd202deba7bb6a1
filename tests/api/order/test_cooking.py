"""Cooking line by line: done, bumped, recalled, in a rush; the order follows its lines."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from tableorder.auth.models import Store
from tableorder.auth.queries import StoreView
from tableorder.db import db
from tests import factories
from tests.actors import Guest, Staff, line, screen_of, staff_of, tablet_at


@dataclass
class Kitchen:
    """A store with a grill and a bar; an order has two dishes of the first and a drink."""

    store: StoreView
    guest: Guest
    staff: Staff
    grill: int
    bar: int
    dishes: list[int]

    def order(self, **more) -> dict:
        galbi, stew, beer = self.dishes
        placed = self.guest.order(line(galbi, 2), line(stew), line(beer, 3), total=36000, **more)
        assert placed.status_code == 201, placed.json
        return placed.json

    def switch_to(self, **values) -> None:
        store = db.session.get(Store, self.store.id)
        for name, value in values.items():
            setattr(store, name, value)
        db.session.commit()


@pytest.fixture
def kitchen(app: Flask):
    with app.app_context():
        store = factories.make_store()
        grill = factories.make_station(store, "Grill")
        bar = factories.make_station(store, "Bar", position=1)
        drinks = factories.make_category(store, "Drinks", station_id=bar)
        dishes = [
            factories.make_item(store, "galbi", price=9000, station_id=grill),
            factories.make_item(store, "stew", price=9000),
            factories.make_item(store, "beer", price=3000, category_id=drinks),
        ]
        table = factories.make_table(store)
        yield Kitchen(
            store=store,
            guest=tablet_at(app.test_client(), store, table),
            staff=staff_of(app.test_client(), store),
            grill=grill,
            bar=bar,
            dishes=dishes,
        )


def lines_of(order: dict) -> list[str]:
    return [entry["status"] for entry in order["items"]]


def steps(kitchen: Kitchen, order: dict) -> list[tuple]:
    """The order's record without who and when: a status step as (from, to)."""
    return [
        (change["detail"]["from"], change["detail"]["to"])
        if change["kind"] == "status"
        else change["kind"]
        for change in kitchen.staff.changes(order)
    ]


def test_the_first_done_line_begins_the_cooking_and_the_last_ends_it(kitchen: Kitchen) -> None:
    order, staff = kitchen.order(), kitchen.staff
    first = staff.mark(order, 0, "done").json
    assert (first["status"], lines_of(first)) == ("preparing", ["done", "waiting", "waiting"])
    assert first["items"][0]["done_at"]
    assert first["seen_at"]
    staff.mark(order, 1, "done")
    last = staff.mark(order, 2, "done").json
    assert (last["status"], last["version"]) == ("ready", 4)
    assert steps(kitchen, order) == [
        "created",
        "item", ("pending", "confirmed"), ("confirmed", "preparing"),
        "item",
        "item", ("preparing", "ready"),
    ]  # fmt: skip
    detail = staff.changes(order)[1]["detail"]
    name = {"item_id": order["items"][0]["id"], "name": "galbi"}
    assert detail == {**name, "from": "waiting", "to": "done"}


def test_in_the_short_flow_the_last_done_line_completes_it(kitchen: Kitchen) -> None:
    kitchen.switch_to(order_flow="short")
    order = kitchen.order()
    assert kitchen.staff.mark(order, 0, "done").json["status"] == "preparing"
    assert kitchen.staff.tell(order, "bump").json["status"] == "completed"
    assert steps(kitchen, order) == [
        "created", "item", ("pending", "preparing"), "bumped", ("preparing", "completed"),
    ]  # fmt: skip
    assert kitchen.staff.tell(order, "recall").json["status"] == "preparing"


def test_a_station_bumps_its_own_part(kitchen: Kitchen) -> None:
    order, staff = kitchen.order(), kitchen.staff
    bar = staff.tell(order, "bump", station_id=kitchen.bar).json
    assert (bar["status"], lines_of(bar)) == ("preparing", ["waiting", "waiting", "done"])
    # The stew has no station: it is cooked at the first one.
    grill = staff.tell(order, "bump", station_id=kitchen.grill).json
    assert (grill["status"], lines_of(grill)) == ("ready", ["done", "done", "done"])
    bumped = [c["detail"] for c in staff.changes(order) if c["kind"] == "bumped"]
    assert [(detail["station"], [i["name"] for i in detail["items"]]) for detail in bumped] == [
        ("Bar", ["beer"]),
        ("Grill", ["galbi", "stew"]),
    ]
    assert staff.tell(order, "bump", station_id=999).status_code == 404


def test_a_recalled_order_is_cooked_again_where_it_stood(kitchen: Kitchen) -> None:
    first, second, staff = kitchen.order(), kitchen.order(), kitchen.staff
    staff.tell(first, "bump")
    staff.advance(first, "completed")
    recalled = staff.tell(first, "recall").json
    assert (recalled["status"], lines_of(recalled)) == ("preparing", ["waiting"] * 3)
    assert {entry["done_at"] for entry in recalled["items"]} == {None}
    assert recalled["created_at"] == first["created_at"]
    assert [order["id"] for order in staff.orders()] == [first["id"], second["id"]]
    change = staff.changes(first)[-1]
    assert (change["kind"], change["detail"]["from"]) == ("recalled", "completed")
    assert staff.tell(first, "bump").json["status"] == "ready"


def test_undo_of_a_bump_recalls_the_lines_that_were_bumped(kitchen: Kitchen) -> None:
    order, staff = kitchen.order(), kitchen.staff
    staff.mark(order, 0, "done")
    staff.tell(order, "bump")
    bumped = [entry["id"] for entry in order["items"][1:]]
    undone = staff.tell(order, "recall", item_ids=bumped).json
    assert (undone["status"], lines_of(undone)) == ("preparing", ["done", "waiting", "waiting"])
    one = staff.mark(order, 0, "waiting").json
    assert (one["status"], lines_of(one)) == ("preparing", ["waiting"] * 3)


def test_what_holds_already_is_answered_and_changes_nothing(kitchen: Kitchen) -> None:
    order, staff = kitchen.order(), kitchen.staff
    assert staff.tell(order, "recall").json == order
    assert staff.tell(order, "void-seen").json == order
    assert staff.mark(order, 0, "waiting", version=99).json == order
    assert staff.tell(order, "rush", is_rush=False).json == order
    done = staff.tell(order, "bump").json
    assert staff.tell(order, "bump", version=1).json == done
    assert staff.mark(order, 0, "done").json == done


def test_an_order_in_a_rush_is_marked_until_it_is_served(kitchen: Kitchen) -> None:
    order, staff = kitchen.order(), kitchen.staff
    assert staff.tell(order, "rush", is_rush=True).json["is_rush"] is True
    assert staff.tell(order, "rush", is_rush=False).json["is_rush"] is False
    assert steps(kitchen, order) == ["created", "rush", "rush"]
    staff.tell(order, "bump")
    staff.advance(order, "completed")
    served = staff.tell(order, "rush", is_rush=True)
    assert served.json["error"]["code"] == "INVALID_TRANSITION"


def test_a_stale_version_gets_the_present_order(kitchen: Kitchen) -> None:
    order, staff = kitchen.order(), kitchen.staff
    now = staff.mark(order, 0, "done").json
    path = f"/api/orders/{order['id']}"
    answers = [
        staff.mark(order, 1, "done", version=1),
        staff.mark(order, 1, "cancelled", version=1),
        staff.mark(order, 0, "waiting", version=1),
        staff.tell(order, "bump", version=1),
        staff.tell(order, "recall", version=1),
        staff.tell(order, "rush", is_rush=True, version=1),
        staff.send("POST", f"{path}/bump", {}, If_Match='"1"'),
    ]
    assert {(answer.status_code, answer.json["error"]["code"]) for answer in answers} == {
        (409, "STALE")
    }
    assert all(answer.json["error"]["details"]["order"] == now for answer in answers)
    assert staff.send("POST", f"{path}/bump", {}, If_Match='"2"').status_code == 200


def wishes(staff: Staff, order: dict) -> dict[str, tuple[int, str]]:
    """Ask for everything that a kitchen asks for, and tell how each was answered."""
    answers = {
        "done": staff.mark(order, 0, "done"),
        "waiting": staff.mark(order, 0, "waiting"),
        "bump": staff.tell(order, "bump"),
        "recall": staff.tell(order, "recall"),
        "rush": staff.tell(order, "rush", is_rush=True),
    }
    return {
        name: (answer.status_code, answer.json["error"]["code"])
        for name, answer in answers.items()
        if answer.status_code != 200
    }


@pytest.mark.parametrize("end", ["cancelled", "deleted", "closed"])
def test_what_is_not_to_be_cooked_stays_as_it_is(app, kitchen: Kitchen, end: str) -> None:
    order, staff = kitchen.order(), kitchen.staff
    manager = staff_of(app.test_client(), kitchen.store, "manager")
    staff.mark(order, 1, "done")
    if end == "closed":
        staff.close(order["table"]["id"], **{f"o{order['id']}": "complete"})
    else:
        getattr(staff, {"cancelled": "cancel", "deleted": "delete"}[end])(order)
    before = manager.get(f"/api/orders/{order['id']}").json
    refused = wishes(staff, order)
    assert refused.keys() == {"done", "waiting", "bump", "recall", "rush"}
    assert set(refused.values()) == {(409, "INVALID_TRANSITION")}
    assert before["id"] == order["id"]
    assert manager.get(f"/api/orders/{order['id']}").json == before


def test_a_held_order_is_not_cooked_before_it_is_confirmed(app, kitchen: Kitchen) -> None:
    kitchen.switch_to(admission="code")
    session = factories.make_session(kitchen.store, factories.make_table(kitchen.store, 2))
    phone = factories.make_device(kitchen.store, "phone", session_id=session)
    kitchen.guest = Guest(app.test_client(), factories.table_token(kitchen.store, phone))
    order = kitchen.order()
    assert order["held"]
    refused = wishes(kitchen.staff, order)
    assert set(refused.values()) == {(409, "INVALID_TRANSITION")}
    assert kitchen.staff.orders() == [order]
    kitchen.staff.tell(order, "accept")
    assert kitchen.staff.tell(order, "bump").json["status"] == "ready"


def test_a_cancelled_line_is_not_cooked_any_more(kitchen: Kitchen) -> None:
    order, staff = kitchen.order(), kitchen.staff
    staff.mark(order, 0, "cancelled", reason="burnt")
    for status in ("done", "waiting"):
        answer = staff.mark(order, 0, status)
        assert (answer.status_code, answer.json["error"]["code"]) == (409, "INVALID_TRANSITION")
    recalled = staff.tell(order, "recall", item_ids=[order["items"][0]["id"]])
    assert recalled.status_code == 409
    assert lines_of(staff.tell(order, "bump").json) == ["cancelled", "done", "done"]


def test_undo_of_a_bump_leaves_out_what_has_gone_to_another_table(kitchen: Kitchen) -> None:
    order, staff = kitchen.order(), kitchen.staff
    staff.tell(order, "bump")
    gone, *left = [entry["id"] for entry in order["items"]]
    path = f"/api/tables/{order['table']['id']}/move-lines"
    other = factories.make_table(kitchen.store, 2)
    body = {"to": other, "lines": [{"item_id": gone, "quantity": 2}]}
    assert staff.send("POST", path, body).status_code == 200
    assert staff.tell(order, "recall", item_ids=[gone]).status_code == 404
    recalled = staff.tell(order, "recall", item_ids=[gone, *left]).json
    assert (recalled["status"], lines_of(recalled)) == ("preparing", ["waiting"] * 2)


def test_only_the_store_s_own_cook(app: Flask, kitchen: Kitchen) -> None:
    order = kitchen.order()
    stranger = staff_of(app.test_client(), factories.make_store("other"))
    assert stranger.tell(order, "bump").status_code == 404
    assert stranger.mark(order, 0, "done").status_code == 404
    path = f"/api/orders/{order['id']}"
    assert kitchen.guest.send("POST", f"{path}/bump", {}).status_code == 403
    assert kitchen.staff.send("PATCH", f"{path}/items/999", {"status": "done"}).status_code == 404
    assert kitchen.staff.tell(order, "recall", item_ids=[999]).status_code == 404
    screen = screen_of(app.test_client(), kitchen.store)
    assert screen.tell(order, "bump").json["status"] == "ready"
    assert screen.changes(order)[1]["actor_name"] == "Kitchen"


def test_a_step_by_hand_marks_the_lines_too(kitchen: Kitchen) -> None:
    order, staff = kitchen.order(), kitchen.staff
    staff.mark(order, 0, "done")
    ready = staff.advance(order, "ready").json
    assert lines_of(ready) == ["done"] * 3
    assert all(entry["done_at"] for entry in ready["items"])


def test_guests_see_which_dish_is_done(kitchen: Kitchen) -> None:
    order = kitchen.order()
    kitchen.staff.mark(order, 2, "done")
    assert lines_of(kitchen.guest.orders()[0]) == ["waiting", "waiting", "done"]
