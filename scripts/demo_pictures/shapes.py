"""The shapes that food is drawn with: lit rods and balls, melted blobs, scattered points.

They know light and shadow, and no food.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

from demo_pictures.stage import SCALE, Colour, Point, Stage, lighter, mix, ramp, soften, toasted


def capsule(
    stage: Stage,
    start: Point,
    end: Point,
    width: float,
    colour: Colour,
    *,
    gloss: float = 0.5,
    shade: float = 0.4,
    drop: float = 5,
) -> None:
    """Draw a rounded rod (or a ball, when start is end), lit from the upper left."""
    if drop:
        _rod_shadow(stage, start, end, width, drop)
    pad = width
    left, top = min(start[0], end[0]) - pad, min(start[1], end[1]) - pad
    size = (
        round((abs(start[0] - end[0]) + pad * 2) * SCALE),
        round((abs(start[1] - end[1]) + pad * 2) * SCALE),
    )
    layer = Image.new("RGBA", size, (*colour, 0))
    draw = ImageDraw.Draw(layer)
    steps = max(4, min(26, round(width / 3)))
    for step in range(steps):
        share = step / (steps - 1)
        tone = mix(
            mix(toasted(colour, shade), colour, min(1.0, share * 2.4)),
            lighter(colour, gloss),
            max(0.0, share * 1.7 - 0.7),
        )
        shift = -share * width * 0.2
        points = [((x - left + shift) * SCALE, (y - top + shift) * SCALE) for x, y in (start, end)]
        rod(draw, points, width * (1 - share * 0.8) * SCALE, tone)
    stage.blit(layer.filter(ImageFilter.GaussianBlur(min(3.0, max(0.6, width * 0.05)))), left, top)


def rod(
    draw: ImageDraw.ImageDraw,
    points: Sequence[Point],
    width: float,
    colour: Colour,
    alpha: int = 255,
) -> None:
    """Draw one stroke with round ends, in canvas pixels."""
    draw.line(points, fill=(*colour, alpha), width=max(1, round(width)), joint="curve")
    for x, y in (points[0], points[-1]):
        draw.ellipse(
            (x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=(*colour, alpha)
        )


def _rod_shadow(stage: Stage, start: Point, end: Point, width: float, drop: float) -> None:
    pad = width + drop * 2
    left, top = min(start[0], end[0]) - pad, min(start[1], end[1]) - pad
    size = (
        round((abs(start[0] - end[0]) + pad * 2) * SCALE),
        round((abs(start[1] - end[1]) + pad * 2) * SCALE),
    )
    layer = Image.new("RGBA", size, (40, 16, 4, 0))
    points = [((x - left) * SCALE, (y - top) * SCALE) for x, y in (start, end)]
    rod(ImageDraw.Draw(layer), points, width * SCALE, (40, 16, 4), 130)
    layer.putalpha(soften(layer.getchannel("A"), drop * 0.6))
    stage.blit(layer, left + drop * 0.5, top + drop)


def ball(
    stage: Stage,
    centre: Point,
    radius: float,
    colour: Colour,
    *,
    gloss: float = 0.55,
    drop: float = 5,
) -> None:
    """Draw a small glossy ball."""
    capsule(stage, centre, centre, radius * 2, colour, gloss=gloss, drop=drop)


def blob(
    stage: Stage,
    circles: Sequence[tuple[float, float, float, float]],
    colour: Colour,
    *,
    melt: float = 14,
    alpha: int = 255,
    gloss: float = 0.25,
    edge: Colour | None = None,
) -> None:
    """Pour something: ellipses (x, y, rx, ry) that melt into one shape with an edge tone."""
    pad = melt * 3
    left, top = min(c[0] - c[2] for c in circles) - pad, min(c[1] - c[3] for c in circles) - pad
    right, bottom = max(c[0] + c[2] for c in circles) + pad, max(c[1] + c[3] for c in circles) + pad
    mask = Image.new("L", (round((right - left) * SCALE), round((bottom - top) * SCALE)))
    draw = ImageDraw.Draw(mask)
    for x, y, rx, ry in circles:
        draw.ellipse(
            (
                (x - rx - left) * SCALE,
                (y - ry - top) * SCALE,
                (x + rx - left) * SCALE,
                (y + ry - top) * SCALE,
            ),
            fill=255,
        )
    soft = mask.filter(ImageFilter.GaussianBlur(melt * SCALE / 2))
    shape = soft.point(lambda v: min(alpha, max(0, (v - 104) * 9)))
    inner = soft.point(lambda v: min(alpha, max(0, (v - 150) * 4))).filter(
        ImageFilter.GaussianBlur(melt * 0.4)
    )
    rim_tone = edge if edge is not None else toasted(colour, 0.34)
    stage.fill(shape, Image.new("RGBA", mask.size, (*rim_tone, 255)), left, top)
    body = [
        (0.0, (*lighter(colour, gloss), 255)),
        (0.5, (*colour, 255)),
        (1.0, (*toasted(colour, 0.14), 255)),
    ]
    stage.fill(inner, ramp(mask.size, body, upright=True), left, top)


def scatter(stage: Stage, centre: Point, rx: float, ry: float, count: int) -> list[Point]:
    """Pick points evenly inside an ellipse, the farthest first."""
    points = []
    for _ in range(count):
        angle, reach = stage.random.random() * math.tau, math.sqrt(stage.random.random())
        points.append(
            (centre[0] + math.cos(angle) * rx * reach, centre[1] + math.sin(angle) * ry * reach)
        )
    return sorted(points, key=lambda p: p[1])
