"""Templates and scripts keep to the content security policy, and the stylesheet to its size."""

import gzip
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[3] / "tableorder"
TEMPLATES = sorted((PACKAGE / "templates").rglob("*.html"))
SCRIPTS = sorted((PACKAGE / "static/js").rglob("*.js"))

FORBIDDEN_IN_TEMPLATES = {
    "inline style": r"\sstyle=",
    "inline handler": r"\son[a-z]+=",
    "unescaped text": r"\|\s*safe\b|x-html|autoescape false",
    "another host": r"(?:src|href)=\"(?:https?:)?//",
    "inline script": r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))",
}
FORBIDDEN_IN_SCRIPTS = {
    "HTML from text": r"innerHTML|outerHTML|insertAdjacentHTML|document\.write",
    "code from text": r"\beval\(|new Function",
    "secure contexts only": r"crypto\.randomUUID|navigator\.locks",
}


def faults(path, rules):
    text = path.read_text("utf-8")
    return [what for what, pattern in rules.items() if re.search(pattern, text)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_only_markup(path):
    assert not faults(path, FORBIDDEN_IN_TEMPLATES)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_make_no_markup_and_need_no_secure_context(path):
    assert not faults(path, FORBIDDEN_IN_SCRIPTS)


def test_every_icon_that_is_named_is_in_the_sprite():
    sprite = set(
        re.findall(r'id="([\w-]+)"', (PACKAGE / "static/img/icons.svg").read_text("utf-8"))
    )
    markup = "".join(path.read_text("utf-8") for path in TEMPLATES)
    code = "".join(path.read_text("utf-8") for path in SCRIPTS)
    named = set(re.findall(r'\bicon\("([\w-]+)"', markup)) | set(
        re.findall(r'iconHref\("([\w-]+)"', code)
    )
    assert named <= sprite


@pytest.mark.parametrize(
    ("name", "most"), [("app", 20_000), ("docs", 2_000), ("editor", 5_000), ("kitchen", 5_000)]
)
def test_the_stylesheets_stay_small(name, most):
    assert len(gzip.compress((PACKAGE / f"static/css/{name}.css").read_bytes())) <= most
