"""The picture being made: an oversized canvas, soft shadows, the finish that all pictures share.

Nothing here knows a dish. Coordinates are those of the finished 1280 × 960 picture; the canvas is
drawn twice as large and shrunk at the end, so every edge comes out smooth.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

WIDTH, HEIGHT = 1280, 960
SCALE = 2
MAX_BYTES = 90_000
Colour = tuple[int, int, int]
Stop = tuple[float, tuple[int, int, int, int]]
Point = tuple[float, float]
RESAMPLE = Image.Resampling.LANCZOS
BICUBIC = Image.Resampling.BICUBIC


def rgb(code: str) -> Colour:
    """Read a colour written as ``#rrggbb``."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Blend two colours; share 0 is the first, 1 the second."""
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )


def lighter(colour: Colour, share: float) -> Colour:
    """Move a colour towards white."""
    return mix(colour, (255, 255, 255), share)


def darker(colour: Colour, share: float) -> Colour:
    """Move a colour towards a warm black."""
    return mix(colour, (24, 12, 8), share)


def toasted(colour: Colour, share: float) -> Colour:
    """Shade food: blue and green give way first, so that yellows turn golden instead of grey."""
    red, green, blue = colour
    return (
        round(red * (1 - 0.45 * share)),
        round(green * (1 - 0.78 * share)),
        round(blue * (1 - 0.9 * share)),
    )


def ramp(size: tuple[int, int], stops: Sequence[Stop], *, upright: bool = False) -> Image.Image:
    """Make an RGBA gradient from left to right, or from top to bottom when upright."""
    strip = Image.new("RGBA", (256, 1))
    strip.putdata([_at(stops, x / 255) for x in range(256)])
    if upright:
        strip = strip.transpose(Image.Transpose.ROTATE_270)
    return strip.resize(size, BICUBIC)


def _at(stops: Sequence[Stop], place: float) -> tuple[int, int, int, int]:
    before = max((s for s in stops if s[0] <= place), default=stops[0], key=lambda s: s[0])
    after = min((s for s in stops if s[0] >= place), default=stops[-1], key=lambda s: s[0])
    gap = after[0] - before[0]
    share = (place - before[0]) / gap if gap else 0.0
    values = [round(a + (b - a) * share) for a, b in zip(before[1], after[1], strict=True)]
    return values[0], values[1], values[2], values[3]


def opaque(*colours: Colour) -> list[Stop]:
    """Spread opaque colours evenly over a gradient."""
    last = max(len(colours) - 1, 1)
    return [(i / last, (*colour, 255)) for i, colour in enumerate(colours)]


