"""The codes that an item may carry, with their names for people; pages translate the names.

Allergens are the 19 of the Korean labelling rule. No logic stands here.
"""

from __future__ import annotations

from typing import Literal

from tableorder.errors import N_

Label = Literal["signature", "new", "vegetarian", "vegan", "halal"]

Allergen = Literal[
    "egg", "milk", "buckwheat", "peanut", "soybean", "wheat", "mackerel", "crab", "shrimp", "pork",
    "peach", "tomato", "sulfite", "walnut", "chicken", "beef", "squid", "shellfish", "pine_nut",
]  # fmt: skip

LABELS: dict[Label, str] = {
    "signature": N_("Signature"),
    "new": N_("New"),
    "vegetarian": N_("Vegetarian"),
    "vegan": N_("Vegan"),
    "halal": N_("Halal"),
}

ALLERGENS: dict[Allergen, str] = {
    "egg": N_("Egg"),
    "milk": N_("Milk"),
    "buckwheat": N_("Buckwheat"),
    "peanut": N_("Peanut"),
    "soybean": N_("Soybean"),
    "wheat": N_("Wheat"),
    "mackerel": N_("Mackerel"),
    "crab": N_("Crab"),
    "shrimp": N_("Shrimp"),
    "pork": N_("Pork"),
    "peach": N_("Peach"),
    "tomato": N_("Tomato"),
    "sulfite": N_("Sulphites"),
    "walnut": N_("Walnut"),
    "chicken": N_("Chicken"),
    "beef": N_("Beef"),
    "squid": N_("Squid"),
    "shellfish": N_("Shellfish"),
    "pine_nut": N_("Pine nut"),
}

SPICY: tuple[str, ...] = (N_("Not spicy"), N_("Mild heat"), N_("Spicy"), N_("Very spicy"))
