"""What every HTML page shares: the version of the static files, language, theme, form values."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request

from tableorder import i18n
from tableorder.access import current_store

STATIC = Path(__file__).parent / "static"
THEMES = ("paper", "night")
THEME_COOKIE = "to_theme"
YEAR = 365 * 24 * 3600


@cache
def static_version() -> str:
    """Return a short hash of all static files.

    It stands in their path, so that scripts' relative imports carry it too and browsers may keep
    them for ever.
    """
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            stat = path.stat()
            digest.update(f"{path.relative_to(STATIC)}:{stat.st_size}:".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def init_app(app: Flask) -> None:
    """Give every template its context and remember a language chosen by link."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 0 if app.debug else YEAR
    app.context_processor(_context)
    app.after_request(_remember_language)
    app.jinja_env.filters["money"] = i18n.money
    app.jinja_env.filters["plain_money"] = i18n.plain_money
    app.jinja_env.filters["text"] = text_for_reader
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def text_for_reader(texts: dict[str, str]) -> str:
    """Tell a language map in the reader's language, else in the store's."""
    store = current_store()
    return i18n.text_in(texts, i18n.content_language(), *(store.languages if store else ()))


def _context() -> dict[str, Any]:
    store = current_store() or g.get("store")
    locale = i18n.interface_language()
    codes = store.languages if store else i18n.INTERFACE
    theme = request.cookies.get(THEME_COOKIE)
    return {
        "locale": locale,
        "content_language": i18n.content_language(),
        "languages": {code: i18n.LANGUAGES[code] for code in codes if code in i18n.LANGUAGES},
        "theme": theme if theme in THEMES else None,
        "messages": i18n.script_messages(locale),
        "csrf_staff": request.cookies.get("to_staff_csrf"),
        "csrf_table": request.cookies.get("to_table_csrf"),
        "identity": g.get("identity"),
        "store": store,
    }


def _remember_language(response: Response) -> Response:
    wish = request.args.get("lang")
    # A page within another one does not choose for the whole browser.
    is_chosen = response.mimetype == "text/html" and not g.get("is_aside")
    if wish in i18n.LANGUAGES and is_chosen:
        response.set_cookie(
            i18n.LANGUAGE_COOKIE, wish, max_age=YEAR, samesite="Lax", secure=request.is_secure
        )
    return response
