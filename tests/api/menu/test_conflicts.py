"""Two people at one form, and counts that are sold from meanwhile: nothing is lost silently."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests import factories
from tests.api.menu.test_pages import FormReader, Manager, changed, everything, manager

__all__ = ["manager"]


@pytest.fixture
def item(house) -> str:
    return f"/admin/menu/items/{house.item}"


def patch(house, body: dict[str, Any]) -> None:
    assert house.manager.send("PATCH", f"/api/menus/{house.item}", body).status_code == 200


def test_the_later_one_is_told_what_changed_and_keeps_what_they_typed(
    house, manager: Manager, item: str
) -> None:
    fields = manager.open(f"{item}?lang=en")
    patch(house, {"price": 9999, "name": {"ko": "새 이름", "en": "New name"}})
    typed = changed(fields, **{"name.en": "Mine", "spicy": "2"})
    answer = manager.submit(f"{item}?lang=en", typed)
    assert answer.status_code == 422
    assert "Somebody else changed this meanwhile." in answer.text
    assert "<ins>9999</ins>" in answer.text
    assert "<ins>New name</ins>" in answer.text
    shown = FormReader(answer.text).fields
    told = (shown["name.ko"], shown["name.en"], shown["price"], shown["spicy"])
    assert told == ("새 이름", "Mine", "9999", "2")
    assert everything(house)["items"][0]["spicy"] == 0
    assert manager.submit(item, shown).status_code == 303
    saved = everything(house)["items"][0]
    assert (saved["name"], saved["price"]) == ({"ko": "새 이름", "en": "Mine"}, 9999)
    assert saved["spicy"] == 2


def test_what_both_made_the_same_is_no_conflict(house, manager: Manager, item: str) -> None:
    typed = changed(manager.open(item), price="9,999".replace(",", ""))
    patch(house, {"price": 9999})
    assert manager.submit(item, typed).status_code == 303


def test_what_orders_and_the_board_move_is_taken_over_without_a_word(
    house, manager: Manager, item: str
) -> None:
    patch(house, {"stock": 9})
    typed = changed(manager.open(item), price="7000")
    patch(house, {"stock": 3, "is_sold_out": True})
    assert manager.submit(item, typed).status_code == 303
    saved = everything(house)["items"][0]
    assert (saved["stock"], saved["is_sold_out"], saved["price"]) == (3, True, 7000)
    assert manager.submit(item, changed(manager.open(item), stock="8")).status_code == 303
    assert everything(house)["items"][0]["stock"] == 8


def test_choices_keep_what_is_sold_of_them_meanwhile(house, manager: Manager) -> None:
    path = f"/admin/option-groups/{house.sizes}"
    large = house.choices["large"]
    fields = manager.open(path)
    counted = changed(fields, **{"choices.0.stock": "5", "choices.1.stock": "5"})
    assert manager.submit(path, counted).status_code == 303
    fields = manager.open(path)
    choices = f"/api/choices/{large}/availability"
    house.staff.send("PUT", choices, {"is_sold_out": True})
    typed = changed(fields, **{"choices.0.price_delta": "300", "choices.0.stock": "4"})
    assert manager.submit(path, typed).status_code == 303
    first, second = everything(house)["option_groups"][0]["choices"]
    assert (first["price_delta"], first["stock"], first["is_sold_out"]) == (300, 4, False)
    assert (second["stock"], second["is_sold_out"]) == (5, True)


def test_a_choice_that_went_meanwhile_can_be_kept(house, manager: Manager) -> None:
    path = f"/admin/option-groups/{house.sizes}"
    fields = manager.open(f"{path}?lang=en")
    [group] = everything(house)["option_groups"]
    left = {"choices": [{"id": group["choices"][0]["id"], "name": {"ko": "하나"}}]}
    house.manager.send("PATCH", f"/api/option-groups/{house.sizes}", left)
    answer = manager.submit(f"{path}?lang=en", changed(fields, **{"choices.1.price_delta": "70"}))
    assert answer.status_code == 422
    assert "<ins>하나</ins>" in answer.text
    assert manager.submit(path, FormReader(answer.text).fields).status_code == 303
    [group] = everything(house)["option_groups"]
    assert [choice["price_delta"] for choice in group["choices"]] == [0, 70]


def test_a_category_too(house, manager: Manager) -> None:
    path = f"/admin/categories/{house.category}"
    fields = manager.open(f"{path}?lang=en")
    station = factories.make_station(house.store, "Bar")
    change = {"station_id": station, "hours": [{"days": [0], "from": "10:00", "to": "11:00"}]}
    house.manager.send("PATCH", f"/api/categories/{house.category}", change)
    answer = manager.submit(f"{path}?lang=en", changed(fields, **{"name.en": "Mine"}))
    assert answer.status_code == 422
    assert "<ins>Bar</ins>" in answer.text
    assert "<ins>Mon 10:00-11:00</ins>" in answer.text
    assert manager.submit(path, FormReader(answer.text).fields).status_code == 303
    [category] = everything(house)["categories"]
    assert (category["station_id"], category["hours"]) == (station, change["hours"])
    assert category["name"]["en"] == "Mine"


KINDS = {
    "menus": ("/admin/menu/items", "items"),
    "categories": ("/admin/categories", "categories"),
    "option-groups": ("/admin/option-groups", "option_groups"),
}


@pytest.mark.parametrize("kind", [*KINDS])
def test_what_was_deleted_meanwhile_can_be_saved_as_new(house, manager: Manager, kind: str) -> None:
    pages, rows = KINDS[kind]
    empty = factories.make_category(house.store, "Empty", position=4)
    row = {"menus": house.item, "categories": empty, "option-groups": house.sizes}[kind]
    typed = changed(manager.open(f"{pages}/{row}"), **{"name.ko": "오래 쓴 이름"})
    assert house.manager.send("DELETE", f"/api/{kind}/{row}").status_code == 204
    left = everything(house)[rows]
    answer = manager.submit(f"{pages}/{row}?lang=en", typed)
    assert answer.status_code == 404
    assert "Somebody else deleted this meanwhile." in answer.text
    assert everything(house)[rows] == left
    found = re.search(r'"adm-form" method="post" action="([^"]+)"', answer.text)
    assert found
    assert found[1] == f"{pages}/new"
    assert manager.submit(found[1], FormReader(answer.text).fields).status_code == 303
    *others, made = everything(house)[rows]
    assert others == left
    assert made["name"]["ko"] == "오래 쓴 이름"


@pytest.mark.parametrize(
    "opened",
    [
        "",
        "{",
        "[]",
        '{"price": 5}',
        "[" * 100_000,
        '{"name.xx": 1, "none": 2, "name.": {}, "choices": 3}',
    ],
)
def test_a_broken_memory_of_the_form_breaks_nothing(
    house, manager: Manager, item: str, opened: str
) -> None:
    unknown = {"name.xx": "?", "none": "?", "name.": "?", "choices.0.id": "?"}
    typed = changed(manager.open(item), opened=opened, price="1", **unknown)
    assert manager.submit(item, typed).status_code in {303, 422}
    path = f"/admin/categories/{house.category}"
    typed = changed(manager.open(path), opened=opened, price="1", **unknown)
    assert manager.submit(path, typed).status_code in {303, 422}


def test_a_script_is_told_where_to_go(house, manager: Manager, item: str) -> None:
    fields = manager.open(item)
    fields["csrf_token"] = manager.cookie("to_staff_csrf") or ""
    answer = manager.client.post(item, data=fields, headers={"X-Sent-By": "script"})
    assert answer.status_code == 204
    assert answer.headers["Location"] == f"/admin/menu?done=saved#item-{house.item}"
