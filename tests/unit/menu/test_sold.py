"""Whether what a group asks for can be had, as far as the counts go."""

from __future__ import annotations

import pytest

from tableorder.menu.availability import Off
from tableorder.menu.sold import SoldChoice, SoldGroup, is_answerable

GONE = Off.SOLD_OUT


def group(least: int, *choices: SoldChoice) -> SoldGroup:
    return SoldGroup(1, {}, least, 9, 0, choices)


def choice(stock: int | None = None, *groups: SoldGroup, off: Off | None = None) -> SoldChoice:
    return SoldChoice(1, {}, 0, off, stock, groups=groups)


@pytest.mark.parametrize(
    ("least", "choices", "can"),
    [
        (0, [], True),
        (1, [], False),
        (0, [choice(off=GONE)], True),
        (1, [choice(off=GONE)], False),
        (1, [choice(off=Off.HOURS), choice(1)], True),
        (2, [choice(off=GONE), choice(1)], False),
        (9, [choice()], True),
        (3, [choice(3)], True),
        (3, [choice(2)], False),
        (3, [choice(2), choice(1)], True),
        (3, [choice(2), choice(1, off=Off.PAUSED)], False),
        (3, [choice(1), choice()], True),
        (1, [choice(None, group(2, choice(2)))], True),
        (1, [choice(None, group(2, choice(1)))], False),
        (2, [choice(None, group(2, choice(3)))], False),
        (2, [choice(None, group(2, choice(4)))], True),
        (2, [choice(1, group(2, choice(4))), choice(1)], True),
        (2, [choice(1, group(0, choice(0, off=GONE))), choice(1)], True),
    ],
)
def test_as_many_must_be_left_as_have_to_be_chosen(
    least: int, choices: list[SoldChoice], can: bool
) -> None:
    assert is_answerable([group(least, *choices)]) is can
    assert is_answerable([group(1, choice()), group(least, *choices)]) is can
