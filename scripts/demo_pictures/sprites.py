"""Emoji on the stage: loaded, turned, recoloured, and set down with a shadow.

This is the only module that reads the emoji package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps

from demo_pictures.stage import BICUBIC, RESAMPLE, SCALE, Colour, Point, Stage, soften


@dataclass(frozen=True)
class Pantry:
    """The unpacked emoji package."""

    folder: Path

    def sprite(self, code: str) -> Image.Image:
        """Load one emoji, trimmed to what is drawn."""
        return _load(self.folder / "assets" / f"{code}.webp").copy()

    def put(
        self,
        stage: Stage,
        code: str,
        centre: Point,
        size: float,
        *,
        turn: float = 0,
        flip: bool = False,
        tint: Colour | None = None,
        strength: float = 0.5,
        blur: float = 0,
        fade: int = 255,
        drop: float = 8,
        squash: float = 1.0,
        roast: Sequence[Colour] = (),
        crop: tuple[float, float, float, float] | None = None,
    ) -> None:
        """Place an emoji, its longer side size wide, with the shadow it throws on what lies below.

        crop cuts a part out first (left, top, right, bottom as shares), squash flattens
        it onto the table, roast repaints by brightness (dark, middle, light), tint multiplies a
        colour in, blur puts it out of focus, drop is how far its shadow falls.
        """
        sprite = self.sprite(code)
        if crop is not None:
            sprite = _part(sprite, crop)
        if flip:
            sprite = sprite.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        factor = size * SCALE / max(sprite.size)
        sprite = sprite.resize(
            (round(sprite.width * factor), round(sprite.height * factor)), RESAMPLE
        )
        sprite = sprite.rotate(turn, BICUBIC, expand=True)
        if squash != 1.0:
            sprite = sprite.resize((sprite.width, round(sprite.height * squash)), BICUBIC)
        if roast:
            sprite = roasted(sprite, *roast)
        if tint is not None:
            sprite = tinted(sprite, tint, strength)
        if blur >= 3:
            foot = centre[1] + sprite.height / SCALE * 0.47
            stage.shadow((centre[0] + 14, foot), size * 0.4, size * 0.1, strength=0.55, blur=11)
        cast(stage, sprite, centre, drop, blur)
        sprite = (
            sprite.filter(ImageFilter.UnsharpMask(3, 60, 2))
            if not blur
            else _unfocused(sprite, blur)
        )
        if fade < 255:
            sprite.putalpha(sprite.getchannel("A").point(lambda v: v * fade // 255))
        stage.blit(
            sprite, centre[0] - sprite.width / SCALE / 2, centre[1] - sprite.height / SCALE / 2
        )


@lru_cache(maxsize=128)
def _load(path: Path) -> Image.Image:
    image = Image.open(path).convert("RGBA")
    return image.crop(image.getbbox())


def _part(sprite: Image.Image, shares: tuple[float, float, float, float]) -> Image.Image:
    left, top, right, bottom = shares
    w, h = sprite.size
    return sprite.crop((left * w, top * h, right * w, bottom * h))


def tinted(sprite: Image.Image, colour: Colour, strength: float) -> Image.Image:
    """Multiply a colour into a sprite and keep its outline."""
    flat = sprite.convert("RGB")
    dyed = ImageChops.multiply(flat, Image.new("RGB", flat.size, colour))
    result = Image.blend(flat, ImageEnhance.Brightness(dyed).enhance(1.12), strength).convert(
        "RGBA"
    )
    result.putalpha(sprite.getchannel("A"))
    return result


def roasted(sprite: Image.Image, dark: Colour, middle: Colour, light: Colour) -> Image.Image:
    """Repaint a sprite by its brightness: raw meat becomes browned meat."""
    grey = ImageOps.autocontrast(sprite.convert("RGB").convert("L"), cutoff=2)
    result = ImageOps.colorize(grey, black=dark, mid=middle, white=light).convert("RGBA")
    result.putalpha(sprite.getchannel("A"))
    return result


def cast(stage: Stage, sprite: Image.Image, centre: Point, drop: float, blur: float) -> None:
    """Let a sprite's own outline fall as a shadow; a drop of 0 throws none."""
    if not drop:
        return
    pad = round((drop * 2 + blur) * SCALE)
    alpha = Image.new("L", (sprite.width + pad * 2, sprite.height + pad * 2))
    alpha.paste(sprite.getchannel("A"), (pad, pad))
    shade = soften(alpha, drop * 0.75 + blur).point(lambda v: round(v * 0.5))
    paint = Image.new("RGBA", shade.size, (44, 18, 6, 255))
    stage.fill(
        shade,
        paint,
        centre[0] - shade.width / SCALE / 2 + drop * 0.5,
        centre[1] - shade.height / SCALE / 2 + drop,
    )


def _unfocused(sprite: Image.Image, blur: float) -> Image.Image:
    pad = round(blur * 3 * SCALE)
    wide = Image.new("RGBA", (sprite.width + pad * 2, sprite.height + pad * 2))
    wide.paste(sprite, (pad, pad))
    soft = wide.convert("RGBa").filter(ImageFilter.GaussianBlur(blur * SCALE))
    return soft.convert("RGBA")
