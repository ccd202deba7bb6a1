"""What food is served in and on: plates, bowls, boards, pots, cups, glasses, chopsticks.

Each piece casts its own shadow. Those that hold something return the mask inside which it may be seen.
"""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from .stage import BICUBIC, HEIGHT, SCALE, WIDTH, Colour, Point, Stage, darker, lighter, mix, opaque, ramp, rgb, soften

TILT = 0.5
WHITE = rgb("#f7f3ec")


def disc(stage: Stage, centre: Point, rx: float, ry: float, colour: Colour, *, contrast: float = 0.16) -> None:
    """Paint a glazed ellipse, lit from the left."""
    stage.ellipse(centre, rx, ry, opaque(lighter(colour, contrast), colour, darker(colour, contrast)))


def plate(stage: Stage, centre: Point, rx: float, colour: Colour = WHITE, *, tilt: float = TILT) -> None:
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
    stage.ellipse(well, rx * 0.76, ry * 0.75, opaque(darker(colour, 0.2), darker(colour, 0.1), lighter(colour, 0.2)), blur=3)
    stage.ellipse((x, y + 6), rx * 0.735, ry * 0.725, opaque(darker(colour, 0.05), colour, lighter(colour, 0.14)), blur=6)
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
    box = tuple(round(v * SCALE) for v in (centre[0] - rx, centre[1] - ry, centre[0] + rx, centre[1] + ry))
    ImageDraw.Draw(mask).ellipse((box[0], box[1], box[2], box[3]), fill=255)
    return mask


def bowl(stage: Stage, centre: Point, rx: float, colour: Colour = WHITE, *, depth: float = 0.5, foot: float = 0.52,
         tilt: float = 0.56, band: Colour | None = None) -> Image.Image:
    """Set a bowl whose mouth has its middle at centre; return the mask of what shows inside it."""
    x, y = centre
    ry, drop = rx * tilt, rx * depth
    base = y + drop
    stage.shadow((x + 44, base), rx * 1.0, ry * 0.8, strength=0.5, blur=40)
    ring = (x, base + ry * 0.1)
    stage.shadow((x + 10, ring[1] + 18), rx * foot * 1.16, ry * foot * 0.86, strength=0.75, blur=12)
    disc(stage, (x, ring[1] + 12), rx * foot * 1.02, ry * foot * 0.74, darker(colour, 0.3), contrast=0.25)
    _belly(stage, centre, rx, ry, drop, foot, colour)
    if band is not None:
        _band(stage, centre, rx, ry, band)
    disc(stage, (x, y), rx, ry, lighter(colour, 0.3), contrast=0.2)
    disc(stage, (x, y + 2), rx - 9, ry - 7, darker(colour, 0.3), contrast=0.25)
    stage.ellipse((x, y + 4), rx - 11, ry - 8, opaque(darker(colour, 0.42), darker(colour, 0.14), lighter(colour, 0.05)))
    shine(stage, (x - rx * 0.55, y + ry + drop * 0.1), rx * 0.06, drop * 0.24, 0.4)
    return inside((x, y + 3), rx - 11, ry - 8)


def _belly(stage: Stage, centre: Point, rx: float, ry: float, drop: float, foot: float, colour: Colour) -> None:
    """Paint the wall below the mouth: a curve from the rim in to the foot, shaded like a cylinder."""
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
        (0.0, (*darker(colour, 0.45), 255)), (0.2, (*lighter(colour, 0.1), 255)), (0.34, (*lighter(colour, 0.3), 255)),
        (0.6, (*colour, 255)), (1.0, (*darker(colour, 0.58), 255)),
    ]
    paint = ramp(size, wall)
    paint.alpha_composite(ramp(size, [(0, (30, 14, 8, 0)), (0.45, (30, 14, 8, 0)), (1, (30, 14, 8, 140))], upright=True))
    stage.fill(mask, paint, x - rx, y)


def _band(stage: Stage, centre: Point, rx: float, ry: float, colour: Colour) -> None:
    """Paint a coloured line around the outside, just below the rim."""
    mask = Image.new("L", (round(rx * 2 * SCALE), round(ry * 2.4 * SCALE)))
    draw = ImageDraw.Draw(mask)
    for offset, value in ((26, 255), (17, 0)):
        draw.ellipse((0, offset * SCALE, mask.width, (offset + ry * 2) * SCALE), fill=value)
    paint = ramp(mask.size, opaque(darker(colour, 0.3), colour, lighter(colour, 0.2), colour, darker(colour, 0.45)))
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
        stage.ellipse((x + side * rx * 0.99, y + 24), rx * 0.13, rx * 0.085, opaque(lighter(stone, 0.22), stone, darker(stone, 0.4)))
    return bowl(stage, centre, rx, stone, depth=0.48, foot=0.66, tilt=0.54)


