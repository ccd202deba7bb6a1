"""Rice and noodles: dark and golden wood, deep bowls, steam."""

from __future__ import annotations

import math

from demo_pictures.cutlery import chopsticks, spoon
from demo_pictures.larder import (
    AVOCADO,
    CARROT,
    CHILLI,
    GARLIC,
    HERB,
    HOT,
    LEAF,
    OAK,
    ONION,
    POTATO,
    SESAME,
    WALNUT,
)
from demo_pictures.shapes import ball, blob, scatter
from demo_pictures.sprites import Pantry
from demo_pictures.stage import Stage, rgb
from demo_pictures.staples import rice, steam
from demo_pictures.surfaces import laid, wood
from demo_pictures.tableware import bowl, plate, pot
from demo_pictures.toppings import cube, fried_egg, half_egg, rings, shreds, sprinkle


def bibimbap(pantry: Pantry) -> Stage:
    """Hot stone bowl, six vegetables in wedges, an egg in the middle."""
    stage = Stage("bibimbap", laid(wood("bibimbap", WALNUT)))
    pantry.put(stage, GARLIC, (130, 150), 190, blur=5)
    pantry.put(stage, CHILLI, (1150, 150), 220, turn=30, blur=5, tint=HOT)
    c = (620, 440)
    with stage.clipped(pot(stage, c, 440)):
        rice(stage, (c[0], c[1] + 26), 412, 205, height=30, count=1700)
        tufts = [
            ("#f28a22", 0.15),
            ("#3f8a2c", 1.2),
            ("#fbf3d8", 2.25),
            ("#a5683a", 3.3),
            ("#7ab23c", 4.2),
            ("#8a5a3a", 5.25),
        ]
        for tone, angle in sorted(tufts, key=lambda t: math.sin(t[1])):
            at = (c[0] + math.cos(angle) * 252, c[1] + math.sin(angle) * 122)
            shreds(stage, at, 112, 58, rgb(tone), count=80, length=104, width=13, lean=angle * 0.7)
        fried_egg(stage, (c[0] + 4, c[1] - 6), 185)
        blob(
            stage,
            [(c[0] + 130, c[1] + 92, 44, 26), (c[0] + 160, c[1] + 78, 28, 18)],
            rgb("#c3240f"),
            gloss=0.4,
        )
        sprinkle(stage, c, 350, 165, SESAME, count=130, size=9)
        pantry.put(stage, HERB, (c[0] - 80, c[1] - 96), 90, turn=-30, drop=4)
    spoon(stage, (1240, 900), (1105, 520))
    steam(stage, (620, 330), 330)
    return stage


def bulgogi_bowl(pantry: Pantry) -> Stage:
    """Glazed beef over rice, spring onion, half an egg."""
    stage = Stage("bulgogi-bowl", laid(wood("bulgogi-bowl", OAK)))
    pantry.put(stage, ONION, (150, 160), 200, blur=5)
    pantry.put(stage, GARLIC, (1150, 170), 170, blur=5)
    c = (640, 420)
    with stage.clipped(bowl(stage, c, 450, rgb("#39464f"), band=rgb("#c9a469"))):
        rice(stage, (c[0], c[1] + 22), 424, 224, height=40, count=1700)
        for x, y in scatter(stage, (c[0] - 70, c[1] - 16), 290, 160, 90):
            tone = rgb(stage.random.choice(["#94481c", "#a8571f", "#bd6c2c", "#813c18"]))
            w, h = 34 + stage.random.random() * 26, 18 + stage.random.random() * 10
            blob(
                stage,
                [(x, y, w, h), (x + w * 0.6, y + 8, w * 0.6, h * 0.8)],
                tone,
                gloss=0.34,
                melt=9,
            )
        shreds(
            stage,
            (c[0] - 70, c[1] - 20),
            210,
            90,
            rgb("#f3dfb0"),
            count=16,
            length=90,
            width=10,
            spread=1.6,
        )
        shreds(
            stage,
            (c[0] - 60, c[1] - 10),
            210,
            90,
            rgb("#f28a22"),
            count=12,
            length=70,
            width=10,
            spread=1.6,
        )
        half_egg(stage, (c[0] + 235, c[1] + 50), 104)
        pantry.put(stage, LEAF, (c[0] + 230, c[1] - 110), 190, turn=-12)
        rings(stage, (c[0] - 70, c[1] - 20), 220, 100, count=34, size=13)
        sprinkle(stage, (c[0] - 60, c[1]), 260, 120, SESAME, count=110, size=9)
    chopsticks(stage, (1250, 540), (1060, 930))
    steam(stage, (560, 320), 320)
    return stage


