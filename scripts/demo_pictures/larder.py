"""Names for the emoji and the colours that several dishes share."""

from __future__ import annotations

from demo_pictures.stage import rgb

AVOCADO = "1f951"
BACON = "1f953"
BURGER = "1f354"
CARROT = "1f955"
CHILLI = "1f336-fe0f"
CORN = "1f33d"
DUMPLING = "1f95f"
FISH_CAKE = "1f365"
FRIES = "1f35f"
GARLIC = "1f9c4"
HERB = "1f33f"
LEAF = "1f96c"
LEG = "1f357"
LEMON = "1f34b"
MINT = "1f33f"
ONION = "1f9c5"
ORANGE = "1f34a"
POTATO = "1f954"
PRAWN = "1f990"
STRAWBERRY = "1f353"
TOMATO = "1f345"
BLUSH = rgb("#f4d3cb")
BROWNED = (rgb("#7a3413"), rgb("#c9773a"), rgb("#ffe0ae"))
CREAM = rgb("#f0e0c4")
HOT = rgb("#ffb040")
MINTY = rgb("#cfe3d2")
OAK = rgb("#c08c56")
SAGE = rgb("#b9c39a")
SAND = rgb("#e2c9a4")
SESAME = rgb("#f3dfae")
STEWED = (rgb("#a5401c"), rgb("#e08a5a"), rgb("#ffe2c4"))
STONE = rgb("#8a7d72")
TERRACOTTA = rgb("#cf8e66")
WALNUT = rgb("#94603a")
