"""Street food and pancakes: linen in warm colours."""

from __future__ import annotations

import math

from demo_pictures.cutlery import chopsticks, paper, slab
from demo_pictures.larder import (
    CHILLI,
    DUMPLING,
    FISH_CAKE,
    GARLIC,
    HERB,
    HOT,
    LEAF,
    POTATO,
    PRAWN,
    SAGE,
    SAND,
    SESAME,
    TERRACOTTA,
)
from demo_pictures.shapes import blob, capsule, scatter
from demo_pictures.sprites import Pantry
from demo_pictures.stage import Stage, rgb
from demo_pictures.staples import broth, rice, steam
from demo_pictures.surfaces import laid, linen, wood
from demo_pictures.tableware import bowl, inside, plate, pot
from demo_pictures.toppings import half_egg, rings, shreds, sprinkle


def gimbap(pantry: Pantry) -> Stage:
    """Ten slices of gimbap on a wooden board."""
    stage = Stage("gimbap", laid(linen("gimbap", SAND)))
    pantry.put(stage, "1f955", (150, 160), 210, blur=5)
    pantry.put(stage, "1f952", (1140, 160), 210, blur=5)
    slab(stage, (640, 570), 1100, 520, wood("gimbap board", rgb("#c08c56"), planks=1))
    for row, (y, count) in enumerate(((440, 5), (620, 5))):
        for i in range(count):
            gimbap_slice(stage, (270 + i * 178 + row * 30, y + (i % 2) * 12), 108)
    sprinkle(stage, (640, 540), 430, 150, SESAME, count=110, size=10)
    pantry.put(stage, HERB, (1090, 470), 120, turn=30)
    chopsticks(stage, (1260, 560), (1120, 930))
    return stage


def gimbap_slice(stage: Stage, centre: tuple[float, float], r: float) -> None:
    """Stand one slice up: seaweed, rice, and seven fillings."""
    x, y = centre
    stage.shadow((x + 16, y + r * 0.85), r * 1.05, r * 0.34, strength=0.6, blur=10)
    stage.ellipse(
        (x + 24, y - 6),
        r,
        r * 0.94,
        [(0, (28, 46, 38, 255)), (0.75, (20, 34, 28, 255)), (1, (60, 84, 70, 255))],
    )
    stage.ellipse((x, y), r, r * 0.96, [(0, (36, 58, 46, 255)), (1, (16, 28, 22, 255))])
    rice(stage, (x, y), r * 0.88, r * 0.84, count=230, grain=17)
    stage.ellipse(
        (x, y), r * 0.58, r * 0.55, [(0, (120, 80, 40, 110)), (1, (120, 80, 40, 150))], blur=4
    )
    fillings = ["#ffc928", "#f28a22", "#3f8a2c", "#e58a80", "#8a4a22", "#ffe27a"]
    for i, tone in enumerate(fillings):
        angle = i / 6 * math.tau + 0.4
        at = (x + math.cos(angle) * r * 0.36, y + math.sin(angle) * r * 0.35)
        capsule(
            stage,
            (at[0] - 6, at[1] - 4),
            (at[0] + 6, at[1] + 4),
            r * 0.34,
            rgb(tone),
            gloss=0.35,
            shade=0.25,
            drop=2,
        )
    capsule(stage, (x - 4, y), (x + 4, y), r * 0.3, rgb("#6aa83a"), gloss=0.3, drop=2)


def tteokbokki(pantry: Pantry) -> Stage:
    """Rice cakes in red sauce with fish cake and egg."""
    stage = Stage("tteokbokki", laid(linen("tteokbokki", SAND)))
    pantry.put(stage, CHILLI, (150, 160), 210, blur=5, tint=HOT)
    pantry.put(stage, GARLIC, (1140, 160), 180, blur=5)
    c = (630, 430)
    with stage.clipped(bowl(stage, c, 460, rgb("#f2ece2"), band=rgb("#c8742e"))):
        broth(stage, (c[0], c[1] + 24), 440, 236, rgb("#cf3a10"), oil=20)
        for x, y in scatter(stage, (c[0] - 20, c[1] + 20), 330, 165, 44):
            angle = (stage.random.random() - 0.5) * 2.4
            dx, dy = math.cos(angle) * 52, math.sin(angle) * 34
            capsule(
                stage,
                (x - dx, y - dy),
                (x + dx, y + dy),
                58,
                rgb("#f46a30"),
                gloss=0.7,
                shade=0.5,
                drop=8,
            )
        for x, y, turn in ((-240, -20, 20), (-110, -110, -30), (140, 110, 12), (-150, 110, 60)):
            pantry.put(
                stage,
                FISH_CAKE,
                (c[0] + x, c[1] + y),
                150,
                turn=turn,
                squash=0.8,
                tint=rgb("#ffd8b0"),
                strength=0.4,
            )
        half_egg(stage, (c[0] + 190, c[1] - 50), 112)
        half_egg(stage, (c[0] + 20, c[1] + 40), 108)
        rings(stage, (c[0], c[1] + 20), 330, 160, count=44, size=14)
        sprinkle(stage, c, 330, 160, SESAME, count=130, size=9)
    chopsticks(stage, (1260, 470), (1080, 920))
    steam(stage, (600, 320), 300)
    return stage


