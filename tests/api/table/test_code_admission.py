"""Where the store asks for a code: the first phone opens the table, the next ones need the code."""

import re
from threading import Barrier, Thread

import pytest
import sqlalchemy as sa

from tableorder.auth.models import Device
from tableorder.db import db
from tableorder.stream import log
from tableorder.table.models import TableSession
from tableorder.table.queries import list_tables
from tests import factories
from tests.actors import Browser, Guest, alone, line, staff_of, tablet_at


@pytest.fixture
def store(app):
    with app.app_context():
        store = factories.make_store(admission="code")
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
def table(app, store):
    with app.app_context():
        return list_tables(store.id)[0].id


@pytest.fixture
def join(app, key):
    """Ask to join the table as a phone does."""

    def ask(code=None, address="192.0.2.1"):
        body = {"table_key": key} | ({"code": code} if code else {})
        caller = {"REMOTE_ADDR": address}
        return alone(app.test_client().post, "/api/session", json=body, environ_base=caller)

    return ask


def token_of(answer):
    return {"Authorization": f"Bearer {answer.json['access_token']}"}


def code_of(answer):
    return answer.json["session"]["code"]


def wrong(code, step=1):
    return f"{(int(code) + step) % 10000:04}"


def refused(answer):
    assert answer.status_code == 403
    return answer.json["error"]["code"]


def present_code(staff, number=1):
    tables = staff.get("/api/tables").json["tables"]
    return next(one["session"]["code"] for one in tables if one["number"] == number)


def count_phones(app):
    with app.app_context():
        return db.session.execute(sa.select(sa.func.count(Device.id))).scalar_one()


def test_a_phone_at_a_free_table_needs_no_code_and_is_shown_the_new_one(join, staff):
    opened = join()
    assert opened.status_code == 200
    assert code_of(opened) == present_code(staff)


def test_the_next_phone_needs_the_code(app, join):
    code = code_of(join())
    assert refused(join()) == "CODE_MISSING"
    assert refused(join(wrong(code))) == "WRONG_CODE"
    assert count_phones(app) == 1
    joined = join(code)
    assert joined.status_code == 200
    assert code_of(joined) == code


def test_the_code_is_asked_for_whoever_opened_the_table(join, staff, table):
    assert staff.send("POST", f"/api/tables/{table}/open").status_code == 200
    assert refused(join()) == "CODE_MISSING"
    assert join(present_code(staff)).status_code == 200


@pytest.mark.parametrize("code", ["12345", "12a4", "", "１２３４"])
def test_what_can_be_no_code_is_refused_by_its_shape_and_is_no_try(app, join, key, code):
    join()
    body = {"table_key": key, "code": code}
    answer = alone(app.test_client().post, "/api/session", json=body)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "INVALID")
    with app.app_context():
        assert db.session.execute(sa.select(TableSession.code_tries)).scalar_one() == 0


def test_five_wrong_codes_make_a_new_one_that_the_party_and_the_board_are_told(
    app, store, join, staff
):
    opened = join()
    code, session = code_of(opened), opened.json["session"]["id"]
    for _ in range(4):
        assert refused(join(wrong(code))) == "WRONG_CODE"
        assert present_code(staff) == code
    assert refused(join(wrong(code))) == "WRONG_CODE"
    fresh = present_code(staff)
    assert fresh != code
    with app.app_context():
        told = log.list_after(store.id, 0)[-1]
    assert (told.name, told.audience) == ("session_opened", f"session:{session}")
    assert f'"code":"{fresh}"' in told.data
    assert refused(join(code)) == "WRONG_CODE"
    assert join(fresh, "192.0.2.2").status_code == 200
    phone = app.test_client().get("/api/session", headers=token_of(opened))
    assert code_of(phone) == fresh


def test_tries_count_for_the_code_not_for_the_guesser(join, staff):
    code = code_of(join())
    for number in range(5):
        join(wrong(code), f"192.0.2.{number}")
    assert present_code(staff) != code


