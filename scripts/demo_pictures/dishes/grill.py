"""Grilled meat and chicken: boards and iron on slate."""

from __future__ import annotations

from demo_pictures.cutlery import paper, slab
from demo_pictures.larder import (
    BACON,
    BROWNED,
    CHILLI,
    GARLIC,
    HERB,
    HOT,
    LEAF,
    LEG,
    ONION,
    PRAWN,
    SESAME,
)
from demo_pictures.shapes import blob, capsule, scatter
from demo_pictures.sprites import Pantry
from demo_pictures.stage import Stage, rgb
from demo_pictures.staples import steam
from demo_pictures.surfaces import laid, slate, wood
from demo_pictures.tableware import bowl, plate
from demo_pictures.toppings import citrus, cube, rings, sprinkle


def galbi(pantry: Pantry) -> Stage:
    """Charcoal beef ribs on a wooden board."""
    stage = Stage("galbi", laid(slate("galbi", rgb("#7d7067"))))
    pantry.put(stage, GARLIC, (140, 150), 180, blur=5)
    pantry.put(stage, CHILLI, (1150, 160), 200, blur=5, tint=HOT)
    slab(stage, (640, 560), 1060, 560, wood("galbi board", rgb("#b27a45"), planks=1))
    for x, y, turn in ((250, 560, 20), (300, 660, -30), (1010, 640, 30), (960, 720, 0)):
        pantry.put(stage, LEAF, (x, y), 230, turn=turn)
    for x, y, lean in ((610, 430, -0.10), (640, 545, 0.06), (600, 665, -0.04)):
        rib(stage, (x, y), 270, lean)
    for x, y in ((950, 460), (1030, 500), (900, 740), (360, 460)):
        pantry.put(stage, GARLIC, (x, y), 92)
    rings(stage, (620, 560), 300, 130, count=26, size=13)
    sprinkle(stage, (620, 560), 320, 150, SESAME, count=110, size=10)
    pantry.put(stage, HERB, (640, 730), 130, turn=-70)
    steam(stage, (620, 400), 330)
    return stage


def rib(stage: Stage, centre: tuple[float, float], half: float, lean: float) -> None:
    """Lay one strip of short ribs, seared in stripes, three cut bones along its back."""
    x, y = centre
    line = [
        (x + half * t / 6, y + half * t / 6 * lean + (stage.random.random() - 0.5) * 22)
        for t in range(-6, 7)
    ]
    stage.shadow((x + 14, y + 40), half * 1.12, 62, strength=0.6, blur=14)
    blob(stage, [(px, py + 16, 58, 60) for px, py in line], rgb("#6b2c10"), gloss=0.0, melt=12)
    blob(
        stage,
        [(px, py, 50, 52 + stage.random.random() * 14) for px, py in line],
        rgb("#b05a22"),
        gloss=0.3,
        melt=12,
        edge=rgb("#5d250d"),
    )
    for px, py in line[1::2]:
        capsule(
            stage, (px - 22, py + 34), (px + 26, py - 30), 13, rgb("#4a1d0c"), gloss=0.08, drop=0
        )
    for px, py in (line[2], line[6], line[10]):
        stage.shadow((px + 3, py - 40), 44, 27, strength=0.5, blur=5)
        stage.ellipse((px, py - 46), 44, 27, [(0, (255, 244, 220, 255)), (1, (222, 186, 140, 255))])
        stage.ellipse(
            (px, py - 46), 24, 13, [(0, (190, 112, 70, 255)), (1, (226, 160, 110, 255))], blur=2
        )
    for px, py in line[::3]:
        stage.ellipse(
            (px, py - 12), 30, 8, [(0, (255, 226, 170, 150)), (1, (255, 226, 170, 60))], blur=7
        )


