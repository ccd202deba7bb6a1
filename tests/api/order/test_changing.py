"""What becomes of an order: steps, cancelling, lowering, deleting, and who may do it."""

from __future__ import annotations

import pytest
from flask import Flask

from tableorder.order import rules
from tableorder.order.rules import Status
from tests import factories
from tests.actors import Staff, line, phone_in, screen_of, staff_of, tablet_at


@pytest.fixture
def house(app: Flask):
    with app.app_context():
        store = factories.make_store()
        yield store


@pytest.fixture
def staff(app: Flask, house) -> Staff:
    return staff_of(app.test_client(), house)


@pytest.fixture
def manager(app: Flask, house) -> Staff:
    return staff_of(app.test_client(), house, "manager")


@pytest.fixture
def guest(app: Flask, house):
    return tablet_at(app.test_client(), house, factories.make_table(house))


@pytest.fixture
def order(house, guest) -> dict:
    item = factories.make_item(house, price=9000)
    return guest.order(line(item, 3), total=27000).json


def test_staff_bring_it_forward_step_by_step(staff: Staff, order: dict) -> None:
    for version, status in enumerate(("confirmed", "preparing", "ready", "completed"), start=2):
        answer = staff.advance(order, status)
        assert (answer.status_code, answer.json["status"]) == (200, status)
        assert answer.json["version"] == version
    assert answer.json["items"][0]["status"] == "done"
    assert answer.json["seen_at"]


def test_a_step_is_never_skipped_or_taken_back(staff: Staff, order: dict) -> None:
    assert staff.advance(order, "ready").json["error"]["code"] == "INVALID_TRANSITION"
    staff.advance(order, "confirmed")
    assert staff.advance(order, "pending").status_code == 409


def test_asking_for_the_present_status_changes_nothing(staff: Staff, order: dict) -> None:
    first = staff.advance(order, "confirmed").json
    assert staff.advance(order, "confirmed", version=1).json == first


def test_a_stale_version_gets_the_present_order(staff: Staff, order: dict) -> None:
    now = staff.advance(order, "confirmed").json
    answer = staff.advance(order, "preparing", version=1)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "STALE")
    assert answer.json["error"]["details"]["order"] == now
    path = f"/api/orders/{order['id']}"
    stale = staff.send("PATCH", path, {"status": "preparing"}, If_Match='"1"')
    assert stale.status_code == 409
    assert staff.delete(order, version=1).json["error"]["code"] == "STALE"
    assert staff.send("DELETE", path, {"reason": "mistake"}, If_Match='"1"').status_code == 409
    assert staff.orders() == [now]


def test_a_guest_cancels_only_while_it_is_pending(staff, guest, order: dict) -> None:
    staff.advance(order, "confirmed")
    assert guest.cancel(order).json["error"]["code"] == "INVALID_TRANSITION"


def test_a_guest_never_advances(guest, order: dict) -> None:
    answer = guest.send("PATCH", f"/api/orders/{order['id']}", {"status": "confirmed"})
    assert answer.status_code == 403


def test_a_neighbours_order_does_not_exist(app: Flask, house, order: dict) -> None:
    neighbour = tablet_at(app.test_client(), house, factories.make_table(house, 2))
    assert neighbour.cancel(order).status_code == 404
    assert neighbour.get(f"/api/orders/{order['id']}").status_code == 404


def test_staff_cancel_with_a_reason(staff: Staff, order: dict) -> None:
    missing = staff.advance(order, "cancelled")
    assert (missing.status_code, missing.json["error"]["code"]) == (422, "REASON_MISSING")
    assert staff.cancel(order).json["status"] == "cancelled"
    assert staff.advance(order, "confirmed").status_code == 409


def test_lowering_recomputes_the_total(staff, guest, order: dict) -> None:
    path, item = f"/api/orders/{order['id']}", order["items"][0]["id"]
    lowered = guest.send("PATCH", path, {"items": [{"id": item, "quantity": 1}]}).json
    assert (lowered["total"], lowered["version"]) == (9000, 2)
    raised = guest.send("PATCH", path, {"items": [{"id": item, "quantity": 2}]})
    assert raised.json["error"]["code"] == "QUANTITY_RAISED"
    gone = staff.send("PATCH", path, {"items": [{"id": item, "quantity": 0}]}).json
    assert (gone["status"], gone["total"], gone["items"][0]["status"]) == (
        "cancelled", 0, "cancelled",
    )  # fmt: skip


def test_a_deleted_order_leaves_the_board_and_stays_in_the_history(
    staff, manager, guest, order
) -> None:
    assert staff.delete(order, "wrong table").json["deleted"] is True
    staff.tell(order, "void-seen")
    assert staff.orders() == guest.orders() == []
    assert guest.get(f"/api/orders/{order['id']}").status_code == 404
    assert staff.get(f"/api/orders/{order['id']}").json["deleted"] is True
    history = manager.get("/api/history").json["orders"]
    assert [entry["id"] for entry in history] == [order["id"]]
    assert [c["reason"] for c in history[0]["changes"] if c["kind"] == "deleted"] == ["wrong table"]
    assert staff.advance(order, "confirmed").status_code == 404


def test_deleting_asks_for_a_reason(staff: Staff, order: dict) -> None:
    assert staff.delete(order, " ").status_code == 422
    assert staff.send("DELETE", f"/api/orders/{order['id']}", {}).status_code == 422


