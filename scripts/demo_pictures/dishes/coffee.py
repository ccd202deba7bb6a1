"""Coffee and tea: a large cup on marble."""

from __future__ import annotations

from demo_pictures.larder import LEMON
from demo_pictures.shapes import blob, capsule, scatter
from demo_pictures.sprites import Pantry
from demo_pictures.stage import Colour, Stage, darker, rgb
from demo_pictures.staples import steam
from demo_pictures.surfaces import laid, marble, plaster
from demo_pictures.tableware import saucer_cup
from demo_pictures.toppings import citrus


def americano(pantry: Pantry) -> Stage:
    """Black coffee with its crema and a biscuit."""
    stage = coffee("americano", rgb("#3a1c0e"), rgb("#e8d4b4"))
    pantry.put(
        stage,
        "1f36a",
        (1060, 690),
        250,
        turn=12,
        squash=0.85,
        drop=14,
        tint=rgb("#f0b070"),
        strength=0.7,
    )
    return stage


def coffee(name: str, drink: Colour, top: Colour) -> Stage:
    """Start a picture of a large cup seen from above."""
    stage = Stage(name, laid(marble(name, top, darker(top, 0.2))))
    for x, y, size in (
        (180, 220, 60),
        (250, 170, 52),
        (130, 300, 50),
        (1120, 200, 56),
        (1060, 260, 50),
    ):
        bean(stage, (x, y), size)
    saucer_cup(stage, (590, 400), 330, drink)
    stage.ellipse(
        (520, 372), 120, 34, [(0, (255, 235, 205, 90)), (1, (255, 235, 205, 20))], blur=14
    )
    steam(stage, (590, 330), 310, strength=110)
    return stage


def bean(stage: Stage, centre: tuple[float, float], size: float) -> None:
    """Drop a coffee bean."""
    x, y = centre
    capsule(
        stage,
        (x - size * 0.2, y),
        (x + size * 0.2, y + size * 0.1),
        size * 0.8,
        rgb("#5c3018"),
        gloss=0.3,
        drop=8,
    )
    capsule(
        stage,
        (x - size * 0.34, y - 2),
        (x + size * 0.34, y + size * 0.08),
        5,
        rgb("#2c140a"),
        gloss=0.05,
        drop=0,
    )


def cafe_latte(pantry: Pantry) -> Stage:
    """Milk coffee with a leaf poured into the foam."""
    stage = coffee("cafe-latte", rgb("#b5733a"), rgb("#ecd2bd"))
    x, y = 590, 412
    for i in range(6):
        w = 150 - i * 20
        blob(
            stage,
            [
                (x - w * 0.5, y + 66 - i * 27, w * 0.55, 13),
                (x + w * 0.5, y + 66 - i * 27, w * 0.55, 13),
                (x, y + 74 - i * 27, w * 0.5, 12),
            ],
            rgb("#fff3dd"),
            melt=9,
            gloss=0.3,
        )
    blob(
        stage,
        [(x - 22, y - 84, 30, 16), (x + 22, y - 84, 30, 16), (x, y - 70, 22, 16)],
        rgb("#fff3dd"),
        melt=8,
        gloss=0.3,
    )
    pantry.put(stage, "1f950", (1060, 690), 330, turn=-10, drop=16)
    return stage


def yuja_tea(pantry: Pantry) -> Stage:
    """Hot citron tea with slices on top."""
    stage = Stage("yuja-tea", laid(plaster("yuja-tea", rgb("#f3dca6"))))
    pantry.put(stage, LEMON, (170, 190), 210, blur=4)
    saucer_cup(stage, (590, 400), 330, rgb("#f0a81e"), rgb("#f7f3ec"))
    for x, y, size in ((500, 400, 104), (660, 380, 92), (610, 460, 88)):
        citrus(stage, (x, y), size, rgb("#ffc928"), tilt=0.42)
    for px, py in scatter(stage, (590, 420), 220, 70, 16):
        capsule(stage, (px - 20, py), (px + 20, py + 7), 10, rgb("#ffb61e"), gloss=0.5, drop=3)
    pantry.put(stage, "1f36f", (1060, 300), 260, blur=3, drop=16)
    pantry.put(stage, LEMON, (1060, 700), 230, turn=-14, drop=16)
    steam(stage, (590, 330), 310, strength=130)
    return stage


DISHES = {
    "americano": americano,
    "cafe-latte": cafe_latte,
    "yuja-tea": yuja_tea,
}
