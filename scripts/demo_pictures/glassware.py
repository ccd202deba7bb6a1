"""Drinking glasses: see-through walls, a drink with its own light, ice, a rim that shines.

A glass is drawn in one go, back to front; what floats in it is drawn in between
by the function that is given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageDraw

from demo_pictures.stage import HEIGHT, SCALE, WIDTH, Colour, Point, Stage, lighter, opaque, ramp

TILT = 0.26


@dataclass(frozen=True)
class Glass:
    """A tumbler: the middle of its mouth, its height, its half-widths above and below."""

    x: float
    top: float
    height: float
    mouth: float
    base: float

    def half(self, y: float) -> float:
        """Tell the half-width at a height of the picture."""
        return self.mouth + (self.base - self.mouth) * (y - self.top) / self.height

    def outline(self, upper: float, lower: float, inset: float) -> list[Point]:
        """Trace the wall between two heights, round below."""
        wide, narrow = self.half(upper) - inset, self.half(lower) - inset
        sides = [(self.x - wide, upper), (self.x + wide, upper)]
        return sides + [
            (self.x + narrow * _COS[i], lower + narrow * TILT * _SIN[i]) for i in range(len(_COS))
        ]


_COS = [1.0, 0.966, 0.866, 0.707, 0.5, 0.259, 0.0, -0.259, -0.5, -0.707, -0.866, -0.966, -1.0]
_SIN = [0.0, 0.259, 0.5, 0.707, 0.866, 0.966, 1.0, 0.966, 0.866, 0.707, 0.5, 0.259, 0.0]


def serve(
    stage: Stage,
    glass: Glass,
    drink: list[Colour],
    *,
    level: float = 0.14,
    floating: Callable[[Image.Image, float], None] | None = None,
    opacity: int = 235,
) -> None:
    """Set a filled glass; the drink's colours run from its surface to the bottom."""
    bottom = glass.top + glass.height
    surface = glass.top + glass.height * level
    _ground(stage, glass, bottom, drink[-1])
    stage.polygon(
        glass.outline(glass.top, bottom, 0),
        [(0, (255, 255, 255, 96)), (0.5, (255, 255, 255, 40)), (1, (255, 255, 255, 90))],
    )
    rim(stage, (glass.x, glass.top), glass.mouth, 90)
    stops = [
        (place, (*colour, opacity))
        for place, (colour) in zip(_even(len(drink)), drink, strict=True)
    ]
    body = glass.outline(surface, bottom - 20, 11)
    stage.polygon(body, stops, upright=True)
    half = glass.half(surface) - 11
    stage.ellipse(
        (glass.x, surface),
        half,
        half * TILT,
        opaque(lighter(drink[0], 0.45), lighter(drink[0], 0.2), drink[0]),
    )
    if floating is not None:
        floating(_mask(body, (glass.x, surface), half), surface)
    _roundness(stage, body)
    _highlights(stage, glass, bottom)
    rim(stage, (glass.x, glass.top), glass.mouth, 215)


def _even(count: int) -> list[float]:
    return [i / max(count - 1, 1) for i in range(count)]


def _mask(body: list[Point], mouth: Point, half: float) -> Image.Image:
    """Mask the drink and all that sticks out of it upwards."""
    mask = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE))
    draw = ImageDraw.Draw(mask)
    draw.polygon([(x * SCALE, y * SCALE) for x, y in body], fill=255)
    draw.rectangle(
        ((mouth[0] - half) * SCALE, 0, (mouth[0] + half) * SCALE, mouth[1] * SCALE), fill=255
    )
    return mask


def _ground(stage: Stage, glass: Glass, bottom: float, colour: Colour) -> None:
    stage.shadow(
        (glass.x + 52, bottom + 12), glass.base * 1.35, glass.base * 0.4, strength=0.45, blur=26
    )
    stage.shadow(
        (glass.x + 4, bottom + 6), glass.base * 1.04, glass.base * 0.3, strength=0.6, blur=8
    )
    glow = (*lighter(colour, 0.25), 120)
    stage.ellipse(
        (glass.x + 66, bottom + 20),
        glass.base * 0.6,
        glass.base * 0.14,
        [(0, glow), (1, glow)],
        blur=12,
    )


def _roundness(stage: Stage, body: list[Point]) -> None:
    shade = [
        (0.0, (40, 16, 4, 110)),
        (0.16, (40, 16, 4, 20)),
        (0.3, (255, 255, 255, 60)),
        (0.5, (255, 255, 255, 0)),
        (0.8, (40, 16, 4, 26)),
        (1.0, (40, 16, 4, 130)),
    ]
    stage.polygon(body, shade)


def _highlights(stage: Stage, glass: Glass, bottom: float) -> None:
    for place, width, strength in ((-0.74, 0.1, 150), (-0.5, 0.035, 90), (0.8, 0.05, 105)):
        upper, lower = glass.top + 22, bottom - 34
        a, b = glass.half(upper), glass.half(lower)
        streak = [
            (glass.x + a * place, upper),
            (glass.x + a * (place + width), upper),
            (glass.x + b * (place + width), lower),
            (glass.x + b * place, lower),
        ]
        stage.polygon(
            streak,
            [(0, (255, 255, 255, strength)), (1, (255, 255, 255, strength // 3))],
            upright=True,
            blur=3,
        )
    foot = (glass.x, bottom - 6)
    stage.ellipse(
        foot,
        glass.base * 0.86,
        glass.base * 0.2,
        [(0, (255, 255, 255, 110)), (0.5, (255, 255, 255, 20)), (1, (255, 255, 255, 90))],
        blur=4,
    )


def rim(stage: Stage, centre: Point, rx: float, strength: int) -> None:
    """Draw the shining edge of a mouth."""
    width, height = round(rx * 2 * SCALE) + 12, round(rx * TILT * 2 * SCALE) + 12
    mask = Image.new("L", (width, height))
    draw = ImageDraw.Draw(mask)
    draw.ellipse((2, 2, width - 3, height - 3), fill=strength)
    draw.ellipse((12, 9, width - 13, height - 10), fill=0)
    paint = ramp(mask.size, opaque((255, 255, 255), (230, 230, 235), (255, 255, 255)))
    stage.fill(mask, paint, centre[0] - width / SCALE / 2, centre[1] - height / SCALE / 2)
