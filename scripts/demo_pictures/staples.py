"""What fills a bowl: rice, noodles, broth, and the steam above them."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw, ImageFilter

from demo_pictures.shapes import capsule, rod, scatter
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

RICE = rgb("#fbf6ea")


def rice(
    stage: Stage,
    centre: Point,
    rx: float,
    ry: float,
    *,
    height: float = 0,
    count: int = 900,
    tone: Colour = RICE,
    grain: float = 19,
) -> None:
    """Heap cooked rice: grains over an ellipse, raised by height in the middle."""
    stage.ellipse(
        (centre[0], centre[1] - height * 0.06),
        rx * 0.97,
        ry * 0.98,
        [
            (0, (*mix(tone, rgb("#d9c7a4"), 0.25), 255)),
            (1, (*mix(tone, rgb("#c4ab80"), 0.55), 255)),
        ],
        blur=5,
    )
    for x, y in scatter(stage, centre, rx, ry, count):
        reach = ((x - centre[0]) / rx) ** 2 + ((y - centre[1]) / ry) ** 2
        angle = stage.random.random() * math.pi
        dx, dy = math.cos(angle) * grain * 0.34, math.sin(angle) * grain * 0.26
        up = y - height * (1 - reach)
        light = 0.16 * stage.random.random() + 0.1 * (x - centre[0]) / rx
        capsule(
            stage,
            (x - dx, up - dy),
            (x + dx, up + dy),
            grain * 0.46,
            mix(tone, rgb("#cdb78c"), max(0.0, light * 1.6)),
            gloss=0.9,
            shade=0.12,
            drop=0,
        )


def noodles(
    stage: Stage,
    centre: Point,
    rx: float,
    ry: float,
    colour: Colour,
    *,
    bundles: int = 16,
    width: float = 9,
    strands: int = 7,
    curl: float = 1.0,
) -> None:
    """Coil noodles: bundles of parallel strands that swirl over an ellipse."""
    spots = scatter(stage, centre, rx * 0.75, ry * 0.75, bundles)
    for x, y in spots:
        spin = stage.random.random() * math.tau
        sweep = (1.4 + stage.random.random() * 1.5) * curl
        radius = rx * (0.22 + stage.random.random() * 0.4) / curl
        for strand in range(strands):
            reach = radius + (strand - strands / 2) * width * 0.94
            tone = toasted(lighter(colour, 0.12), stage.random.random() * 0.2)
            _strand(
                stage,
                (x, y),
                reach,
                tilt=ry / rx,
                spin=spin + stage.random.random() * 0.12,
                sweep=sweep,
                width=width,
                tone=tone,
            )


def _strand(
    stage: Stage,
    centre: Point,
    reach: float,
    *,
    tilt: float,
    spin: float,
    sweep: float,
    width: float,
    tone: Colour,
) -> None:
    points = []
    for step in range(25):
        angle = spin + sweep * step / 24
        points.append((math.cos(angle) * abs(reach), math.sin(angle) * abs(reach) * tilt * 1.15))
    pad = abs(reach) + width * 2
    layer = Image.new("RGBA", (round(pad * 2 * SCALE), round(pad * 2 * SCALE)), (*tone, 0))
    draw = ImageDraw.Draw(layer)
    for shift, share, colour in (
        (0.2, 1.0, toasted(tone, 0.5)),
        (0, 0.8, tone),
        (-0.14, 0.3, lighter(tone, 0.45)),
    ):
        moved = [((x + pad) * SCALE, (y + pad + shift * width) * SCALE) for x, y in points]
        rod(draw, moved, width * share * SCALE, colour)
    stage.blit(layer, centre[0] - pad, centre[1] - pad)


def broth(
    stage: Stage, centre: Point, rx: float, ry: float, colour: Colour, *, oil: int = 26
) -> None:
    """Fill a vessel with soup and float drops of oil on it."""
    stage.ellipse(
        centre,
        rx,
        ry,
        [
            (0, (*darker(colour, 0.34), 255)),
            (0.4, (*colour, 255)),
            (1, (*lighter(colour, 0.16), 255)),
        ],
    )
    for x, y in scatter(stage, centre, rx * 0.9, ry * 0.88, oil):
        r = 4 + stage.random.random() * 9
        glow = (*lighter(colour, 0.45), 120)
        stage.ellipse((x, y), r, r * 0.5, [(0, glow), (1, (*lighter(colour, 0.2), 60))], blur=1)
    stage.ellipse(
        (centre[0] - rx * 0.4, centre[1] - ry * 0.5),
        rx * 0.3,
        ry * 0.12,
        [(0, (255, 255, 255, 90)), (1, (255, 255, 255, 30))],
        blur=10,
    )


def steam(
    stage: Stage, centre: Point, height: float = 300, *, wisps: int = 2, strength: int = 110
) -> None:
    """Let steam rise from a point."""
    width = round(420 * SCALE / 4)
    tall = round(height * SCALE / 4)
    layer = Image.new("L", (width, tall))
    draw = ImageDraw.Draw(layer)
    for wisp in range(wisps):
        phase, base = (
            stage.random.random() * math.tau,
            width * (0.36 + 0.3 * wisp / max(wisps - 1, 1)),
        )
        for step in range(90):
            t = step / 89
            x = base + math.sin(phase + t * 5.2) * width * 0.12 * (0.3 + t)
            r = width * (0.03 + 0.07 * t)
            value = round(strength * math.sin(math.pi * (0.06 + t * 0.94)) ** 1.3)
            draw.ellipse((x - r, tall * (1 - t) - r, x + r, tall * (1 - t) + r), fill=value)
    soft = layer.filter(ImageFilter.GaussianBlur(width * 0.06)).resize(
        (width * 4, tall * 4), BICUBIC
    )
    stage.fill(
        soft,
        Image.new("RGBA", soft.size, (255, 252, 246, 255)),
        centre[0] - width * 2 / SCALE,
        centre[1] - height,
    )
