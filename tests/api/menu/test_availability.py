"""Sold out for a day, counted, filled up, sold at hours, paused: told to guests, and checked again.

What a guest reads and what he may order are asked together: they never differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine

from tableorder.db import db
from tableorder.menu import importing
from tableorder.menu.models import Choice
from tests import factories
from tests.actors import alone, line
from tests.api.menu import test_transfer
from tests.api.menu.test_editing import fields

MONDAY_NOON = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # in Seoul
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def time() -> Iterator[time_machine.Traveller]:
    """It is noon of a Monday in Seoul when the house opens."""
    with time_machine.travel(MONDAY_NOON, tick=False) as time:
        yield time


@pytest.fixture
def soup(house) -> int:
    return factories.make_item(house.store, "soup", price=4000, category_id=house.category)


def public_menu(house) -> dict:
    """The menu as anyone reads it who knows the store."""
    return alone(house.app.test_client().get, f"/api/menus?store={house.store.code}").json


def told(house, item: int) -> str | None:
    """Why guests cannot have an item, as the menu tells them."""
    tree = public_menu(house)
    items = [one for category in tree["categories"] for one in category["items"]]
    return next(one for one in items if one["id"] == item)["unavailable_reason"]


def ordered(house, item: int, quantity: int = 1) -> str:
    """What becomes of an order: its status, or why its line is refused."""
    answer = house.fresh_guest().order(line(item, quantity), total=4000 * quantity)
    if answer.status_code == 201:
        return "taken"
    return answer.json["error"]["details"]["lines"][0]["code"]


def put(house, path: str, body: dict, who: str = "staff"):
    return house.fresh(who).send("PUT", f"/api/{path}", body)


def marks(house) -> set[tuple[str, str | None]]:
    """What is marked sold out, and until when, as the menu is edited and as it leaves the store."""
    manager = house.fresh("manager")
    tree = manager.get("/api/menus?view=edit").json
    choices = [choice for group in tree["option_groups"] for choice in group["choices"]]
    found = {(c["name"]["ko"], c["sold_out_until"]) for c in [*tree["items"], *choices]
             if c["is_sold_out"]}  # fmt: skip
    _, left = importing.read_menu(house.store)
    told = [*left["items"], *(one for group in left["option_groups"] for one in group["choices"])]
    assert found == {(t["name"]["ko"], t["sold_out_until"]) for t in told if t["is_sold_out"]}
    return found


def change(house, item: int, choice: int, **values) -> None:
    """Change an item and a choice of the sizes as those who keep the menu do."""
    sizes = [{"id": one} for one in house.choices.values()]
    choices = [{**one, **values} if one["id"] == choice else one for one in sizes]
    path = f"/api/option-groups/{house.sizes}"
    for where, body in ((f"/api/menus/{item}", values), (path, {"choices": choices})):
        assert house.fresh("manager").send("PATCH", where, body).status_code == 200


def test_sold_out_until_tomorrow_is_sold_out_for_the_business_day(house, time, soup) -> None:
    body = {"is_sold_out": True, "until": "tomorrow"}
    answer = put(house, f"menus/{soup}/availability", body)
    assert answer.json["sold_out_until"] == "2026-03-03"
    assert (told(house, soup), ordered(house, soup)) == ("sold_out", "ITEM_SOLD_OUT")
    time.move_to(datetime(2026, 3, 2, 19, 59, 59, tzinfo=UTC))  # 4:59:59 of Tuesday
    assert (told(house, soup), ordered(house, soup)) == ("sold_out", "ITEM_SOLD_OUT")
    time.move_to(datetime(2026, 3, 2, 20, 0, tzinfo=UTC))
    assert (told(house, soup), ordered(house, soup)) == (None, "taken")


def test_sold_out_until_changed_stays_so(house, time, soup) -> None:
    put(house, f"menus/{soup}/availability", {"is_sold_out": True, "until": "tomorrow"})
    put(house, f"menus/{soup}/availability", {"is_sold_out": True})
    time.shift(3 * DAY)
    assert told(house, soup) == "sold_out"
    answer = put(house, f"menus/{soup}/availability", {"is_sold_out": False})
    assert (answer.json["sold_out_until"], told(house, soup)) == (None, None)


def test_a_mark_that_has_run_out_is_none_wherever_it_is_read(house, time, soup) -> None:
    large = house.choices["large"]
    for thing in (f"menus/{soup}", f"choices/{large}"):
        put(house, f"{thing}/availability", {"is_sold_out": True, "until": "tomorrow"})
    assert marks(house) == {("soup-ko", "2026-03-03"), ("large-ko", "2026-03-03")}
    time.shift(DAY)
    assert marks(house) == set()
    put(house, f"menus/{soup}/stock", {"stock": 0})
    foods, _ = listed(house.fresh("staff")).values()
    assert foods[-1] == ("soup", True, None, 0)  # for want of a count, not for today


def test_what_is_marked_anew_is_sold_out_until_changed(house, time, soup) -> None:
    large, day = house.choices["large"], {"is_sold_out": True, "until": "tomorrow"}
    for thing in (f"menus/{soup}", f"choices/{large}"):
        put(house, f"{thing}/availability", day)
    change(house, soup, large, is_sold_out=True)
    assert marks(house) == {("soup-ko", "2026-03-03"), ("large-ko", "2026-03-03")}
    time.shift(DAY)
    change(house, soup, large, is_sold_out=True)
    assert (told(house, soup), ordered(house, soup)) == ("sold_out", "ITEM_SOLD_OUT")
    assert marks(house) == {("soup-ko", None), ("large-ko", None)}
    change(house, soup, large, is_sold_out=True, sold_out_until="2026-03-09")
    assert marks(house) == {("soup-ko", "2026-03-09"), ("large-ko", "2026-03-09")}
    change(house, soup, large, is_sold_out=False)
    assert marks(house) == set()


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_an_import_marks_anew_what_had_run_out(house, time, soup) -> None:
    put(house, f"menus/{soup}/availability", {"is_sold_out": True, "until": "tomorrow"})
    time.shift(DAY)
    sheet = "name.ko,is_sold_out\nsoup-ko,yes\n"
    assert test_transfer.put(house.fresh("manager"), sheet, counts="true").json["changed"]
    assert marks(house) == {("soup-ko", None)}
    assert test_transfer.nothing_in(test_transfer.put(house.fresh("manager"), sheet, counts="true"))


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_mark_that_ran_out_since_an_export_is_none_in_the_file(house, time, soup) -> None:
    put(house, f"menus/{soup}/availability", {"is_sold_out": True, "until": "tomorrow"})
    exported = test_transfer.take(house.fresh("manager"), "csv")
    time.shift(DAY)
    for counts in ("false", "true"):
        answer = test_transfer.put(house.fresh("manager"), exported, counts=counts)
        assert test_transfer.nothing_in(answer)
        assert answer.json["left"] == 0


def test_only_what_is_sold_out_has_an_end(house, soup) -> None:
    body = {"is_sold_out": False, "until": "tomorrow"}
    assert fields(put(house, f"menus/{soup}/availability", body)) == {"until": "NOT_SOLD_OUT"}
    body = {"is_sold_out": True, "until": "2026-03-03"}
    assert fields(put(house, f"menus/{soup}/availability", body)) == {"until": "LITERAL_ERROR"}


def test_a_choice_is_sold_out_until_tomorrow_too(house, time) -> None:
    large = house.choices["large"]
    body = {"is_sold_out": True, "until": "tomorrow"}
    answer = put(house, f"choices/{large}/availability", body)
    assert (answer.json["is_sold_out"], answer.json["sold_out_until"]) == (True, "2026-03-03")

    def order():
        return house.fresh_guest().order(line(house.item, choice_ids=[large]), total=9500)

    assert order().json["error"]["details"]["lines"][0]["code"] == "CHOICE_SOLD_OUT"
    time.shift(DAY)
    assert order().status_code == 201


def test_a_count_is_set_used_up_and_taken_away(house, soup) -> None:
    assert put(house, f"menus/{soup}/stock", {"stock": 2}).json["stock"] == 2
    assert [ordered(house, soup, 3), ordered(house, soup, 2)] == ["OUT_OF_STOCK", "taken"]
    assert (told(house, soup), ordered(house, soup)) == ("sold_out", "ITEM_SOLD_OUT")
    put(house, f"menus/{soup}/stock", {"stock": 1})
    assert (told(house, soup), ordered(house, soup)) == (None, "taken")
    put(house, f"menus/{soup}/stock", {"stock": None})
    assert ordered(house, soup, 50) == "taken"
    assert fields(put(house, f"menus/{soup}/stock", {"stock": -1})) == {
        "stock": "GREATER_THAN_EQUAL"
    }
    assert fields(put(house, f"menus/{soup}/stock", {})) == {"stock": "MISSING"}


def left(house, item: int) -> int | None:
    tree = house.fresh("staff").get("/api/menus?view=edit").json
    return next(one for one in tree["items"] if one["id"] == item)["stock"]


def test_a_count_is_filled_up_each_morning(house, time, soup) -> None:
    daily = [3, 5, None, 3, 3, 3, 3]
    house.manager.send("PATCH", f"/api/menus/{soup}", {"daily_stock": daily})
    assert left(house, soup) == 3
    assert ordered(house, soup, 3) == "taken"
    assert (told(house, soup), left(house, soup)) == ("sold_out", 0)
    time.shift(DAY)
    assert (told(house, soup), left(house, soup)) == (None, 5)
    assert "5 left" in house.fresh("manager").get("/admin/menu").text
    assert ordered(house, soup, 2) == "taken"
    assert left(house, soup) == 3
    time.shift(DAY)  # nothing comes in on Wednesdays
    assert left(house, soup) == 3
    assert ordered(house, soup, 3) == "taken"
    assert ordered(house, soup) == "ITEM_SOLD_OUT"
    time.shift(5 * DAY)
    assert ordered(house, soup, 3) == "taken"


def test_a_set_is_sold_out_when_too_few_of_its_counted_choices_are_left(house, menu_events) -> None:
    side, choices = factories.make_group(house.store, {"fries": 0, "salad": 0}, least=3, most=3)
    cola = factories.make_item(house.store, "cola", category_id=house.category, stock=9)
    factories.make_part(side, cola)  # counted by its item
    meal = factories.make_item(
        house.store, "meal", price=4000, category_id=house.category, groups=(side,)
    )
    for name, stock in (("fries", 2), ("salad", 3)):
        counted = sa.update(Choice).where(Choice.id == choices[name])
        db.session.execute(counted.values(stock=stock))
    db.session.commit()
    put(house, f"menus/{cola}/stock", {"stock": 0})
    guest, before = house.fresh_guest(), len(menu_events())

    def order(*names: str):
        return guest.order(line(meal, choice_ids=[choices[name] for name in names]), total=4000)

    assert told(house, meal) is None
    last = order("fries", "salad", "salad").json  # one of each is left
    assert told(house, meal) == "sold_out"
    [event] = menu_events()[before:]
    assert {"id": meal, "is_sold_out": True, "is_available": False} in event["items"]
    answer = order("salad", "salad", "salad").json["error"]["details"]["lines"]
    assert [one["code"] for one in answer] == ["ITEM_SOLD_OUT"]
    found = house.fresh("manager").get("/api/menus/findings").json["findings"]
    assert [(one["code"], one["id"]) for one in found if one["severity"] == "blocks"] == [
        ("GROUP_UNANSWERABLE", meal)
    ]
    guest.cancel(last)
    assert told(house, meal) is None
    assert menu_events()[-1]["version"] == event["version"] + 1
    put(house, f"menus/{cola}/stock", {"stock": 5})
    assert order("fries", "salad", "salad").status_code == 201  # colas are enough by themselves
    assert told(house, meal) is None


def test_what_was_ordered_yesterday_does_not_return_to_todays_count(house, time, soup) -> None:
    house.manager.send("PATCH", f"/api/menus/{soup}", {"daily_stock": [5, 5, None, 5, 5, 5, 5]})
    monday = house.fresh_guest().order(line(soup, 3), total=12000).json
    time.shift(DAY)
    tuesday = house.fresh_guest().order(line(soup, 2), total=8000).json
    assert house.fresh("staff").cancel(monday).status_code == 200
    assert left(house, soup) == 3  # of the 5 that came this morning
    time.shift(DAY)  # nothing comes in on Wednesdays: Tuesday's count is today's
    assert left(house, soup) == 3
    assert house.fresh("staff").cancel(tuesday).status_code == 200
    assert left(house, soup) == 5


def test_a_count_by_hand_holds_for_its_day(house, time, soup) -> None:
    house.manager.send("PATCH", f"/api/menus/{soup}", {"daily_stock": [3] * 7})
    put(house, f"menus/{soup}/stock", {"stock": 1})
    assert [ordered(house, soup), ordered(house, soup)] == ["taken", "ITEM_SOLD_OUT"]
    put(house, f"menus/{soup}/availability", {"is_sold_out": False})
    assert ordered(house, soup, 50) == "taken"  # it is there, and nobody counts today
    time.shift(DAY)
    put(house, f"menus/{soup}/availability", {"is_sold_out": True})
    put(house, f"menus/{soup}/availability", {"is_sold_out": False})
    assert left(house, soup) == 3


def test_a_new_daily_count_leaves_what_is_counted_today(house, time, soup) -> None:
    put(house, f"menus/{soup}/stock", {"stock": 2})
    manager = house.fresh("manager")
    manager.send("PATCH", f"/api/menus/{soup}", {"daily_stock": [9] * 7})
    assert left(house, soup) == 2
    time.shift(DAY)
    assert left(house, soup) == 9


@pytest.mark.parametrize("daily", [[1], [1] * 6, [1] * 8, [-1] * 7, [1.5] * 7, "daily"])
def test_a_daily_count_has_one_for_each_weekday(house, soup, daily) -> None:
    answer = house.manager.send("PATCH", f"/api/menus/{soup}", {"daily_stock": daily})
    assert answer.status_code == 422
    assert all(path.startswith("daily_stock") for path in fields(answer))


LUNCH = [{"days": [0, 1, 2, 3, 4], "from": "11:00", "to": "14:00"}]
NIGHT = [{"days": [4, 5], "from": "21:00", "to": "02:00"}]
TUESDAY = [{"days": [1], "from": "11:00", "to": "12:00"}]


def test_an_item_is_sold_while_its_hours_and_its_categories_are_open(house, time, soup) -> None:
    parent = factories.make_category(house.store, "Food")
    house.manager.send("PATCH", f"/api/categories/{house.category}", {"parent_id": parent})
    steps = (
        (f"menus/{soup}", LUNCH, None),
        (f"categories/{house.category}", [*LUNCH, *NIGHT], None),
        (f"categories/{parent}", [*NIGHT, *TUESDAY], "hours"),
        (f"categories/{parent}", [], None),
        (f"menus/{soup}", NIGHT, "hours"),
    )
    for path, hours, reason in steps:
        answer = house.manager.send("PATCH", f"/api/{path}", {"hours": hours})
        assert answer.json["hours"] == hours
        tree = house.guest.get("/api/menus").json["categories"]
        children = [child for top in tree for child in (top, *top["children"])]
        [found] = [one for top in children for one in top["items"] if one["id"] == soup]
        assert found["unavailable_reason"] == reason
        taken = ordered(house, soup)
        assert taken == ("taken" if reason is None else "ITEM_NOT_SOLD_NOW")


def test_the_menu_says_when_it_changes_by_itself(house, time, soup) -> None:
    house.manager.send("PATCH", f"/api/categories/{house.category}", {"hours": LUNCH})
    assert public_menu(house)["changes_at"] == "2026-03-02T05:00:00.000Z"
    time.move_to(datetime(2026, 3, 2, 5, 0, tzinfo=UTC))
    assert (told(house, soup), ordered(house, soup)) == ("hours", "ITEM_NOT_SOLD_NOW")
    assert public_menu(house)["changes_at"] == "2026-03-02T20:00:00.000Z"


def test_a_paused_station_stops_what_it_cooks(house, soup) -> None:
    first = factories.make_station(house.store)
    bar = factories.make_station(house.store, "Bar", position=1)
    house.manager.send("PATCH", f"/api/menus/{soup}", {"station_id": bar})
    screen = house.screen()
    body = {"is_paused": True, "message": "The bar opens at 6"}
    answer = screen.send("PUT", f"/api/stations/{bar}/pause", body)
    assert (answer.json["is_paused"], answer.json["pause_message"]) == (True, "The bar opens at 6")
    assert (told(house, soup), ordered(house, soup)) == ("paused", "ITEM_NOT_SOLD_NOW")
    assert told(house, house.item) is None
    [category] = house.guest.get("/api/menus").json["categories"]
    notes = {one["id"]: one["unavailable_note"] for one in category["items"]}
    assert notes == {house.item: "", soup: "The bar opens at 6"}
    screen.send("PUT", f"/api/stations/{bar}/pause", {"is_paused": False})
    assert (told(house, soup), ordered(house, soup)) == (None, "taken")
    screen.send("PUT", f"/api/stations/{first}/pause", {"is_paused": True})
    assert (told(house, house.item), told(house, soup)) == ("paused", None)


def test_a_pause_is_told_to_guests_and_screens(house, menu_events) -> None:
    station = factories.make_station(house.store)
    put(house, f"stations/{station}/pause", {"is_paused": True})
    assert [event["version"] for event in menu_events()] == [2]
    assert house.guest.send("PUT", f"/api/stations/{station}/pause", {}).status_code == 403
    assert put(house, "stations/999/pause", {"is_paused": True}).status_code == 404


def listed(who) -> dict[str, list[tuple]]:
    """What staff are told is sold out, until when, and how much is left, by category or group."""
    sections = who.get("/api/availability").json["sections"]
    return {
        part["name"]: [
            (e["name"], e["is_sold_out"], e["until"], e["stock"]) for e in part["entries"]
        ]
        for part in sections
    }


def test_staff_read_at_a_glance_what_is_sold_out(house, time, soup) -> None:
    tea = factories.make_item(house.store, "tea", price=3000, category_id=house.category)
    factories.make_item(house.store, "secret", category_id=house.category, is_visible=False)
    put(house, f"menus/{house.item}/availability", {"is_sold_out": True, "until": "tomorrow"})
    put(house, f"menus/{soup}/stock", {"stock": 2})
    put(house, f"menus/{tea}/stock", {"stock": 0})
    put(house, f"choices/{house.choices['large']}/availability", {"is_sold_out": True})
    food = [("bibimbap", True, "tomorrow", None), ("soup", False, None, 2), ("tea", True, None, 0)]
    sizes = [("regular", False, None, None), ("large", True, None, None)]
    told = listed(house.fresh("staff"))
    assert list(told.values()) == [food, sizes]
    assert listed(house.screen()) == told
    assert house.guest.get("/api/availability").status_code == 403
    time.shift(DAY)
    (bibimbap, *_), _ = listed(house.fresh("staff")).values()
    assert bibimbap == ("bibimbap", False, None, None)


@pytest.mark.parametrize("thing", ["menus", "choices"])
def test_a_shared_screen_marks_with_a_persons_pin(house, thing) -> None:
    row = house.item if thing == "menus" else house.choices["large"]
    path, body = f"/api/{thing}/{row}/availability", {"is_sold_out": True}
    screen, owner = house.screen(), house.fresh("owner")
    refused = screen.send("PUT", path, body).json["error"]
    assert (refused["code"], refused["details"]) == ("PIN_REQUIRED", {"action": "mark_sold_out"})
    cook = factories.make_account(house.store, "minji", role="staff")
    owner.send("PUT", f"/api/accounts/{cook}/pin", {"pin": "2580"})
    wrong = {**body, "approval": {"account_id": cook, "pin": "0000"}}
    assert screen.send("PUT", path, wrong).status_code == 403
    assert not any(row[1] for rows in listed(screen).values() for row in rows)
    right = {**body, "approval": {"account_id": cook, "pin": "2580"}}
    assert screen.send("PUT", path, right).json["is_sold_out"] is True
