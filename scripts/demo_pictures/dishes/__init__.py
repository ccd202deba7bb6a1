"""Every dish of the demo menu, by the name of its picture."""

from __future__ import annotations

from collections.abc import Callable

from demo_pictures.dishes import coffee, drinks, grill, light, meals, noodles, small, stews, sweets
from demo_pictures.sprites import Pantry
from demo_pictures.stage import Stage

DISHES: dict[str, Callable[[Pantry], Stage]] = {
    **meals.DISHES,
    **noodles.DISHES,
    **stews.DISHES,
    **grill.DISHES,
    **small.DISHES,
    **light.DISHES,
    **sweets.DISHES,
    **coffee.DISHES,
    **drinks.DISHES,
}
