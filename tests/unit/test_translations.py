"""Every text for people is in Korean and English, and what is compiled is what was edited."""

import importlib.util
import json
import re
from gettext import GNUTranslations
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("catalogs", ROOT / "scripts" / "translations.py")
catalogs = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(catalogs)

HANGUL = re.compile(r"[가-힣]")
PLACE = re.compile(r"%\(\w+\)s|%%")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*|{#.*?#}", re.DOTALL)
HINT = "make i18n collects the texts; then translate what it lists in messages.po and run it again"


@pytest.fixture(scope="module")
def korean():
    return catalogs.read("ko")


def ids(catalog):
    return {str(message.id) for message in catalogs.messages(catalog)}


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_the_catalogs_hold_the_texts_of_the_code(language):
    assert ids(catalogs.read(language)) == ids(catalogs.collect()), HINT


def test_korean_lacks_nothing(korean):
    assert catalogs.untranslated(korean) == [], HINT


def test_translations_keep_the_places(korean):
    for message in catalogs.messages(korean):
        one = message.id if isinstance(message.id, str) else message.id[-1]
        other = message.string if isinstance(message.string, str) else message.string[-1]
        assert set(PLACE.findall(one)) == set(PLACE.findall(other)), one


@pytest.mark.parametrize("language", catalogs.LANGUAGES)
def test_the_compiled_catalogs_are_up_to_date(language):
    catalog = catalogs.read(language)
    with catalogs.po_path(language).with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for message in catalogs.messages(catalog):
        if isinstance(message.id, str) and message.string:
            assert compiled.gettext(message.id) == message.string, HINT
    told = json.loads(catalogs.js_path(language).read_text("utf-8"))
    assert told == catalogs.js_messages(catalog), HINT


def test_the_english_catalog_holds_no_korean():
    english = catalogs.messages(catalogs.read("en"))
    assert [message.id for message in english if HANGUL.search(str(message.string))] == []


def test_texts_are_written_in_english():
    assert [text for text in ids(catalogs.collect()) if HANGUL.search(text)] == []


def test_english_readers_get_english():
    told = [str(message.string) for message in catalogs.messages(catalogs.read("en"))]
    assert [text for text in told if HANGUL.search(text)] == []


def test_no_korean_stands_in_templates_and_scripts():
    folders = (ROOT / "tableorder/templates", ROOT / "tableorder/static/js")
    files = [path for folder in folders for path in folder.rglob("*.*")]
    for path in files:
        told = HANGUL.findall(COMMENT.sub("", path.read_text("utf-8")))
        assert told == [], path