class Stage:
    """The canvas of one picture. Its random numbers depend on the picture's name alone."""

    def __init__(self, name: str, background: Image.Image) -> None:
        self.image = background.resize((WIDTH * SCALE, HEIGHT * SCALE), BICUBIC).convert("RGBA")
        self.random = random.Random(name)
        self._clip: Image.Image | None = None

    def blit(self, layer: Image.Image, left: float, top: float) -> None:
        """Lay an RGBA layer with its corner at a picture point, inside the present clip."""
        x, y = round(left * SCALE), round(top * SCALE)
        if self._clip is not None:
            window = self._clip.crop((x, y, x + layer.width, y + layer.height))
            layer = layer.copy()
            layer.putalpha(ImageChops.multiply(layer.getchannel("A"), window))
        cut = (max(-x, 0), max(-y, 0))
        if cut[0] < layer.width and cut[1] < layer.height:
            self.image.alpha_composite(layer, (max(x, 0), max(y, 0)), cut)

    @contextmanager
    def clipped(self, mask: Image.Image) -> Iterator[None]:
        """Draw only where a full-canvas mask is white."""
        self._clip, before = mask, self._clip
        try:
            yield
        finally:
            self._clip = before

    def fill(self, mask: Image.Image, paint: Image.Image, left: float, top: float) -> None:
        """Lay paint through a mask of the same size; the paint's own transparency counts."""
        layer = paint.copy()
        layer.putalpha(ImageChops.multiply(paint.getchannel("A"), mask))
        self.blit(layer, left, top)

    def ellipse(
        self,
        centre: Point,
        rx: float,
        ry: float,
        stops: Sequence[Stop],
        *,
        upright: bool = False,
        blur: float = 0.0,
    ) -> None:
        """Paint an ellipse with a gradient, its edge softened by blur pixels."""
        pad = blur * 3
        size = (round((rx + pad) * 2 * SCALE), round((ry + pad) * 2 * SCALE))
        mask = Image.new("L", size)
        edge = pad * SCALE
        ImageDraw.Draw(mask).ellipse((edge, edge, size[0] - edge - 1, size[1] - edge - 1), fill=255)
        if blur:
            mask = soften(mask, blur)
        self.fill(
            mask, ramp(size, stops, upright=upright), centre[0] - rx - pad, centre[1] - ry - pad
        )

    def polygon(
        self,
        points: Sequence[Point],
        stops: Sequence[Stop],
        *,
        upright: bool = False,
        blur: float = 0.0,
        corner: float = 0.0,
    ) -> None:
        """Paint a polygon with a gradient; corner rounds its corners, blur softens its edge."""
        pad = blur * 3 + 2
        left, top = min(p[0] for p in points) - pad, min(p[1] for p in points) - pad
        right, bottom = max(p[0] for p in points) + pad, max(p[1] for p in points) + pad
        size = (math.ceil((right - left) * SCALE), math.ceil((bottom - top) * SCALE))
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon(
            [((x - left) * SCALE, (y - top) * SCALE) for x, y in points], fill=255
        )
        if corner:
            mask = rounded(mask, corner)
        if blur:
            mask = soften(mask, blur)
        self.fill(mask, ramp(size, stops, upright=upright), left, top)

    def shadow(
        self, centre: Point, rx: float, ry: float, *, strength: float = 0.5, blur: float = 22
    ) -> None:
        """Let an ellipse of warm shade fall on what is already there."""
        shade = (30, 14, 6, round(255 * strength))
        self.ellipse(centre, rx, ry, [(0, shade), (1, shade)], blur=blur)

    def finish(self) -> Image.Image:
        """Grade, vignette and shrink the canvas to the finished picture."""
        small = self.image.convert("RGB").resize((WIDTH, HEIGHT), RESAMPLE)
        small = ImageEnhance.Brightness(small).enhance(1.07)
        small = ImageEnhance.Color(small).enhance(1.12)
        small = ImageEnhance.Contrast(small).enhance(1.05)
        glow = small.filter(ImageFilter.GaussianBlur(26))
        small = Image.blend(small, ImageChops.screen(small, glow), 0.14)
        edge = Image.radial_gradient("L").resize((WIDTH, HEIGHT), BICUBIC)
        fade = edge.point(lambda v: max(0, round((v - 130) * 0.6)))
        small.paste((20, 9, 4), (0, 0), fade)
        return small


def soften(mask: Image.Image, blur: float) -> Image.Image:
    """Blur a mask by picture pixels; large blurs run on a small copy, which is fast."""
    step = max(1, int(blur * SCALE // 5))
    small = mask.resize((max(1, mask.width // step), max(1, mask.height // step)), BICUBIC)
    return small.filter(ImageFilter.GaussianBlur(blur * SCALE / step)).resize(mask.size, BICUBIC)


def rounded(mask: Image.Image, radius: float) -> Image.Image:
    """Round a mask's corners and keep its edges sharp."""
    return mask.filter(ImageFilter.GaussianBlur(radius * SCALE / 2)).point(
        lambda v: min(255, max(0, (v - 96) * 4))
    )


def save(picture: Image.Image, path: Path) -> int:
    """Write a WebP of at most MAX_BYTES at the best quality that fits; return its size."""
    for quality in range(90, 40, -4):
        picture.save(path, "WEBP", quality=quality, method=6)
        if path.stat().st_size <= MAX_BYTES:
            return path.stat().st_size
    raise ValueError(f"{path.name} does not fit into {MAX_BYTES} bytes")
