"""Every dish of the demo menu, by the name of its picture."""

from __future__ import annotations

from collections.abc import Callable

from ..food import Pantry
from ..stage import Stage
from . import meals, small, stews, sweets

DISHES: dict[str, Callable[[Pantry], Stage]] = {**meals.DISHES, **stews.DISHES, **small.DISHES, **sweets.DISHES}
