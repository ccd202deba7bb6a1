"""Any menu comes back from its export as it was, and enters an empty store as it is."""

from __future__ import annotations

import json
from itertools import count, product
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as calm
from hypothesis import strategies as st

from tableorder.menu.cell_forms import COLUMNS
from tableorder.menu.portable_schemas import ROWS
from tableorder.menu.vocabulary import ALLERGENS, LABELS
from tests import factories
from tests.actors import Staff, staff_of
from tests.api.menu.test_transfer import menu_file, menu_of, nothing_in, put, take, told

SIGNS = "가각힣ab AB01=+-@'\"|#>,;.:·=＝＋–()[]{}<>&%$\\/日本é🍜"
_codes = count()

line = st.text(SIGNS, max_size=12)
lines = st.lists(line, max_size=3).map("\n".join)


def texts(own: st.SearchStrategy[str], others: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """A text in the store's own language, and perhaps in others."""
    maps = st.fixed_dictionaries({"ko": own}, optional={"en": others, "ja": others})
    return maps.map(lambda text: {code: told for code, told in text.items() if told})


names = texts(line.filter(lambda text: text.strip()), line)
flags, stock = st.booleans(), st.none() | st.integers(0, 9)
clocks = st.sampled_from(["00:00", "09:30", "11:00", "23:59"])
spans = st.fixed_dictionaries(
    {
        "days": st.lists(st.integers(0, 6), min_size=1, max_size=7, unique=True),
        "from": clocks,
        "to": clocks,
    }
)
some = lambda codes: st.lists(st.sampled_from(sorted(codes)), max_size=3, unique=True)  # noqa: E731


@st.composite
def menus(draw: st.DrawFn) -> dict[str, Any]:
    """A menu file in which every row has an id of its own and refers to others of the file."""
    stations = draw(st.lists(st.text("가나ab=-#|", min_size=1, max_size=9), max_size=2))
    at = st.none() | st.integers(1, len(stations)) if stations else st.none()
    categories: list[dict[str, Any]] = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        tops = [row["id"] for row in categories if row["parent_id"] is None]
        parent = draw(st.none() | st.sampled_from(tops)) if tops else None
        row = {"name": draw(names), "is_visible": draw(flags), "station_id": draw(at)}
        row["hours"] = draw(st.lists(spans, max_size=2))
        categories.append({"id": number, "parent_id": parent, **row})
    group_ids = [*range(1, draw(st.integers(0, 3)) + 1)]
    places = st.sampled_from([row["id"] for row in categories])
    items = draw(st.lists(item_rows(places, at, group_ids), max_size=5))
    kitchen = [{"id": number, "name": name} for number, name in enumerate(stations, 1)]
    return menu_file(
        stations=kitchen,
        categories=categories,
        option_groups=[draw(group_rows(number, group_ids, items)) for number in group_ids],
        items=[{"id": number, **row} for number, row in enumerate(items, 1)],
    )


def item_rows(
    places: st.SearchStrategy[int], at: st.SearchStrategy[Any], group_ids: list[int]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "category_id": places,
            "station_id": at,
            "name": names,
            "price": st.integers(0, 100_000_000),
            "is_free_confirmed": flags,
            "description": texts(lines, lines),
            "origin": texts(lines, lines),
            "is_visible": flags,
            "is_sold_out": flags,
            "sold_out_until": st.none() | st.dates().map(str),
            "stock": stock,
            "daily_stock": st.just([]) | st.lists(stock, min_size=7, max_size=7),
            "hours": st.lists(spans, max_size=2),
            "labels": some(LABELS),
            "spicy": st.integers(0, 3),
            "allergens": some(ALLERGENS),
            "option_group_ids": st.lists(st.sampled_from(group_ids or [0]), unique=True).map(
                lambda ids: [one for one in ids if one]
            ),
        }
    )


