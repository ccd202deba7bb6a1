"""Desserts, coffee, cold drinks and alcohol: marble, pastel plaster, a dark bar."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image

from ..food import Pantry, ball, blob, capsule, citrus, scatter, sprinkle, steam
from ..glassware import Glass, serve
from ..stage import Colour, Stage, darker, lighter, rgb
from ..surfaces import laid, marble, plaster, wood
from ..tableware import bowl, plate, saucer_cup, spoon
from .meals import HERB

STRAWBERRY, LEMON, ORANGE, MINT, DUMPLING = "1f353", "1f34b", "1f34a", "1f33f", "1f95f"
BLUSH, CREAM, MINTY, PEACH = rgb("#f4d3cb"), rgb("#f0e0c4"), rgb("#cfe3d2"), rgb("#f6cfa6")
"""Backgrounds that let a pale dessert or a bright drink stand out."""


def patbingsu(pantry: Pantry) -> Stage:
    """Shaved milk ice with red beans and strawberries."""
    stage = Stage("patbingsu", laid(marble("patbingsu", BLUSH, rgb("#dfb0a8"))))
    c = (630, 570)
    mask = bowl(stage, c, 360, rgb("#7fb0b8"), tilt=0.46, depth=0.6, foot=0.4)
    with stage.clipped(mask):
        mound(stage, c)
        for x, y in scatter(stage, (c[0] + 10, c[1] - 250), 140, 60, 60):
            capsule(stage, (x - 6, y), (x + 6, y + 3), 26, rgb("#7a2a22"), gloss=0.5)
        for x, y, size, turn in ((-170, -110, 150, 20), (150, -120, 150, -24), (-40, -70, 160, 4), (70, -40, 130, -10), (-240, -30, 120, 30), (240, -40, 120, -30)):
            pantry.put(stage, STRAWBERRY, (c[0] + x, c[1] + y), size, turn=turn, tint=rgb("#ffc890"), strength=0.35)
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
            tone = stage.random.choice([(255, 255, 255, 170), (222, 232, 240, 130), (246, 238, 232, 140)])
            stage.ellipse((px, py), r, r * 0.6, [(0, tone), (1, (255, 255, 255, 40))], blur=3)


def strawberry_cake(pantry: Pantry) -> Stage:
    """A slice of cream cake with berries."""
    stage = Stage("strawberry-cake", laid(marble("strawberry-cake", CREAM, rgb("#d3bb92"))))
    saucer_cup(stage, (1090, 210), 130, rgb("#6b3a1c"))
    c = (580, 590)
    plate(stage, c, 500, rgb("#e8a9a6"), tilt=0.56)
    stage.shadow((590, 720), 290, 60, strength=0.55, blur=18)
    pantry.put(stage, "1f370", (570, 480), 560, drop=16)
    for x, y, size, turn in ((880, 640, 150, 10), (800, 710, 130, -30), (300, 670, 130, 20)):
        pantry.put(stage, STRAWBERRY, (x, y), size, turn=turn, tint=rgb("#ffc890"), strength=0.35, drop=12)
    pantry.put(stage, "1fad0", (920, 560), 110, drop=10)
    pantry.put(stage, MINT, (700, 740), 120, turn=-50)
    sprinkle(stage, (590, 640), 360, 140, rgb("#ffffff"), count=120, size=6)
    return stage


def ice_cream(pantry: Pantry) -> Stage:
    """Three scoops with a wafer and berries."""
    stage = Stage("ice-cream", laid(plaster("ice-cream", MINTY)))
    c = (630, 560)
    with stage.clipped(bowl(stage, c, 350, rgb("#f7f3ec"), tilt=0.44, depth=0.6, foot=0.4, band=rgb("#e2a03a"))):
        for start, end in (((770, 500), (960, 170)), ((810, 520), (1030, 220))):
            capsule(stage, start, end, 44, rgb("#d9943c"), gloss=0.4, drop=10)
        for x, y, tone in ((-130, -90, "#7a4426"), (140, -80, "#f7a8b4"), (0, -170, "#fff0cf"), (-10, -30, "#c5d98e")):
            scoop(stage, (c[0] + x, c[1] + y), 150, rgb(tone))
        blob(stage, [(c[0] - 10, c[1] - 285, 90, 30), (c[0] - 60, c[1] - 250, 22, 48), (c[0] + 40, c[1] - 240, 24, 60)], rgb("#5a2a12"), gloss=0.4)
        pantry.put(stage, "1f352", (c[0] + 10, c[1] - 350), 150, tint=rgb("#ffb080"), strength=0.4)
        pantry.put(stage, STRAWBERRY, (c[0] + 230, c[1] - 10), 140, turn=-20, tint=rgb("#ffc890"), strength=0.35)
        pantry.put(stage, "1fad0", (c[0] - 230, c[1] - 10), 120)
        pantry.put(stage, MINT, (c[0] - 110, c[1] + 70), 100, turn=20)
    spoon(stage, (1250, 900), (1110, 660))
    pantry.put(stage, STRAWBERRY, (190, 780), 170, turn=20, drop=14, tint=rgb("#ffc890"), strength=0.35)
    return stage


def scoop(stage: Stage, centre: tuple[float, float], r: float, tone: Colour) -> None:
    """Set one ball of ice cream with its ragged skirt."""
    x, y = centre
    skirt = [(x + math.cos(i / 14 * math.tau) * r * 0.84, y + r * 0.5 + math.sin(i / 14 * math.tau) * r * 0.24, r * 0.24, r * 0.18) for i in range(14)]
    blob(stage, [(x, y + r * 0.5, r * 0.8, r * 0.3), *skirt], tone, melt=8, edge=darker(tone, 0.25))
    ball(stage, (x, y), r * 0.94, tone, gloss=0.32, drop=10)
    for px, py in scatter(stage, (x, y), r * 0.8, r * 0.8, 46):
        w = 6 + stage.random.random() * 16
        stage.ellipse((px, py), w, w * 0.4, [(0, (*lighter(tone, 0.4), 70)), (1, (*darker(tone, 0.3), 60))], blur=2)


def fruit_plate(pantry: Pantry) -> Stage:
    """Seasonal fruit."""
    stage = Stage("fruit-plate", laid(marble("fruit-plate", MINTY, rgb("#a9c9b2"))))
    c = (640, 560)
    plate(stage, c, 560, rgb("#f7f3ec"), tilt=0.58)
    red = rgb("#ffc890")
    fruits = [("1f34d", 640, 330, 420, 0), ("1f347", 380, 440, 290, 10), ("1f348", 890, 430, 270, -8), ("1f349", 480, 590, 310, -10),
              ("1f349", 330, 600, 260, 20), ("1f34a", 780, 560, 210, 0), ("1f95d", 920, 600, 190, 10), ("1f95d", 830, 680, 180, -20),
              (STRAWBERRY, 620, 690, 170, 10), (STRAWBERRY, 510, 740, 150, -20), (STRAWBERRY, 720, 750, 150, 30), ("1fad0", 630, 600, 140, 0),
              ("1f352", 990, 500, 150, 0)]
    for code, x, y, size, turn in fruits:
        pantry.put(stage, code, (x, y), size, turn=turn, drop=14, tint=red if code in (STRAWBERRY, "1f349") else None, strength=0.35)
    pantry.put(stage, MINT, (600, 800), 120, turn=-50)
    return stage


def americano(pantry: Pantry) -> Stage:
    """Black coffee with its crema and a biscuit."""
    stage = coffee(pantry, "americano", rgb("#3a1c0e"), rgb("#e8d4b4"))
    pantry.put(stage, "1f36a", (1060, 690), 250, turn=12, squash=0.85, drop=14, tint=rgb("#f0b070"), strength=0.7)
    return stage


def coffee(pantry: Pantry, name: str, drink: Colour, top: Colour) -> Stage:
    """Start a picture of a large cup seen from above."""
    stage = Stage(name, laid(marble(name, top, darker(top, 0.2))))
    for x, y, size in ((180, 220, 60), (250, 170, 52), (130, 300, 50), (1120, 200, 56), (1060, 260, 50)):
        bean(stage, (x, y), size)
    saucer_cup(stage, (590, 400), 330, drink)
    stage.ellipse((520, 372), 120, 34, [(0, (255, 235, 205, 90)), (1, (255, 235, 205, 20))], blur=14)
    steam(stage, (590, 330), 310, strength=110)
    return stage


def bean(stage: Stage, centre: tuple[float, float], size: float) -> None:
    """Drop a coffee bean."""
    x, y = centre
    capsule(stage, (x - size * 0.2, y), (x + size * 0.2, y + size * 0.1), size * 0.8, rgb("#5c3018"), gloss=0.3, drop=8)
    capsule(stage, (x - size * 0.34, y - 2), (x + size * 0.34, y + size * 0.08), 5, rgb("#2c140a"), gloss=0.05, drop=0)


def cafe_latte(pantry: Pantry) -> Stage:
    """Milk coffee with a leaf poured into the foam."""
    stage = coffee(pantry, "cafe-latte", rgb("#b5733a"), rgb("#ecd2bd"))
    x, y = 590, 412
    for i in range(6):
        w = 150 - i * 20
        blob(stage, [(x - w * 0.5, y + 66 - i * 27, w * 0.55, 13), (x + w * 0.5, y + 66 - i * 27, w * 0.55, 13), (x, y + 74 - i * 27, w * 0.5, 12)], rgb("#fff3dd"), melt=9, gloss=0.3)
    blob(stage, [(x - 22, y - 84, 30, 16), (x + 22, y - 84, 30, 16), (x, y - 70, 22, 16)], rgb("#fff3dd"), melt=8, gloss=0.3)
    pantry.put(stage, "1f950", (1060, 690), 330, turn=-10, drop=16)
    return stage


def yuja_tea(pantry: Pantry) -> Stage:
    """Hot citron tea with slices on top."""
    stage = Stage("yuja-tea", laid(plaster("yuja-tea", rgb("#f3dca6"))))
    pantry.put(stage, LEMON, (170, 190), 210, blur=4)
    saucer_cup(stage, (590, 400), 330, rgb("#f0a81e"), rgb("#f7f3ec"))
    for x, y, size in ((500, 400, 104), (660, 380, 92), (610, 460, 88)):
        citrus(stage, (x, y), size, rgb("#ffc928"), tilt=0.42)
    for x, y in scatter(stage, (590, 420), 220, 70, 16):
        capsule(stage, (x - 20, y), (x + 20, y + 7), 10, rgb("#ffb61e"), gloss=0.5, drop=3)
    pantry.put(stage, "1f36f", (1060, 300), 260, blur=3, drop=16)
    pantry.put(stage, LEMON, (1060, 700), 230, turn=-14, drop=16)
    steam(stage, (590, 330), 310, strength=130)
    return stage


def cold(pantry: Pantry, name: str, top: Colour, drink: Sequence[Colour], *, ice: int = 5, fruit: str = "", glass: Glass | None = None,
         slices: Colour | None = None, backdrop: Image.Image | None = None) -> Stage:
    """Make a picture of a tall drink: ice in it, fruit before it."""
    stage = Stage(name, laid(backdrop or plaster(name, top)))
    shape = glass or Glass(620, 170, 620, 190, 146)

    def floating(mask: Image.Image, surface: float) -> None:
        with stage.clipped(mask):
            for i in range(ice):
                at = (shape.x + (-70, 72, 6, -60, 80)[i % 5], surface + 26 + i * 62)
                ice_cube(stage, at, 62, i * 0.7)
            if slices is not None:
                for x, y, size in ((-70, 120, 92), (60, 260, 96), (-40, 390, 84)):
                    citrus(stage, (shape.x + x, surface + y), size, slices, tilt=0.9, fade=225)

    if fruit:
        pantry.put(stage, fruit, (230, 330), 230, blur=4, drop=16)
    serve(stage, shape, list(drink), floating=floating)
    return stage


def ice_cube(stage: Stage, centre: tuple[float, float], half: float, turn: float) -> None:
    """Float a clear cube of ice."""
    corners = [(centre[0] + math.cos(turn + i * math.pi / 2) * half * 1.2, centre[1] + math.sin(turn + i * math.pi / 2) * half * 1.1) for i in range(4)]
    small = [(centre[0] + (x - centre[0]) * 0.66 - 6, centre[1] + (y - centre[1]) * 0.66 - 6) for x, y in corners]
    stage.polygon(corners, [(0, (255, 255, 255, 190)), (0.5, (235, 246, 255, 80)), (1, (255, 255, 255, 150))], corner=14)
    stage.polygon(small, [(0, (255, 255, 255, 40)), (1, (255, 255, 255, 130))], corner=12, blur=2)


def straw(stage: Stage, start: tuple[float, float], end: tuple[float, float], tone: Colour) -> None:
    """Lean a straw out of a glass."""
    capsule(stage, start, end, 22, tone, gloss=0.5, drop=6)


def lemonade(pantry: Pantry) -> Stage:
    """Lemon soda with mint."""
    stage = cold(pantry, "lemonade", rgb("#f6e3a0"), [rgb("#fff2b0"), rgb("#ffe36a"), rgb("#ffc928")], ice=4, fruit=LEMON, slices=rgb("#ffdc3c"))
    straw(stage, (690, 300), (800, 50), rgb("#4fae7a"))
    citrus(stage, (450, 190), 96, rgb("#ffdc3c"), tilt=1.0)
    pantry.put(stage, MINT, (600, 190), 190, turn=-30)
    pantry.put(stage, LEMON, (960, 720), 270, turn=12, drop=18)
    citrus(stage, (330, 800), 120, rgb("#ffdc3c"))
    return stage


def strawberry_milk(pantry: Pantry) -> Stage:
    """Milk over crushed strawberries."""
    stage = cold(pantry, "strawberry-milk", rgb("#f6cfd2"), [rgb("#fff6f2"), rgb("#ffe4e2"), rgb("#f9a3ac"), rgb("#e8384f")], ice=0, fruit="1f95b")
    straw(stage, (680, 300), (780, 50), rgb("#e8384f"))
    pantry.put(stage, STRAWBERRY, (560, 200), 190, turn=10, tint=rgb("#ffc890"), strength=0.35)
    pantry.put(stage, MINT, (660, 220), 120, turn=-30)
    for x, y, size, turn in ((930, 720, 260, 14), (1080, 790, 200, -24), (330, 800, 210, 20)):
        pantry.put(stage, STRAWBERRY, (x, y), size, turn=turn, drop=16, tint=rgb("#ffc890"), strength=0.35)
    return stage


def watermelon_juice(pantry: Pantry) -> Stage:
    """Fresh watermelon juice."""
    stage = cold(pantry, "watermelon-juice", rgb("#cfe3b4"), [rgb("#ff8a76"), rgb("#f9504a"), rgb("#e02f3c")], ice=3, fruit="1f349")
    straw(stage, (690, 300), (790, 50), rgb("#f7f3ec"))
    pantry.put(stage, "1f349", (480, 190), 210, turn=20, tint=rgb("#ffc890"), strength=0.3)
    pantry.put(stage, MINT, (640, 210), 150, turn=-30)
    pantry.put(stage, "1f349", (970, 700), 340, turn=-8, drop=18, tint=rgb("#ffc890"), strength=0.3)
    return stage


def draft_beer(pantry: Pantry) -> Stage:
    """A cold beer with a thick head, nuts beside it."""
    stage = cold(pantry, "draft-beer", rgb("#8a5a36"), [rgb("#ffe08a"), rgb("#fbb62a"), rgb("#e08a10")], ice=0,
                 glass=Glass(590, 190, 610, 205, 165), backdrop=wood("draft-beer", rgb("#8a5a36")))
    for x, y in scatter(stage, (590, 560), 140, 220, 70):
        r = 2.5 + stage.random.random() * 4
        stage.ellipse((x, y), r, r, [(0, (255, 250, 220, 190)), (1, (255, 250, 220, 60))])
    foam = [(590 + math.cos(i / 16 * math.tau) * 165, 205 + math.sin(i / 16 * math.tau) * 40, 58, 46) for i in range(16)]
    blob(stage, [(590, 200, 190, 60), (590, 270, 186, 60), (470, 300, 50, 44), (690, 310, 52, 50), *foam], rgb("#fffaf0"), melt=14, gloss=0.6, edge=rgb("#ead6ae"))
    small = (1010, 720)
    with stage.clipped(bowl(stage, small, 190, rgb("#39464f"))):
        for x, y in scatter(stage, (small[0], small[1] + 8), 110, 56, 9):
            pantry.put(stage, "1f95c", (x, y), 130, turn=stage.random.random() * 160 - 80)
    pantry.put(stage, "1f968", (250, 780), 270, squash=0.8, drop=14)
    return stage


def makgeolli(pantry: Pantry) -> Stage:
    """Cloudy rice wine in brass bowls."""
    stage = Stage("makgeolli", laid(wood("makgeolli", rgb("#9a6a40"))))
    brass = rgb("#d8a94a")
    plate(stage, (1010, 260), 250, tilt=0.5)
    for x, y, turn in ((920, 230, 8), (1060, 220, -10), (1000, 290, 4)):
        pantry.put(stage, DUMPLING, (x, y), 160, turn=turn, tint=rgb("#ffcf88"), strength=0.4, blur=1)
    for centre, rx in (((480, 440), 330), ((930, 640), 230)):
        bowl(stage, centre, rx, brass, depth=0.55, foot=0.5, tilt=0.5)
        stage.ellipse((centre[0], centre[1] + 14), rx - 24, (rx - 24) * 0.48, [(0, (238, 228, 206, 255)), (0.5, (252, 247, 234, 255)), (1, (232, 220, 194, 255))])
        stage.ellipse((centre[0] - rx * 0.2, centre[1]), rx * 0.4, rx * 0.14, [(0, (255, 255, 255, 150)), (1, (255, 255, 255, 40))], blur=14)
        for x, y in scatter(stage, (centre[0], centre[1] + 14), rx * 0.8, rx * 0.36, 26):
            r = 3 + stage.random.random() * 6
            stage.ellipse((x, y), r, r * 0.6, [(0, (255, 255, 255, 200)), (1, (214, 200, 170, 120))])
    pantry.put(stage, HERB, (230, 800), 200, turn=60, drop=12)
    return stage


def yuja_highball(pantry: Pantry) -> Stage:
    """Whisky soda with citron."""
    stage = cold(pantry, "yuja-highball", rgb("#6b4a34"), [rgb("#ffeab0"), rgb("#fbc94e"), rgb("#e8981c")], ice=5, fruit=ORANGE,
                 glass=Glass(620, 130, 680, 165, 145), slices=rgb("#ffc928"), backdrop=wood("yuja-highball", rgb("#7a4a2c")))
    citrus(stage, (470, 160), 92, rgb("#ffb61e"), tilt=1.0)
    pantry.put(stage, MINT, (630, 160), 170, turn=-30)
    pantry.put(stage, LEMON, (950, 740), 260, turn=12, drop=18)
    citrus(stage, (340, 820), 110, rgb("#ffc928"))
    return stage


DISHES = {
    "patbingsu": patbingsu, "strawberry-cake": strawberry_cake, "ice-cream": ice_cream, "fruit-plate": fruit_plate,
    "americano": americano, "cafe-latte": cafe_latte, "yuja-tea": yuja_tea, "lemonade": lemonade, "strawberry-milk": strawberry_milk,
    "watermelon-juice": watermelon_juice, "draft-beer": draft_beer, "makgeolli": makgeolli, "yuja-highball": yuja_highball,
}
