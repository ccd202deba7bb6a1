"""Where staff admit each phone: it waits, and a tap on the board lets it in or sends it away."""

from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from tableorder.auth.models import Store
from tableorder.db import db
from tableorder.stream import log
from tableorder.table.queries import list_tables
from tests import factories
from tests.actors import Browser, Guest, alone, line, staff_of


@pytest.fixture
def store(app):
    with app.app_context():
        store = factories.make_store(admission="staff")
        factories.make_table(store)
        return store


@pytest.fixture
def item(app, store):
    with app.app_context():
        return factories.make_item(store, price=9000)


@pytest.fixture
def staff(app, store):
    with app.app_context():
        return staff_of(app.test_client(), store)


@pytest.fixture
def join(app, key):
    """Let a phone ask to join the table."""

    def ask():
        answer = alone(app.test_client().post, "/api/session", json={"table_key": key})
        assert answer.status_code == 200, answer.json
        return Guest(app.test_client(), answer.json["access_token"])

    return ask


@pytest.fixture
def phone(join):
    return join()


def waiting(staff):
    session = staff.get("/api/tables").json["tables"][0]["session"]
    return [phone["id"] for phone in session["waiting"]] if session else []


def device(guest):
    return guest.get("/api/session").json["device"]


def admit(staff, device_id):
    return staff.send("POST", f"/api/devices/{device_id}/admit")


def refuse(staff, device_id):
    return staff.send("POST", f"/api/devices/{device_id}/refuse")


def code_of(answer):
    return (answer.status_code, answer.json["error"]["code"])


def test_a_phone_waits_and_the_board_is_told(app, store, phone, staff):
    assert not device(phone)["is_admitted"]
    assert waiting(staff) == [device(phone)["id"]]
    with app.app_context():
        told = log.list_after(store.id, 0)[-1]
    assert (told.name, told.audience) == ("session_opened", "staff")
    assert f'"waiting":[{{"id":{device(phone)["id"]},' in told.data


def test_who_waits_orders_nothing_and_sees_nothing(phone, staff, item):
    assert code_of(phone.order(line(item), total=9000)) == (403, "NOT_ADMITTED")
    assert code_of(phone.get("/api/orders")) == (403, "NOT_ADMITTED")
    assert staff.orders() == []
    assert phone.get("/api/session").json["session"]["code"] is None


def test_a_tap_admits_the_phone_whose_order_is_not_held(phone, staff, item):
    answer = admit(staff, device(phone)["id"])
    assert answer.status_code == 200
    assert answer.json["session"]["waiting"] == waiting(staff) == []
    assert device(phone)["is_admitted"]
    order = phone.order(line(item), total=9000)
    assert (order.status_code, order.json["held"]) == (201, False)


def test_each_phone_is_admitted_by_itself(join, staff):
    first, second = join(), join()
    assert len(waiting(staff)) == 2
    admit(staff, device(first)["id"])
    assert waiting(staff) == [device(second)["id"]]
    assert not device(second)["is_admitted"]


def test_a_refused_phone_is_out(phone, staff):
    assert refuse(staff, device(phone)["id"]).json["session"]["waiting"] == []
    assert phone.get("/api/session").status_code == 401
    assert waiting(staff) == []


@pytest.mark.parametrize("act", [admit, refuse])
def test_only_who_waits_is_admitted_or_refused(app, phone, staff, act):
    number = device(phone)["id"]
    with app.app_context():
        stranger = staff_of(app.test_client(), factories.make_store("bar"))
    assert act(stranger, number).status_code == 404
    assert act(phone, number).status_code == 403
    assert act(staff, 999).status_code == 404
    admit(staff, number)
    assert act(staff, number).status_code == 404
    assert device(phone)["is_admitted"]


def test_admitted_and_refused_at_once_is_one_of_both(phone, staff):
    number, together, answers = device(phone)["id"], Barrier(2), []

    def answer(act):
        together.wait()
        answers.append(act(staff, number).status_code)

    threads = [Thread(target=answer, args=(act,)) for act in (admit, refuse)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 404]
    assert waiting(staff) == []


def test_closing_ends_the_waiting(app, store, phone, staff):
    with app.app_context():
        table = list_tables(store.id)[0].id
    number = device(phone)["id"]
    assert staff.close(table).status_code == 200
    assert phone.get("/api/session").status_code == 410
    assert phone.get("/api/orders").status_code == 410
    assert admit(staff, number).status_code == 404
    assert staff.send("POST", f"/api/tables/{table}/open").status_code == 200
    assert waiting(staff) == []


def test_more_phones_than_any_party_has_do_not_flood_the_board(app, key, join, staff):
    for _ in range(20):
        join()
    answer = alone(app.test_client().post, "/api/session", json={"table_key": key})
    assert code_of(answer) == (403, "ADMISSION_REFUSED")
    assert len(waiting(staff)) == 20


def test_who_waited_still_waits_when_the_store_asks_for_codes_later(app, phone):
    with app.app_context():
        db.session.execute(sa.update(Store).values(admission="code"))
        db.session.commit()
    assert phone.get("/api/session").json["session"]["code"] is None
    assert code_of(phone.get("/api/orders")) == (403, "NOT_ADMITTED")


def test_the_page_waits_until_the_menu_opens(app, key, staff):
    guest = Browser(app)
    assert guest.join(key).status_code == 303
    for path in ("/menu", "/orders"):
        assert guest.get(path).headers["Location"] == "/"
    page = guest.get("/", Accept_Language="en")
    assert "when our staff have seen you" in page.text
    admit(staff, waiting(staff)[0])
    assert guest.get("/").headers["Location"] == "/menu"
    assert guest.get("/menu").status_code == 200
