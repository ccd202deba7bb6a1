"""Everything that is wrong with a menu file is told at once, and nothing that only follows."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest

from tests import factories
from tests.actors import staff_of
from tests.api.menu.test_transfer import (
    FOOD,
    archive,
    by_hand,
    faults_of,
    files,
    items_of,
    menu_file,
    menu_of,
    photo,
    put,
)
from tests.api.menu.test_transfer_pages import Manager

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

UNKNOWN = "There is no such entry."
WHOLE = "Must be a whole number."
REQUIRED = "This field is required."
DEEP = "Categories have two levels: choose one of the first level, not itself."
LETTERS = (
    "The letters of this row cannot be read."
    " Please type them anew, or save the file as “CSV UTF-8”."
)
KEPT = {"name": {"ko": "dish"}, "category_id": 1, "price": 1}


def choice(name: str, **more: Any) -> dict[str, Any]:
    return {"name": {"ko": name}, **more}


WRONG = menu_file(
    surprise=1,
    stations=[{"id": 1, "name": "Bar", "warn_after": 9, "late_after": 4}, {"id": 2}],
    categories=[
        FOOD,
        {"id": 2, "name": {"ko": "A"}, "parent_id": 3},
        {"id": 3, "name": {"ko": "B"}, "parent_id": 1},
        {"id": 4, "name": {"ko": "C"}},
        {"id": 4, "name": {"ko": "x" * 101}},
    ],
    option_groups=[
        {"id": 1, "name": {"ko": "G"}, "min_select": 3,
         "choices": [choice("a"), choice("b", price_delta="free")]},
        {"id": 2, "name": {"ko": "H"}},
    ],
    items=[
        {**KEPT, "price": "cheap", "labels": ["new", "odd"], "category_id": 99},
        {"category_id": 1, "price": 1.5, "stock": -1},
        KEPT,
        {**KEPT, "name": {"en": "only English"}},
        {**KEPT, "hours": [{"days": [0], "from": "25:00", "to": "10:00"}], "option_group_ids": [7]},
    ],
)  # fmt: skip


def test_a_menu_file_tells_shape_and_sense_in_one_round_by_place(house) -> None:
    before = menu_of(house.manager)
    found = faults_of(put(house.manager, json.dumps({**WRONG, "currency": "USD"})))
    labels = found.pop("items.0.labels.1")
    assert labels.startswith("Must be one of")
    assert list(found.items()) == [
        ("surprise", "This field is not known here."),
        ("currency", "These prices are in USD, but the store's are in KRW."),
        ("stations.0.late_after", "Must be more than the minutes of the first sign."),
        ("stations.1.name", REQUIRED),
        ("categories.1.parent_id", DEEP),
        ("categories.2.parent_id", DEEP),
        ("categories.4.name.ko", "At most 100 characters."),
        ("categories.4.id", "The same entry stands here twice."),
        ("option_groups.0.max_select", "Must not be below the least number."),
        ("option_groups.0.choices.1.price_delta", WHOLE),
        ("option_groups.1.choices", "A group needs between 1 and 50 choices."),
        ("items.0.price", WHOLE),
        ("items.0.category_id", UNKNOWN),
        ("items.1.price", WHOLE),
        ("items.1.stock", "Must be at least 0."),
        ("items.1.name", REQUIRED),
        ("items.3.name.ko", REQUIRED),
        ("items.4.hours.0.from", "Does not have the right form."),
        ("items.4.option_group_ids", UNKNOWN),
    ]
    assert menu_of(house.manager) == before


FOLLOWING: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a category whose number cannot be read": (
        {"categories": [{**FOOD, "id": "one"}], "items": [KEPT]}, ["categories.0.id"]),
    "a row that is none": (
        {"categories": [5, {"id": 2, "name": {"ko": "A"}, "parent_id": 1}], "items": [KEPT]},
        ["categories.0"]),
    "a section that is none": (
        {"categories": "Food", "items": [KEPT, {**KEPT, "price": -1}]},
        ["categories", "items.1.price"]),
    "a category whose parent cannot be read": (
        {"categories": [FOOD, {"id": 2, "name": {"ko": "A"}, "parent_id": "1"},
                        {"id": 3, "name": {"ko": "B"}, "parent_id": 2}]},
        ["categories.1.parent_id"]),
    "a station whose minutes cannot be read": (
        {"stations": [{"name": "Bar", "warn_after": "1", "late_after": 3}]},
        ["stations.0.warn_after"]),
    "choices that cannot be read": (
        {"option_groups": [{"name": {"ko": "G"}, "choices": "many"}]}, ["option_groups.0.choices"]),
    "a part of a set whose dish cannot be read": (
        {"option_groups": [{"name": {"ko": "G"}, "choices": [{"menu_id": "soup"}]}]},
        ["option_groups.0.choices.0.menu_id"]),
    "groups of one number": (
        {"option_groups": [{"id": 1, "name": {"ko": name}, "choices": [choice(f"{name}{n}")
                            for n in range(30)]} for name in "GH"]},
        ["option_groups.1.id"]),
    "names of fields that look like places": (
        {"items": [{**KEPT, "labels.0": 1, "hours.99999999999999999999": 1}], "categories": [FOOD]},
        ["items.0.labels.0", "items.0.hours.99999999999999999999"]),
}  # fmt: skip


@pytest.mark.parametrize("name", FOLLOWING)
def test_what_only_follows_is_not_told(house, name: str) -> None:
    sections, expected = FOLLOWING[name]
    empty = staff_of(house.app.test_client(), factories.make_store("empty"), "manager")
    assert list(faults_of(put(empty, json.dumps(menu_file(**sections))))) == expected


def test_with_replace_nothing_is_missed_that_may_be_in_the_file(house) -> None:
    broken = menu_file(categories=[{"name": {"ko": 5}}])  # it may be Food, which a dish needs
    found = faults_of(put(house.manager, json.dumps(broken), replace="true"))
    assert list(found) == ["categories.0.name.ko"]
    whole = menu_file(
        categories=[{"id": 2, "name": {"ko": "A"}}],
        option_groups=[{"name": {"ko": "G"}, "choices": [choice("a", price_delta="1")]}],
    )
    found = faults_of(put(house.manager, json.dumps(whole), replace="true"))
    assert list(found) == ["categories", "option_groups.0.choices.0.price_delta"]


def test_what_the_store_has_is_not_taken_for_what_cannot_be_read(house) -> None:
    row = {"name": {"ko": "A"}, "parent_id": house.category}
    under = house.manager.send("POST", "/api/categories", row).json["id"]
    rows = [{"id": under, "parent_id": "none"}, {"name": {"ko": "B"}, "parent_id": under}]
    found = faults_of(put(house.manager, json.dumps(menu_file(store="cafe", categories=rows))))
    assert list(found) == ["categories.0.parent_id"]


def test_an_archive_tells_its_pictures_too(house) -> None:
    items = [
        {**KEPT, "image": {"large": "a.jpg"}},
        {**KEPT, "image": {"large": "none.jpg"}, "price": -1},
        {**KEPT, "image": {"small": "a.jpg"}},
        {**KEPT, "category_id": 9, "image": {"large": "svg.jpg"}},
    ]
    data = archive(
        menu_file(categories=[FOOD], items=items, currency="EUR"),
        **{"a.jpg": photo(), "svg.jpg": b"<svg onload='x()'/>"},
    )
    found = faults_of(put(house.manager, data))
    assert "SVG" in found.pop("items.3.image")
    assert found == {
        "currency": "These prices are in EUR, but the store's are in KRW.",
        "items.1.price": "Must be at least 0.",
        "items.1.image": "This archive is damaged or not one of a menu.",
        "items.2.image.large": REQUIRED,
        "items.3.category_id": UNKNOWN,
    }
    assert files(house) == []


def letters(encoding: str) -> bytes:
    """A sheet of 400 rows with a byte in some of them that means nothing."""
    rows = [f"메뉴,요리 {number},Food,{number}" for number in range(2, 401)]
    rows[10 - 2] = "메뉴,요리 10,Nowhere,10"
    rows[20 - 2] = "카테고리,음†료,,"
    rows[21 - 2] = "메뉴,콜라,음료,2000"  # perhaps the category of row 20
    rows[22 - 2] = "카테고리,술,,†"
    rows[23 - 2] = "메뉴,맥주,술,5000"  # it is known that row 22 is this category
    rows[24 - 2] = "메뉴,물,Nowhere,비쌈"
    rows[300 - 2] = "메뉴,요리 †300,Food,비쌈"
    rows[350 - 2] = "메뉴,요리 350,Food,비쌈"
    text = by_hand(*rows, head="종류,이름 (한국어),상위 항목,가격\n")
    return b"\xff".join(part.encode(encoding) for part in text.split("†"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_rows_with_letters_that_cannot_be_read_are_named(house, encoding: str) -> None:
    before = menu_of(house.manager)
    assert faults_of(put(house.manager, letters(encoding))) == {
        "rows.20": LETTERS,
        "rows.22": LETTERS,
        "rows.24.price": WHOLE,
        "rows.300": LETTERS,
        "rows.350.price": WHOLE,
    }
    assert menu_of(house.manager) == before


def test_a_lost_dish_keeps_nothing_else_from_being_told(house) -> None:
    rows = ["dish,caf\xe9,Food,1", "dish,a,Nowhere,1", "option group,G,,"]
    sheet = by_hand(*rows, head="Kind,Name,Belongs to,Price\n")
    assert faults_of(put(house.manager, sheet.encode("latin-1"))) == {
        "rows.2": LETTERS,
        "rows.3.category_id": UNKNOWN,
        "rows.4.choices": "A group needs between 1 and 50 choices.",
    }
    heading = by_hand("dish,a,Food,1", head="Kind,Nam\xe9,Price\n").encode("latin-1")
    assert faults_of(put(house.manager, heading)) == {"rows.1": LETTERS}


def test_a_row_of_an_unknown_kind_may_be_what_others_name(house) -> None:
    rows = [
        "categry,음료,,",
        "dish,콜라,음료,1",
        "dish,물,Nowhere,1",
        "choise,L,G,",
        "option group,G,,",
    ]
    assert list(faults_of(put(house.manager, by_hand(*rows)))) == [
        "rows.2.kind", "rows.4.category_id", "rows.5.kind"
    ]  # fmt: skip


def test_a_bad_row_tells_all_that_is_wrong_in_it(house) -> None:
    found = faults_of(put(house.manager, by_hand("dish,,Nowhere,cheap")))
    assert found == {
        "rows.2.price": WHOLE, "rows.2.category_id": UNKNOWN, "rows.2.name": REQUIRED
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_unicode_text_from_a_spreadsheet_is_taken_and_named(house, encoding: str) -> None:
    text = by_hand("메뉴,김밥,Food,4000", head="종류,이름,상위 항목,가격\n").replace(",", "\t")
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    answer = put(house.manager, (mark + text).encode(encoding))
    assert answer.json["encoding"] == "utf-16", answer.json
    assert items_of(house.manager)["김밥"]["price"] == 4000


@pytest.mark.parametrize(
    "written",
    ["12000", "12,000", "₩12,000", "￦ 12,000", "\\12,000", "12,000원", " 12000 원 ", "krw 12000",
     "１２，０００", "12000.00"],
)  # fmt: skip
def test_a_price_is_read_as_it_is_meant(house, written: str) -> None:
    sheet = f'name,price,stock\nbibimbap-ko,"{written}","１,000"\n'
    assert put(house.manager, sheet, counts="true").status_code == 200
    item = items_of(house.manager)["bibimbap-ko"]
    assert (item["price"], item["stock"]) == (12_000, 1000)


@pytest.mark.parametrize(
    "written",
    ["1_000", "1e3", "１e３", "0x10", "1/2", "½", "12,50", "1,0000", "$5", "NaN", "-", "."],
)
def test_what_is_no_number_is_refused_in_every_column_of_numbers(house, written: str) -> None:
    head = (
        "kind,name,belongs to,price,stock,daily_stock,spicy,"
        "min_select,max_select,free_quantity,warn_after,late_after\n"
    )
    n = f'"{written}"'
    rows = [
        f'dish,bibimbap-ko,Food,{n},{n},"Mon {written} | Tue 1",{n},,,,,',
        f"option group,G,,,,,,{n},{n},{n},,",
        f"choice,L,G,{n},{n},,,,,,,",
        f"station,Bar,,,,,,,,,{n},{n}",
    ]
    found = faults_of(put(house.manager, by_hand(*rows, head=head)))
    assert set(found.values()) == {WHOLE}
    assert [*found] == [
        "rows.2.price", "rows.2.stock", "rows.2.daily_stock.0", "rows.2.spicy",
        "rows.3.min_select", "rows.3.max_select", "rows.3.free_quantity",
        "rows.4.price_delta", "rows.4.stock", "rows.5.warn_after", "rows.5.late_after",
    ]  # fmt: skip


def test_dollars_are_written_with_their_sign(house) -> None:
    store = factories.make_store("usd", currency="USD")
    manager = staff_of(house.app.test_client(), store, "manager")
    for number, written in enumerate(["$1,234.5", "US$ 1,234.50", "1234.5 usd", "-$0.5"]):
        sheet = f'kind,name,belongs to,price\ncategory,C,,\ndish,d{number},C,"{written}"\n'
        answer = put(manager, sheet)
        if written.startswith("-"):
            assert faults_of(answer) == {"rows.3.price": "Must be at least 0."}
        else:
            assert items_of(manager)[f"d{number}"]["price"] == 123_450


def test_five_thousand_bad_rows_are_all_on_the_page(house) -> None:
    factories.make_account(house.store, username="boss", role="manager")
    browser = Manager(house.app)
    browser.sign_in(house.store, username="boss")
    rows = [f"dish,dish {number},Food,{number} won" for number in range(2, 5002)]
    began = time.perf_counter()
    answer = browser.choose(by_hand(*rows))
    assert time.perf_counter() - began < 4
    assert len(answer.data) < 2**20
    told = re.findall(r"<td>Row (\d+) · Price</td>", answer.text)
    assert told == [str(number) for number in range(2, 5002)]