def mandu(pantry: Pantry) -> Stage:
    """Pan-fried dumplings around a dip."""
    stage = Stage("mandu", laid(linen("mandu", TERRACOTTA)))
    c = (600, 530)
    plate(stage, c, 520, rgb("#f2ece2"), tilt=0.6)
    pantry.put(stage, LEAF, (330, 420), 230, turn=30)
    pantry.put(stage, LEAF, (870, 430), 230, turn=-30)
    for x, y, turn in (
        (430, 420, 6),
        (610, 390, -4),
        (780, 440, 8),
        (370, 560, -8),
        (560, 540, 4),
        (750, 580, -6),
        (480, 680, 8),
        (670, 690, -8),
    ):
        pantry.put(
            stage, DUMPLING, (x, y), 250, turn=turn, tint=rgb("#ffcf88"), strength=0.4, drop=14
        )
    rings(stage, (590, 540), 270, 150, count=30, size=14)
    sprinkle(stage, (590, 540), 270, 150, SESAME, count=90, size=10)
    small = (1110, 700)
    with stage.clipped(bowl(stage, small, 145, rgb("#39464f"))):
        broth(stage, (small[0], small[1] + 10), 130, 66, rgb("#5a2a12"), oil=8)
        rings(stage, (small[0], small[1] + 10), 80, 34, count=8, size=11)
    chopsticks(stage, (1090, 200), (1250, 560))
    steam(stage, (580, 380), 300, strength=110)
    return stage


def seafood_pancake(pantry: Pantry) -> Stage:
    """Crisp spring onion pancake with prawns."""
    stage = Stage("seafood-pancake", laid(linen("seafood-pancake", SAGE)))
    pantry.put(stage, PRAWN, (160, 170), 230, blur=5, drop=12)
    c = (600, 530)
    plate(stage, c, 540, rgb("#3f4a4c"), tilt=0.6)
    edge = [
        (
            c[0] + math.cos(i / 26 * math.tau) * 378,
            c[1] + math.sin(i / 26 * math.tau) * 212,
            70 + stage.random.random() * 24,
            46,
        )
        for i in range(26)
    ]
    stage.shadow((c[0] + 10, c[1] + 24), 430, 250, strength=0.6, blur=14)
    blob(
        stage,
        [(c[0], c[1], 390, 228), *edge],
        rgb("#eeb04a"),
        gloss=0.28,
        melt=12,
        edge=rgb("#a5581c"),
    )
    for x, y in scatter(stage, c, 380, 210, 90):
        r = 14 + stage.random.random() * 30
        stage.ellipse(
            (x, y), r, r * 0.6, [(0, (255, 222, 130, 130)), (1, (158, 76, 18, 150))], blur=6
        )
    shreds(
        stage, c, 340, 185, rgb("#5c9a34"), count=84, length=190, width=17, lean=0.15, spread=0.35
    )
    shreds(stage, c, 320, 170, rgb("#f28a22"), count=22, length=90, width=12, spread=1.0)
    for x, y, turn in (
        (430, 470, -20),
        (620, 420, 16),
        (780, 520, -8),
        (530, 620, 10),
        (720, 650, -24),
    ):
        pantry.put(stage, "1f364", (x, y), 165, turn=turn, tint=HOT, strength=0.25)
    for x, y in scatter(stage, c, 300, 150, 12):
        capsule(stage, (x, y), (x + 16, y + 5), 18, rgb("#d3241a"))
    small = (1120, 750)
    with stage.clipped(bowl(stage, small, 135, rgb("#f2ece2"))):
        broth(stage, (small[0], small[1] + 10), 120, 60, rgb("#5a2a12"), oil=8)
        sprinkle(stage, (small[0], small[1] + 10), 80, 34, SESAME, count=16, size=9)
    steam(stage, (580, 380), 280, strength=100)
    return stage


