"""Rice and noodles: dark and golden wood, deep bowls, steam."""

from __future__ import annotations

import math

from ..food import Pantry, ball, blob, broth, capsule, fried_egg, half_egg, noodles, rice, rings, scatter, shreds, sprinkle, steam
from ..stage import Stage, rgb
from ..surfaces import laid, wood
from ..tableware import bowl, chopsticks, plate, pot, spoon

WALNUT = rgb("#94603a")
OAK = rgb("#c08c56")
SESAME = rgb("#f3dfae")
HOT = rgb("#ffb040")
CHILLI, LEAF, PRAWN, GARLIC, ONION = "1f336-fe0f", "1f96c", "1f990", "1f9c4", "1f9c5"
CARROT, AVOCADO, POTATO, MUSHROOM, HERB = "1f955", "1f951", "1f954", "1f344", "1f33f"


def bibimbap(pantry: Pantry) -> Stage:
    """Hot stone bowl, six vegetables in wedges, an egg in the middle."""
    stage = Stage("bibimbap", laid(wood("bibimbap", WALNUT)))
    pantry.put(stage, GARLIC, (130, 150), 190, blur=5)
    pantry.put(stage, CHILLI, (1150, 150), 220, turn=30, blur=5, tint=HOT)
    c = (620, 440)
    with stage.clipped(pot(stage, c, 440)):
        rice(stage, (c[0], c[1] + 26), 412, 205, height=30, count=1700)
        tufts = [("#f28a22", 0.15), ("#3f8a2c", 1.2), ("#fbf3d8", 2.25), ("#a5683a", 3.3), ("#7ab23c", 4.2), ("#8a5a3a", 5.25)]
        for tone, angle in sorted(tufts, key=lambda t: math.sin(t[1])):
            at = (c[0] + math.cos(angle) * 252, c[1] + math.sin(angle) * 122)
            shreds(stage, at, 112, 58, rgb(tone), count=80, length=104, width=13, lean=angle * 0.7)
        fried_egg(stage, (c[0] + 4, c[1] - 6), 185)
        blob(stage, [(c[0] + 130, c[1] + 92, 44, 26), (c[0] + 160, c[1] + 78, 28, 18)], rgb("#c3240f"), gloss=0.4)
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
            blob(stage, [(x, y, w, h), (x + w * 0.6, y + 8, w * 0.6, h * 0.8)], tone, gloss=0.34, melt=9)
        shreds(stage, (c[0] - 70, c[1] - 20), 210, 90, rgb("#f3dfb0"), count=16, length=90, width=10, spread=1.6)
        shreds(stage, (c[0] - 60, c[1] - 10), 210, 90, rgb("#f28a22"), count=12, length=70, width=10, spread=1.6)
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
    blob(stage, [(650, 530, 370, 205), (820, 510, 210, 170), (540, 600, 220, 130)], rgb("#d98a1c"), gloss=0.2, melt=26)
    rice(stage, (420, 460), 240, 150, height=100, count=1100)
    for code, x, y, size, turn in ((CARROT, 640, 620, 120, 20), (POTATO, 850, 590, 120, 30), (CARROT, 930, 480, 110, -40), (POTATO, 560, 640, 110, 0)):
        pantry.put(stage, code, (x, y), size, turn=turn, crop=(0, 0.25, 0.75, 1) if code == CARROT else None, tint=rgb("#ffc060"), strength=0.4)
    for x, y, turn, flip in ((690, 420, 0, False), (880, 410, 24, True), (790, 520, -16, False), (940, 560, 40, True)):
        pantry.put(stage, "1f364", (x, y), 190, turn=turn, flip=flip, tint=HOT, strength=0.2, drop=12)
    for x, y in scatter(stage, (720, 560), 230, 100, 16):
        ball(stage, (x, y), 11, rgb("#79b63a"))
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
        shreds(stage, (c[0] + 250, c[1] - 50), 110, 70, rgb("#f28a22"), count=70, length=110, width=13, lean=0.5)
        shreds(stage, (c[0] + 60, c[1] - 130), 110, 40, rgb("#b457a8"), count=50, length=100, width=13, lean=0.2)
        for x, y in ((-300, 40), (-210, 30), (-260, 90), (-170, 90), (-120, 150), (-210, 150)):
            cube(stage, (c[0] + x, c[1] + y), 92)
        pantry.put(stage, AVOCADO, (c[0] + 10, c[1] + 20), 300, turn=10)
        pantry.put(stage, AVOCADO, (c[0] + 140, c[1] + 90), 250, turn=-40, flip=True)
        for x, y in ((290, 90), (240, 150), (350, 40)):
            pantry.put(stage, "1f345", (c[0] + x, c[1] + y), 120, tint=HOT)
        sprinkle(stage, c, 330, 150, SESAME, count=120, size=9)
    chopsticks(stage, (1250, 540), (1060, 930), rgb("#b98a54"))
    return stage


