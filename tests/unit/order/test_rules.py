"""What the status of its lines makes of an order: the whole grid, in both flows."""

from __future__ import annotations

from itertools import product

import pytest

from tableorder.order import rules
from tableorder.order.rules import ItemStatus, Status

UNCANCELLED = [status for status in Status if status is not Status.CANCELLED]
MIXES = [mix for size in (1, 2, 3) for mix in product(ItemStatus, repeat=size)]


@pytest.mark.parametrize("flow", ["full", "short"])
@pytest.mark.parametrize("status", UNCANCELLED)
def test_the_grid_of_what_lines_make_of_an_order(flow: str, status: Status) -> None:
    for mix in MIXES:
        waits, done = ItemStatus.WAITING in mix, ItemStatus.DONE in mix
        is_cooked = status in {Status.READY, Status.COMPLETED}
        if not (waits or done):
            wanted = Status.CANCELLED
        elif not waits:
            wanted = status if is_cooked else Status.READY if flow == "full" else Status.COMPLETED
        elif done or is_cooked:
            wanted = Status.PREPARING
        else:
            wanted = status
        assert rules.status_after(status, mix, flow) is wanted, mix


@pytest.mark.parametrize(
    ("flow", "status", "wanted", "steps"),
    [
        ("full", "pending", "preparing", ["confirmed", "preparing"]),
        ("full", "pending", "ready", ["confirmed", "preparing", "ready"]),
        ("full", "preparing", "ready", ["ready"]),
        ("short", "pending", "completed", ["preparing", "completed"]),
        ("short", "confirmed", "completed", ["preparing", "completed"]),
        ("full", "preparing", "cancelled", ["cancelled"]),
        ("full", "ready", "ready", []),
        ("full", "completed", "preparing", []),
    ],
)
def test_the_steps_on_the_way(flow: str, status: str, wanted: str, steps: list[str]) -> None:
    found = rules.steps_between(Status(status), Status(wanted), flow)
    assert found == [Status(step) for step in steps]


@pytest.mark.parametrize("chosen", [None, True, False])
@pytest.mark.parametrize("status", list(Status))
def test_what_goes_back_to_the_stock(status: Status, chosen: bool | None) -> None:
    by_itself = status in {Status.PENDING, Status.CONFIRMED}
    wanted = by_itself if chosen is None else chosen
    assert rules.returns_stock(status, chosen) is (wanted and status is not Status.CANCELLED)
