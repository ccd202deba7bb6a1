"""Noodles: deep bowls on wood, steam."""

from __future__ import annotations

from demo_pictures.cutlery import chopsticks
from demo_pictures.larder import CARROT, CHILLI, GARLIC, HERB, HOT, LEAF, OAK, ONION, SESAME, WALNUT
from demo_pictures.shapes import capsule, scatter
from demo_pictures.sprites import Pantry
from demo_pictures.stage import Stage, rgb
from demo_pictures.staples import broth, noodles, steam
from demo_pictures.surfaces import laid, wood
from demo_pictures.tableware import bowl, plate
from demo_pictures.toppings import half_egg, rings, shreds, sprinkle


def seafood_ramyeon(pantry: Pantry) -> Stage:
    """Red noodle soup with prawns, egg and chilli."""
    stage = Stage("seafood-ramyeon", laid(wood("seafood-ramyeon", OAK)))
    pantry.put(stage, ONION, (1130, 150), 200, blur=5)
    pantry.put(stage, CHILLI, (150, 170), 200, blur=5, turn=-20, tint=HOT)
    c = (630, 430)
    with stage.clipped(bowl(stage, c, 460, rgb("#f2ece2"), band=rgb("#b8402e"))):
        broth(stage, (c[0], c[1] + 24), 440, 236, rgb("#d9501a"))
        noodles(stage, (c[0] - 20, c[1] + 30), 360, 190, rgb("#f8d880"), bundles=26, width=12)
        pantry.put(stage, LEAF, (c[0] + 90, c[1] - 140), 200, turn=20)
        for x, y, turn in ((-260, -20, -10), (-130, -80, 14), (10, -70, -24)):
            pantry.put(
                stage,
                "1f364",
                (c[0] + x, c[1] + y),
                190,
                turn=turn,
                tint=HOT,
                strength=0.2,
                drop=12,
            )
        pantry.put(stage, "1f9aa", (c[0] - 60, c[1] + 40), 150, turn=10)
        half_egg(stage, (c[0] + 220, c[1] - 10), 120)
        pantry.put(stage, "1f365", (c[0] + 110, c[1] + 110), 124, squash=0.75, turn=10)
        pantry.put(stage, "1f365", (c[0] + 4, c[1] + 140), 116, squash=0.75, turn=40)
        rings(stage, (c[0], c[1] + 30), 330, 150, count=40, size=13)
        for px, py in scatter(stage, (c[0] - 190, c[1] + 100), 110, 50, 9):
            capsule(stage, (px, py), (px + 12, py + 4), 17, rgb("#d3241a"))
    chopsticks(stage, (1260, 470), (1080, 920))
    steam(stage, (560, 320), 320)
    return stage


def oyster_kalguksu(pantry: Pantry) -> Stage:
    """Knife-cut noodles in clear broth with oysters."""
    stage = Stage("oyster-kalguksu", laid(wood("oyster-kalguksu", WALNUT)))
    pantry.put(stage, "1f9aa", (150, 160), 200, blur=5)
    pantry.put(stage, GARLIC, (1140, 160), 180, blur=5)
    c = (630, 430)
    with stage.clipped(bowl(stage, c, 460, rgb("#8fa3a0"), band=rgb("#e9e2d2"))):
        broth(stage, (c[0], c[1] + 24), 440, 236, rgb("#e9d9a6"), oil=36)
        noodles(stage, (c[0], c[1] + 30), 370, 195, rgb("#fbefcf"), bundles=26, width=15, strands=5)
        for x, y, turn in ((-180, -40, 0), (10, -80, 24), (180, -30, -18), (-60, 60, 8)):
            pantry.put(stage, "1f9aa", (c[0] + x, c[1] + y), 190, turn=turn)
        shreds(
            stage,
            (c[0] + 140, c[1] + 90),
            90,
            40,
            rgb("#8fc24a"),
            count=26,
            length=80,
            width=12,
            lean=0.4,
        )
        shreds(
            stage,
            (c[0] - 210, c[1] + 90),
            80,
            40,
            rgb("#f28a22"),
            count=20,
            length=70,
            width=11,
            lean=-0.4,
        )
        rings(stage, (c[0], c[1] + 40), 320, 150, count=44, size=13)
        for px, py in scatter(stage, (c[0] + 20, c[1] + 130), 120, 30, 6):
            capsule(stage, (px, py), (px + 12, py + 4), 15, rgb("#d3241a"))
    chopsticks(stage, (1260, 470), (1080, 920))
    steam(stage, (600, 320), 320)
    return stage


def japchae(pantry: Pantry) -> Stage:
    """Glossy glass noodles with vegetables and mushrooms."""
    stage = Stage("japchae", laid(wood("japchae", OAK)))
    pantry.put(stage, CARROT, (150, 160), 220, blur=5)
    pantry.put(stage, "1fad1", (1140, 160), 190, blur=5)
    c = (640, 510)
    plate(stage, c, 510, rgb("#42545a"), tilt=0.6)
    for lift in range(4):
        noodles(
            stage,
            (c[0], c[1] - lift * 26),
            430 - lift * 70,
            235 - lift * 42,
            rgb("#d39a4a"),
            bundles=24,
            width=13,
            strands=5,
            curl=1.7,
        )
        for tone in ("#f28a22", "#3f8a2c", "#fbf3d8", "#c8342a", "#6b4129"):
            shreds(
                stage,
                (c[0], c[1] - lift * 26),
                370 - lift * 64,
                190 - lift * 36,
                rgb(tone),
                count=24,
                length=110,
                width=17,
                spread=1.6,
            )
    pantry.put(stage, HERB, (c[0] + 10, c[1] - 150), 130, turn=-20)
    sprinkle(stage, (c[0], c[1] - 30), 300, 150, SESAME, count=150, size=9)
    chopsticks(stage, (1270, 560), (1110, 930), rgb("#7c2f22"))
    steam(stage, (640, 380), 280, strength=90)
    return stage


DISHES = {
    "seafood-ramyeon": seafood_ramyeon,
    "oyster-kalguksu": oyster_kalguksu,
    "japchae": japchae,
}
