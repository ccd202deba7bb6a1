"""Guests call staff, staff answer, and the party leaves no call behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from tableorder.auth.limits import CALLS_PER_MINUTE
from tableorder.auth.queries import StoreView
from tableorder.auth.vocabulary import CALL_REASONS
from tableorder.db import db
from tableorder.stream import log
from tests import factories
from tests.actors import Actor, Browser, Guest, Staff, phone_in, screen_of, staff_of, tablet_at

NO_CALL = {"id": 999}
DEFAULTS = list(CALL_REASONS)


@dataclass
class House:
    app: Flask
    store: StoreView
    table: int
    session: int
    tablet: Guest
    phone: Guest
    staff: Staff


@pytest.fixture
def house(app: Flask) -> Iterator[House]:
    """A store with a party at its table: their tablet and a phone."""
    with app.app_context():
        store = factories.make_store()
        client = app.test_client()
        table = factories.make_table(store)
        tablet = tablet_at(client, store, table)
        session = tablet.send("POST", "/api/session", {}).json["session"]["id"]
        yield House(
            app=app,
            store=store,
            table=table,
            session=session,
            tablet=tablet,
            phone=phone_in(client, store, session),
            staff=staff_of(client, store),
        )


@pytest.fixture
def neighbour(house: House) -> tuple[int, int, Guest]:
    """Another table with a party of its own: table, session, tablet."""
    table = factories.make_table(house.store, 2)
    tablet = tablet_at(house.app.test_client(), house.store, table)
    session = tablet.send("POST", "/api/session", {}).json["session"]["id"]
    return table, session, tablet


@pytest.fixture
def stranger(house: House) -> Staff:
    """Someone who works in another store."""
    return staff_of(house.app.test_client(), factories.make_store("other"))


def told(house: House, *names: str) -> list[tuple[str, str, dict]]:
    """What the log tells about calls: event, audience, call."""
    db.session.rollback()
    lines = log.list_after(house.store.id, 0)
    return [
        (line.name, line.audience, json.loads(line.data)["call"])
        for line in lines
        if line.name in (names or ("call_created", "call_updated"))
    ]


def code_of(answer) -> tuple[int, str]:
    return answer.status_code, answer.json["error"]["code"]


def table_of(house: House, number: int = 1) -> dict:
    tables = house.staff.get("/api/tables").json["tables"]
    return next(table for table in tables if table["number"] == number)


def test_a_call_reaches_staff_with_table_reason_and_time(house: House) -> None:
    answer = house.phone.call("water", session_id=house.session)
    assert answer.status_code == 201
    assert house.staff.calls() == [answer.json]
    assert answer.json == {
        "id": answer.json["id"],
        "table": {"id": house.table, "number": 1},
        "session_id": house.session,
        "reason": "water",
        "name": "Water",
        "status": "open",
        "created_at": answer.json["created_at"],
        "acknowledged_at": None,
        "done_at": None,
    }
    [(name, audience, call)] = told(house)
    assert (name, audience) == ("call_created", f"session:{house.session}")
    assert call == {**answer.json, "name": DEFAULTS[0]["name"]}
    assert table_of(house)["calls"] == 1


def test_a_reason_is_called_once_while_it_is_open(house: House) -> None:
    first = house.phone.call("water")
    again = house.tablet.call("water")
    other = house.tablet.call("bill")
    assert [first.status_code, again.status_code, other.status_code] == [201, 200, 201]
    assert again.json == first.json
    house.staff.answer(first.json, "acknowledged")
    assert house.phone.call("water").json["status"] == "acknowledged"
    house.staff.answer(first.json, "done")
    assert house.phone.call("water").status_code == 201
    assert len(told(house, "call_created")) == 3
    assert table_of(house)["calls"] == 2


STEPS = ("open", "acknowledged", "done")
GRID = [
    ("open", "acknowledged", 200),
    ("open", "done", 200),
    ("acknowledged", "acknowledged", 200),
    ("acknowledged", "done", 200),
    ("done", "acknowledged", 409),
    ("done", "done", 200),
]


@pytest.mark.parametrize(("status", "wanted", "answered"), GRID)
@pytest.mark.parametrize("who", ["staff", "screen"])
def test_calls_go_forward_only(
    house: House, status: str, wanted: str, answered: int, who: str
) -> None:
    crew = house.staff if who == "staff" else screen_of(house.app.test_client(), house.store)
    call = house.phone.call().json
    if status != "open":
        house.staff.answer(call, status)
    before = told(house)
    answer = crew.answer(call, wanted)
    assert answer.status_code == answered
    if answered == 409:
        assert code_of(answer) == (409, "INVALID_TRANSITION")
    else:
        assert answer.json["status"] == wanted
        assert answer.json["acknowledged_at"] is not None
        assert (answer.json["done_at"] is not None) == (wanted == "done")
    is_change = answered == 200 and status != wanted
    assert len(told(house)) == len(before) + is_change
    if is_change:
        assert told(house)[-1][:2] == ("call_updated", f"session:{house.session}")


@pytest.mark.parametrize("status", ["open", "acknowledged"])
def test_guests_take_back_what_they_need_no_more(house: House, status: str) -> None:
    call = house.phone.call().json
    if status == "acknowledged":
        house.staff.answer(call, status)
    seen_at = house.phone.calls()[0]["acknowledged_at"]
    taken = house.tablet.answer(call, "done")
    assert (taken.status_code, taken.json["status"]) == (200, "done")
    assert taken.json["acknowledged_at"] == seen_at, "nobody has seen what was taken back"
    assert house.staff.calls() == house.phone.calls() == []


def test_guests_acknowledge_nothing_and_see_only_their_own(
    house: House, neighbour: tuple[int, int, Guest]
) -> None:
    call = house.phone.call().json
    _, _, other = neighbour
    assert code_of(house.phone.answer(call, "acknowledged")) == (403, "FORBIDDEN")
    assert code_of(other.answer(call, "done")) == (404, "NOT_FOUND")
    assert other.calls() == []
    assert house.phone.calls() == house.tablet.calls() == [call]


def test_another_stores_calls_do_not_exist(house: House, stranger: Staff) -> None:
    call = house.phone.call().json
    assert code_of(stranger.answer(call, "done")) == (404, "NOT_FOUND")
    assert stranger.calls() == []
    assert house.staff.calls() == [call]


def test_who_has_no_party_calls_nobody(house: House) -> None:
    table = factories.make_table(house.store, 2)
    tablet = tablet_at(house.app.test_client(), house.store, table)
    assert code_of(tablet.call()) == (409, "NOBODY_SEATED")
    assert tablet.calls() == []
    waiting = factories.make_device(
        house.store, "phone", session_id=house.session, is_admitted=False
    )
    phone = Guest(house.app.test_client(), factories.table_token(house.store, waiting))
    assert code_of(phone.call()) == (403, "NOT_ADMITTED")
    assert house.staff.calls() == []


def test_a_page_of_the_last_party_calls_nobody_for_the_next(house: House) -> None:
    house.staff.close(house.table)
    house.tablet.send("POST", "/api/session", {})
    assert code_of(house.tablet.call(session_id=house.session)) == (410, "SESSION_CLOSED")
    assert code_of(house.phone.call()) == (410, "SESSION_CLOSED")
    assert house.staff.calls() == []


def test_closing_finishes_the_calls(house: House) -> None:
    first, second = house.phone.call("water").json, house.phone.call("bill").json
    house.staff.answer(first, "acknowledged")
    assert house.staff.close(house.table).status_code == 200
    assert house.staff.calls() == []
    done = [call["id"] for _, _, call in told(house) if call["status"] == "done"]
    assert done == [first["id"], second["id"]]
    assert table_of(house)["calls"] == 0
    assert code_of(house.staff.answer(second, "acknowledged")) == (409, "INVALID_TRANSITION")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reason": 1},
        {"reason": "x" * 33},
        {"reason": "water", "table_id": 1},
        {"reason": "water", "session_id": 0},
    ],
)
def test_what_is_no_call_is_refused(house: House, body: dict) -> None:
    assert code_of(house.phone.send("POST", "/api/calls", body)) == (422, "INVALID")


def test_only_what_the_store_offers_is_called_for(house: House) -> None:
    assert code_of(house.phone.call("massage")) == (422, "REASON_UNKNOWN")
    assert house.staff.calls() == []


@pytest.mark.parametrize("status", ["open", "gone", "", None])
def test_what_is_no_step_is_refused(house: House, status: object) -> None:
    call = house.phone.call().json
    assert code_of(house.staff.answer(call, status)) == (422, "INVALID")
    assert code_of(house.staff.answer(NO_CALL, "done")) == (404, "NOT_FOUND")


def test_whoever_floods_is_slowed_down(house: House) -> None:
    answers = [house.phone.call() for _ in range(CALLS_PER_MINUTE + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {201, 200}
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) <= 60
    assert house.tablet.call("bill").status_code == 201


def test_calls_follow_a_party_to_another_table(house: House) -> None:
    call = house.phone.call().json
    table = factories.make_table(house.store, 2)
    house.staff.send("POST", f"/api/tables/{house.table}/move", {"to": table})
    assert [(c["id"], c["table"]) for c in house.staff.calls()] == [
        (call["id"], {"id": table, "number": 2})
    ]
    assert [c["session_id"] for _, _, c in told(house)] == [house.session] * 2


def test_calls_join_another_party_and_go_back(
    house: House, neighbour: tuple[int, int, Guest]
) -> None:
    table, session, other = neighbour
    water, bill = house.phone.call("water").json, house.phone.call("bill").json
    theirs = other.call("water").json
    house.staff.send("POST", f"/api/tables/{house.table}/merge", {"into": table})
    assert [call["id"] for call in other.calls()] == [bill["id"], theirs["id"]]
    assert [call["id"] for _, _, call in told(house) if call["status"] == "done"] == [water["id"]]
    assert f"session:{session}" in {audience for _, audience, _ in told(house)}
    house.staff.send("POST", f"/api/tables/{house.table}/unmerge")
    assert [call["id"] for call in other.calls()] == [theirs["id"]]
    assert [call["id"] for call in house.phone.calls()] == [water["id"], bill["id"]]


# The reasons


REASONS = [
    {"key": "bill", "name": {"ko": "계산", "en": "Bill"}},
    {"key": "side-dish", "name": {"ko": "반찬 더", "en": "More side dishes"}},
]


@pytest.fixture
def manager(house: House) -> Staff:
    return staff_of(house.app.test_client(), house.store, "manager")


def reasons_for(actor: Actor) -> list[dict]:
    return actor.get("/api/call-reasons").json["reasons"]


def test_a_store_begins_with_four_reasons(house: House) -> None:
    assert reasons_for(house.phone) == reasons_for(house.staff) == DEFAULTS
    assert [reason["key"] for reason in DEFAULTS] == ["water", "cutlery", "bill", "help"]


def test_managers_replace_the_reasons(house: House, manager: Staff) -> None:
    old = house.phone.call("water").json
    answer = manager.send("PUT", "/api/call-reasons", {"reasons": REASONS})
    assert answer.json["reasons"] == reasons_for(house.phone) == REASONS
    assert house.phone.call("side-dish").json["name"] == "More side dishes"
    assert house.staff.calls()[0] == old, "what was called for keeps its words"
    assert code_of(house.phone.call("cutlery")) == (422, "REASON_UNKNOWN")
    db.session.rollback()
    events = {line.name: line for line in log.list_after(house.store.id, 0)}
    event = events["store_updated"]
    assert event.audience == "all"
    assert json.loads(event.data) == {"store": {"call_reasons": REASONS}}


@pytest.mark.parametrize(
    ("reasons", "path"),
    [
        ([], "reasons"),
        (None, "reasons"),
        ([REASONS[0]] * 2, "reasons"),
        ([{"key": f"r{n}", "name": {"ko": "가"}} for n in range(13)], "reasons"),
        ([{"key": "Bill!", "name": {"ko": "계산"}}], "reasons.0.key"),
        ([{"key": "bill", "name": {"en": "Bill"}}], "reasons.0.name.ko"),
        ([{"key": "bill", "name": {"ko": ""}}], "reasons.0.name.ko"),
        ([{"key": "bill", "name": {"ko": "x" * 41}}], "reasons.0.name.ko"),
        ([{"key": "bill", "name": {"ko": "a\u202eb"}}], "reasons.0.name.ko"),
        ([{"key": "bill", "name": {"ko": "계산", "fr": "Note"}}], "reasons.0.name.fr.[key]"),
        ([{"key": "bill"}], "reasons.0.name"),
    ],
)
def test_what_are_no_reasons_is_refused(
    house: House, manager: Staff, reasons: object, path: str
) -> None:
    answer = manager.send("PUT", "/api/call-reasons", {"reasons": reasons})
    assert code_of(answer) == (422, "INVALID")
    assert [fault["path"] for fault in answer.json["error"]["details"]["fields"]] == [path]
    assert reasons_for(house.staff) == DEFAULTS


def test_staff_do_not_choose_the_reasons(house: House) -> None:
    answer = house.staff.send("PUT", "/api/call-reasons", {"reasons": REASONS})
    assert code_of(answer) == (403, "FORBIDDEN")


# Their page


@pytest.fixture
def browser(house: House) -> Browser:
    factories.make_account(house.store)
    browser = Browser(house.app)
    browser.sign_in(house.store)
    return browser


def save(browser: Browser, **fields: object):
    named = {name.replace("__", "."): value for name, value in fields.items()}
    token = browser.cookie("to_staff_csrf")
    return browser.post("/admin/calls", csrf_token=token, **named)


def row(number: int, **fields: str) -> dict[str, str]:
    return {f"reasons.{number}.{name.replace('_', '.')}": text for name, text in fields.items()}


def test_the_page_orders_adds_and_removes_reasons(house: House, browser: Browser) -> None:
    assert 'value="수저·앞접시"' in browser.get("/admin/calls").text
    rows = {
        **row(0, key="water", name_ko="물", name_en="Water", name_ja="お水", position="2"),
        **row(1, key="cutlery", name_ko="수저", remove="on"),
        **row(2, key="bill", name_ko="계산서", name_en="", position="1"),
        **row(3, key="", name_ko="불판 교체", name_en="New grill", position=""),
        **row(4, key="", name_ko="", name_en="", position=""),
    }
    assert save(browser, **rows).status_code == 303
    found = reasons_for(house.staff)
    assert [reason["name"] for reason in found] == [
        {"ko": "계산서"},
        {"ko": "물", "en": "Water", "ja": "お水"},
        {"ko": "불판 교체", "en": "New grill"},
    ]
    assert found[0]["key"] == "bill"
    assert house.phone.call(found[2]["key"]).status_code == 201
    assert 'value="불판 교체"' in browser.get("/admin/calls?done=saved").text


def test_the_page_says_what_to_mend(house: House, browser: Browser) -> None:
    answer = save(browser, **row(0, key="water", name_ko="", name_en="Water"))
    assert answer.status_code == 422
    assert 'id="reasons.0.name.ko-error"' in answer.text
    assert 'value="Water"' in answer.text
    assert save(browser, **row(0, key="water", name_ko="물", remove="on")).status_code == 422
    many = {name: text for n in range(13) for name, text in row(n, key="", name_ko="가").items()}
    assert save(browser, **many).status_code == 422
    assert reasons_for(house.staff) == DEFAULTS


def test_the_guests_pages_know_reasons_and_calls(house: House) -> None:
    table = factories.make_table(house.store, 7)
    guest = Browser(house.app)
    guest.pair(house.store, 7)
    guest.post("/", csrf_token=guest.cookie("to_table_csrf"))
    call = tablet_at(house.app.test_client(), house.store, table).call("bill").json
    for path in ("/menu", "/orders"):
        page = guest.get(path)
        data = json.loads(page.text.split('id="calls-data">')[1].split("</script>")[0])
        assert data["reasons"] == DEFAULTS
        assert [one["id"] for one in data["calls"]] == [call["id"]]