def test_another_stores_staff_find_nothing(app: Flask, house, order: dict) -> None:
    stranger = staff_of(app.test_client(), factories.make_store("other"))
    assert stranger.advance(order, "confirmed").status_code == 404
    assert stranger.delete(order).status_code == 404
    assert stranger.orders() == []


def test_seen_is_kept_once(staff: Staff, guest, order: dict) -> None:
    path = f"/api/orders/{order['id']}/seen"
    first = staff.send("POST", path).json
    assert first["seen_at"]
    assert staff.send("POST", path).json == first
    assert guest.orders()[0]["seen_at"] == first["seen_at"]


def test_closing_decides_every_unfinished_order(
    *, app, house, staff, manager, guest, order: dict
) -> None:
    table = order["table"]["id"]
    phone = phone_in(app.test_client(), house, order["session_id"])
    undecided = staff.close(table)
    assert undecided.json["error"]["code"] == "UNFINISHED_ORDERS"
    assert [o["id"] for o in undecided.json["error"]["details"]["orders"]] == [order["id"]]
    closed = staff.close(table, **{f"o{order['id']}": "cancel"})
    assert (closed.json["status"], closed.json["total"]) == ("free", 0)
    assert staff.close(table).json["error"]["code"] == "TABLE_FREE"
    assert phone.get("/api/orders").status_code == 410
    assert guest.orders() == []
    assert manager.get("/api/history").json["orders"][0]["status"] == "cancelled"


def test_a_table_opens_once(staff: Staff, house) -> None:
    table = factories.make_table(house, 7)
    assert staff.send("POST", f"/api/tables/{table}/open").json["status"] == "seated"
    again = staff.send("POST", f"/api/tables/{table}/open")
    assert again.json["error"]["code"] == "TABLE_OCCUPIED"


@pytest.mark.parametrize("flow", ["full", "short"])
@pytest.mark.parametrize("wanted", list(Status))
@pytest.mark.parametrize("status", list(Status))
def test_the_grid_of_steps(flow: str, status: Status, wanted: Status) -> None:
    steps = {
        "full": {
            "pending": {"confirmed", "cancelled"},
            "confirmed": {"preparing", "cancelled"},
            "preparing": {"ready", "cancelled"},
            "ready": {"completed", "cancelled"},
        },
        "short": {
            "pending": {"preparing", "cancelled"},
            "confirmed": {"preparing", "cancelled"},
            "preparing": {"completed", "cancelled"},
            "ready": {"completed", "cancelled"},
        },
    }
    allowed = wanted in steps[flow].get(status, set())
    assert rules.may_follow(status, wanted, flow) is allowed


def test_a_line_is_named_once(staff: Staff, order: dict) -> None:
    item = order["items"][0]["id"]
    twice = {"items": [{"id": item, "quantity": 2}, {"id": item, "quantity": 0}]}
    answer = staff.send("PATCH", f"/api/orders/{order['id']}", twice)
    assert answer.status_code == 422
    assert answer.json["error"]["details"]["fields"][0]["code"] == "REPEATED"
    assert staff.orders() == [order]


@pytest.mark.parametrize("tag", ['"abc"', "9" * 5000, '"2"', '""'])
def test_a_precondition_that_does_not_hold_changes_nothing(staff, order, tag: str) -> None:
    path = f"/api/orders/{order['id']}"
    answer = staff.send("PATCH", path, {"status": "confirmed"}, If_Match=tag)
    assert answer.json["error"]["code"] == "STALE"
    held = staff.send("PATCH", path, {"status": "confirmed"}, If_Match='W/"1"')
    assert held.status_code == 200


def test_history_is_read_only(staff: Staff, manager: Staff, order: dict) -> None:
    staff.close(order["table"]["id"], **{f"o{order['id']}": "complete"})
    answer = staff.delete(order)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "INVALID_TRANSITION")
    assert manager.get("/api/history").json["orders"][0]["deleted"] is False


@pytest.mark.parametrize("role", ["screen", "staff", "manager", "owner"])
def test_the_past_is_the_managers(app: Flask, house, staff: Staff, order: dict, role: str) -> None:
    client = app.test_client()
    reader = screen_of(client, house) if role == "screen" else staff_of(client, house, role)
    one = f"/api/orders/{order['id']}"
    past = ("/api/history", "/api/history.csv", "/history", f"/history/{order['id']}")
    is_manager = role in {"manager", "owner"}
    allowed, refused = {200}, {200 if is_manager else 403}

    def answers(*paths: str) -> set[int]:
        return {reader.get(path).status_code for path in paths}

    assert answers(*past) == refused
    assert answers(one, f"{one}/changes") == allowed
    staff.close(order["table"]["id"], **{f"o{order['id']}": "cancel"})
    # The kitchen has to acknowledge what it need not cook: till then it is not past.
    assert answers(one, f"{one}/changes") == allowed
    assert staff.tell(order, "void-seen").status_code == 200
    assert answers(one, f"{one}/changes") == refused
    assert ('href="/history"' in reader.get("/board").text) is is_manager


def test_a_long_reason_is_measured_in_characters(staff: Staff, order: dict) -> None:
    field = staff.delete(order, "a" * 201).json["error"]["details"]["fields"][0]
    assert (field["code"], field["message"]) == ("STRING_TOO_LONG", "At most 200 characters.")
