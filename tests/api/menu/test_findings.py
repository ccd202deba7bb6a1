"""What is wrong with a menu is named to those who keep it, and cannot be ordered by guests."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
import time_machine

from tableorder.db import db
from tableorder.menu.models import Choice, MenuItem
from tests import factories
from tests.actors import Browser, line

PICTURE = {"name": "a" * 32, "width": 640, "height": 480}
MONDAY = [{"days": [0], "from": "10:00", "to": "12:00"}]
SUNDAY_NIGHT = [{"days": [6], "from": "22:00", "to": "11:00"}]
TUESDAY = [{"days": [1], "from": "10:00", "to": "12:00"}]


@pytest.fixture
def sound(house) -> int:
    """The house's menu with nothing wrong about it; returns the item."""
    db.session.execute(sa.update(MenuItem).values(image=PICTURE))
    db.session.commit()
    return house.item


def found(house) -> list[tuple[str, str, str, int]]:
    answer = house.manager.get("/api/menus/findings").json["findings"]
    return [(one["code"], one["severity"], one["kind"], one["id"]) for one in answer]


def shown(house) -> set[int]:
    """The items that guests read of."""
    categories = house.fresh_guest().get("/api/menus").json["categories"]
    return {item["id"] for category in categories for item in category["items"]}


def change(house, path: str, **body) -> None:
    assert house.manager.send("PATCH", f"/api/{path}", body).status_code == 200


def test_a_sound_menu_has_no_findings(house, sound) -> None:
    assert found(house) == []


def test_a_required_group_of_which_nothing_is_left_blocks_its_items(house, sound) -> None:
    for choice in house.choices.values():
        house.staff.send("PUT", f"/api/choices/{choice}/availability", {"is_sold_out": True})
    assert found(house) == [("GROUP_UNANSWERABLE", "blocks", "item", sound)]
    [told] = house.manager.get("/api/menus/findings").json["findings"]
    assert shown(house) == {sound}  # sold out, which may end
    assert told["message"] == (
        "bibimbap cannot be ordered: guests have to choose 1 of Size, "
        "and there is not enough of it."
    )
    order = house.guest.order(line(sound, choice_ids=[house.choices["large"]]), total=9500)
    assert order.json["error"]["details"]["lines"][0]["code"] == "ITEM_SOLD_OUT"
    change(house, f"menus/{sound}", is_visible=False)
    assert found(house) == []  # guests see nothing of it


@pytest.mark.parametrize(
    ("own", "of_category", "is_open"),
    [
        ([], [], True),
        (MONDAY, [], True),
        (MONDAY, SUNDAY_NIGHT, True),
        (TUESDAY, SUNDAY_NIGHT, False),
        (MONDAY, TUESDAY, False),
        (MONDAY, [*TUESDAY, *MONDAY], True),
    ],
)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_hours_that_never_meet_block(house, sound, own, of_category, is_open: bool) -> None:
    change(house, f"menus/{sound}", hours=own)
    change(house, f"categories/{house.category}", hours=of_category)
    assert found(house) == ([] if is_open else [("NEVER_OPEN", "blocks", "item", sound)])
    assert shown(house) == ({sound} if is_open else set())


def test_a_set_is_looked_at_in_its_own_hours(house, sound) -> None:
    day = {"days": [0, 1, 2, 3, 4, 5, 6]}
    morning, evening = (
        [{**day, "from": "07:00", "to": "11:00"}],
        [{**day, "from": "18:00", "to": "22:00"}],
    )
    group, _ = factories.make_group(house.store, {}, least=1)
    factories.make_part(group, sound, is_default=True)
    breakfast = factories.make_item(
        house.store, "breakfast", category_id=house.category, groups=(group,), hours=morning,
        image=PICTURE,
    )  # fmt: skip
    blocked = ("GROUP_UNANSWERABLE", "blocks", "item", breakfast)
    for moment in ("2026-03-01T23:00Z", "2026-03-02T03:00Z", "2026-03-02T10:00Z"):  # 8, 12, 19
        with time_machine.travel(moment, tick=False):
            house.manager = house.fresh("manager")
            change(house, f"menus/{sound}", hours=morning)
            assert (found(house), shown(house)) == ([], {sound, breakfast})
            change(house, f"menus/{sound}", hours=evening)
            assert (found(house), shown(house)) == ([blocked], {sound})


def test_what_is_never_sold_says_nothing_of_its_choices(house, sound) -> None:
    group, _ = factories.make_group(house.store, {}, least=1)
    factories.make_part(group, sound)
    feast = factories.make_item(
        house.store, "feast", category_id=house.category, groups=(group,), hours=MONDAY,
        image=PICTURE,
    )  # fmt: skip
    change(house, f"categories/{house.category}", hours=[*MONDAY])
    assert found(house) == []
    change(house, f"menus/{feast}", hours=TUESDAY)
    assert found(house) == [("NEVER_OPEN", "blocks", "item", feast)]


def test_a_default_that_cannot_be_had_is_named(house, sound) -> None:
    regular = house.choices["regular"]
    values = {"is_default": True, "is_sold_out": True}
    db.session.execute(sa.update(Choice).where(Choice.id == regular).values(values))
    db.session.commit()
    assert found(house) == [("DEFAULT_SOLD_OUT", "warns", "option_group", house.sizes)]


def test_a_hidden_part_of_a_set_is_named_and_not_offered(house, sound) -> None:
    cola = factories.make_item(
        house.store, "cola", category_id=house.category, image=PICTURE, is_visible=False
    )
    drinks, _ = factories.make_group(house.store, {"water": 0}, least=1)
    factories.make_part(drinks, cola)
    factories.make_item(
        house.store, "set", category_id=house.category, image=PICTURE, groups=(drinks,)
    )
    assert found(house) == [("PART_HIDDEN", "warns", "option_group", drinks)]


