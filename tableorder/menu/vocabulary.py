"""The codes that an item may carry, with their names for people; pages translate the names.

Allergens are those of two rules, and what both name stands here once:

* the 19 of the Korean one: Enforcement Rule of the Act on Labeling and Advertising of Foods
  (식품 등의 표시·광고에 관한 법률 시행규칙), annex 2, "allergen labelling";
* the 14 of the European one: Regulation (EU) No 1169/2011, Annex II.

They name some things at different breadth (wheat; all cereals that contain gluten). Both codes are
kept: which of them is meant is the store's to say. No logic stands here.
"""

from __future__ import annotations

from typing import Literal

from tableorder.errors import N_

Label = Literal["signature", "new", "vegetarian", "vegan", "halal"]

Allergen = Literal[
    "egg", "milk", "buckwheat", "peanut", "soybean", "wheat", "mackerel", "crab", "shrimp", "pork",
    "peach", "tomato", "sulfite", "walnut", "chicken", "beef", "squid", "shellfish", "pine_nut",
    "gluten", "crustacean", "fish", "nut", "celery", "mustard", "sesame", "lupin", "mollusc",
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
    "gluten": N_("Cereals containing gluten"),
    "crustacean": N_("Crustaceans"),
    "fish": N_("Fish"),
    "nut": N_("Nuts"),
    "celery": N_("Celery"),
    "mustard": N_("Mustard"),
    "sesame": N_("Sesame"),
    "lupin": N_("Lupin"),
    "mollusc": N_("Molluscs"),
}

_BOTH: tuple[Allergen, ...] = ("egg", "milk", "peanut", "soybean", "sulfite")
_EUROPE: tuple[Allergen, ...] = (
    "gluten", "crustacean", "fish", "nut", "celery", "mustard", "sesame", "lupin", "mollusc",
)  # fmt: skip

ALLERGEN_RULES: dict[str, tuple[Allergen, ...]] = {
    N_("Named in Korea and the EU"): _BOTH,
    N_("Named in Korea"): tuple(code for code in ALLERGENS if code not in (*_BOTH, *_EUROPE)),
    N_("Named in the EU"): _EUROPE,
}
"""All allergens, each once, by the rules that want them named."""

SPICY: tuple[str, ...] = (N_("Not spicy"), N_("Mild heat"), N_("Spicy"), N_("Very spicy"))
