"""Stews and grilled meat: black stoneware and iron on dark slate."""

from __future__ import annotations

from PIL import Image

from demo_pictures.cutlery import spoon
from demo_pictures.larder import BACON, CHILLI, DUMPLING, GARLIC, HOT, ONION, POTATO, STEWED, STONE
from demo_pictures.shapes import blob, capsule, scatter
from demo_pictures.sprites import Pantry
from demo_pictures.stage import Colour, Stage, rgb
from demo_pictures.staples import broth, steam
from demo_pictures.surfaces import laid, slate
from demo_pictures.tableware import bowl, inside, pot
from demo_pictures.toppings import courgette, cube, mushroom, rings, shreds


def stew(pantry: Pantry, name: str, soup: Colour, props: tuple[str, str]) -> Stage:
    """Start a picture of a bubbling pot on slate."""
    stage = Stage(name, laid(slate(name, STONE)))
    for code, x in zip(props, (150, 1130), strict=True):
        pantry.put(stage, code, (x, 160), 200, blur=5, tint=HOT if code == CHILLI else None)
    spoon(stage, (1250, 920), (1150, 560))
    with stage.clipped(pot(stage, (620, 440), 440)):
        broth(stage, (620, 462), 424, 222, soup, oil=40)
        for px, py in scatter(stage, (620, 462), 390, 195, 46):
            r = 5 + stage.random.random() * 11
            stage.ellipse(
                (px, py), r, r * 0.7, [(0, (255, 235, 200, 120)), (1, (*soup, 60))], blur=1.5
            )
    return stage


def kimchi_jjigae(pantry: Pantry) -> Stage:
    """Kimchi, pork and tofu in red broth."""
    stage = stew(pantry, "kimchi-jjigae", rgb("#c8370f"), (CHILLI, GARLIC))
    with stage.clipped(pot_mouth()):
        for x, y in scatter(stage, (590, 460), 350, 180, 70):
            tone = rgb(stage.random.choice(["#e0531f", "#f08a4a", "#d43c16", "#f4b27a"]))
            w = 40 + stage.random.random() * 30
            blob(
                stage, [(x, y, w, 20), (x + w * 0.5, y - 8, w * 0.6, 14)], tone, gloss=0.42, melt=9
            )
        for x, y, turn in (
            (400, 430, 10),
            (590, 370, -20),
            (480, 550, 30),
            (330, 500, -30),
            (620, 490, 10),
        ):
            pantry.put(stage, BACON, (x, y), 170, turn=turn, roast=STEWED)
        for x, y in ((740, 390), (850, 420), (750, 470), (870, 500), (790, 550)):
            cube(stage, (x, y), 116)
        rings(stage, (620, 470), 330, 150, count=34, size=15)
        for x, y in scatter(stage, (500, 480), 190, 80, 9):
            capsule(stage, (x, y), (x + 16, y + 5), 18, rgb("#c91b12"))
    steam(stage, (610, 330), 320)
    return stage


def pot_mouth() -> Image.Image:
    """Mask what shows inside the stew's pot."""
    return inside((620, 443), 429, 229)


def doenjang_jjigae(pantry: Pantry) -> Stage:
    """Soybean paste stew with tofu, courgette, potato and mushroom."""
    stage = stew(pantry, "doenjang-jjigae", rgb("#b97a2c"), (ONION, POTATO))
    with stage.clipped(pot_mouth()):
        for x, y in (
            (370, 400),
            (490, 360),
            (430, 460),
            (550, 430),
            (350, 510),
            (480, 540),
            (590, 560),
        ):
            cube(stage, (x, y), 122)
        for x, y in (
            (690, 360),
            (810, 380),
            (730, 440),
            (890, 450),
            (820, 510),
            (660, 500),
            (290, 440),
        ):
            courgette(stage, (x, y), 80)
        for px, py in scatter(stage, (720, 590), 190, 50, 9):
            cube(stage, (px, py), 60, "#f5d27a")
        for at in ((600, 400), (720, 560), (540, 490)):
            mushroom(stage, at, 66)
        rings(stage, (620, 480), 330, 140, count=30, size=14)
        for px, py in scatter(stage, (600, 470), 220, 100, 7):
            capsule(stage, (px, py), (px + 14, py + 5), 17, rgb("#d3241a"))
    steam(stage, (610, 330), 320)
    return stage


def dumpling_soup(pantry: Pantry) -> Stage:
    """Dumplings and rice cakes in clear beef broth."""
    stage = Stage("dumpling-soup", laid(slate("dumpling-soup", STONE)))
    pantry.put(stage, GARLIC, (150, 160), 180, blur=5)
    pantry.put(stage, ONION, (1130, 160), 190, blur=5)
    c = (620, 430)
    with stage.clipped(bowl(stage, c, 460, rgb("#f2ece2"), band=rgb("#3d6a78"))):
        broth(stage, (c[0], c[1] + 24), 440, 236, rgb("#ecd9a0"), oil=44)
        for x, y in scatter(stage, (c[0], c[1] + 30), 350, 180, 26):
            stage.shadow((x + 4, y + 8), 44, 24, strength=0.3, blur=5)
            stage.ellipse((x, y), 46, 25, [(0, (255, 253, 246, 255)), (1, (226, 214, 190, 255))])
        for x, y, turn in (
            (-220, -20, -8),
            (-20, -60, 6),
            (180, -20, -12),
            (-110, 70, 10),
            (90, 90, -4),
        ):
            pantry.put(
                stage,
                DUMPLING,
                (c[0] + x, c[1] + y),
                210,
                turn=turn,
                tint=rgb("#fff0d0"),
                strength=0.2,
            )
        shreds(
            stage,
            (c[0] + 10, c[1] + 20),
            80,
            34,
            rgb("#ffd24a"),
            count=26,
            length=90,
            width=12,
            lean=0.2,
        )
        shreds(
            stage,
            (c[0] - 30, c[1] + 10),
            60,
            26,
            rgb("#26382a"),
            count=18,
            length=70,
            width=8,
            lean=0.5,
        )
        rings(stage, (c[0], c[1] + 40), 330, 150, count=44, size=14)
    spoon(stage, (1250, 900), (1140, 540))
    steam(stage, (600, 320), 320)
    return stage


DISHES = {
    "kimchi-jjigae": kimchi_jjigae,
    "doenjang-jjigae": doenjang_jjigae,
    "dumpling-soup": dumpling_soup,
}
