"""The pages' scripts and the server judge every cart alike."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tableorder.menu.rules import CartLine, CartPart, LineFault, PricedLine, Refusal, price_line
from tableorder.menu.tree import TreeBuilder, offer_of
from tests.unit.menu.plans import NOW, Plan, carts, menu_of, plans, store

SCRIPT = Path(__file__).parents[2] / "js" / "judge.js"

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="no Node on this machine")


class Scripts:
    """The pages' stores in a process of Node."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        self.node = subprocess.Popen(["node", SCRIPT], stdin=pipe, stdout=pipe, text=True)

    def ask(self, **question: Any) -> Any:
        self.node.stdin.write(json.dumps(question) + "\n")
        self.node.stdin.flush()
        return json.loads(self.node.stdout.readline())

    def close(self) -> None:
        self.node.communicate()


@pytest.fixture(scope="module")
def scripts() -> Iterator[Scripts]:
    scripts = Scripts()
    yield scripts
    scripts.close()


def guest_tree(plan: Plan) -> dict[str, Any]:
    return TreeBuilder(store(), menu_of(plan), language="ko", now=NOW).build()


def sent(line: CartLine) -> dict[str, Any]:
    parts = [{"choice_id": part.choice_id, "choice_ids": part.choice_ids} for part in line.parts]
    choice_ids = list(line.choice_ids)
    return {
        "menu_id": line.menu_id,
        "quantity": line.quantity,
        "choice_ids": choice_ids,
        "parts": parts,
    }


def told(fault: LineFault) -> dict[str, Any]:
    """A fault as a page tells it in Korean: the item is the line's own name there."""
    params = {key: value for key, value in fault.params.items() if key != "item"}
    return {
        "code": fault.code.value,
        **{key: value["ko"] if isinstance(value, dict) else value for key, value in params.items()},
    }


def received(order: dict[str, Any]) -> CartLine:
    parts = (CartPart(p["choice_id"], tuple(p["choice_ids"])) for p in order.get("parts", ()))
    return CartLine(
        order["menu_id"], order["quantity"], tuple(order["choice_ids"]), parts=tuple(parts)
    )


@settings(max_examples=300, deadline=None)
@given(data=st.data(), plan=plans())
def test_any_cart_is_judged_alike(scripts: Scripts, data: st.DataObject, plan: Plan) -> None:
    lines = data.draw(carts(plan))
    offer, tree = offer_of(store(), menu_of(plan), now=NOW), guest_tree(plan)
    shown = {item["id"] for category in tree["categories"] for item in category["items"]}
    answers = scripts.ask(tree=tree, lines=[sent(line) for line in lines])
    for line, answer in zip(lines, answers, strict=True):
        result = price_line(offer.find(line.menu_id), line, index=0)
        if line.menu_id not in shown:  # hidden, or left out as nobody could ever order it
            assert isinstance(result, LineFault)
            assert answer["trouble"]["code"] == "ITEM_NOT_FOUND"
        elif isinstance(result, PricedLine):
            assert (answer["trouble"], answer["total"]) == (None, result.subtotal)
            assert (
                price_line(offer.find(line.menu_id), received(answer["order"]), index=0) == result
            )
        elif result.code is not Refusal.OUT_OF_STOCK:  # only the server counts
            assert {k: v for k, v in answer["trouble"].items() if k != "reason"} == told(result)


@settings(max_examples=300, deadline=None)
@given(data=st.data(), plan=plans())
def test_what_a_guest_can_put_together_can_be_ordered(
    scripts: Scripts, data: st.DataObject, plan: Plan
) -> None:
    offer = offer_of(store(), menu_of(plan), now=NOW)
    item = data.draw(st.sampled_from([*plan.items]))
    sold = offer.find(item)
    if sold is None or sold.off:
        return
    tap = st.tuples(st.integers(0, 9), st.integers(0, 30), st.integers(0, 2))
    taps = data.draw(st.lists(tap, max_size=12))
    taken = scripts.ask(tree=guest_tree(plan), menu_id=item, taps=taps)
    if taken is None:
        return
    result = price_line(sold, received({"menu_id": item, "quantity": 1, **taken}), index=0)
    if isinstance(result, LineFault):
        assert result.code is Refusal.OUT_OF_STOCK
    else:
        assert result.subtotal == taken["price"]
