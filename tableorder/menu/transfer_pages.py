"""The pages of import and export, for owner and manager; they work without scripts.

A chosen file is looked at and kept; what it would change is shown; a second button does it.
"""

from __future__ import annotations

from typing import IO, Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder import pool
from tableorder.auth.queries import StaffView
from tableorder.errors import AppError, Invalid
from tableorder.menu import staging, transfer_routes
from tableorder.menu.admin import back, manager
from tableorder.menu.cell_forms import KIND_WORDS, make_words
from tableorder.menu.errors import MenuChanged
from tableorder.menu.plan_forms import tell_fault
from tableorder.menu.routes import bp, upload_settings
from tableorder.menu.transfer_routes import (
    carry_out,
    make_reading,
    preview,
    takes_menus,
    uploaded_file,
)
from tableorder.web import page, status_of

__all__ = ["bp", "transfer_routes"]

SWITCHES = ("replace", "counts")
"""The form's switches, which the preview's button brings along."""

SHOWN = 200
"""Rows of a list on the page at most; the rest is counted."""


@bp.get("/admin/menu/import")
@manager
def show_import(_who: StaffView) -> ResponseReturnValue:
    """Show what can be taken out of the store and how a file is brought in."""
    return _form()


@bp.post("/admin/menu/import")
@takes_menus
@manager
def post_import(who: StaffView) -> ResponseReturnValue:
    """Look at a file and show what it would change."""
    try:
        file = uploaded_file()
        how = _switches()
        changes = _preview(who, file, how)
    except AppError as error:
        return _form(error)
    token = staging.keep(upload_settings().upload_dir, who.store.id, file)
    return _preview_page(changes, how, token=token)


@bp.post("/admin/menu/import/apply")
@manager
def post_import_apply(who: StaffView) -> ResponseReturnValue:
    """Import the file that was looked at, or show again what it would change by now."""
    uploads, how = upload_settings().upload_dir, _switches()
    token, version = request.form.get("token", ""), request.form.get("version", type=int)
    try:
        with staging.reopen(uploads, who.store.id, token) as file:
            incoming = pool.run(make_reading(who.store).read, file)
            carry_out(who.store, incoming, version=version, **how)
    except MenuChanged as error:
        return _preview_again(who, token, how, error=error)
    except AppError as error:
        return _form(error)
    staging.forget(uploads, who.store.id)
    return back("menu.admin_menu", done="imported")


def _switches() -> dict[str, bool]:
    """Return how the form wants its file to be taken."""
    return {name: name in request.form for name in SWITCHES}


def _preview(who: StaffView, file: IO[bytes], how: dict[str, bool]) -> dict[str, Any]:
    reading = make_reading(who.store)
    return preview(reading, pool.run(reading.read, file), **how)


def _preview_again(
    who: StaffView, token: str, how: dict[str, bool], *, error: AppError
) -> ResponseReturnValue:
    uploads = upload_settings().upload_dir
    try:
        with staging.reopen(uploads, who.store.id, token) as file:
            changes = _preview(who, file, how)
    except AppError as refusal:
        return _form(refusal)
    return _preview_page(changes, how, token=token, error=error)


def _preview_page(
    changes: dict[str, Any], how: dict[str, bool], *, token: str, error: AppError | None = None
) -> ResponseReturnValue:
    return page(
        "admin/import_preview.html",
        status=status_of(error) if error else 200,
        changes=changes,
        is_empty=not any(changes[n] for n in ("added", "changed", "removed", "reordered")),
        kinds={kind: gettext(word) for kind, word in KIND_WORDS.items()},
        shown=SHOWN,
        token=token,
        how=how,
        refusal=gettext(error.message, **error.params) if error else None,
    )


def _form(error: AppError | None = None) -> ResponseReturnValue:
    words, fields = make_words(), error.fields if isinstance(error, Invalid) else []
    faults = [tell_fault(fault, words) for fault in fields]
    return page(
        "admin/import.html",
        status=status_of(error) if error else 200,
        faults=faults,
        how=_switches(),
        refusal=gettext(error.message, **error.params) if error and not faults else None,
        downloads={
            "csv": url_for("menu.export_sheet"),
            "zip": url_for("menu.export_archive"),
        },
    )