def slab(stage: Stage, centre: Point, width: float, height: float, texture: Image.Image, *, thick: float = 26,
         corner: float = 60, shrink: float = 0.1) -> None:
    """Lay a rectangular board of a given material, in the table's perspective."""
    x, y = centre
    stage.shadow((x + 22, y + 46), width * 0.5, height * 0.5, strength=0.55, blur=36)
    far, near = width / 2 * (1 - shrink), width / 2
    shape = [(x - far, y - height / 2), (x + far, y - height / 2), (x + near, y + height / 2), (x - near, y + height / 2)]
    size = (round(width * SCALE) + 8, round(height * SCALE) + 8)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon([((px - x + width / 2) * SCALE, (py - y + height / 2) * SCALE) for px, py in shape], fill=255)
    padded = Image.new("L", (size[0] + 80, size[1] + 80))
    padded.paste(mask, (40, 40))
    mask = padded.filter(ImageFilter.GaussianBlur(corner * SCALE / 6)).point(lambda v: min(255, max(0, (v - 110) * 8)))
    surface = texture.resize(mask.size, BICUBIC).convert("RGBA")
    side = Image.composite(Image.new("RGBA", mask.size, (26, 12, 6, 255)), surface, Image.new("L", mask.size, 120))
    left, top = x - width / 2 - 20, y - height / 2 - 20
    for step in range(int(thick), 0, -2):
        stage.fill(mask, side, left, top + step)
    stage.fill(mask, surface, left, top)
    edge = ImageChops.subtract(mask, ImageChops.offset(mask, 0, 5))
    stage.fill(edge, Image.new("RGBA", mask.size, (255, 240, 220, 70)), left, top)


def paper(stage: Stage, centre: Point, rx: float, ry: float, check: Colour, *, turn: float = 12) -> None:
    """Spread a sheet of checked greaseproof paper."""
    side = 520
    sheet = Image.new("RGBA", (side, side), (252, 247, 238, 255))
    draw = ImageDraw.Draw(sheet, "RGBA")
    for at in range(0, side, 65):
        draw.rectangle((at, 0, at + 22, side), fill=(*check, 92))
        draw.rectangle((0, at, side, at + 22), fill=(*check, 92))
    sheet = sheet.rotate(45 + turn, BICUBIC, expand=True).resize((round(rx * 2 * SCALE), round(ry * 2 * SCALE)), BICUBIC)
    shade = soften(sheet.getchannel("A"), 10).point(lambda v: v // 3)
    stage.fill(shade, Image.new("RGBA", sheet.size, (40, 20, 8, 255)), centre[0] - rx + 6, centre[1] - ry + 12)
    stage.blit(sheet, centre[0] - rx, centre[1] - ry)
    stage.ellipse((centre[0], centre[1] + ry * 0.1), rx * 0.5, ry * 0.45, [(0, (90, 50, 20, 40)), (1, (90, 50, 20, 60))], blur=30)


def stick(stage: Stage, start: Point, end: Point, width: float, colour: Colour, *, taper: float = 0.55) -> None:
    """Lay one chopstick or spoon handle from its thick end to its thin end."""
    (ax, ay), (bx, by) = start, end
    length = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, 1)
    nx, ny = -(by - ay) / length * width / 2, (bx - ax) / length * width / 2

    def shape(dx: float, dy: float, scale: float) -> list[Point]:
        thin = taper * scale
        return [
            (ax + nx * scale + dx, ay + ny * scale + dy), (bx + nx * thin + dx, by + ny * thin + dy),
            (bx - nx * thin + dx, by - ny * thin + dy), (ax - nx * scale + dx, ay - ny * scale + dy),
        ]

    shade = (24, 10, 4, 130)
    stage.polygon(shape(9, 14, 1.1), [(0, shade), (1, shade)], blur=6)
    stage.polygon(shape(0, 0, 1), opaque(colour, darker(colour, 0.25)))
    stage.polygon(shape(-width * 0.14, -width * 0.14, 0.4), opaque(lighter(colour, 0.4), lighter(colour, 0.15)), blur=0.8)


def chopsticks(stage: Stage, start: Point, end: Point, colour: Colour = rgb("#6b3a1f"), gap: float = 30) -> None:
    """Lay a pair of chopsticks."""
    for side in (-1, 1):
        stick(stage, (start[0] + side * gap * 0.62, start[1] + side * gap * 0.3),
              (end[0] + side * gap * 0.3, end[1] + side * gap * 0.2), 17, colour)


def spoon(stage: Stage, start: Point, end: Point, colour: Colour = rgb("#d9d4cc")) -> None:
    """Lay a long Korean spoon, its shallow bowl at the end."""
    stick(stage, start, end, 17, colour, taper=0.6)
    stage.shadow((end[0] + 8, end[1] + 12), 44, 30, strength=0.45, blur=8)
    disc(stage, end, 44, 30, colour, contrast=0.35)
    stage.ellipse((end[0] + 2, end[1] + 2), 36, 23, opaque(darker(colour, 0.35), colour, lighter(colour, 0.6)), blur=2)


def saucer_cup(stage: Stage, centre: Point, rx: float, drink: Colour, colour: Colour = WHITE) -> Image.Image:
    """Set a filled cup on its saucer; return the mask of the drink's surface."""
    x, y = centre
    plate(stage, (x, y + rx * 0.74), rx * 1.62, colour, tilt=0.42)
    handle = (x + rx * 1.08, y + rx * 0.32)
    stage.ellipse(handle, rx * 0.36, rx * 0.32, opaque(lighter(colour, 0.3), colour, darker(colour, 0.35)))
    stage.ellipse((handle[0] - 2, handle[1]), rx * 0.22, rx * 0.18, opaque(darker(colour, 0.5), darker(colour, 0.3)))
    bowl(stage, centre, rx, colour, depth=0.68, foot=0.55, tilt=0.4)
    surface = ((x, y + 8), rx - 16, rx * 0.4 - 12)
    stage.ellipse(*surface, opaque(lighter(drink, 0.12), drink, darker(drink, 0.25)))
    rim = mix(drink, (255, 225, 170), 0.5)
    stage.ellipse((x, y + 12), surface[1] * 0.93, surface[2] * 0.9, opaque(drink, mix(drink, rim, 0.16), drink), blur=7)
    return within(*surface)
