"""Light meals: linen in sage and terracotta."""

from __future__ import annotations

import math

from demo_pictures.cutlery import chopsticks, slab
from demo_pictures.larder import (
    BURGER,
    CORN,
    FRIES,
    HERB,
    HOT,
    LEAF,
    SAGE,
    SESAME,
    TERRACOTTA,
    TOMATO,
)
from demo_pictures.shapes import capsule, scatter
from demo_pictures.sprites import Pantry
from demo_pictures.stage import Stage, rgb
from demo_pictures.surfaces import laid, linen, wood
from demo_pictures.tableware import bowl, plate
from demo_pictures.toppings import cucumber, sprinkle


def garden_salad(pantry: Pantry) -> Stage:
    """Leaves, tomatoes, cucumber, avocado."""
    stage = Stage("garden-salad", laid(linen("garden-salad", SAGE)))
    pantry.put(stage, TOMATO, (150, 170), 190, blur=5, tint=HOT)
    pantry.put(stage, "1f34b", (1140, 160), 190, blur=5)
    c = (640, 440)
    with stage.clipped(bowl(stage, c, 460, rgb("#f7f3ec"), band=rgb("#7d9a5a"))):
        stage.ellipse(
            (c[0], c[1] + 24), 440, 236, [(0, (60, 110, 40, 255)), (1, (90, 150, 60, 255))]
        )
        for x, y in scatter(stage, (c[0], c[1] + 6), 330, 150, 17):
            pantry.put(stage, LEAF, (x, y), 230, turn=stage.random.random() * 120 - 60, drop=12)
        for x, y, size in ((-220, 10, 150), (-60, -90, 140), (230, -30, 160), (60, 120, 150)):
            pantry.put(stage, TOMATO, (c[0] + x, c[1] + y), size, tint=HOT)
        pantry.put(stage, "1f951", (c[0] + 60, c[1] - 10), 220, turn=-20)
        pantry.put(stage, "1f951", (c[0] - 130, c[1] + 100), 200, turn=40, flip=True)
        for x, y in ((200, 90), (260, 60), (-280, 90), (90, -120), (-170, -90)):
            cucumber(stage, (c[0] + x, c[1] + y), 62)
        pantry.put(stage, CORN, (c[0] - 30, c[1] + 20), 130, turn=70)
        pantry.put(stage, "1fad2", (c[0] + 150, c[1] - 100), 76)
        pantry.put(stage, "1fad2", (c[0] + 170, c[1] + 150), 76)
        sprinkle(stage, c, 330, 170, SESAME, count=110, size=10)
    return stage


def bulgogi_burger(pantry: Pantry) -> Stage:
    """Burger, fries, a cold drink."""
    stage = Stage("bulgogi-burger", laid(linen("bulgogi-burger", TERRACOTTA)))
    pantry.put(
        stage, "1f964", (1070, 330), 400, drop=22, blur=1.5, tint=rgb("#ffd0a0"), strength=0.7
    )
    slab(stage, (600, 660), 1040, 440, wood("burger board", rgb("#8a5a36"), planks=1))
    pantry.put(stage, FRIES, (860, 500), 380, turn=-4, drop=20, tint=HOT, strength=0.6)
    pantry.put(stage, LEAF, (230, 640), 260, turn=30, drop=12)
    stage.shadow((450, 770), 290, 60, strength=0.6, blur=18)
    pantry.put(stage, BURGER, (450, 520), 560, drop=20, tint=rgb("#ffc878"), strength=0.5)
    for x, y, size in ((690, 760, 140), (790, 770, 120)):
        pantry.put(stage, TOMATO, (x, y), size, tint=HOT, drop=12)
    for i in range(5):
        x, y = 930 + i * 34, 740 + (i % 2) * 36
        capsule(stage, (x - 80, y), (x + 60, y - 30), 27, rgb("#f9c23c"), drop=8)
    return stage


def rice_balls(pantry: Pantry) -> Stage:
    """Three hand-pressed rice balls with pickles."""
    stage = Stage("rice-balls", laid(linen("rice-balls", SAGE)))
    c = (610, 570)
    plate(stage, c, 530, rgb("#39464f"), tilt=0.56)
    pantry.put(stage, LEAF, (330, 560), 260, turn=30)
    pantry.put(stage, LEAF, (900, 560), 260, turn=-30)
    for x, y, size, turn in ((440, 450, 350, 4), (770, 450, 350, -5), (605, 580, 390, 0)):
        stage.shadow((x + 14, y + size * 0.42), size * 0.44, size * 0.13, strength=0.6, blur=12)
        pantry.put(
            stage, "1f359", (x, y), size, turn=turn, drop=12, tint=rgb("#fff3dc"), strength=0.25
        )
        seaweed(stage, (x, y + size * 0.25), size * 0.235, turn)
    for x, y in ((880, 690), (940, 660), (910, 720)):
        stage.shadow((x + 4, y + 8), 46, 30, strength=0.5, blur=6)
        stage.ellipse((x, y), 46, 29, [(0, (255, 226, 90, 255)), (1, (240, 180, 20, 255))])
    sprinkle(stage, (610, 640), 330, 90, SESAME, count=90, size=10)
    pantry.put(stage, HERB, (330, 690), 130, turn=10)
    chopsticks(stage, (1260, 420), (1130, 900))
    return stage


def seaweed(stage: Stage, centre: tuple[float, float], half: float, turn: float) -> None:
    """Wrap a strip of seaweed round a rice ball."""
    lean = -math.tan(math.radians(turn)) * half
    x, y = centre
    shape = [
        (x - half * 1.04, y - half * 0.86 - lean),
        (x + half * 1.04, y - half * 0.86 + lean),
        (x + half * 1.12, y + half * 1.02 + lean),
        (x - half * 1.12, y + half * 1.02 - lean),
    ]
    stage.polygon(
        shape, [(0, (58, 84, 60, 255)), (0.4, (36, 56, 42, 255)), (1, (18, 30, 24, 255))], corner=10
    )


DISHES = {"garden-salad": garden_salad, "bulgogi-burger": bulgogi_burger, "rice-balls": rice_balls}
