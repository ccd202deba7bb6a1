"""Desserts: pale marble and pastel plaster."""

from __future__ import annotations

import math

from demo_pictures.cutlery import spoon
from demo_pictures.larder import BLUSH, CREAM, HERB, MINT, MINTY, STRAWBERRY
from demo_pictures.shapes import ball, blob, capsule, scatter
from demo_pictures.sprites import Pantry
from demo_pictures.stage import Colour, Stage, darker, lighter, rgb
from demo_pictures.surfaces import laid, marble, plaster
from demo_pictures.tableware import bowl, plate, saucer_cup
from demo_pictures.toppings import sprinkle


def patbingsu(pantry: Pantry) -> Stage:
    """Shaved milk ice with red beans and strawberries."""
    stage = Stage("patbingsu", laid(marble("patbingsu", BLUSH, rgb("#dfb0a8"))))
    c = (630, 570)
    mask = bowl(stage, c, 360, rgb("#7fb0b8"), tilt=0.46, depth=0.6, foot=0.4)
    with stage.clipped(mask):
        mound(stage, c)
        for x, y in scatter(stage, (c[0] + 10, c[1] - 250), 140, 60, 60):
            capsule(stage, (x - 6, y), (x + 6, y + 3), 26, rgb("#7a2a22"), gloss=0.5)
        for x, y, size, turn in (
            (-170, -110, 150, 20),
            (150, -120, 150, -24),
            (-40, -70, 160, 4),
            (70, -40, 130, -10),
            (-240, -30, 120, 30),
            (240, -40, 120, -30),
        ):
            pantry.put(
                stage,
                STRAWBERRY,
                (c[0] + x, c[1] + y),
                size,
                turn=turn,
                tint=rgb("#ffc890"),
                strength=0.35,
            )
        ball(stage, (c[0], c[1] - 330), 74, rgb("#fff0cf"), gloss=0.7, drop=10)
        pantry.put(stage, HERB, (c[0] + 60, c[1] - 400), 110, turn=-20)
        for x, y in scatter(stage, (c[0], c[1] - 130), 240, 90, 14):
            ball(stage, (x, y), 15, rgb(stage.random.choice(["#fff6ea", "#f6c3cf", "#cfe3b4"])))
    spoon(stage, (1250, 900), (1110, 640))
    return stage


def mound(stage: Stage, base: tuple[float, float]) -> None:
    """Pile up shaved ice."""
    x, y = base
    tiers = [(x, y - i * 30, 330 - i * 27, 130 - i * 9) for i in range(10)]
    blob(stage, tiers, rgb("#fbfaf8"), melt=30, gloss=0.6, edge=rgb("#cbd9e2"))
    for px, py in scatter(stage, (x, y - 110), 270, 190, 320):
        r = 10 + stage.random.random() * 22
        if abs(px - x) < 330 - (y - py) * 0.82:
            tone = stage.random.choice(
                [(255, 255, 255, 170), (222, 232, 240, 130), (246, 238, 232, 140)]
            )
            stage.ellipse((px, py), r, r * 0.6, [(0, tone), (1, (255, 255, 255, 40))], blur=3)


def strawberry_cake(pantry: Pantry) -> Stage:
    """Layered slice of cream cake with berries."""
    stage = Stage("strawberry-cake", laid(marble("strawberry-cake", CREAM, rgb("#d3bb92"))))
    saucer_cup(stage, (1090, 210), 130, rgb("#6b3a1c"))
    c = (580, 590)
    plate(stage, c, 500, rgb("#e8a9a6"), tilt=0.56)
    stage.shadow((590, 720), 290, 60, strength=0.55, blur=18)
    pantry.put(stage, "1f370", (570, 480), 560, drop=16)
    for x, y, size, turn in ((880, 640, 150, 10), (800, 710, 130, -30), (300, 670, 130, 20)):
        pantry.put(
            stage, STRAWBERRY, (x, y), size, turn=turn, tint=rgb("#ffc890"), strength=0.35, drop=12
        )
    pantry.put(stage, "1fad0", (920, 560), 110, drop=10)
    pantry.put(stage, MINT, (700, 740), 120, turn=-50)
    sprinkle(stage, (590, 640), 360, 140, rgb("#ffffff"), count=120, size=6)
    return stage


