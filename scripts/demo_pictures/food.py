"""Food of our own hand: sprites from the emoji set, and rice, noodles, sauces, eggs, sprinkles drawn by us.

Everything lands on the stage it is given, scattered by that stage's own random numbers.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from .stage import BICUBIC, RESAMPLE, SCALE, Colour, Point, Stage, darker, lighter, mix, ramp, rgb, soften, toasted


@dataclass(frozen=True)
class Pantry:
    """The unpacked emoji package."""

    folder: Path

    def sprite(self, code: str) -> Image.Image:
        """Load one emoji, trimmed to what is drawn."""
        return _load(self.folder / "assets" / f"{code}.webp").copy()

    def put(self, stage: Stage, code: str, centre: Point, size: float, *, turn: float = 0, flip: bool = False,
            tint: Colour | None = None, strength: float = 0.5, blur: float = 0, fade: int = 255, drop: float = 8,
            squash: float = 1.0, roast: Sequence[Colour] = (), crop: tuple[float, float, float, float] | None = None) -> None:
        """Place an emoji, its longer side size wide, with the shadow it throws on what lies below.

        crop cuts a part out first (left, top, right, bottom as shares), squash flattens it onto the table,
        roast repaints by brightness (dark, middle, light), tint multiplies a colour in, blur puts it out of focus, drop is how far its shadow falls.
        """
        sprite = self.sprite(code)
        if crop is not None:
            sprite = sprite.crop(tuple(round(c * s) for c, s in zip(crop, sprite.size * 2, strict=True)))
        if flip:
            sprite = sprite.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        factor = size * SCALE / max(sprite.size)
        sprite = sprite.resize((round(sprite.width * factor), round(sprite.height * factor)), RESAMPLE)
        sprite = sprite.rotate(turn, BICUBIC, expand=True)
        if squash != 1.0:
            sprite = sprite.resize((sprite.width, round(sprite.height * squash)), BICUBIC)
        if roast:
            sprite = roasted(sprite, *roast)
        if tint is not None:
            sprite = tinted(sprite, tint, strength)
        _drop(stage, sprite, centre, drop, blur)
        sprite = sprite.filter(ImageFilter.UnsharpMask(3, 60, 2)) if not blur else _unfocused(sprite, blur)
        if fade < 255:
            sprite.putalpha(sprite.getchannel("A").point(lambda v: v * fade // 255))
        stage.blit(sprite, centre[0] - sprite.width / SCALE / 2, centre[1] - sprite.height / SCALE / 2)


@lru_cache(maxsize=128)
def _load(path: Path) -> Image.Image:
    image = Image.open(path).convert("RGBA")
    return image.crop(image.getbbox())


def tinted(sprite: Image.Image, colour: Colour, strength: float) -> Image.Image:
    """Multiply a colour into a sprite and keep its outline."""
    flat = sprite.convert("RGB")
    dyed = ImageChops.multiply(flat, Image.new("RGB", flat.size, colour))
    result = Image.blend(flat, ImageEnhance.Brightness(dyed).enhance(1.12), strength).convert("RGBA")
    result.putalpha(sprite.getchannel("A"))
    return result


def roasted(sprite: Image.Image, dark: Colour, middle: Colour, light: Colour) -> Image.Image:
    """Repaint a sprite by its brightness: raw meat becomes browned meat."""
    grey = ImageOps.autocontrast(sprite.convert("RGB").convert("L"), cutoff=2)
    result = ImageOps.colorize(grey, black=dark, mid=middle, white=light).convert("RGBA")
    result.putalpha(sprite.getchannel("A"))
    return result


def _drop(stage: Stage, sprite: Image.Image, centre: Point, drop: float, blur: float) -> None:
    if not drop:
        return
    pad = round((drop * 2 + blur) * SCALE)
    alpha = Image.new("L", (sprite.width + pad * 2, sprite.height + pad * 2))
    alpha.paste(sprite.getchannel("A"), (pad, pad))
    shade = soften(alpha, drop * 0.75 + blur).point(lambda v: round(v * 0.5))
    paint = Image.new("RGBA", shade.size, (44, 18, 6, 255))
    stage.fill(shade, paint, centre[0] - shade.width / SCALE / 2 + drop * 0.5, centre[1] - shade.height / SCALE / 2 + drop)


def _unfocused(sprite: Image.Image, blur: float) -> Image.Image:
    pad = round(blur * 3 * SCALE)
    wide = Image.new("RGBA", (sprite.width + pad * 2, sprite.height + pad * 2))
    wide.paste(sprite, (pad, pad))
    soft = wide.convert("RGBa").filter(ImageFilter.GaussianBlur(blur * SCALE))
    return soft.convert("RGBA")


def capsule(stage: Stage, start: Point, end: Point, width: float, colour: Colour, *, gloss: float = 0.5, shade: float = 0.4,
            drop: float = 5) -> None:
    """Draw a rounded rod (or a ball, when start is end), lit from the upper left."""
    if drop:
        _rod_shadow(stage, start, end, width, drop)
    pad = width
    left, top = min(start[0], end[0]) - pad, min(start[1], end[1]) - pad
    size = (round((abs(start[0] - end[0]) + pad * 2) * SCALE), round((abs(start[1] - end[1]) + pad * 2) * SCALE))
    layer = Image.new("RGBA", size, (*colour, 0))
    draw = ImageDraw.Draw(layer)
    steps = max(4, min(26, round(width / 3)))
    for step in range(steps):
        share = step / (steps - 1)
        tone = mix(mix(toasted(colour, shade), colour, min(1.0, share * 2.4)), lighter(colour, gloss), max(0.0, share * 1.7 - 0.7))
        shift = -share * width * 0.2
        points = [((x - left + shift) * SCALE, (y - top + shift) * SCALE) for x, y in (start, end)]
        _rod(draw, points, width * (1 - share * 0.8) * SCALE, tone)
    stage.blit(layer.filter(ImageFilter.GaussianBlur(min(3.0, max(0.6, width * 0.05)))), left, top)


def _rod(draw: ImageDraw.ImageDraw, points: Sequence[Point], width: float, colour: Colour, alpha: int = 255) -> None:
    draw.line(points, fill=(*colour, alpha), width=max(1, round(width)), joint="curve")
    for x, y in (points[0], points[-1]):
        draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=(*colour, alpha))


def _rod_shadow(stage: Stage, start: Point, end: Point, width: float, drop: float) -> None:
    pad = width + drop * 2
    left, top = min(start[0], end[0]) - pad, min(start[1], end[1]) - pad
    size = (round((abs(start[0] - end[0]) + pad * 2) * SCALE), round((abs(start[1] - end[1]) + pad * 2) * SCALE))
    layer = Image.new("RGBA", size, (40, 16, 4, 0))
    points = [((x - left) * SCALE, (y - top) * SCALE) for x, y in (start, end)]
    _rod(ImageDraw.Draw(layer), points, width * SCALE, (40, 16, 4), 130)
    layer.putalpha(soften(layer.getchannel("A"), drop * 0.6))
    stage.blit(layer, left + drop * 0.5, top + drop)


def ball(stage: Stage, centre: Point, radius: float, colour: Colour, *, gloss: float = 0.55, drop: float = 5) -> None:
    """Draw a small glossy ball."""
    capsule(stage, centre, centre, radius * 2, colour, gloss=gloss, drop=drop)


def blob(stage: Stage, circles: Sequence[tuple[float, float, float, float]], colour: Colour, *, melt: float = 14, alpha: int = 255,
         gloss: float = 0.25, edge: Colour | None = None) -> None:
    """Pour something: ellipses (x, y, rx, ry) that melt into one shape, lighter above, with an edge tone."""
    pad = melt * 3
    left, top = min(c[0] - c[2] for c in circles) - pad, min(c[1] - c[3] for c in circles) - pad
    right, bottom = max(c[0] + c[2] for c in circles) + pad, max(c[1] + c[3] for c in circles) + pad
    mask = Image.new("L", (round((right - left) * SCALE), round((bottom - top) * SCALE)))
    draw = ImageDraw.Draw(mask)
    for x, y, rx, ry in circles:
        draw.ellipse(((x - rx - left) * SCALE, (y - ry - top) * SCALE, (x + rx - left) * SCALE, (y + ry - top) * SCALE), fill=255)
    soft = mask.filter(ImageFilter.GaussianBlur(melt * SCALE / 2))
    shape = soft.point(lambda v: min(alpha, max(0, (v - 104) * 9)))
    inner = soft.point(lambda v: min(alpha, max(0, (v - 150) * 4))).filter(ImageFilter.GaussianBlur(melt * 0.4))
    rim_tone = edge if edge is not None else toasted(colour, 0.34)
    stage.fill(shape, Image.new("RGBA", mask.size, (*rim_tone, 255)), left, top)
    body = [(0.0, (*lighter(colour, gloss), 255)), (0.5, (*colour, 255)), (1.0, (*toasted(colour, 0.14), 255))]
    stage.fill(inner, ramp(mask.size, body, upright=True), left, top)


def scatter(stage: Stage, centre: Point, rx: float, ry: float, count: int) -> list[Point]:
    """Pick points evenly inside an ellipse, the farthest first."""
    points = []
    for _ in range(count):
        angle, reach = stage.random.random() * math.tau, math.sqrt(stage.random.random())
        points.append((centre[0] + math.cos(angle) * rx * reach, centre[1] + math.sin(angle) * ry * reach))
    return sorted(points, key=lambda p: p[1])


def rice(stage: Stage, centre: Point, rx: float, ry: float, *, height: float = 0, count: int = 900, tone: Colour = rgb("#fbf6ea"),
         grain: float = 19) -> None:
    """Heap cooked rice: grains over an ellipse, raised by height in the middle."""
    stage.ellipse((centre[0], centre[1] - height * 0.06), rx * 0.97, ry * 0.98, [(0, (*mix(tone, rgb("#d9c7a4"), 0.25), 255)), (1, (*mix(tone, rgb("#c4ab80"), 0.55), 255))], blur=5)
    for x, y in scatter(stage, centre, rx, ry, count):
        reach = ((x - centre[0]) / rx) ** 2 + ((y - centre[1]) / ry) ** 2
        angle = stage.random.random() * math.pi
        dx, dy = math.cos(angle) * grain * 0.34, math.sin(angle) * grain * 0.26
        up = y - height * (1 - reach)
        light = 0.16 * stage.random.random() + 0.1 * (x - centre[0]) / rx
        capsule(stage, (x - dx, up - dy), (x + dx, up + dy), grain * 0.46, mix(tone, rgb("#cdb78c"), max(0.0, light * 1.6)), gloss=0.9, shade=0.12, drop=0)


def noodles(stage: Stage, centre: Point, rx: float, ry: float, colour: Colour, *, bundles: int = 16, width: float = 9,
            strands: int = 7, curl: float = 1.0) -> None:
    """Coil noodles: bundles of parallel strands that swirl over an ellipse."""
    spots = scatter(stage, centre, rx * 0.75, ry * 0.75, bundles)
    for x, y in spots:
        spin = stage.random.random() * math.tau
        sweep = (1.4 + stage.random.random() * 1.5) * curl
        radius = rx * (0.22 + stage.random.random() * 0.4) / curl
        for strand in range(strands):
            reach = radius + (strand - strands / 2) * width * 0.94
            tone = toasted(lighter(colour, 0.12), stage.random.random() * 0.2)
            _strand(stage, (x, y), reach, ry / rx, spin + stage.random.random() * 0.12, sweep, width, tone)


def _strand(stage: Stage, centre: Point, reach: float, tilt: float, spin: float, sweep: float, width: float, tone: Colour) -> None:
    points = []
    for step in range(25):
        angle = spin + sweep * step / 24
        points.append((math.cos(angle) * abs(reach), math.sin(angle) * abs(reach) * tilt * 1.15))
    pad = abs(reach) + width * 2
    layer = Image.new("RGBA", (round(pad * 2 * SCALE), round(pad * 2 * SCALE)), (*tone, 0))
    draw = ImageDraw.Draw(layer)
    for shift, share, colour in ((0.2, 1.0, toasted(tone, 0.5)), (0, 0.8, tone), (-0.14, 0.3, lighter(tone, 0.45))):
        moved = [((x + pad) * SCALE, (y + pad + shift * width) * SCALE) for x, y in points]
        _rod(draw, moved, width * share * SCALE, colour)
    stage.blit(layer, centre[0] - pad, centre[1] - pad)


def shreds(stage: Stage, centre: Point, rx: float, ry: float, colour: Colour, *, count: int = 60, length: float = 70, width: float = 8,
           lean: float = 0.0, spread: float = 0.6) -> None:
    """Lay a tuft of cut vegetables, more or less along one direction (radians)."""
    for x, y in scatter(stage, centre, rx, ry, count):
        angle = lean + (stage.random.random() - 0.5) * spread * 2
        size = length * (0.6 + stage.random.random() * 0.5) / 2
        dx, dy = math.cos(angle) * size, math.sin(angle) * size * 0.7
        tone = mix(lighter(colour, 0.16), toasted(colour, 0.16), stage.random.random())
        capsule(stage, (x - dx, y - dy), (x + dx, y + dy), width, tone, gloss=0.45, shade=0.26, drop=3)


def sprinkle(stage: Stage, centre: Point, rx: float, ry: float, colour: Colour, *, count: int = 60, size: float = 7) -> None:
    """Sprinkle seeds, salt or herbs."""
    for x, y in scatter(stage, centre, rx, ry, count):
        angle = stage.random.random() * math.tau
        dx, dy = math.cos(angle) * size * 0.3, math.sin(angle) * size * 0.24
        tone = mix(colour, toasted(colour, 0.3), stage.random.random() * 0.6)
        capsule(stage, (x - dx, y - dy), (x + dx, y + dy), size * 0.66, tone, gloss=0.5, drop=1.6)


def rings(stage: Stage, centre: Point, rx: float, ry: float, *, count: int = 26, size: float = 11, colour: Colour = rgb("#6fae3c")) -> None:
    """Strew cut spring onion."""
    for x, y in scatter(stage, centre, rx, ry, count):
        r = size * (0.7 + stage.random.random() * 0.6)
        tone = mix(colour, rgb("#b9dc7a"), stage.random.random() * 0.7)
        stage.shadow((x + 2, y + 4), r, r * 0.72, strength=0.4, blur=3)
        stage.ellipse((x, y), r, r * 0.74, [(0, (*lighter(tone, 0.25), 255)), (1, (*darker(tone, 0.25), 255))])
        stage.ellipse((x, y + 0.5), r * 0.52, r * 0.36, [(0, (*darker(tone, 0.45), 255)), (1, (*lighter(tone, 0.5), 255))])


def fried_egg(stage: Stage, centre: Point, size: float) -> None:
    """Slide on a fried egg with a soft yolk."""
    x, y = centre
    stage.shadow((x + 5, y + 12), size * 0.98, size * 0.6, strength=0.45, blur=9)
    edges = [(x, y, size * 0.74, size * 0.44)]
    for step in range(9):
        angle = step / 9 * math.tau + 0.3
        reach = size * (0.5 + stage.random.random() * 0.16)
        edges.append((x + math.cos(angle) * reach, y + math.sin(angle) * reach * 0.6, size * 0.3, size * 0.2))
    blob(stage, edges, rgb("#fffaf0"), melt=size * 0.12, gloss=0.6, edge=rgb("#e9c58c"))
    yolk = (x + size * 0.04, y - size * 0.05)
    stage.ellipse((yolk[0] + 2, yolk[1] + size * 0.06), size * 0.33, size * 0.235, [(0, (190, 120, 40, 130)), (1, (190, 120, 40, 160))], blur=5)
    stage.ellipse(yolk, size * 0.31, size * 0.225, [(0, (255, 205, 60, 255)), (0.5, (255, 172, 28, 255)), (1, (235, 120, 10, 255))])
    stage.ellipse((yolk[0] - size * 0.09, yolk[1] - size * 0.09), size * 0.1, size * 0.05, [(0, (255, 255, 255, 210)), (1, (255, 255, 255, 150))], blur=3)


def half_egg(stage: Stage, centre: Point, size: float) -> None:
    """Lay half a boiled egg, yolk up."""
    x, y = centre
    stage.shadow((x + 5, y + 10), size, size * 0.74, strength=0.5, blur=7)
    stage.ellipse((x, y + size * 0.08), size, size * 0.74, [(0, (238, 226, 206, 255)), (1, (190, 168, 140, 255))])
    stage.ellipse((x, y), size * 0.98, size * 0.7, [(0, (255, 255, 252, 255)), (1, (246, 236, 220, 255))])
    stage.ellipse((x + size * 0.04, y), size * 0.55, size * 0.4, [(0, (255, 196, 60, 255)), (1, (238, 140, 24, 255))], blur=2)
    stage.ellipse((x - size * 0.1, y - size * 0.1), size * 0.2, size * 0.09, [(0, (255, 250, 210, 190)), (1, (255, 250, 210, 120))], blur=4)


def citrus(stage: Stage, centre: Point, size: float, colour: Colour, *, tilt: float = 0.62, fade: int = 255) -> None:
    """Lay one slice of lemon or its kin."""
    side = round(size * 2 * SCALE)
    layer = Image.new("RGBA", (side, side), (*colour, 0))
    draw = ImageDraw.Draw(layer)
    for share, tone in ((1.0, darker(colour, 0.06)), (0.9, rgb("#fff7dc")), (0.8, lighter(colour, 0.24))):
        inset = side * (1 - share) / 2
        draw.ellipse((inset, inset, side - inset - 1, side - inset - 1), fill=(*tone, fade))
    for step in range(9):
        angle = step / 9 * math.tau + 0.2
        end = (side / 2 + math.cos(angle) * side * 0.41, side / 2 + math.sin(angle) * side * 0.41)
        draw.line(((side / 2, side / 2), end), fill=(*rgb("#fff7dc"), fade), width=round(side * 0.026))
    layer = layer.resize((side, round(side * tilt)), BICUBIC)
    _drop(stage, layer, centre, 5, 0)
    stage.blit(layer, centre[0] - size, centre[1] - size * tilt)


def broth(stage: Stage, centre: Point, rx: float, ry: float, colour: Colour, *, oil: int = 26) -> None:
    """Fill a vessel with soup and float drops of oil on it."""
    stage.ellipse(centre, rx, ry, [(0, (*darker(colour, 0.34), 255)), (0.4, (*colour, 255)), (1, (*lighter(colour, 0.16), 255))])
    for x, y in scatter(stage, centre, rx * 0.9, ry * 0.88, oil):
        r = 4 + stage.random.random() * 9
        glow = (*lighter(colour, 0.45), 120)
        stage.ellipse((x, y), r, r * 0.5, [(0, glow), (1, (*lighter(colour, 0.2), 60))], blur=1)
    stage.ellipse((centre[0] - rx * 0.4, centre[1] - ry * 0.5), rx * 0.3, ry * 0.12, [(0, (255, 255, 255, 90)), (1, (255, 255, 255, 30))], blur=10)


def steam(stage: Stage, centre: Point, height: float = 300, *, wisps: int = 3, strength: int = 110) -> None:
    """Let steam rise from a point."""
    width = round(420 * SCALE / 4)
    tall = round(height * SCALE / 4)
    layer = Image.new("L", (width, tall))
    draw = ImageDraw.Draw(layer)
    for wisp in range(wisps):
        phase, base = stage.random.random() * math.tau, width * (0.28 + 0.46 * wisp / max(wisps - 1, 1))
        for step in range(90):
            t = step / 89
            x = base + math.sin(phase + t * 5.2) * width * 0.055 * (0.2 + t)
            r = width * (0.03 + 0.07 * t)
            value = round(strength * math.sin(math.pi * (0.06 + t * 0.94)) ** 1.3)
            draw.ellipse((x - r, tall * (1 - t) - r, x + r, tall * (1 - t) + r), fill=value)
    soft = layer.filter(ImageFilter.GaussianBlur(width * 0.05)).resize((width * 4, tall * 4), BICUBIC)
    stage.fill(soft, Image.new("RGBA", soft.size, (255, 252, 246, 255)), centre[0] - width * 2 / SCALE, centre[1] - height)
