"""Coffee, tea, cold drinks and alcohol: marble, pastel plaster, a dark bar."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image

from demo_pictures.glassware import Glass, serve
from demo_pictures.larder import DUMPLING, HERB, LEMON, MINT, ORANGE, STRAWBERRY
from demo_pictures.shapes import blob, capsule, scatter
from demo_pictures.sprites import Pantry
from demo_pictures.stage import Colour, Stage, rgb
from demo_pictures.surfaces import laid, plaster, wood
from demo_pictures.tableware import bowl, plate
from demo_pictures.toppings import citrus


def cold(
    pantry: Pantry,
    name: str,
    top: Colour,
    drink: Sequence[Colour],
    *,
    ice: int = 5,
    fruit: str = "",
    glass: Glass | None = None,
    slices: Colour | None = None,
    backdrop: Image.Image | None = None,
) -> Stage:
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
    corners = [
        (
            centre[0] + math.cos(turn + i * math.pi / 2) * half * 1.2,
            centre[1] + math.sin(turn + i * math.pi / 2) * half * 1.1,
        )
        for i in range(4)
    ]
    small = [
        (centre[0] + (x - centre[0]) * 0.66 - 6, centre[1] + (y - centre[1]) * 0.66 - 6)
        for x, y in corners
    ]
    stage.polygon(
        corners,
        [(0, (255, 255, 255, 190)), (0.5, (235, 246, 255, 80)), (1, (255, 255, 255, 150))],
        corner=14,
    )
    stage.polygon(small, [(0, (255, 255, 255, 40)), (1, (255, 255, 255, 130))], corner=12, blur=2)


def straw(stage: Stage, start: tuple[float, float], end: tuple[float, float], tone: Colour) -> None:
    """Lean a straw out of a glass."""
    capsule(stage, start, end, 22, tone, gloss=0.5, drop=6)


def lemonade(pantry: Pantry) -> Stage:
    """Lemon soda with mint."""
    stage = cold(
        pantry,
        "lemonade",
        rgb("#f6e3a0"),
        [rgb("#fff2b0"), rgb("#ffe36a"), rgb("#ffc928")],
        ice=4,
        fruit=LEMON,
        slices=rgb("#ffdc3c"),
    )
    straw(stage, (690, 300), (800, 50), rgb("#4fae7a"))
    citrus(stage, (450, 190), 96, rgb("#ffdc3c"), tilt=1.0)
    pantry.put(stage, MINT, (600, 190), 190, turn=-30)
    pantry.put(stage, LEMON, (960, 720), 270, turn=12, drop=18)
    citrus(stage, (330, 800), 120, rgb("#ffdc3c"))
    return stage


def strawberry_milk(pantry: Pantry) -> Stage:
    """Milk over crushed strawberries."""
    stage = cold(
        pantry,
        "strawberry-milk",
        rgb("#f6cfd2"),
        [rgb("#fff6f2"), rgb("#ffe4e2"), rgb("#f9a3ac"), rgb("#e8384f")],
        ice=0,
        fruit="1f95b",
    )
    straw(stage, (680, 300), (780, 50), rgb("#e8384f"))
    pantry.put(stage, STRAWBERRY, (560, 200), 190, turn=10, tint=rgb("#ffc890"), strength=0.35)
    pantry.put(stage, MINT, (660, 220), 120, turn=-30)
    for x, y, size, turn in ((930, 720, 260, 14), (1080, 790, 200, -24), (330, 800, 210, 20)):
        pantry.put(
            stage, STRAWBERRY, (x, y), size, turn=turn, drop=16, tint=rgb("#ffc890"), strength=0.35
        )
    return stage


def watermelon_juice(pantry: Pantry) -> Stage:
    """Fresh watermelon juice."""
    stage = cold(
        pantry,
        "watermelon-juice",
        rgb("#cfe3b4"),
        [rgb("#ff8a76"), rgb("#f9504a"), rgb("#e02f3c")],
        ice=3,
        fruit="1f349",
    )
    straw(stage, (690, 300), (790, 50), rgb("#f7f3ec"))
    pantry.put(stage, "1f349", (480, 190), 210, turn=20, tint=rgb("#ffc890"), strength=0.3)
    pantry.put(stage, MINT, (640, 210), 150, turn=-30)
    pantry.put(stage, "1f349", (970, 700), 340, turn=-8, drop=18, tint=rgb("#ffc890"), strength=0.3)
    return stage


def draft_beer(pantry: Pantry) -> Stage:
    """Cold beer with a thick head, nuts beside it."""
    stage = cold(
        pantry,
        "draft-beer",
        rgb("#8a5a36"),
        [rgb("#ffe08a"), rgb("#fbb62a"), rgb("#e08a10")],
        ice=0,
        glass=Glass(590, 190, 610, 205, 165),
        backdrop=wood("draft-beer", rgb("#8a5a36")),
    )
    for x, y in scatter(stage, (590, 560), 140, 220, 70):
        r = 2.5 + stage.random.random() * 4
        stage.ellipse((x, y), r, r, [(0, (255, 250, 220, 190)), (1, (255, 250, 220, 60))])
    foam = [
        (590 + math.cos(i / 16 * math.tau) * 165, 205 + math.sin(i / 16 * math.tau) * 40, 58, 46)
        for i in range(16)
    ]
    blob(
        stage,
        [(590, 200, 190, 60), (590, 270, 186, 60), (470, 300, 50, 44), (690, 310, 52, 50), *foam],
        rgb("#fffaf0"),
        melt=14,
        gloss=0.6,
        edge=rgb("#ead6ae"),
    )
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
        pantry.put(
            stage, DUMPLING, (x, y), 160, turn=turn, tint=rgb("#ffcf88"), strength=0.4, blur=1
        )
    for centre, rx in (((480, 440), 330), ((930, 640), 230)):
        bowl(stage, centre, rx, brass, depth=0.55, foot=0.5, tilt=0.5)
        stage.ellipse(
            (centre[0], centre[1] + 14),
            rx - 24,
            (rx - 24) * 0.48,
            [(0, (238, 228, 206, 255)), (0.5, (252, 247, 234, 255)), (1, (232, 220, 194, 255))],
        )
        stage.ellipse(
            (centre[0] - rx * 0.2, centre[1]),
            rx * 0.4,
            rx * 0.14,
            [(0, (255, 255, 255, 150)), (1, (255, 255, 255, 40))],
            blur=14,
        )
        for px, py in scatter(stage, (centre[0], centre[1] + 14), rx * 0.8, rx * 0.36, 26):
            r = 3 + stage.random.random() * 6
            stage.ellipse(
                (px, py), r, r * 0.6, [(0, (255, 255, 255, 200)), (1, (214, 200, 170, 120))]
            )
    pantry.put(stage, HERB, (230, 800), 200, turn=60, drop=12)
    return stage


def yuja_highball(pantry: Pantry) -> Stage:
    """Whisky soda with citron."""
    stage = cold(
        pantry,
        "yuja-highball",
        rgb("#6b4a34"),
        [rgb("#ffeab0"), rgb("#fbc94e"), rgb("#e8981c")],
        ice=5,
        fruit=ORANGE,
        glass=Glass(620, 130, 680, 165, 145),
        slices=rgb("#ffc928"),
        backdrop=wood("yuja-highball", rgb("#7a4a2c")),
    )
    citrus(stage, (470, 160), 92, rgb("#ffb61e"), tilt=1.0)
    pantry.put(stage, MINT, (630, 160), 170, turn=-30)
    pantry.put(stage, LEMON, (950, 740), 260, turn=12, drop=18)
    citrus(stage, (340, 820), 110, rgb("#ffc928"))
    return stage


DISHES = {
    "lemonade": lemonade,
    "strawberry-milk": strawberry_milk,
    "watermelon-juice": watermelon_juice,
    "draft-beer": draft_beer,
    "makgeolli": makgeolli,
    "yuja-highball": yuja_highball,
}