def test_whoever_guesses_on_is_slowed_down_and_nobody_else(join, staff):
    code = code_of(join())
    answers = [join(wrong(present_code(staff))) for _ in range(8)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1
    answer = join(present_code(staff), "192.0.2.9")
    assert answer.status_code == 200
    assert code_of(answer) != code


def test_guesses_at_one_moment_are_all_counted(app, store, join, staff):
    code = code_of(join())
    guesses, together = 10, Barrier(10)

    def guess(number):
        together.wait()
        join(wrong(code, number + 1), f"192.0.2.{number}")

    run([Thread(target=guess, args=(number,)) for number in range(guesses)])
    with app.app_context():
        tries = db.session.execute(sa.select(TableSession.code_tries)).scalar_one()
        told = [one for one in log.list_after(store.id, 0) if one.name == "session_opened"]
    assert present_code(staff) != code
    assert (tries, len(told)) == (0, 3)  # opened, and twice a new code


def test_two_phones_at_a_free_table_at_once_are_one_party_and_one_of_them_needs_the_code(
    app, join, staff
):
    together, answers = Barrier(2), []

    def scan():
        together.wait()
        answers.append(join())

    run([Thread(target=scan) for _ in range(2)])
    assert sorted(answer.status_code for answer in answers) == [200, 403]
    assert count_phones(app) == 1
    assert join(present_code(staff)).status_code == 200


def run(threads):
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_the_page_asks_for_the_code_only_where_a_party_sits(app, key, staff):
    first, second = Browser(app), Browser(app)
    assert 'name="code"' not in second.get(f"/q/{key}").text
    assert first.join(key).headers["Location"] == "/menu"
    assert 'name="code"' in second.get(f"/q/{key}").text
    assert second.join(key).status_code == 403
    code = present_code(staff)
    refusal = alone(
        second.client.post,
        f"/q/{key}",
        data={"code": wrong(code)},
        headers={"Origin": Browser.HERE, "Accept-Language": "en"},
    )
    assert refusal.status_code == 403
    assert "not the table&#39;s code" in refusal.text
    assert second.post(f"/q/{key}", code="12").status_code == 403
    assert second.post(f"/q/{key}", code=f" {code} ").headers["Location"] == "/menu"
    for page in ("/menu", "/orders"):
        assert f"Code {code}" in second.get(page, Accept_Language="en").text


def test_guests_of_an_open_store_see_no_code(app):
    with app.app_context():
        store = factories.make_store("free", admission="open")
        factories.make_table(store)
        key = list_tables(store.id)[0].key
    guest = Browser(app)
    guest.join(key)
    for page in ("/orders", "/menu"):
        assert re.findall("data-session-code.*?>(.*?)<", guest.get(page).text) in ([""], ["", ""])


def test_a_code_ends_with_its_session(app, store, join, staff, table):
    opened = join()
    code = code_of(opened)
    assert staff.close(table).status_code == 200
    gone = app.test_client().get("/api/session", headers=token_of(opened))
    assert gone.status_code == 410
    assert staff.send("POST", f"/api/tables/{table}/open").status_code == 200
    if present_code(staff) != code:
        assert refused(join(code)) == "WRONG_CODE"
    still = app.test_client().get("/api/session", headers=token_of(opened))
    assert still.status_code == 410


@pytest.fixture
def phone(app, join):
    """The phone that opened the table."""
    return Guest(app.test_client(), join().json["access_token"])


def test_the_first_order_of_a_phones_session_is_held_until_staff_accept_it(
    app, store, phone, staff, item
):
    order = phone.order(line(item), total=9000).json
    assert order["held"]
    assert staff.orders()[0]["held"]
    refusal = staff.advance(order, "confirmed")
    assert (refusal.status_code, refusal.json["error"]["code"]) == (409, "INVALID_TRANSITION")
    accepted = staff.send("POST", f"/api/orders/{order['id']}/accept").json
    assert (accepted["held"], accepted["status"]) == (False, "pending")
    assert accepted["seen_at"]
    with app.app_context():
        told = log.list_after(store.id, 0)[-1]
    assert told.name == "order_updated"
    assert '"held":false' in told.data
    changes = staff.get(f"/api/orders/{order['id']}/changes").json["changes"]
    assert [change["kind"] for change in changes] == ["created", "accepted"]
    assert staff.advance(order, "confirmed").status_code == 200
    assert not phone.order(line(item), total=9000).json["held"]


def test_to_accept_twice_changes_nothing(phone, staff, item):
    order = phone.order(line(item), total=9000).json
    first, second = (staff.send("POST", f"/api/orders/{order['id']}/accept") for _ in range(2))
    assert first.json == second.json


def test_nothing_slips_past_while_the_party_is_not_accepted(phone, staff, item):
    first = phone.order(line(item), total=9000).json
    assert phone.order(line(item), total=9000).json["held"]
    assert phone.cancel(first).status_code == 200
    assert phone.order(line(item), total=9000).json["held"]
    refusal = staff.send("POST", f"/api/orders/{first['id']}/accept")
    assert (refusal.status_code, refusal.json["error"]["code"]) == (409, "INVALID_TRANSITION")


def test_a_merge_that_was_undone_proves_no_party(app, store, phone, staff, item):
    first = phone.order(line(item), total=9000).json
    with app.app_context():
        table, other = first["table"]["id"], factories.make_table(store, 8)
    staff.send("POST", f"/api/tables/{other}/open")
    assert staff.send("POST", f"/api/tables/{table}/merge", {"into": other}).status_code == 200
    assert not phone.order(line(item), total=9000).json["held"]
    assert staff.send("POST", f"/api/tables/{table}/unmerge", {}).status_code == 200
    held = phone.order(line(item), total=9000).json
    assert held["held"]
    for order in (first, held):
        staff.send("POST", f"/api/orders/{order['id']}/accept")
    assert not phone.order(line(item), total=9000).json["held"]


def test_a_retry_of_a_held_order_is_that_order(phone, item):
    first = phone.order(line(item), total=9000, key="one")
    again = phone.order(line(item), total=9000, key="one")
    assert (again.status_code, again.json) == (200, first.json)


@pytest.fixture
def tablet(app, store, table):
    with app.app_context():
        return tablet_at(app.test_client(), store, table)


def test_a_party_that_staff_seated_is_not_held(app, join, staff, table, item):
    staff.send("POST", f"/api/tables/{table}/open")
    phone = Guest(app.test_client(), join(present_code(staff)).json["access_token"])
    assert not phone.order(line(item), total=9000).json["held"]


def test_a_party_that_the_tablet_seated_is_not_held(app, join, staff, tablet, item):
    code = tablet.send("POST", "/api/session", {}).json["session"]["code"]
    phone = Guest(app.test_client(), join(code).json["access_token"])
    assert not phone.order(line(item), total=9000).json["held"]
    assert not tablet.order(line(item), total=9000).json["held"]


def test_an_open_store_holds_nothing(app):
    with app.app_context():
        store = factories.make_store("free", admission="open")
        factories.make_table(store)
        item = factories.make_item(store, price=9000)
        key = list_tables(store.id)[0].key
    joined = alone(app.test_client().post, "/api/session", json={"table_key": key}).json
    phone = Guest(app.test_client(), joined["access_token"])
    assert not phone.order(line(item), total=9000).json["held"]


def test_only_staff_of_the_store_accept(app, phone, item):
    order = phone.order(line(item), total=9000).json
    with app.app_context():
        stranger = staff_of(app.test_client(), factories.make_store("bar"))
    path = f"/api/orders/{order['id']}/accept"
    assert stranger.send("POST", path).status_code == 404
    assert phone.send("POST", path).status_code == 403


def test_closing_completes_a_held_order_and_lets_go_of_it(*, app, store, phone, staff, table, item):
    order = phone.order(line(item), total=9000).json
    assert staff.close(table, **{f"o{order['id']}": "complete"}).status_code == 200
    with app.app_context():
        manager = staff_of(app.test_client(), store, "manager")
    orders = manager.get("/api/history").json["orders"]
    assert [(past["status"], past["held"]) for past in orders] == [("completed", False)]
    assert phone.order(line(item), total=9000).status_code == 410


def test_the_guests_page_says_that_staff_will_confirm(app, key, item):
    guest = Browser(app)
    guest.join(key)
    body = {"items": [line(item)], "expected_total": 9000}
    guest.call(
        "POST",
        "/api/orders",
        body,
        Idempotency_Key="k",
        X_CSRF_TOKEN=guest.cookie("to_table_csrf") or "",
    )
    assert "Our staff will confirm it" in guest.get("/orders", Accept_Language="en").text
