"""Every text of both themes stands out from what lies under it: 4.5:1 (WCAG 2.2, 1.4.3)."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[3] / "frontend/css/themes.css"
GROUNDS = ("ground", "surface", "sunken")
TINTS = ("brand", "wait", "info", "ok", "quiet", "bad")
FILLED = ("primary", "secondary", "accent", "neutral", "info", "success", "warning", "error")


def themes():
    blocks = re.findall(r'name: "(\w+)";(.*?)\n}', CSS.read_text("utf-8"), re.DOTALL)
    return {name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body)) for name, body in blocks}


def luminance(colour):
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def text_pairs():
    yield from ((ink, ground) for ink in ("ink", "muted") for ground in GROUNDS)
    yield from ((f"{tint}-ink", ground) for tint in TINTS for ground in ("ground", "surface"))
    yield from ((f"{tint}-ink", f"{tint}-soft") for tint in TINTS)
    yield from ((f"color-{name}-content", f"color-{name}") for name in FILLED)
    yield "ink", "brand-soft"


@pytest.mark.parametrize("theme", ["paper", "night"])
def test_texts_can_be_read(theme):
    colours = themes()[theme]
    weak = {
        pair: round(found, 2)
        for pair in text_pairs()
        if (found := contrast(colours[pair[0]], colours[pair[1]])) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("theme", ["paper", "night"])
def test_the_edges_of_controls_can_be_seen(theme):
    colours = themes()[theme]
    for edge in ("line-strong", "color-primary", "color-info"):
        assert contrast(colours[edge], colours["surface"]) >= 3


def test_both_themes_define_the_same_colours():
    paper, night = themes()["paper"], themes()["night"]
    assert paper.keys() == night.keys()