def test_an_optional_group_of_which_there_is_never_anything_is_not_asked(house, sound) -> None:
    cola, night = (
        factories.make_item(
            house.store, name, category_id=house.category, image=PICTURE, hours=hours
        )
        for name, hours in (("cola", []), ("beer", TUESDAY))
    )
    drinks, _ = factories.make_group(house.store, {})
    for part in (cola, night):
        factories.make_part(drinks, part)
    meal = factories.make_item(
        house.store, "set", category_id=house.category, image=PICTURE, groups=(drinks,),
        hours=MONDAY,
    )  # fmt: skip

    def asked() -> list[int]:
        [top] = house.fresh_guest().get("/api/menus").json["categories"]
        item = next(one for one in top["items"] if one["id"] == meal)
        return [group["id"] for group in item["option_groups"]]

    assert (found(house), asked()) == ([], [drinks])
    change(house, f"menus/{cola}", is_sold_out=True)  # which may end
    assert (found(house), asked()) == ([], [drinks])
    change(house, f"menus/{cola}", is_visible=False)
    assert asked() == []
    assert found(house) == [
        ("PART_HIDDEN", "warns", "option_group", drinks),
        ("GROUP_EMPTY", "warns", "item", meal),
    ]


def test_a_set_whose_only_part_is_hidden_is_hidden_from_guests(house, sound) -> None:
    cola = factories.make_item(house.store, "cola", category_id=house.category, image=PICTURE)
    drinks, _ = factories.make_group(house.store, {}, least=1)
    factories.make_part(drinks, cola)
    meal = factories.make_item(
        house.store, "set", category_id=house.category, image=PICTURE, groups=(drinks,)
    )
    assert shown(house) == {sound, cola, meal}
    change(house, f"menus/{cola}", is_visible=False)
    assert shown(house) == {sound}
    assert ("GROUP_UNANSWERABLE", "blocks", "item", meal) in found(house)


def test_an_option_that_asks_what_nobody_can_answer_is_named(house, sound) -> None:
    side, choices = factories.make_group(house.store, {"fries": 0, "salad": 0})
    dips, dip = factories.make_group(house.store, {"ketchup": 0}, least=1)
    factories.let_choice_ask(choices["fries"], dips)
    factories.make_item(
        house.store, "plate", category_id=house.category, image=PICTURE, groups=(side,)
    )
    assert found(house) == []
    house.staff.send("PUT", f"/api/choices/{dip['ketchup']}/availability", {"is_sold_out": True})
    assert found(house) == [("GROUP_UNANSWERABLE", "blocks", "option_group", side)]


def test_what_looks_amiss_is_named(house, sound) -> None:
    change(house, f"menus/{sound}", price=0, name={"ko": "밥"}, description={"en": "Rice"})
    twin = factories.make_item(house.store, "x", category_id=house.category)
    change(house, f"menus/{twin}", name={"ko": " 밥", "en": "Rice"})
    assert found(house) == [
        ("PRICE_UNCONFIRMED", "warns", "item", sound),
        ("NAME_DOUBLED", "warns", "item", twin),
        ("TRANSLATION_MISSING", "warns", "item", sound),
        ("PICTURE_MISSING", "warns", "item", twin),
    ]
    change(house, f"menus/{sound}", is_free_confirmed=True)
    assert "PRICE_UNCONFIRMED" not in {code for code, *_ in found(house)}


def test_doubled_names_and_untranslated_origins_are_named(house, sound) -> None:
    change(house, f"menus/{sound}", origin={"ko": "국산"})
    [twin, child, other] = (
        factories.make_category(house.store, name, **values)
        for name, values in (("Rice", {}), ("Rice", {"parent_id": house.category}), ("Beer", {}))
    )
    change(house, f"categories/{house.category}", name={"ko": "밥", "en": "Rice"})
    change(house, f"categories/{twin}", name={"ko": " 밥", "en": "Meals"})
    for place, category in enumerate((child, other, twin)):
        factories.make_item(house.store, f"dish{place}", category_id=category, image=PICTURE)
    change(
        house,
        f"option-groups/{house.sizes}",
        choices=[{"name": {"ko": "대", "en": en}} for en in ("large", "huge", "giant")],
    )
    giant = house.manager.get("/api/option-groups").json["option_groups"][0]["choices"][2]["id"]
    assert found(house) == [
        ("CATEGORY_DOUBLED", "warns", "category", twin),
        *[("CHOICE_DOUBLED", "warns", "option_group", house.sizes)] * 2,
        ("TRANSLATION_MISSING", "warns", "item", sound),
    ]
    told = house.manager.get("/api/menus/findings").json["findings"]
    assert told[2]["key"] == f"CHOICE_DOUBLED.option_group.{house.sizes}.{giant}"
    assert told[2]["message"] == "3 choices of one group are called large."


def test_managers_see_the_check_and_others_do_not(house, other) -> None:
    assert house.staff.get("/api/menus/findings").status_code == 403
    assert house.guest.get("/api/menus/findings").status_code == 403
    theirs = {one["id"] for one in other.manager.get("/api/menus/findings").json["findings"]}
    assert theirs <= {other.item, other.category, other.sizes}
    factories.make_account(house.store)
    browser = Browser(house.app)
    browser.sign_in(house.store)
    page = browser.get("/admin/menu/check", Accept_Language="en")
    assert "bibimbap has no picture." in page.text
    assert f'href="/admin/menu/items/{house.item}"' in page.text
