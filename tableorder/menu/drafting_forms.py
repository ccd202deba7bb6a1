"""A form's draft of the menu, and what it would cause, while it is filled in and when saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tableorder import clock, i18n
from tableorder.auth.queries import StaffView
from tableorder.errors import AppError, Invalid
from tableorder.forms import Values
from tableorder.menu import drafts, forms, queries, schemas
from tableorder.menu.admin import today
from tableorder.menu.errors import WouldBlock
from tableorder.menu.finding_routes import present
from tableorder.menu.queries import Menu
from tableorder.web import check

KINDS: Mapping[str, type[schemas.Changing]] = {
    "item": schemas.ChangeItem,
    "category": schemas.ChangeCategory,
    "option_group": schemas.ChangeGroup,
}
ANYWAY = "anyway"
"""The field in which whoever saves confirms what that blocks."""


def read_draft(
    who: StaffView, menu: Menu, form: Values, *, kind: str, row_id: int
) -> tuple[Menu, Mapping[str, Any]]:
    """Return the menu with what a form holds so far, and that; what is faulty is as it was."""
    data = _READERS[kind](who, form)
    try:
        values = check(KINDS[kind], data).changes()
    except Invalid as error:
        faulty = {fault.path.partition(".")[0] for fault in error.fields}
        sound = {name: value for name, value in data.items() if name not in faulty}
        values = check(KINDS[kind], sound).changes()
    return put_draft(who, menu, values, kind=kind, row_id=row_id), values


def put_draft(
    who: StaffView, menu: Menu, values: Mapping[str, Any], *, kind: str, row_id: int
) -> Menu:
    """Return the menu with these values in it; what refers to nothing is left out."""
    known = _known(menu, values)
    if kind == "item":
        is_placed = row_id != drafts.NEW or "category_id" in known
        return drafts.with_item(menu, row_id, known, today=today(who)) if is_placed else menu
    if kind == "category":
        return drafts.with_category(menu, row_id, known)
    return drafts.with_group(menu, row_id, known)


def require_orderable(
    who: StaffView, form: Values, values: Mapping[str, Any], *, kind: str, row_id: int
) -> None:
    """Raise WouldBlock when a change keeps guests from ordering and nobody has confirmed that."""
    menu = queries.get_menu(who.store.id)
    draft = put_draft(who, menu, values, kind=kind, row_id=row_id)
    found = drafts.caused(who.store, menu, draft, now=clock.utc_now())
    blocking = [finding for finding in found if finding.is_blocking]
    if {finding.key for finding in blocking} - {*form.get(ANYWAY, "").split(",")}:
        raise WouldBlock(blocking)


def tell_blocks(refusal: AppError | None) -> dict[str, Any]:
    """Return what has to be confirmed after a refusal, and the value that confirms it."""
    findings: Any = getattr(refusal, "findings", ())
    return {
        "blocked": [present(finding)["message"] for finding in findings],
        "anyway": ",".join(finding.key for finding in findings),
    }


def _known(menu: Menu, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values without references that lead nowhere."""
    categories = {view.id for view in menu.categories}
    found = dict(values)
    if found.get("category_id", drafts.NEW) not in categories:
        found.pop("category_id", None)
    if "option_group_ids" in found:
        found["option_group_ids"] = _groups(menu, found["option_group_ids"])
    if "choices" in found:
        found["choices"] = [_known_choice(menu, choice) for choice in found["choices"]]
    return found


def _known_choice(menu: Menu, choice: Mapping[str, Any]) -> dict[str, Any]:
    items = {item.id for item in menu.items}
    part = choice.get("menu_id")
    groups = _groups(menu, choice.get("option_group_ids", ()))
    return {**choice, "menu_id": part if part in items else None, "option_group_ids": groups}


def _groups(menu: Menu, ids: Any) -> list[int]:
    return [key for key in ids if key in menu.groups]


def _read_item(who: StaffView, form: Values) -> dict[str, Any]:
    values = forms.compact(form, "hours", forms.SPAN)
    return forms.read_item(values, currency=who.store.currency, today=today(who))


def _read_category(_who: StaffView, form: Values) -> dict[str, Any]:
    return forms.read_category(forms.compact(form, "hours", forms.SPAN))


def _read_group(who: StaffView, form: Values) -> dict[str, Any]:
    values = forms.compact(form, "choices", forms.choice_keys(i18n.LANGUAGES))
    return forms.read_group(values, currency=who.store.currency, today=today(who))


_READERS = {"item": _read_item, "category": _read_category, "option_group": _read_group}
