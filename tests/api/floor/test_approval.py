"""On a shared screen, a person's PIN stands behind what the store guards."""

import pytest

from tests import factories
from tests.actors import line, screen_of, staff_of, tablet_at

PIN = "2580"


@pytest.fixture
def house(app, client):
    with app.app_context():
        store = factories.make_store()
        table = factories.make_table(store)
        item = factories.make_item(store, price=9000)
        cook = factories.make_account(store, "minji", role="staff")
        stranger = factories.make_account(factories.make_store("bar"), "minji", role="staff")
        house = {
            "store": store,
            "table": table,
            "item": item,
            "cook": cook,
            "stranger": stranger,
            "guest": tablet_at(client, store, table),
            "screen": screen_of(client, store),
            "owner": staff_of(client, store, "owner"),
        }
    for account in (cook,):
        house["owner"].send("PUT", f"/api/accounts/{account}/pin", {"pin": PIN})
    house["guest"].send("POST", "/api/session", {})
    return house


@pytest.fixture
def order(house):
    return house["guest"].order(line(house["item"], 2), total=18000).json


@pytest.fixture
def cooking(house, order):
    for status in ("confirmed", "preparing"):
        house["screen"].advance(order, status)
    return order


def requests_for(order, table):
    """What is guarded: method, path, body."""
    path, first = f"/api/orders/{order['id']}", order["items"][0]["id"]
    return {
        "cancel": ("PATCH", path, {"status": "cancelled", "reason": "dropped"}),
        "lower": ("PATCH", path, {"items": [{"id": first, "quantity": 1}]}),
        "line": ("PATCH", f"{path}/items/{first}", {"status": "cancelled", "reason": "dropped"}),
        "delete": ("DELETE", path, {"reason": "dropped"}),
        "close": ("POST", f"/api/tables/{table}/close", {"orders": {str(order["id"]): "cancel"}}),
    }


ACTION = {"close": "close_unfinished"}
ACTS = ("cancel", "lower", "line", "delete", "close")


@pytest.mark.parametrize("act", ACTS)
def test_a_screen_needs_somebodys_pin(house, cooking, act):
    method, path, body = requests_for(cooking, house["table"])[act]
    refused = house["screen"].send(method, path, body)
    assert (refused.status_code, refused.json["error"]["code"]) == (403, "PIN_REQUIRED")
    wanted = ACTION.get(act, "void_after_cooking")
    assert refused.json["error"]["details"] == {"action": wanted}
    approval = {"account_id": house["cook"], "pin": PIN}
    done = house["screen"].send(method, path, {**body, "approval": approval})
    assert done.status_code == 200
    changes = house["owner"].get(f"/api/orders/{cooking['id']}/changes").json["changes"]
    assert changes[-1]["actor_name"] == "minji"


@pytest.mark.parametrize("act", ACTS)
def test_a_person_who_is_signed_in_is_not_asked(house, cooking, act):
    method, path, body = requests_for(cooking, house["table"])[act]
    assert house["owner"].send(method, path, body).status_code == 200


@pytest.mark.parametrize("act", ACTS)
def test_what_the_store_does_not_guard_is_not_asked(house, cooking, act):
    house["owner"].send("PATCH", "/api/store", {"guarded_actions": []})
    method, path, body = requests_for(cooking, house["table"])[act]
    assert house["screen"].send(method, path, body).status_code == 200


@pytest.mark.parametrize("wrong", ["pin", "person", "stranger", "nobody"])
def test_a_wrong_approval_changes_nothing(house, cooking, wrong):
    holder = {"person": 999, "stranger": house["stranger"]}.get(wrong, house["cook"])
    pin = "0000" if wrong == "pin" else PIN
    if wrong == "nobody":
        house["owner"].send("DELETE", f"/api/accounts/{house['cook']}/pin")
    method, path, body = requests_for(cooking, house["table"])["close"]
    approval = {"account_id": holder, "pin": pin}
    answer = house["screen"].send(method, path, {**body, "approval": approval})
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "WRONG_PIN")
    assert house["owner"].orders()[0]["status"] == "preparing"


def test_guesses_at_a_pin_are_counted(house, cooking):
    method, path, body = requests_for(cooking, house["table"])["close"]

    def guess(pin):
        approval = {"account_id": house["cook"], "pin": pin}
        return house["screen"].send(method, path, {**body, "approval": approval})

    assert [guess("0000").status_code for _ in range(7)] == [403] * 6 + [429]
    assert guess(PIN).headers["Retry-After"]


def test_right_pins_are_not_counted(house, cooking):
    method, path, body = requests_for(cooking, house["table"])["close"]
    approval = {"account_id": house["cook"], "pin": PIN}
    asks = [house["screen"].send(method, path, {**body, "approval": approval}) for _ in range(8)]
    assert [answer.status_code for answer in asks] == [200] + [409] * 7


@pytest.mark.parametrize("approval", [{}, {"account_id": 1}, {"account_id": "1", "pin": PIN}])
def test_a_misshapen_approval_is_refused(house, cooking, approval):
    method, path, body = requests_for(cooking, house["table"])["close"]
    answer = house["screen"].send(method, path, {**body, "approval": approval})
    assert answer.status_code == 422


def test_a_guest_approves_nothing(house, order):
    approval = {"account_id": house["cook"], "pin": PIN}
    body = {"status": "cancelled", "approval": approval}
    assert house["guest"].send("PATCH", f"/api/orders/{order['id']}", body).status_code == 422


def test_before_cooking_and_with_everything_finished_nobody_is_asked(house, order):
    assert house["screen"].cancel(order).status_code == 200
    assert house["screen"].close(house["table"]).status_code == 200


def test_a_screen_that_decides_nothing_is_told_that_first(house, cooking):
    answer = house["screen"].close(house["table"])
    assert answer.json["error"]["code"] == "UNFINISHED_ORDERS"


def test_cancelling_at_the_close_is_guarded_as_cancelling_is(house, cooking):
    house["owner"].send("PATCH", "/api/store", {"guarded_actions": ["void_after_cooking"]})
    path = f"/api/tables/{house['table']}/close"
    cancelled = house["screen"].send("POST", path, {"orders": {str(cooking["id"]): "cancel"}})
    assert (cancelled.status_code, cancelled.json["error"]["code"]) == (403, "PIN_REQUIRED")
    assert house["owner"].orders()[0]["status"] == "preparing"
    completed = house["screen"].send("POST", path, {"orders": {str(cooking["id"]): "complete"}})
    assert completed.status_code == 200