def shrimp_curry(pantry: Pantry) -> Stage:
    """Golden curry beside rice, prawns, potato and carrot."""
    stage = Stage("shrimp-curry", laid(wood("shrimp-curry", WALNUT)))
    pantry.put(stage, CARROT, (170, 170), 220, blur=5)
    pantry.put(stage, POTATO, (1130, 160), 190, blur=5)
    c = (630, 500)
    plate(stage, c, 540, rgb("#3f5a66"), tilt=0.6)
    blob(
        stage,
        [(650, 530, 370, 205), (820, 510, 210, 170), (540, 600, 220, 130)],
        rgb("#d98a1c"),
        gloss=0.2,
        melt=26,
    )
    rice(stage, (420, 460), 240, 150, height=100, count=1100)
    for code, x, y, size, turn in (
        (CARROT, 640, 620, 120, 20),
        (POTATO, 850, 590, 120, 30),
        (CARROT, 930, 480, 110, -40),
        (POTATO, 560, 640, 110, 0),
    ):
        pantry.put(
            stage,
            code,
            (x, y),
            size,
            turn=turn,
            crop=(0, 0.25, 0.75, 1) if code == CARROT else None,
            tint=rgb("#ffc060"),
            strength=0.4,
        )
    for x, y, turn, flip in (
        (690, 420, 0, False),
        (880, 410, 24, True),
        (790, 520, -16, False),
        (940, 560, 40, True),
    ):
        pantry.put(
            stage, "1f364", (x, y), 190, turn=turn, flip=flip, tint=HOT, strength=0.2, drop=12
        )
    for px, py in scatter(stage, (720, 560), 230, 100, 16):
        ball(stage, (px, py), 11, rgb("#79b63a"))
    pantry.put(stage, HERB, (420, 360), 110, turn=-20)
    sprinkle(stage, (430, 410), 120, 60, rgb("#4f8a2c"), count=26, size=8)
    spoon(stage, (1250, 880), (1150, 560))
    steam(stage, (700, 380), 300)
    return stage


def tofu_avocado_bowl(pantry: Pantry) -> Stage:
    """Brown rice with avocado, tofu, tomato and greens."""
    stage = Stage("tofu-avocado-bowl", laid(wood("tofu-avocado-bowl", OAK)))
    pantry.put(stage, AVOCADO, (150, 170), 220, blur=5, turn=-15)
    pantry.put(stage, "1f345", (1140, 170), 180, blur=5)
    c = (640, 430)
    with stage.clipped(bowl(stage, c, 450, rgb("#e9e0cf"))):
        rice(stage, (c[0], c[1] + 22), 424, 224, height=24, count=1700, tone=rgb("#e8cfa2"))
        pantry.put(stage, LEAF, (c[0] - 250, c[1] - 60), 240, turn=30)
        pantry.put(stage, LEAF, (c[0] - 120, c[1] - 130), 220, turn=-10)
        shreds(
            stage,
            (c[0] + 250, c[1] - 50),
            110,
            70,
            rgb("#f28a22"),
            count=70,
            length=110,
            width=13,
            lean=0.5,
        )
        shreds(
            stage,
            (c[0] + 60, c[1] - 130),
            110,
            40,
            rgb("#b457a8"),
            count=50,
            length=100,
            width=13,
            lean=0.2,
        )
        for x, y in ((-300, 40), (-210, 30), (-260, 90), (-170, 90), (-120, 150), (-210, 150)):
            cube(stage, (c[0] + x, c[1] + y), 92)
        pantry.put(stage, AVOCADO, (c[0] + 10, c[1] + 20), 300, turn=10)
        pantry.put(stage, AVOCADO, (c[0] + 140, c[1] + 90), 250, turn=-40, flip=True)
        for x, y in ((290, 90), (240, 150), (350, 40)):
            pantry.put(stage, "1f345", (c[0] + x, c[1] + y), 120, tint=HOT)
        sprinkle(stage, c, 330, 150, SESAME, count=120, size=9)
    chopsticks(stage, (1250, 540), (1060, 930), rgb("#b98a54"))
    return stage


DISHES = {
    "bibimbap": bibimbap,
    "bulgogi-bowl": bulgogi_bowl,
    "shrimp-curry": shrimp_curry,
    "tofu-avocado-bowl": tofu_avocado_bowl,
}
