"""A form before it is saved: drawn as guests would see it, and asked about if it keeps them out."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories
from tests.actors import alone
from tests.api.menu.test_pages import FormReader, Manager, changed, everything, manager

__all__ = ["manager"]

NEVER = {"hours.0.days": "0", "hours.0.from": "10:00", "hours.0.to": "11:00"}


def draw(manager: Manager, kind: str, row: int, fields: Any, language: str = "en") -> Any:
    fields["csrf_token"] = manager.cookie("to_staff_csrf") or ""
    path = f"/admin/menu/drafts/{kind}/{row}?lang={language}"
    return alone(manager.client.post, path, data=fields)


@pytest.fixture
def item(house) -> str:
    return f"/admin/menu/items/{house.item}"


def codes(answer: Any) -> set[str]:
    return {finding["code"] for finding in answer.json["findings"]}


def test_a_draft_is_drawn_and_nothing_is_saved(
    house, menu_events, manager: Manager, item: str
) -> None:
    before = everything(house)
    typed = changed(manager.open(item), **{"name.en": "Fresh & hot", "price": "12,300"})
    answer = draw(manager, "item", house.item, typed)
    assert answer.json["dish"] == house.item
    assert "Fresh &amp; hot" in answer.json["html"]
    assert "₩12,300" in answer.json["html"]
    assert "bibimbap-ko" in draw(manager, "item", house.item, typed, "ko").json["html"]
    assert everything(house) == before
    assert menu_events() == []


def test_what_cannot_be_read_yet_stays_as_it_was(house, manager: Manager, item: str) -> None:
    typed = changed(manager.open(item), **{"price": "12x", "name.en": "Fresh", **NEVER})
    typed["hours.0.to"] = ""
    assert "Fresh" in draw(manager, "item", house.item, typed).json["html"]


def test_a_new_dish_is_drawn_in_its_category(house, manager: Manager) -> None:
    fields = manager.open(f"/admin/menu/items/new?category={house.category}")
    empty = draw(manager, "item", 0, fields).json
    assert empty["findings"] == []
    named = changed(fields, **{"name.ko": "김밥", "price": "0"})
    answer = draw(manager, "item", 0, named)
    assert 'id="dish-0"' in answer.json["html"]
    wrong = {"PRICE_UNCONFIRMED", "PICTURE_MISSING", "TRANSLATION_MISSING"}
    assert codes(answer) == wrong
    assert codes(draw(manager, "item", 0, changed(named, has_picture="on"))) == wrong - {
        "PICTURE_MISSING"
    }
    homeless = draw(manager, "item", 0, changed(named, category_id="999")).json
    assert homeless["is_hidden"]


def test_what_guests_do_not_see_is_said(house, manager: Manager, item: str) -> None:
    fields = manager.open(item)
    del fields["is_visible"]
    assert draw(manager, "item", house.item, fields).json["is_hidden"]
    lonely = factories.make_category(house.store, "Empty")
    fields = manager.open(f"/admin/categories/{lonely}")
    assert draw(manager, "category", lonely, fields).json["is_hidden"]


def test_a_group_is_drawn_at_a_dish_that_asks_it(house, manager: Manager) -> None:
    fields = manager.open(f"/admin/option-groups/{house.sizes}")
    typed = changed(fields, **{"choices.1.name.en": "Gigantic", "choices.0.menu_id": "999"})
    answer = draw(manager, "option_group", house.sizes, typed)
    assert answer.json["dish"] == house.item
    assert "Gigantic" in answer.json["html"]


def test_a_group_that_only_choices_ask_is_drawn_at_a_dish_that_leads_to_it(
    house, manager: Manager
) -> None:
    dips, _ = factories.make_group(house.store, {"ketchup": 0})
    factories.let_choice_ask(house.choices["large"], dips)
    answer = draw(
        manager, "option_group", dips, changed(manager.open(f"/admin/option-groups/{dips}"))
    )
    assert (answer.json["dish"], answer.json["is_hidden"]) == (house.item, False)


@pytest.mark.parametrize("path", ["item/1?lang=en", "dish/1", "item/99999999999999999999"])
def test_only_managers_draw_and_only_what_there_is(house, manager: Manager, path: str) -> None:
    factories.make_account(house.store, username="waiter", role="staff")
    waiter = Manager(house.app)
    waiter.sign_in(house.store, username="waiter")
    assert waiter.submit(f"/admin/menu/drafts/{path}", {}).status_code == 403
    known = path.startswith("item/")
    assert manager.submit(f"/admin/menu/drafts/{path}", {}).status_code == (200 if known else 404)


def test_the_frame_is_for_our_own_pages_and_chooses_no_language(house, manager: Manager) -> None:
    answer = manager.get("/admin/menu/preview?lang=ja")
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "Set-Cookie" not in answer.headers
    for path in ("/admin/menu", f"/admin/menu/items/{house.item}"):
        other = manager.get(path)
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]
        assert other.headers["X-Frame-Options"] == "DENY"


def test_a_change_that_keeps_guests_from_ordering_asks_first(
    house, manager: Manager, item: str
) -> None:
    lunch = {"hours": [{"days": [1], "from": "10:00", "to": "11:00"}]}
    house.manager.send("PATCH", f"/api/categories/{house.category}", lunch)
    typed = changed(manager.open(f"{item}?lang=en"), **NEVER)
    answer = manager.submit(f"{item}?lang=en", typed)
    assert answer.status_code == 422
    assert "Guests could not order this after the change." in answer.text
    assert "is never sold" in answer.text
    assert everything(house)["items"][0]["hours"] == []
    anyway = f"NEVER_OPEN.item.{house.item}"
    assert f'name="anyway" value="{anyway}"' in answer.text
    shown = FormReader(answer.text).fields
    assert (
        manager.submit(item, changed(shown, anyway="GROUP_UNANSWERABLE.item.1")).status_code == 422
    )
    assert manager.submit(item, changed(shown, anyway=anyway)).status_code == 303
    # What is so already is not asked for again.
    assert manager.submit(item, changed(manager.open(item), price="5")).status_code == 303


def test_a_group_that_nobody_could_answer_asks_first(house, manager: Manager) -> None:
    path = f"/admin/option-groups/{house.sizes}"
    sold_out = {"min_select": "1", "choices.0.sale": "off", "choices.1.sale": "today"}
    answer = manager.submit(f"{path}?lang=en", changed(manager.open(path), **sold_out))
    assert answer.status_code == 422
    assert "not enough of it" in answer.text
    assert f"GROUP_UNANSWERABLE.item.{house.item}.{house.sizes}" in answer.text


def test_a_second_fault_of_one_kind_is_told_too(house, manager: Manager, item: str) -> None:
    parts = [factories.make_item(house.store, one, category_id=house.category) for one in "abc"]
    side, _ = factories.make_group(house.store, {"rice": 0})
    for part in parts:
        factories.make_part(side, part)
    factories.make_item(house.store, "set", category_id=house.category, groups=(side,))
    house.manager.send("PATCH", f"/api/menus/{parts[0]}", {"is_visible": False})
    fields = manager.open(f"/admin/menu/items/{parts[1]}")
    del fields["is_visible"]
    told = draw(manager, "item", parts[1], fields).json["findings"]
    assert [one["message"] for one in told if one["code"] == "PART_HIDDEN"] == [
        "Size offers b, which is hidden from guests."
    ]
    house.manager.send("PATCH", f"/api/menus/{parts[1]}", {"is_visible": False})
    fields = manager.open(f"/admin/option-groups/{side}")
    told = draw(manager, "option_group", side, fields).json["findings"]
    hidden = [one["key"] for one in told if one["code"] == "PART_HIDDEN"]
    assert len({*hidden}) == 2


def test_a_category_whose_hours_never_meet_its_dishes_asks_first(house, manager: Manager) -> None:
    monday = [{"days": [0], "from": "10:00", "to": "11:00"}]
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"hours": monday})
    path = f"/admin/categories/{house.category}"
    typed = changed(manager.open(path), **{**NEVER, "hours.0.days": "2"})
    assert manager.submit(path, typed).status_code == 422
    answer = manager.submit(path, changed(typed, anyway=f"NEVER_OPEN.item.{house.item}"))
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("price", "-1", "Must be at least 0."),
        ("price", "1.5", "Must be a whole number."),
        ("price", "1e999999", "Must be a whole number."),
        ("price", "100000001", "Must be at most 100000000."),
        ("price", "9" * 400, "Must be at most 100000000."),
        ("name.ko", "x" * 101, "At most 100 characters."),
        ("name.en", "a\u202eb", "Must not hold control characters."),
        ("origin.ko", "a\x07", "Must not hold control characters."),
        ("daily_stock.6", "-3", "Must be a whole number."),
        ("stock", "1.5", "Must be a whole number."),
        ("category_id", "999", "There is no such entry."),
    ],
)
def test_bad_input_has_a_sentence_at_its_field(
    manager: Manager, item: str, field: str, typed: str, sentence: str
) -> None:
    answer = manager.submit(f"{item}?lang=en", changed(manager.open(item), **{field: typed}))
    assert answer.status_code == 422
    at = answer.text.index(f'id="{field}-error"')
    assert sentence in answer.text[at : at + 400]


def test_a_category_is_not_its_own_parent(house, manager: Manager) -> None:
    path = f"/admin/categories/{house.category}"
    typed = changed(manager.open(path), parent_id=str(house.category))
    answer = manager.submit(f"{path}?lang=en", typed)
    assert answer.status_code == 422
    at = answer.text.index('id="parent_id-error"')
    assert "Categories have two levels" in answer.text[at : at + 400]
    assert draw(manager, "category", house.category, typed).status_code == 200