def ice_cream(pantry: Pantry) -> Stage:
    """Three scoops with a wafer and berries."""
    stage = Stage("ice-cream", laid(plaster("ice-cream", MINTY)))
    c = (630, 560)
    with stage.clipped(
        bowl(stage, c, 350, rgb("#f7f3ec"), tilt=0.44, depth=0.6, foot=0.4, band=rgb("#e2a03a"))
    ):
        for start, end in (((770, 500), (960, 170)), ((810, 520), (1030, 220))):
            capsule(stage, start, end, 44, rgb("#d9943c"), gloss=0.4, drop=10)
        for x, y, tone in (
            (-130, -90, "#7a4426"),
            (140, -80, "#f7a8b4"),
            (0, -170, "#fff0cf"),
            (-10, -30, "#c5d98e"),
        ):
            scoop(stage, (c[0] + x, c[1] + y), 150, rgb(tone))
        blob(
            stage,
            [
                (c[0] - 10, c[1] - 285, 90, 30),
                (c[0] - 60, c[1] - 250, 22, 48),
                (c[0] + 40, c[1] - 240, 24, 60),
            ],
            rgb("#5a2a12"),
            gloss=0.4,
        )
        pantry.put(stage, "1f352", (c[0] + 10, c[1] - 350), 150, tint=rgb("#ffb080"), strength=0.4)
        pantry.put(
            stage,
            STRAWBERRY,
            (c[0] + 230, c[1] - 10),
            140,
            turn=-20,
            tint=rgb("#ffc890"),
            strength=0.35,
        )
        pantry.put(stage, "1fad0", (c[0] - 230, c[1] - 10), 120)
        pantry.put(stage, MINT, (c[0] - 110, c[1] + 70), 100, turn=20)
    spoon(stage, (1250, 900), (1110, 660))
    pantry.put(
        stage, STRAWBERRY, (190, 780), 170, turn=20, drop=14, tint=rgb("#ffc890"), strength=0.35
    )
    return stage


def scoop(stage: Stage, centre: tuple[float, float], r: float, tone: Colour) -> None:
    """Set one ball of ice cream with its ragged skirt."""
    x, y = centre
    skirt = [
        (
            x + math.cos(i / 14 * math.tau) * r * 0.84,
            y + r * 0.5 + math.sin(i / 14 * math.tau) * r * 0.24,
            r * 0.24,
            r * 0.18,
        )
        for i in range(14)
    ]
    blob(stage, [(x, y + r * 0.5, r * 0.8, r * 0.3), *skirt], tone, melt=8, edge=darker(tone, 0.25))
    ball(stage, (x, y), r * 0.94, tone, gloss=0.32, drop=10)
    for px, py in scatter(stage, (x, y), r * 0.8, r * 0.8, 46):
        w = 6 + stage.random.random() * 16
        stage.ellipse(
            (px, py),
            w,
            w * 0.4,
            [(0, (*lighter(tone, 0.4), 70)), (1, (*darker(tone, 0.3), 60))],
            blur=2,
        )


def fruit_plate(pantry: Pantry) -> Stage:
    """Seasonal fruit."""
    stage = Stage("fruit-plate", laid(marble("fruit-plate", MINTY, rgb("#a9c9b2"))))
    c = (640, 560)
    plate(stage, c, 560, rgb("#f7f3ec"), tilt=0.58)
    red = rgb("#ffc890")
    fruits = [
        ("1f34d", 640, 330, 420, 0),
        ("1f347", 380, 440, 290, 10),
        ("1f348", 890, 430, 270, -8),
        ("1f349", 480, 590, 310, -10),
        ("1f349", 330, 600, 260, 20),
        ("1f34a", 780, 560, 210, 0),
        ("1f95d", 920, 600, 190, 10),
        ("1f95d", 830, 680, 180, -20),
        (STRAWBERRY, 620, 690, 170, 10),
        (STRAWBERRY, 510, 740, 150, -20),
        (STRAWBERRY, 720, 750, 150, 30),
        ("1fad0", 630, 600, 140, 0),
        ("1f352", 990, 500, 150, 0),
    ]
    for code, x, y, size, turn in fruits:
        pantry.put(
            stage,
            code,
            (x, y),
            size,
            turn=turn,
            drop=14,
            tint=red if code in (STRAWBERRY, "1f349") else None,
            strength=0.35,
        )
    pantry.put(stage, MINT, (600, 800), 120, turn=-50)
    return stage


DISHES = {
    "patbingsu": patbingsu,
    "strawberry-cake": strawberry_cake,
    "ice-cream": ice_cream,
    "fruit-plate": fruit_plate,
}
