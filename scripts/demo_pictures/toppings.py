"""What lies on top: cut vegetables, eggs, seeds, slices of citrus, cubes of tofu."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from demo_pictures.shapes import blob, capsule, scatter
from demo_pictures.sprites import cast
from demo_pictures.stage import (
    BICUBIC,
    SCALE,
    Colour,
    Point,
    Stage,
    darker,
    lighter,
    mix,
    rgb,
    toasted,
)

ONION_GREEN = rgb("#6fae3c")


def shreds(
    stage: Stage,
    centre: Point,
    rx: float,
    ry: float,
    colour: Colour,
    *,
    count: int = 60,
    length: float = 70,
    width: float = 8,
    lean: float = 0.0,
    spread: float = 0.6,
) -> None:
    """Lay a tuft of cut vegetables, more or less along one direction (radians)."""
    for x, y in scatter(stage, centre, rx, ry, count):
        angle = lean + (stage.random.random() - 0.5) * spread * 2
        size = length * (0.6 + stage.random.random() * 0.5) / 2
        dx, dy = math.cos(angle) * size, math.sin(angle) * size * 0.7
        tone = mix(lighter(colour, 0.16), toasted(colour, 0.16), stage.random.random())
        capsule(
            stage, (x - dx, y - dy), (x + dx, y + dy), width, tone, gloss=0.45, shade=0.26, drop=3
        )


def sprinkle(
    stage: Stage,
    centre: Point,
    rx: float,
    ry: float,
    colour: Colour,
    *,
    count: int = 60,
    size: float = 7,
) -> None:
    """Sprinkle seeds, salt or herbs."""
    for x, y in scatter(stage, centre, rx, ry, count):
        angle = stage.random.random() * math.tau
        dx, dy = math.cos(angle) * size * 0.3, math.sin(angle) * size * 0.24
        tone = mix(colour, toasted(colour, 0.3), stage.random.random() * 0.6)
        capsule(stage, (x - dx, y - dy), (x + dx, y + dy), size * 0.66, tone, gloss=0.5, drop=1.6)


def rings(
    stage: Stage,
    centre: Point,
    rx: float,
    ry: float,
    *,
    count: int = 26,
    size: float = 11,
    colour: Colour = ONION_GREEN,
) -> None:
    """Strew cut spring onion."""
    for x, y in scatter(stage, centre, rx, ry, count):
        r = size * (0.7 + stage.random.random() * 0.6)
        tone = mix(colour, rgb("#b9dc7a"), stage.random.random() * 0.7)
        stage.shadow((x + 2, y + 4), r, r * 0.72, strength=0.4, blur=3)
        stage.ellipse(
            (x, y), r, r * 0.74, [(0, (*lighter(tone, 0.25), 255)), (1, (*darker(tone, 0.25), 255))]
        )
        stage.ellipse(
            (x, y + 0.5),
            r * 0.52,
            r * 0.36,
            [(0, (*darker(tone, 0.45), 255)), (1, (*lighter(tone, 0.5), 255))],
        )


def fried_egg(stage: Stage, centre: Point, size: float) -> None:
    """Slide on a fried egg with a soft yolk."""
    x, y = centre
    stage.shadow((x + 5, y + 12), size * 0.98, size * 0.6, strength=0.45, blur=9)
    edges = [(x, y, size * 0.74, size * 0.44)]
    for step in range(9):
        angle = step / 9 * math.tau + 0.3
        reach = size * (0.5 + stage.random.random() * 0.16)
        edges.append(
            (x + math.cos(angle) * reach, y + math.sin(angle) * reach * 0.6, size * 0.3, size * 0.2)
        )
    blob(stage, edges, rgb("#fffaf0"), melt=size * 0.12, gloss=0.6, edge=rgb("#e9c58c"))
    yolk = (x + size * 0.04, y - size * 0.05)
    stage.ellipse(
        (yolk[0] + 2, yolk[1] + size * 0.06),
        size * 0.33,
        size * 0.235,
        [(0, (190, 120, 40, 130)), (1, (190, 120, 40, 160))],
        blur=5,
    )
    stage.ellipse(
        yolk,
        size * 0.31,
        size * 0.225,
        [(0, (255, 205, 60, 255)), (0.5, (255, 172, 28, 255)), (1, (235, 120, 10, 255))],
    )
    stage.ellipse(
        (yolk[0] - size * 0.09, yolk[1] - size * 0.09),
        size * 0.1,
        size * 0.05,
        [(0, (255, 255, 255, 210)), (1, (255, 255, 255, 150))],
        blur=3,
    )


def half_egg(stage: Stage, centre: Point, size: float) -> None:
    """Lay half a boiled egg, yolk up."""
    x, y = centre
    stage.shadow((x + 5, y + 10), size, size * 0.74, strength=0.5, blur=7)
    stage.ellipse(
        (x, y + size * 0.08),
        size,
        size * 0.74,
        [(0, (238, 226, 206, 255)), (1, (190, 168, 140, 255))],
    )
    stage.ellipse(
        (x, y), size * 0.98, size * 0.7, [(0, (255, 255, 252, 255)), (1, (246, 236, 220, 255))]
    )
    stage.ellipse(
        (x + size * 0.04, y),
        size * 0.55,
        size * 0.4,
        [(0, (255, 196, 60, 255)), (1, (238, 140, 24, 255))],
        blur=2,
    )
    stage.ellipse(
        (x - size * 0.1, y - size * 0.1),
        size * 0.2,
        size * 0.09,
        [(0, (255, 250, 210, 190)), (1, (255, 250, 210, 120))],
        blur=4,
    )


def citrus(
    stage: Stage, centre: Point, size: float, colour: Colour, *, tilt: float = 0.62, fade: int = 255
) -> None:
    """Lay one slice of lemon or its kin."""
    side = round(size * 2 * SCALE)
    layer = Image.new("RGBA", (side, side), (*colour, 0))
    draw = ImageDraw.Draw(layer)
    for share, tone in (
        (1.0, darker(colour, 0.06)),
        (0.9, rgb("#fff7dc")),
        (0.8, lighter(colour, 0.24)),
    ):
        inset = side * (1 - share) / 2
        draw.ellipse((inset, inset, side - inset - 1, side - inset - 1), fill=(*tone, fade))
    for step in range(9):
        angle = step / 9 * math.tau + 0.2
        end = (side / 2 + math.cos(angle) * side * 0.41, side / 2 + math.sin(angle) * side * 0.41)
        draw.line(
            ((side / 2, side / 2), end), fill=(*rgb("#fff7dc"), fade), width=round(side * 0.026)
        )
    layer = layer.resize((side, round(side * tilt)), BICUBIC)
    cast(stage, layer, centre, 5, 0)
    stage.blit(layer, centre[0] - size, centre[1] - size * tilt)


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
        shade = [
            (place, (tone[0] * v // 255, tone[1] * v // 255, tone[2] * v // 255, 255))
            for place, v in ((0.0, low), (1.0, high))
        ]
        stage.polygon(face, shade, corner=4)


def courgette(stage: Stage, centre: tuple[float, float], size: float) -> None:
    """Lay a slice of courgette."""
    x, y = centre
    stage.shadow((x + 5, y + 12), size, size * 0.6, strength=0.5, blur=6)
    stage.ellipse((x, y + 9), size, size * 0.6, [(0, (80, 140, 50, 255)), (1, (40, 90, 30, 255))])
    stage.ellipse((x, y), size, size * 0.6, [(0, (120, 176, 70, 255)), (1, (70, 130, 46, 255))])
    stage.ellipse(
        (x, y), size * 0.9, size * 0.52, [(0, (250, 248, 205, 255)), (1, (222, 226, 150, 255))]
    )
    stage.ellipse(
        (x, y),
        size * 0.45,
        size * 0.26,
        [(0, (226, 226, 150, 255)), (1, (236, 232, 170, 255))],
        blur=4,
    )


def mushroom(stage: Stage, centre: tuple[float, float], size: float) -> None:
    """Lay a shiitake cap with a cross cut into it."""
    x, y = centre
    stage.shadow((x + 5, y + 12), size, size * 0.7, strength=0.5, blur=7)
    blob(stage, [(x, y, size, size * 0.66)], rgb("#8a5a34"), gloss=0.3, melt=10)
    for dx, dy in ((0.5, 0.22), (0.5, -0.22)):
        capsule(
            stage,
            (x - size * dx, y - size * dy),
            (x + size * dx, y + size * dy),
            12,
            rgb("#f0dcb8"),
            drop=0,
        )


def cucumber(stage: Stage, centre: tuple[float, float], size: float) -> None:
    """Lay a slice of cucumber."""
    x, y = centre
    stage.shadow((x + 4, y + 9), size, size * 0.7, strength=0.5, blur=6)
    stage.ellipse((x, y), size, size * 0.7, [(0, (70, 140, 50, 255)), (1, (40, 96, 34, 255))])
    stage.ellipse(
        (x, y), size * 0.9, size * 0.61, [(0, (226, 244, 180, 255)), (1, (186, 220, 130, 255))]
    )
    for i in range(10):
        angle = i / 10 * math.tau
        at = (x + math.cos(angle) * size * 0.4, y + math.sin(angle) * size * 0.27)
        stage.ellipse(at, 6, 4, [(0, (250, 250, 214, 255)), (1, (210, 224, 150, 255))])
