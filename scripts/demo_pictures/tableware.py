"""What food is served in: plates, bowls, stone pots, cups with saucers.

Each piece casts its own shadow. Those that hold something return the mask inside which
it may be seen.
"""

from __future__ import annotations

from PIL import Image, ImageDraw

from demo_pictures.stage import (
    HEIGHT,
    SCALE,
    WIDTH,
    Colour,
    Point,
    Stage,
    darker,
    lighter,
    mix,
    opaque,
    ramp,
    rgb,
)

TILT = 0.5
WHITE = rgb("#f7f3ec")


def disc(
    stage: Stage, centre: Point, rx: float, ry: float, colour: Colour, *, contrast: float = 0.16
) -> None:
    """Paint a glazed ellipse, lit from the left."""
    stage.ellipse(
        centre, rx, ry, opaque(lighter(colour, contrast), colour, darker(colour, contrast))
    )


def plate(
    stage: Stage, centre: Point, rx: float, colour: Colour = WHITE, *, tilt: float = TILT
) -> None:
    """Set a flat plate with a raised rim."""
    x, y = centre
    ry = rx * tilt
    stage.shadow((x + 26, y + 42), rx * 1.03, ry * 1.04, strength=0.5, blur=34)
    stage.shadow((x + 4, y + 20), rx * 0.98, ry * 0.98, strength=0.5, blur=9)
    disc(stage, (x, y + 15), rx * 0.99, ry * 0.99, darker(colour, 0.38), contrast=0.3)
    disc(stage, (x, y), rx, ry, darker(colour, 0.1))
    disc(stage, (x, y - 2), rx - 5, ry - 4, lighter(colour, 0.45), contrast=0.08)
    disc(stage, (x + 1, y), rx - 9, ry - 7, colour, contrast=0.1)
    well = (x, y + 3)
    stage.ellipse(
        well,
        rx * 0.76,
        ry * 0.75,
        opaque(darker(colour, 0.2), darker(colour, 0.1), lighter(colour, 0.2)),
        blur=3,
    )
    stage.ellipse(
        (x, y + 6),
        rx * 0.735,
        ry * 0.725,
        opaque(darker(colour, 0.05), colour, lighter(colour, 0.14)),
        blur=6,
    )
    shine(stage, (x - rx * 0.62, y - ry * 0.55), rx * 0.22, ry * 0.13)


def shine(stage: Stage, centre: Point, rx: float, ry: float, strength: float = 0.55) -> None:
    """Let the lamp glint on a glaze."""
    glint = (255, 255, 255, round(255 * strength))
    stage.ellipse(centre, rx, ry, [(0, glint), (1, glint)], blur=max(4.0, ry * 0.5))


def inside(centre: Point, rx: float, ry: float) -> Image.Image:
    """Mask what a vessel lets be seen: everything above the front edge of its mouth."""
    x, y = centre[0] * SCALE, centre[1] * SCALE
    mask = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE))
    draw = ImageDraw.Draw(mask)
    box = (x - rx * SCALE, y - ry * SCALE, x + rx * SCALE, y + ry * SCALE)
    draw.rectangle((0, 0, mask.width, y), fill=255)
    draw.ellipse(box, fill=255)
    return mask


def within(centre: Point, rx: float, ry: float) -> Image.Image:
    """Mask an ellipse alone, for liquids and flat layers."""
    mask = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE))
    box = tuple(
        round(v * SCALE) for v in (centre[0] - rx, centre[1] - ry, centre[0] + rx, centre[1] + ry)
    )
    ImageDraw.Draw(mask).ellipse((box[0], box[1], box[2], box[3]), fill=255)
    return mask


def bowl(
    stage: Stage,
    centre: Point,
    rx: float,
    colour: Colour = WHITE,
    *,
    depth: float = 0.5,
    foot: float = 0.52,
    tilt: float = 0.56,
    band: Colour | None = None,
) -> Image.Image:
    """Set a bowl whose mouth has its middle at centre; return the mask of what shows inside it."""
    x, y = centre
    ry, drop = rx * tilt, rx * depth
    base = y + drop
    stage.shadow((x + 44, base), rx * 1.0, ry * 0.8, strength=0.5, blur=40)
    ring = (x, base + ry * 0.1)
    stage.shadow((x + 10, ring[1] + 18), rx * foot * 1.16, ry * foot * 0.86, strength=0.75, blur=12)
    disc(
        stage,
        (x, ring[1] + 12),
        rx * foot * 1.02,
        ry * foot * 0.74,
        darker(colour, 0.3),
        contrast=0.25,
    )
    _belly(stage, centre, rx, ry=ry, drop=drop, foot=foot, colour=colour)
    if band is not None:
        _band(stage, centre, rx, ry, band)
    disc(stage, (x, y), rx, ry, lighter(colour, 0.3), contrast=0.2)
    disc(stage, (x, y + 2), rx - 9, ry - 7, darker(colour, 0.3), contrast=0.25)
    stage.ellipse(
        (x, y + 4),
        rx - 11,
        ry - 8,
        opaque(darker(colour, 0.42), darker(colour, 0.14), lighter(colour, 0.05)),
    )
    shine(stage, (x - rx * 0.55, y + ry + drop * 0.1), rx * 0.06, drop * 0.24, 0.4)
    return inside((x, y + 3), rx - 11, ry - 8)


