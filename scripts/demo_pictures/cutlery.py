"""What lies flat on the table: boards, paper, chopsticks, spoons."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from demo_pictures.stage import (
    BICUBIC,
    SCALE,
    Colour,
    Point,
    Stage,
    darker,
    lighter,
    opaque,
    rgb,
    soften,
)
from demo_pictures.tableware import disc

LACQUER = rgb("#6b3a1f")
STEEL = rgb("#d9d4cc")


def slab(
    stage: Stage,
    centre: Point,
    width: float,
    height: float,
    texture: Image.Image,
    *,
    thick: float = 26,
    corner: float = 60,
    shrink: float = 0.1,
) -> None:
    """Lay a rectangular board of a given material, in the table's perspective."""
    x, y = centre
    stage.shadow((x + 22, y + 46), width * 0.5, height * 0.5, strength=0.55, blur=36)
    far, near = width / 2 * (1 - shrink), width / 2
    shape = [
        (x - far, y - height / 2),
        (x + far, y - height / 2),
        (x + near, y + height / 2),
        (x - near, y + height / 2),
    ]
    size = (round(width * SCALE) + 8, round(height * SCALE) + 8)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).polygon(
        [((px - x + width / 2) * SCALE, (py - y + height / 2) * SCALE) for px, py in shape],
        fill=255,
    )
    padded = Image.new("L", (size[0] + 80, size[1] + 80))
    padded.paste(mask, (40, 40))
    mask = padded.filter(ImageFilter.GaussianBlur(corner * SCALE / 6)).point(
        lambda v: min(255, max(0, (v - 110) * 8))
    )
    surface = texture.resize(mask.size, BICUBIC).convert("RGBA")
    side = Image.composite(
        Image.new("RGBA", mask.size, (26, 12, 6, 255)), surface, Image.new("L", mask.size, 120)
    )
    left, top = x - width / 2 - 20, y - height / 2 - 20
    for step in range(int(thick), 0, -2):
        stage.fill(mask, side, left, top + step)
    stage.fill(mask, surface, left, top)
    edge = ImageChops.subtract(mask, ImageChops.offset(mask, 0, 5))
    stage.fill(edge, Image.new("RGBA", mask.size, (255, 240, 220, 70)), left, top)


def paper(
    stage: Stage, centre: Point, rx: float, ry: float, check: Colour, *, turn: float = 12
) -> None:
    """Spread a sheet of checked greaseproof paper."""
    side = 520
    sheet = Image.new("RGBA", (side, side), (252, 247, 238, 255))
    draw = ImageDraw.Draw(sheet, "RGBA")
    for at in range(0, side, 65):
        draw.rectangle((at, 0, at + 22, side), fill=(*check, 92))
        draw.rectangle((0, at, side, at + 22), fill=(*check, 92))
    sheet = sheet.rotate(45 + turn, BICUBIC, expand=True).resize(
        (round(rx * 2 * SCALE), round(ry * 2 * SCALE)), BICUBIC
    )
    shade = soften(sheet.getchannel("A"), 10).point(lambda v: v // 3)
    stage.fill(
        shade,
        Image.new("RGBA", sheet.size, (40, 20, 8, 255)),
        centre[0] - rx + 6,
        centre[1] - ry + 12,
    )
    stage.blit(sheet, centre[0] - rx, centre[1] - ry)
    stage.ellipse(
        (centre[0], centre[1] + ry * 0.1),
        rx * 0.5,
        ry * 0.45,
        [(0, (90, 50, 20, 40)), (1, (90, 50, 20, 60))],
        blur=30,
    )


def stick(
    stage: Stage, start: Point, end: Point, width: float, colour: Colour, *, taper: float = 0.55
) -> None:
    """Lay one chopstick or spoon handle from its thick end to its thin end."""
    (ax, ay), (bx, by) = start, end
    length = max(((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5, 1)
    nx, ny = -(by - ay) / length * width / 2, (bx - ax) / length * width / 2

    def shape(dx: float, dy: float, scale: float) -> list[Point]:
        thin = taper * scale
        return [
            (ax + nx * scale + dx, ay + ny * scale + dy),
            (bx + nx * thin + dx, by + ny * thin + dy),
            (bx - nx * thin + dx, by - ny * thin + dy),
            (ax - nx * scale + dx, ay - ny * scale + dy),
        ]

    shade = (24, 10, 4, 130)
    stage.polygon(shape(9, 14, 1.1), [(0, shade), (1, shade)], blur=6)
    stage.polygon(shape(0, 0, 1), opaque(colour, darker(colour, 0.25)))
    stage.polygon(
        shape(-width * 0.14, -width * 0.14, 0.4),
        opaque(lighter(colour, 0.4), lighter(colour, 0.15)),
        blur=0.8,
    )


def chopsticks(
    stage: Stage, start: Point, end: Point, colour: Colour = LACQUER, gap: float = 30
) -> None:
    """Lay a pair of chopsticks."""
    for side in (-1, 1):
        stick(
            stage,
            (start[0] + side * gap * 0.62, start[1] + side * gap * 0.3),
            (end[0] + side * gap * 0.3, end[1] + side * gap * 0.2),
            17,
            colour,
        )


def spoon(stage: Stage, start: Point, end: Point, colour: Colour = STEEL) -> None:
    """Lay a long Korean spoon, its shallow bowl at the end."""
    stick(stage, start, end, 17, colour, taper=0.6)
    stage.shadow((end[0] + 8, end[1] + 12), 44, 30, strength=0.45, blur=8)
    disc(stage, end, 44, 30, colour, contrast=0.35)
    stage.ellipse(
        (end[0] + 2, end[1] + 2),
        36,
        23,
        opaque(darker(colour, 0.35), colour, lighter(colour, 0.6)),
        blur=2,
    )
