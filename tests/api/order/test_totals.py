"""Any menu and any cart on the real database: the total is a plain model's, and so is the stock."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from hypothesis import HealthCheck, event, given
from hypothesis import settings as few
from hypothesis import strategies as st

from tableorder.auth.queries import StoreView
from tableorder.db import db
from tableorder.menu.models import Choice, ChoiceOptionGroup, MenuItem
from tableorder.menu.rules import CartLine
from tests import factories
from tests.actors import tablet_at
from tests.unit.menu import model
from tests.unit.menu.plans import CLOSED, NOW, OPEN, Plan, carts, plans
from tests.unit.menu.test_scripts import sent

_stores = count()


class Kitchen:
    """A plan's menu in the database; its ids lead to the rows'."""

    def __init__(self, store: StoreView, plan: Plan) -> None:
        self.plan = plan
        self.groups: dict[int, int] = {}
        self.choices: dict[int, int] = {}
        self.items: dict[int, int] = {}
        category = factories.make_category(store)
        for group in plan.groups.values():
            values = {"least": group.least, "most": group.most, "free_quantity": group.free}
            self.groups[group.id], _ = factories.make_group(store, {}, **values)
        for item in plan.items.values():
            self.items[item.id] = factories.make_item(
                store,
                f"item {item.id}",
                price=item.price,
                category_id=category,
                groups=tuple(self.groups[key] for key in item.groups),
                is_visible=item.is_visible,
                is_sold_out=item.is_sold_out,
                stock=item.stock,
                hours=OPEN if item.is_open else CLOSED,
            )
        for group in plan.groups.values():
            for position, choice in enumerate(group.choices):
                self._add_choice(group.id, choice, position)
        db.session.commit()

    def _add_choice(self, group: int, choice: Any, position: int) -> None:
        row = Choice(
            group_id=self.groups[group],
            name={} if choice.part else {"ko": f"choice {choice.id}"},
            price_delta=choice.delta,
            is_sold_out=choice.is_sold_out,
            stock=choice.stock,
            menu_item_id=self.items.get(choice.part),
            position=position,
        )
        db.session.add(row)
        db.session.flush()
        self.choices[choice.id] = row.id
        for place, key in enumerate(choice.groups):
            link = {"choice_id": row.id, "option_group_id": self.groups[key], "position": place}
            db.session.add(ChoiceOptionGroup(**link))

    def body(self, line: CartLine) -> dict[str, Any]:
        """A line as a program sends it, with the rows' ids; an unknown choice stays unknown."""

        def ids(keys: Any) -> list[int]:
            return [self.choices.get(key, 10**9) for key in keys]

        parts = [
            {"choice_id": self.choices[part["choice_id"]], "choice_ids": ids(part["choice_ids"])}
            for part in sent(line)["parts"]
        ]
        named = {"menu_id": self.items[line.menu_id], "choice_ids": ids(line.choice_ids)}
        return {**sent(line), **named, "parts": parts}

    def stock(self) -> dict[tuple[str, int], int | None]:
        """What is left of everything."""
        db.session.rollback()
        items = dict(db.session.execute(sa.select(MenuItem.id, MenuItem.stock)).all())
        choices = dict(db.session.execute(sa.select(Choice.id, Choice.stock)).all())
        db.session.rollback()
        found = {("item", key): items[row] for key, row in self.items.items()}
        return found | {("choice", key): choices[row] for key, row in self.choices.items()}


def expected(plan: Plan, cart: list[CartLine]) -> tuple[int | None, dict[tuple[str, int], int]]:
    """What the cart costs, None when it is refused, and what it takes from the stock."""
    prices = [model.price_of(plan, line) for line in cart]
    taken: dict[tuple[str, int], int] = {}
    for line in cart:
        for thing, times in model.uses(plan, line).items():
            taken[thing] = taken.get(thing, 0) + times
    is_short = any(times > model.left(plan, thing) for thing, times in taken.items())
    return (None if is_short or None in prices else sum(prices)), taken


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@few(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), plan=plans())
def test_any_cart_costs_what_a_plain_model_says(
    app: Flask, data: st.DataObject, plan: Plan
) -> None:
    cart = data.draw(carts(plan))
    total, taken = expected(plan, cart)
    with app.app_context(), time_machine.travel(NOW, tick=False):
        store = factories.make_store(f"store-{next(_stores)}")
        kitchen = Kitchen(store, plan)
        guest = tablet_at(app.test_client(), store, factories.make_table(store))
        before = kitchen.stock()
        answer = guest.order(*map(kitchen.body, cart), total=total or 0)
        event("refused" if total is None else "taken")
        if total is None:
            assert answer.json["error"]["code"] == "ORDER_REFUSED"
            assert kitchen.stock() == before
            return
        assert (answer.status_code, answer.json["total"]) == (201, total)
        assert sum(item["subtotal"] for item in answer.json["items"]) == total
        after = {
            thing: left if left is None else left - taken.get(thing, 0)
            for thing, left in before.items()
        }
        assert kitchen.stock() == after
        guest.cancel(answer.json)
        assert kitchen.stock() == before