def cube(stage: Stage, centre: tuple[float, float], size: float, colour: str = "#fbf0d8") -> None:
    """Set down a cube of tofu."""
    x, y = centre
    h = size / 2
    stage.shadow((x + 8, y + h * 0.9), h * 1.1, h * 0.6, strength=0.5, blur=7)
    tone = rgb(colour)
    top = [(x - h, y - h * 0.5), (x, y - h), (x + h, y - h * 0.5), (x, y)]
    left = [(x - h, y - h * 0.5), (x, y), (x, y + h), (x - h, y + h * 0.5)]
    right = [(x, y), (x + h, y - h * 0.5), (x + h, y + h * 0.5), (x, y + h)]
    for face, low, high in ((left, 225, 240), (right, 176, 205), (top, 246, 255)):
        shade = [(place, (tone[0] * v // 255, tone[1] * v // 255, tone[2] * v // 255, 255)) for place, v in ((0.0, low), (1.0, high))]
        stage.polygon(face, shade, corner=4)


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
            pantry.put(stage, "1f364", (c[0] + x, c[1] + y), 190, turn=turn, tint=HOT, strength=0.2, drop=12)
        pantry.put(stage, "1f9aa", (c[0] - 60, c[1] + 40), 150, turn=10)
        half_egg(stage, (c[0] + 220, c[1] - 10), 120)
        pantry.put(stage, "1f365", (c[0] + 110, c[1] + 110), 124, squash=0.75, turn=10)
        pantry.put(stage, "1f365", (c[0] + 4, c[1] + 140), 116, squash=0.75, turn=40)
        rings(stage, (c[0], c[1] + 30), 330, 150, count=40, size=13)
        for x, y in scatter(stage, (c[0] - 190, c[1] + 100), 110, 50, 9):
            capsule(stage, (x, y), (x + 12, y + 4), 17, rgb("#d3241a"))
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
        shreds(stage, (c[0] + 140, c[1] + 90), 90, 40, rgb("#8fc24a"), count=26, length=80, width=12, lean=0.4)
        shreds(stage, (c[0] - 210, c[1] + 90), 80, 40, rgb("#f28a22"), count=20, length=70, width=11, lean=-0.4)
        rings(stage, (c[0], c[1] + 40), 320, 150, count=44, size=13)
        for x, y in scatter(stage, (c[0] + 20, c[1] + 130), 120, 30, 6):
            capsule(stage, (x, y), (x + 12, y + 4), 15, rgb("#d3241a"))
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
        noodles(stage, (c[0], c[1] - lift * 26), 430 - lift * 70, 235 - lift * 42, rgb("#d39a4a"), bundles=24, width=13, strands=5, curl=1.7)
        for tone in ("#f28a22", "#3f8a2c", "#fbf3d8", "#c8342a", "#6b4129"):
            shreds(stage, (c[0], c[1] - lift * 26), 370 - lift * 64, 190 - lift * 36, rgb(tone), count=16, length=110, width=17, spread=1.6)
    pantry.put(stage, HERB, (c[0] + 10, c[1] - 150), 130, turn=-20)
    sprinkle(stage, (c[0], c[1] - 30), 300, 150, SESAME, count=150, size=9)
    chopsticks(stage, (1270, 560), (1110, 930), rgb("#7c2f22"))
    steam(stage, (640, 380), 280, strength=90)
    return stage


DISHES = {
    "bibimbap": bibimbap, "bulgogi-bowl": bulgogi_bowl, "shrimp-curry": shrimp_curry, "tofu-avocado-bowl": tofu_avocado_bowl,
    "seafood-ramyeon": seafood_ramyeon, "oyster-kalguksu": oyster_kalguksu, "japchae": japchae,
}
