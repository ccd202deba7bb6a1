"""What may be chosen and what it costs: examples, and any menu with any cart against a model."""

from __future__ import annotations

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tableorder.menu.availability import Off
from tableorder.menu.rules import CartLine, CartPart, LineFault, PricedLine, price_line
from tableorder.menu.sold import SoldChoice, SoldGroup, SoldItem
from tableorder.menu.tree import offer_of
from tests.unit.menu import model
from tests.unit.menu.plans import NOW, Plan, carts, menu_of, plans, store

EGG, CHEESE, RICE, FRIES, KETCHUP, MAYO = range(1, 7)


def named(name: str) -> dict[str, str]:
    return {"en": name}


def choice(key: int, name: str, delta: int = 0, **more) -> SoldChoice:
    values = {"off": None, "stock": None, **more}
    return SoldChoice(key, named(name), delta, **values)


def group(name: str, *choices: SoldChoice, least: int = 0, most: int = 9, free: int = 0):
    return SoldGroup(1, named(name), least, most, free, choices)


def item(*groups: SoldGroup, price: int = 9000, **more) -> SoldItem:
    values = {"off": None, "stock": None, **more}
    return SoldItem(1, named("dish"), price, groups=groups, **values)


def priced(dish: SoldItem, *ids: int, parts: tuple[CartPart, ...] = (), quantity: int = 1):
    return price_line(dish, CartLine(1, quantity, ids, parts=parts), index=0)


toppings = group(
    "toppings",
    choice(EGG, "egg", 1000),
    choice(CHEESE, "cheese", 1500),
    choice(RICE, "no rice", -500),
)
dips = group("dips", choice(KETCHUP, "ketchup", 300), choice(MAYO, "mayo", 500), free=1)
combo = item(group("sides", choice(FRIES, "fries", 200, groups=(dips,)), least=1))


@pytest.mark.parametrize(
    ("ids", "free", "cost"),
    [
        ((EGG, CHEESE), 0, 2500),
        ((EGG, CHEESE), 1, 1000),
        ((EGG, EGG, CHEESE), 1, 2000),
        ((EGG, EGG, CHEESE), 2, 1000),
        ((CHEESE, EGG, EGG), 3, 0),
        ((RICE, EGG), 1, -500),
        ((RICE, RICE), 2, -1000),
    ],
)
def test_the_dearest_selections_are_free(ids: tuple[int, ...], free: int, cost: int) -> None:
    dish = item(SoldGroup(1, toppings.name, 0, 9, free, toppings.choices))
    line = priced(dish, *ids, quantity=2)
    assert line.subtotal == 2 * (9000 + cost)
    assert sum(option.price_delta * option.quantity for option in line.options) == cost


def test_what_is_free_stands_apart_from_what_is_paid() -> None:
    dish = item(SoldGroup(1, toppings.name, 0, 9, 2, toppings.choices))
    rows = [
        (o.choice_id, o.price_delta, o.quantity) for o in priced(dish, EGG, CHEESE, EGG).options
    ]
    assert rows == [(EGG, 0, 1), (EGG, 1000, 1), (CHEESE, 0, 1)]


def test_each_part_has_choices_and_free_places_of_its_own() -> None:
    parts = (CartPart(FRIES, (KETCHUP, MAYO)), CartPart(FRIES, (MAYO,)), CartPart(FRIES, (MAYO,)))
    line = priced(combo, parts=parts)
    told = [
        (o.quantity, [(own.choice_id, own.price_delta, own.quantity) for own in o.options])
        for o in line.options
    ]
    assert told == [(1, [(KETCHUP, 300, 1), (MAYO, 0, 1)]), (2, [(MAYO, 0, 1)])]
    assert line.subtotal == 9000 + 3 * 200 + 300


def test_the_order_in_which_it_was_chosen_is_nothing() -> None:
    one = (CartPart(FRIES, (KETCHUP, MAYO)), CartPart(FRIES, (MAYO,)))
    other = (CartPart(FRIES, (MAYO,)), CartPart(FRIES, (MAYO, KETCHUP)))
    assert priced(combo, parts=one) == priced(combo, parts=other)


def test_a_line_never_costs_less_than_nothing() -> None:
    assert priced(item(toppings, price=100), RICE).subtotal == 0


@pytest.mark.parametrize(
    ("dish", "ids", "parts", "code", "params"),
    [
        (item(off=Off.HOURS), (), (), "ITEM_NOT_SOLD_NOW", {}),
        (item(off=Off.SOLD_OUT), (), (), "ITEM_SOLD_OUT", {}),
        (item(stock=1), (), (), "OUT_OF_STOCK", {"count": 1}),
        (item(toppings), (FRIES,), (), "CHOICE_INVALID", {}),
        (item(toppings), (), (CartPart(EGG, (CHEESE,)),), "CHOICE_INVALID", {}),
        (combo, (FRIES, KETCHUP), (), "CHOICE_INVALID", {}),
        (combo, (), (), "GROUP_TOO_FEW", {"group": named("sides"), "count": 1}),
        (combo, (FRIES,) * 10, (), "GROUP_TOO_MANY", {"group": named("sides"), "count": 9}),
        (combo, (), (CartPart(FRIES, (MAYO,) * 10),), "GROUP_TOO_MANY",
         {"group": named("dips"), "count": 9}),
        (item(group("x", choice(EGG, "egg", off=Off.SOLD_OUT))), (EGG,), (), "CHOICE_SOLD_OUT",
         {"choice": named("egg")}),
        (item(group("x", choice(EGG, "egg", stock=3))), (EGG, EGG), (), "OUT_OF_STOCK",
         {"item": named("egg"), "count": 3}),
    ],
)  # fmt: skip
def test_what_cannot_be_ordered_says_why(dish, ids, parts, code: str, params: dict) -> None:
    fault = priced(dish, *ids, parts=parts, quantity=2)
    assert isinstance(fault, LineFault)
    assert fault.code == code
    assert fault.params == {"item": named("dish"), **params}


@settings(max_examples=300, deadline=None)
@given(st.data(), plans())
def test_any_line_costs_what_a_plain_model_says(data: st.DataObject, plan: Plan) -> None:
    offer = offer_of(store(), menu_of(plan), now=NOW)
    for line in data.draw(carts(plan)):
        result = price_line(offer.find(line.menu_id), line, index=0)
        event(result.code if isinstance(result, LineFault) else "priced")
        found = result.subtotal if isinstance(result, PricedLine) else None
        assert found == model.price_of(plan, line)
