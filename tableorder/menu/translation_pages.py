"""The page of texts that lack a language: each beside its original, all saved together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from tableorder.auth.queries import StaffView
from tableorder.errors import N_, FieldFault, Invalid
from tableorder.forms import Form, Values, read_whole
from tableorder.i18n import LANGUAGES
from tableorder.menu import queries, schemas, translating
from tableorder.menu.admin import back, manager
from tableorder.menu.change_pages import shown_change
from tableorder.menu.errors import TextsTaken
from tableorder.menu.gaps import find_gaps, texts_at
from tableorder.menu.routes import bp
from tableorder.menu.translating import Place
from tableorder.web import check, page

MOST_SHOWN = 100
KIND_WORDS = {
    "category": N_("Category"),
    "item": N_("Dish"),
    "option_group": N_("Option group"),
    "choice": N_("Choice"),
}
FIELD_WORDS = {
    "name": N_("Name"),
    "description": N_("Description"),
    "origin": N_("Origin of ingredients"),
}


@bp.get("/admin/menu/translations")
@manager
def show_translations(who: StaffView) -> ResponseReturnValue:
    """List the texts that lack a language of the store."""
    return _list(who, Form(Values()))


@bp.post("/admin/menu/translations")
@manager
def post_translations(who: StaffView) -> ResponseReturnValue:
    """Save the texts that were filled in, or show what to mend."""
    rows, seen = _read(request.form), _seen(request.form)
    try:
        found = check(schemas.Translations, {"rows": [*rows.values()]}).model_dump()
        translating.fill_in(who.store, found["rows"], seen=seen)
    except Invalid as error:
        form = Form(request.form, _at_fields(error, [*rows]))
        return _list(who, form, taken=seen, status=422)
    except TextsTaken as error:
        return _list(who, Form(request.form, error), taken={**seen, **error.texts}, status=409)
    return back("menu.show_translations", done="saved")


def _read(values: Values) -> dict[str, dict[str, Any]]:
    """Return the rows that a form fills in, by the beginning of their fields' names.

    A field is named by kind, number, field and language: `item.3.description.en`.
    """
    rows: dict[str, dict[str, Any]] = {}
    for key, text in values.items():
        kind, row_id, field, language = [*key.split("."), "", "", ""][:4]
        if kind in KIND_WORDS and field in FIELD_WORDS and text.strip():
            empty = {"kind": kind, "id": read_whole(row_id)}
            rows.setdefault(f"{kind}.{row_id}", empty).setdefault(field, {})[language] = text
    return rows


def _seen(values: Values) -> dict[Place, str]:
    """Return the texts of others that the form told of: `seen.item.3.description.en`."""
    found = {}
    for key, text in values.items():
        mark, kind, row_id, field, language = [*key.split("."), *[""] * 4][:5]
        number, is_ours = read_whole(row_id), field in FIELD_WORDS and language in LANGUAGES
        if mark == "seen" and kind in KIND_WORDS and isinstance(number, int) and is_ours:
            found[kind, number, field, language] = text.replace("\r\n", "\n")
    return found


def _at_fields(error: Invalid, rows: list[str]) -> Invalid:
    """Return the faults under the names of their fields: `rows.0.name.en` is `item.3.name.en`."""
    faults = []
    for fault in error.fields:
        _, number, path = [*fault.path.split(".", 2), "", ""][:3]
        name = f"{rows[int(number)]}.{path}" if number.isdigit() else fault.path
        faults.append(FieldFault(name, fault.code, fault.message, **fault.params))
    return Invalid(faults)


def _list(
    who: StaffView, form: Form, *, taken: Mapping[Place, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    """Show what lacks a language, and before it the texts of others that stand there meanwhile."""
    menu, theirs = queries.get_menu(who.store.id), taken or {}
    gaps = find_gaps(menu, who.store.languages)
    return page(
        "admin/translations.html",
        status=status,
        form=form,
        gaps=gaps[:MOST_SHOWN],
        count=sum(len(gap.lacking) for gap in gaps),
        taken=[(gap, theirs[spot]) for spot, gap in texts_at(menu, theirs).items()],
        more=max(0, len(gaps) - MOST_SHOWN),
        kinds=KIND_WORDS,
        fields=FIELD_WORDS,
        languages=LANGUAGES,
        told=[],
        done=request.args.get("done"),
        change=shown_change(who.store),
    )
