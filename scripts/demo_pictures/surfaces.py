"""Table-tops: wood, linen, marble, slate and plaster, lying in perspective under one soft light.

Each is a function of a name (its random grain) and colours; none draws anything that stands on it.
"""

from __future__ import annotations

import random

from PIL import Image, ImageChops, ImageFilter, ImageOps

from demo_pictures.stage import BICUBIC, HEIGHT, WIDTH, Colour, darker, lighter, mix, ramp

FLAT = (1600, 1200)


def noise(seed: str, width: int, height: int) -> Image.Image:
    """Make repeatable grey noise."""
    return Image.frombytes("L", (width, height), random.Random(seed).randbytes(width * height))


def clouds(
    seed: str, size: tuple[int, int], *, across: int = 4, down: int = 3, octaves: int = 5
) -> Image.Image:
    """Sum noise at doubling frequencies; the result keeps to the middle greys."""
    total = Image.new("L", size, 128)
    for octave in range(octaves):
        layer = noise(f"{seed}{octave}", across << octave, down << octave).resize(size, BICUBIC)
        total = Image.blend(total, layer, 0.5 / (1 + octave * 0.55))
    return ImageOps.autocontrast(total, cutoff=1)


def tinted(grey: Image.Image, dark: Colour, middle: Colour, light: Colour) -> Image.Image:
    """Colour a grey image from dark over middle to light."""
    return ImageOps.colorize(grey, black=dark, mid=middle, white=light)


def wood(name: str, tone: Colour, *, planks: int = 5) -> Image.Image:
    """Lay planks from left to right, each cut from another place of the grain."""
    top = Image.new("RGB", FLAT)
    height = FLAT[1] // planks
    rand = random.Random(name)
    for plank in range(planks):
        top.paste(
            _plank(f"{name}{plank}", mix(tone, darker(tone, 0.3), rand.random() * 0.7), height),
            (0, plank * height),
        )
        seam = Image.new("RGB", (FLAT[0], 4), darker(tone, 0.75))
        top.paste(seam, (0, plank * height))
    return top.filter(ImageFilter.GaussianBlur(0.8))


def _plank(seed: str, tone: Colour, height: int) -> Image.Image:
    size = (FLAT[0], height)
    fine = noise(seed + "f", 22, height // 2).resize(size, BICUBIC)
    broad = noise(seed + "b", 7, 14).resize(size, BICUBIC)
    grain = Image.blend(broad, fine, 0.42)
    return tinted(ImageOps.autocontrast(grain), darker(tone, 0.34), tone, lighter(tone, 0.16))


def linen(name: str, tone: Colour) -> Image.Image:
    """Weave a cloth with slow folds."""
    weft = noise(name + "x", 200, FLAT[1] // 3).resize(FLAT, BICUBIC)
    warp = noise(name + "y", FLAT[0] // 3, 150).resize(FLAT, BICUBIC)
    weave = ImageOps.autocontrast(Image.blend(weft, warp, 0.5))
    folds = clouds(name, FLAT, across=3, down=2, octaves=2)
    return tinted(Image.blend(weave, folds, 0.55), darker(tone, 0.26), tone, lighter(tone, 0.22))


def marble(name: str, tone: Colour, vein: Colour) -> Image.Image:
    """Polish a stone with thin veins."""
    cloud = clouds(name, FLAT, octaves=5)
    ground = tinted(
        clouds(name + "g", FLAT, octaves=3), darker(tone, 0.06), tone, lighter(tone, 0.3)
    )
    lines = cloud.point(lambda v: max(0, 120 - abs(v - 128) * 11)).filter(
        ImageFilter.GaussianBlur(1.6)
    )
    ground.paste(vein, (0, 0), lines)
    return ground


def slate(name: str, tone: Colour) -> Image.Image:
    """Split a dark stone."""
    rough = Image.blend(clouds(name, FLAT, across=6, down=5, octaves=6), noise(name, *FLAT), 0.13)
    return tinted(rough, darker(tone, 0.28), tone, lighter(tone, 0.16))


def plaster(name: str, tone: Colour) -> Image.Image:
    """Paint a smooth top in one warm colour."""
    soft = Image.blend(clouds(name, FLAT, across=3, down=2, octaves=4), noise(name, *FLAT), 0.05)
    return tinted(soft, darker(tone, 0.1), tone, lighter(tone, 0.14))


def laid(flat: Image.Image) -> Image.Image:
    """Lay a top into the picture: perspective, far edge out of focus, light from the upper left."""
    w, h = FLAT
    coefficients = _perspective(
        ((0, 0), (w, 0), (w, h), (0, h)),
        ((-40, -30), (WIDTH + 40, -30), (WIDTH + 420, HEIGHT + 60), (-420, HEIGHT + 60)),
    )
    top = flat.transform((WIDTH, HEIGHT), Image.Transform.PERSPECTIVE, coefficients, BICUBIC)
    far = ramp(
        (WIDTH, HEIGHT),
        [(0, (255, 255, 255, 255)), (0.5, (0, 0, 0, 0)), (1, (0, 0, 0, 0))],
        upright=True,
    )
    top.paste(top.filter(ImageFilter.GaussianBlur(7)), (0, 0), far.getchannel("A"))
    return _lit(top)


def _lit(top: Image.Image) -> Image.Image:
    spot = ImageOps.invert(Image.radial_gradient("L")).resize((WIDTH * 2, HEIGHT * 2), BICUBIC)
    light = spot.crop(
        (WIDTH // 2 + 190, HEIGHT // 2 + 150, WIDTH * 3 // 2 + 190, HEIGHT * 3 // 2 + 150)
    )
    warm = tinted(light, (150, 118, 104), (240, 228, 216), (255, 253, 246))
    return ImageChops.screen(ImageChops.multiply(top, warm), warm.point(lambda v: v // 6))


def _perspective(
    source: tuple[tuple[float, float], ...], target: tuple[tuple[float, float], ...]
) -> list[float]:
    """Solve the eight coefficients that lead from a point of the target to the source."""
    rows: list[list[float]] = []
    for (sx, sy), (tx, ty) in zip(source, target, strict=True):
        rows.append([tx, ty, 1, 0, 0, 0, -sx * tx, -sx * ty, sx])
        rows.append([0, 0, 0, tx, ty, 1, -sy * tx, -sy * ty, sy])
    return _solve(rows)


def _solve(rows: list[list[float]]) -> list[float]:
    """Gauss-Jordan elimination with pivoting; each row ends with its right-hand side."""
    size = len(rows)
    for column in range(size):
        pivot = max(range(column, size), key=lambda r: abs(rows[r][column]))
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [value / rows[column][column] for value in rows[column]]
        for other in range(size):
            if other != column:
                factor = rows[other][column]
                rows[other] = [
                    a - factor * b for a, b in zip(rows[other], rows[column], strict=True)
                ]
    return [row[size] for row in rows]