@st.composite
def group_rows(
    draw: st.DrawFn, number: int, group_ids: list[int], items: list[dict[str, Any]]
) -> dict[str, Any]:
    """An option group; its choices may ask the last one, which asks nothing, or be dishes."""
    last = group_ids[-1]
    is_last = number == last
    parts = [place for place, item in enumerate(items, 1) if {*item["option_group_ids"]} <= {last}]
    until = st.none() | st.dates().map(str)
    usual = {"price_delta": st.integers(-900, 900), "is_sold_out": flags, "sold_out_until": until}
    asked = st.just([]) if is_last else st.sampled_from([[], [last]])
    own = st.fixed_dictionaries({**usual, "name": names, "stock": stock, "option_group_ids": asked})
    part = st.fixed_dictionaries({**usual, "menu_id": st.sampled_from(parts or [0])})
    rows = st.one_of(own, part) if parts and not is_last else own
    choices = draw(st.lists(rows, min_size=1, max_size=3))
    least = draw(st.integers(0, 2))
    most = least + draw(st.integers(1, 2))
    for choice in choices[:most]:
        choice["is_default"] = draw(flags)
    numbers = {"min_select": least, "max_select": most, "free_quantity": draw(st.integers(0, most))}
    return {"id": number, "name": draw(names), **numbers, "choices": choices}


def test_the_menus_use_every_field_there_is() -> None:
    """A field that is new on the menu belongs into the sheet and into these tests."""
    in_sheets = {kind: {c.fields[kind] for c in COLUMNS if kind in c.fields} for kind in ROWS}
    in_rows = {kind: {*row.model_fields} - {"id", "choices", "image"} for kind, row in ROWS.items()}
    in_rows["choices"] |= {"group_id"}  # which in JSON is where they stand
    assert in_sheets == in_rows


moves = st.fixed_dictionaries({}, optional={"stock": stock, "is_sold_out": flags})
"""What may change of a dish or choice while the store is open."""


def move(actor: Staff, day: list[dict[str, Any]]) -> None:
    """Let a menu's dishes and choices move by hand, the first as the first of a day's moves."""
    menu = menu_of(actor)
    for item, values in zip(menu["items"], day, strict=False):
        answer = actor.send("PATCH", f"/api/menus/{item['id']}", values)
        assert answer.status_code == 200, answer.json
    for group, values in zip(menu["option_groups"], day, strict=False):
        first, *others = group["choices"]
        own = {} if first["menu_id"] and "stock" in values else values
        choices = [first | own, *others]
        asked = actor.send("PATCH", f"/api/option-groups/{group['id']}", {"choices": choices})
        assert asked.status_code == 200, asked.json


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@calm(max_examples=25, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck])
@given(menu=menus(), day=st.lists(moves, max_size=5))
def test_what_moved_since_an_export_stays_unless_asked(house, menu: Any, day: Any) -> None:
    actor = staff_of(house.app.test_client(), factories.make_store(f"m{next(_codes)}"), "manager")
    assert put(actor, json.dumps(menu)).status_code == 200
    before, exports = menu_of(actor), [take(actor, kind) for kind in ("csv", "zip")]
    move(actor, day)
    after = menu_of(actor)
    for data in exports:
        assert nothing_in(put(actor, data, replace="true"))
    assert menu_of(actor) == after
    for data in exports:
        assert put(actor, data, counts="true").status_code == 200
        assert unnumbered(menu_of(actor)) == unnumbered(before)
        move(actor, day)


def unnumbered(menu: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in menu.items() if name != "version"}


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@calm(max_examples=25, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck])
@given(menu=menus(), day=st.lists(moves, max_size=5))
def test_any_menu_survives_its_export(house, menu: dict[str, Any], day: Any) -> None:
    first, second, third = (
        staff_of(house.app.test_client(), factories.make_store(f"s{next(_codes)}"), "manager")
        for _ in range(3)
    )
    made = put(first, json.dumps(menu))
    assert made.status_code == 200, made.json
    move(first, day)
    for kind, counts in product(("csv", "zip"), ("false", "true")):
        assert nothing_in(put(first, take(first, kind), replace="true", counts=counts))
    assert put(second, take(first, "zip")).status_code == 200
    assert told(menu_of(second)) == told(menu_of(first))
    sheet = put(third, take(first, "csv"))
    assert sheet.status_code == 200, sheet.json
    assert as_read(menu_of(third)) == as_read(menu_of(first))


def as_read(menu: dict[str, Any]) -> dict[str, Any]:
    """A menu without the order in which the dishes of different headings follow each other."""
    plain = told(menu)
    return plain | {
        "categories": sorted(plain["categories"], key=written),
        "items": sorted(plain["items"], key=lambda item: item["category_id"]),
    }


def written(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)