def _belly(
    stage: Stage, centre: Point, rx: float, *, ry: float, drop: float, foot: float, colour: Colour
) -> None:
    """Paint the wall below the mouth, curved from rim to foot, shaded like a cylinder."""
    x, y = centre
    size = (round(rx * 2 * SCALE), round((drop + ry) * SCALE))
    mask = Image.new("L", size)
    draw = ImageDraw.Draw(mask)
    for step in range(121):
        t = step / 120
        half = (foot + (1 - foot) * (1 - t**2.1) ** 0.62) * rx * SCALE
        mid, tall = t * drop * SCALE, ry * (1 - t * 0.35) * (half / (rx * SCALE)) * SCALE
        draw.ellipse((size[0] / 2 - half, mid - tall, size[0] / 2 + half, mid + tall), fill=255)
    wall = [
        (0.0, (*darker(colour, 0.45), 255)),
        (0.2, (*lighter(colour, 0.1), 255)),
        (0.34, (*lighter(colour, 0.3), 255)),
        (0.6, (*colour, 255)),
        (1.0, (*darker(colour, 0.58), 255)),
    ]
    paint = ramp(size, wall)
    paint.alpha_composite(
        ramp(
            size, [(0, (30, 14, 8, 0)), (0.45, (30, 14, 8, 0)), (1, (30, 14, 8, 140))], upright=True
        )
    )
    stage.fill(mask, paint, x - rx, y)


def _band(stage: Stage, centre: Point, rx: float, ry: float, colour: Colour) -> None:
    """Paint a coloured line around the outside, just below the rim."""
    mask = Image.new("L", (round(rx * 2 * SCALE), round(ry * 2.4 * SCALE)))
    draw = ImageDraw.Draw(mask)
    for offset, value in ((26, 255), (17, 0)):
        draw.ellipse((0, offset * SCALE, mask.width, (offset + ry * 2) * SCALE), fill=value)
    paint = ramp(
        mask.size,
        opaque(darker(colour, 0.3), colour, lighter(colour, 0.2), colour, darker(colour, 0.45)),
    )
    stage.fill(mask, paint, centre[0] - rx, centre[1] - ry)


def pot(stage: Stage, centre: Point, rx: float) -> Image.Image:
    """Set a black stoneware pot with small ears on its wooden rest."""
    x, y = centre
    stone = rgb("#3b3532")
    rest = (x, y + rx * 0.5)
    stage.shadow((x + 30, rest[1] + 36), rx * 1.02, rx * 0.56, strength=0.5, blur=32)
    disc(stage, (rest[0], rest[1] + 18), rx * 0.97, rx * 0.54, rgb("#5b3318"), contrast=0.3)
    disc(stage, rest, rx * 0.97, rx * 0.54, rgb("#b87d42"), contrast=0.22)
    for side in (-1, 1):
        stage.ellipse(
            (x + side * rx * 0.99, y + 24),
            rx * 0.13,
            rx * 0.085,
            opaque(lighter(stone, 0.22), stone, darker(stone, 0.4)),
        )
    return bowl(stage, centre, rx, stone, depth=0.48, foot=0.66, tilt=0.54)


def saucer_cup(
    stage: Stage, centre: Point, rx: float, drink: Colour, colour: Colour = WHITE
) -> Image.Image:
    """Set a filled cup on its saucer; return the mask of the drink's surface."""
    x, y = centre
    plate(stage, (x, y + rx * 0.74), rx * 1.62, colour, tilt=0.42)
    handle = (x + rx * 1.08, y + rx * 0.32)
    stage.ellipse(
        handle, rx * 0.36, rx * 0.32, opaque(lighter(colour, 0.3), colour, darker(colour, 0.35))
    )
    stage.ellipse(
        (handle[0] - 2, handle[1]),
        rx * 0.22,
        rx * 0.18,
        opaque(darker(colour, 0.5), darker(colour, 0.3)),
    )
    bowl(stage, centre, rx, colour, depth=0.68, foot=0.55, tilt=0.4)
    surface = ((x, y + 8), rx - 16, rx * 0.4 - 12)
    stage.ellipse(*surface, opaque(lighter(drink, 0.12), drink, darker(drink, 0.25)))
    rim = mix(drink, (255, 225, 170), 0.5)
    stage.ellipse(
        (x, y + 12),
        surface[1] * 0.93,
        surface[2] * 0.9,
        opaque(drink, mix(drink, rim, 0.16), drink),
        blur=7,
    )
    return within(*surface)