def samgyeopsal(pantry: Pantry) -> Stage:
    """Pork belly on an iron plate with lettuce, garlic and chilli."""
    stage = Stage("samgyeopsal", laid(slate("samgyeopsal", rgb("#6d645c"))))
    pantry.put(stage, ONION, (140, 150), 190, blur=5)
    c = (600, 530)
    plate(stage, c, 500, rgb("#3b3836"), tilt=0.62)
    for x, y, turn in (
        (380, 440, 4),
        (560, 400, -8),
        (740, 430, 10),
        (410, 560, -6),
        (590, 540, 4),
        (770, 570, -10),
        (530, 670, 8),
    ):
        pantry.put(stage, BACON, (x, y), 265, turn=turn, roast=BROWNED, drop=12)
    pantry.put(stage, CHILLI, (860, 660), 150, turn=40, tint=HOT)
    for x, y in ((690, 690), (750, 720), (300, 640), (360, 690)):
        pantry.put(stage, GARLIC, (x, y), 88)
    sprinkle(stage, c, 340, 190, rgb("#f7efe2"), count=80, size=6)
    sprinkle(stage, c, 340, 190, rgb("#3a2a20"), count=60, size=6)
    for x, y, turn in ((1080, 330, 10), (1150, 440, -20), (1060, 470, 40)):
        pantry.put(stage, LEAF, (x, y), 280, turn=turn, drop=14)
    small = (1110, 760)
    with stage.clipped(bowl(stage, small, 130, rgb("#e8dfce"))):
        blob(stage, [(small[0], small[1] + 12, 100, 46)], rgb("#9a2c12"), gloss=0.35)
        sprinkle(stage, small, 80, 36, SESAME, count=26, size=9)
    steam(stage, (580, 360), 320)
    return stage


def fried_chicken(pantry: Pantry) -> Stage:
    """Half plain and half glazed chicken on checked paper."""
    stage = Stage("fried-chicken", laid(slate("fried-chicken", rgb("#75604f"))))
    pantry.put(stage, "1f37a", (1130, 190), 260, blur=5)
    c = (600, 550)
    plate(stage, c, 520, rgb("#e9dcc4"), tilt=0.6)
    paper(stage, (c[0], c[1] - 6), 540, 330, rgb("#c8352b"))
    back = [
        (430, 400, 40),
        (600, 370, 0),
        (770, 410, -40),
        (360, 520, 60),
        (520, 510, 20),
        (690, 500, -20),
        (850, 540, -60),
        (450, 630, 50),
        (620, 640, 0),
        (780, 650, -40),
    ]
    for x, y, turn in back:
        glazed = x > 610
        pantry.put(
            stage,
            LEG,
            (x, y),
            280,
            turn=turn,
            flip=x > 600,
            tint=rgb("#f58a5a") if glazed else rgb("#ffc46a"),
            strength=0.7 if glazed else 0.35,
            drop=14,
        )
    sprinkle(stage, (790, 530), 170, 150, SESAME, count=90, size=10)
    sprinkle(stage, (430, 530), 140, 130, rgb("#5f8f3a"), count=24, size=8)
    small = (1110, 760)
    with stage.clipped(bowl(stage, small, 130, rgb("#f2ece2"))):
        for px, py in scatter(stage, (small[0], small[1] + 10), 86, 40, 16):
            cube(stage, (px, py - 8), 44, "#f6f2df")
    return stage


def grilled_shrimp(pantry: Pantry) -> Stage:
    """Salt-grilled prawns with lemon on coarse salt."""
    stage = Stage("grilled-shrimp", laid(slate("grilled-shrimp", rgb("#6f7a80"))))
    pantry.put(stage, "1f34b", (1130, 160), 200, blur=5)
    c = (620, 530)
    plate(stage, c, 540, rgb("#37424b"), tilt=0.58)
    sprinkle(stage, (c[0], c[1] + 6), 400, 220, rgb("#f6f1e8"), count=900, size=13)
    for x, y, turn in (
        (400, 440, -4),
        (680, 400, 6),
        (880, 500, -4),
        (430, 610, 6),
        (720, 610, -6),
    ):
        pantry.put(stage, PRAWN, (x, y), 320, turn=turn, drop=14)
    for x, y in ((980, 600), (930, 690), (300, 680)):
        citrus(stage, (x, y), 72, rgb("#ffd83a"))
    pantry.put(stage, HERB, (640, 720), 140, turn=-60)
    pantry.put(stage, HERB, (240, 560), 120, turn=20)
    steam(stage, (600, 360), 300, strength=100)
    return stage


DISHES = {
    "galbi": galbi,
    "samgyeopsal": samgyeopsal,
    "fried-chicken": fried_chicken,
    "grilled-shrimp": grilled_shrimp,
}
