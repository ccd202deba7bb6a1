"""Languages: which one the reader gets, and how a text in several is told in it.

The interface speaks Korean and English; the menu may speak more (a store's `languages`). A reader
of Japanese gets the menu in Japanese and the interface in English.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from babel.numbers import format_currency, get_currency_precision
from flask import Flask, g, request
from flask_babel import get_locale, gettext

from tableorder.access import current_store
from tableorder.extensions import babel

INTERFACE = ("ko", "en")
LANGUAGES = {"ko": "한국어", "en": "English", "ja": "日本語", "zh": "中文"}
LANGUAGE_COOKIE = "to_lang"


def init_app(app: Flask) -> None:
    """Wire Babel to our choice of language."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(__file__).parent / "translations")
    babel.init_app(app, default_locale="ko", locale_selector=interface_language)


def content_language() -> str:
    """Return the reader's language for the menu's texts.

    In this order: `?lang=`, the language cookie, `Accept-Language`, the store's own.
    """
    store = current_store() or g.get("store")
    offered = store.languages if store else tuple(LANGUAGES)
    for wish in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if wish in LANGUAGES:
            return wish
    for wish, _quality in request.accept_languages:
        if (code := wish.lower().replace("_", "-").partition("-")[0]) in offered:
            return code
    return offered[0]


def interface_language() -> str:
    """Return the reader's language for the interface: theirs, or English for lack of it."""
    language = content_language()
    return language if language in INTERFACE else "en"


def text_in(texts: Mapping[str, str], language: str, *fallbacks: str) -> str:
    """Tell a text in `language`, else in the first of `fallbacks` that has it, else in any."""
    for code in (language, *fallbacks):
        if texts.get(code):
            return texts[code]
    return next((text for text in texts.values() if text), "")


def is_language_map(value: object) -> bool:
    """Tell whether `value` is a text in several languages."""
    return isinstance(value, dict) and bool(value) and LANGUAGES.keys() >= value.keys()


class _Reader:
    """Who reads: their languages, best first, asked for once and only when something needs them."""

    @cached_property
    def languages(self) -> tuple[str, ...]:
        store = current_store()
        return (content_language(), *(store.languages if store else ()))


def localize(value: Any) -> Any:
    """Return a copy of JSON data with each language map told in the reader's language."""
    return _localized(value, _Reader())


def _localized(value: Any, reader: _Reader) -> Any:
    if isinstance(value, list):
        return [_localized(entry, reader) for entry in value]
    if not isinstance(value, dict):
        return value
    if is_language_map(value):
        return text_in(value, *reader.languages)
    return {key: _localized(entry, reader) for key, entry in value.items()}


def money(amount: int, currency: str) -> str:
    """Write an amount of the smallest unit for the reader; 0 is said in words."""
    if amount == 0:
        return str(gettext("Free"))
    return plain_money(amount, currency)


def plain_money(amount: int, currency: str) -> str:
    """Write an amount of the smallest unit for the reader, 0 as a number too."""
    value = Decimal(amount).scaleb(-get_currency_precision(currency))
    return str(format_currency(value, currency, locale=get_locale()))


@cache
def script_messages(language: str) -> Mapping[str, str]:
    """Return the texts that the pages' scripts use: English msgid → text."""
    path = Path(__file__).parent / "translations" / "js" / f"{language}.json"
    loaded: Mapping[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return loaded