def garlic_fries(pantry: Pantry) -> Stage:
    """Fries heaped on paper, with dip."""
    stage = Stage("garlic-fries", laid(linen("garlic-fries", SAND)))
    pantry.put(stage, POTATO, (150, 160), 200, blur=5)
    pantry.put(stage, GARLIC, (1140, 160), 180, blur=5)
    c = (590, 550)
    plate(stage, c, 520, rgb("#8fa3a0"), tilt=0.6)
    paper(stage, (c[0], c[1] - 6), 510, 310, rgb("#d8452a"))
    for lift in range(6):
        for x, y in scatter(
            stage, (c[0], c[1] + 40 - lift * 40), 330 - lift * 44, 160 - lift * 22, 30 - lift * 3
        ):
            angle = stage.random.random() * math.pi
            dx, dy = math.cos(angle) * 88, math.sin(angle) * 52
            tone = rgb(stage.random.choice(["#f9c23c", "#f4b02e", "#ffd45e", "#e99c24"]))
            capsule(
                stage, (x - dx, y - dy), (x + dx, y + dy), 27, tone, gloss=0.5, shade=0.32, drop=8
            )
    sprinkle(stage, (c[0], c[1] - 50), 270, 170, rgb("#4f8a2c"), count=80, size=10)
    sprinkle(stage, (c[0], c[1] - 50), 270, 170, rgb("#fff6e4"), count=110, size=9)
    pantry.put(stage, HERB, (c[0] + 30, c[1] - 220), 120, turn=-30)
    for small, sauce in (((1090, 500), "#d3241a"), ((1130, 720), "#fbeec2")):
        with stage.clipped(bowl(stage, small, 125, rgb("#f7f3ec"))):
            blob(stage, [(small[0], small[1] + 12, 98, 50)], rgb(sauce), gloss=0.35)
            blob(stage, [(small[0] - 8, small[1] + 4, 48, 22)], rgb(sauce), gloss=0.5)
    return stage


def steamed_egg(pantry: Pantry) -> Stage:
    """Fluffy steamed egg that rises over its pot."""
    stage = Stage("steamed-egg", laid(linen("steamed-egg", TERRACOTTA)))
    pantry.put(stage, "1f95a", (150, 170), 150, blur=5)
    pantry.put(stage, "1f95a", (250, 190), 140, blur=6, turn=20)
    c = (630, 470)
    pot(stage, c, 400)
    dome: list[tuple[float, float, float, float]] = [
        (c[0], c[1] - 30, 350, 190),
        (c[0], c[1] - 110, 270, 120),
    ]
    dome += [
        (
            c[0] + math.cos(i / 14 * math.tau) * 300,
            c[1] - 10 + math.sin(i / 14 * math.tau) * 140,
            76,
            62,
        )
        for i in range(14)
    ]
    with stage.clipped(inside((c[0], c[1] + 3), 389, 208)):
        blob(stage, dome, rgb("#fbc545"), melt=26, gloss=0.4, edge=rgb("#cf8420"))
        for x, y in scatter(stage, (c[0], c[1] - 50), 310, 170, 110):
            r = 12 + stage.random.random() * 30
            stage.ellipse(
                (x + 5, y + 7),
                r,
                r * 0.66,
                [(0, (206, 124, 20, 70)), (1, (206, 124, 20, 110))],
                blur=5,
            )
            stage.ellipse(
                (x, y), r, r * 0.66, [(0, (255, 238, 150, 190)), (1, (255, 206, 84, 150))], blur=4
            )
        rings(stage, (c[0], c[1] - 90), 200, 90, count=40, size=15)
        shreds(
            stage,
            (c[0], c[1] - 90),
            190,
            80,
            rgb("#f28a22"),
            count=14,
            length=34,
            width=14,
            spread=1.6,
        )
        sprinkle(stage, (c[0], c[1] - 90), 200, 90, SESAME, count=60, size=10)
    steam(stage, (630, 330), 310)
    return stage


DISHES = {
    "gimbap": gimbap,
    "tteokbokki": tteokbokki,
    "mandu": mandu,
    "seafood-pancake": seafood_pancake,
    "garlic-fries": garlic_fries,
    "steamed-egg": steamed_egg,
}
