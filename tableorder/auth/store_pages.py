"""The page of the store's settings: owners change them, managers read them."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder import i18n
from tableorder.access import access
from tableorder.auth.queries import StaffView, StoreView
from tableorder.auth.routes import bp
from tableorder.auth.schemas import StoreChange
from tableorder.auth.stores import change_store
from tableorder.errors import N_, AppError
from tableorder.forms import Form, Values, lead_to
from tableorder.merging import meet, opening, tell
from tableorder.web import check, page, status_of

__all__ = ["bp"]

PLAIN = ("name", "admission", "order_flow")
LABELS = {
    "admission": N_("How phones join a table"),
    "order_flow": N_("Steps of an order"),
    "guarded_actions": N_("What asks for a PIN on shared screens"),
    "name": N_("Name"),
    "language": N_("The store's own language"),
    "languages": N_("Languages of the menu"),
    "day_starts_at": N_("The business day begins at"),
}
CHOICES = {
    "admission": {
        "code": N_("By a code"),
        "staff": N_("By a tap on the board"),
        "open": N_("By the QR code alone"),
    },
    "order_flow": {"full": N_("Full"), "short": N_("Short")},
    "guarded_actions": {
        "void_after_cooking": N_("Cancel, lower or delete what is being cooked"),
        "close_unfinished": N_("Close a table with unfinished orders"),
    },
}


@bp.get("/admin/store")
@access("staff", role="manager")
def store_page(who: StaffView) -> ResponseReturnValue:
    """Show the store's settings."""
    return _store_page(who, Form(opening(_values(who.store))))


@bp.post("/admin/store")
@access("staff", role="owner")
def post_store(who: StaffView) -> ResponseReturnValue:
    """Save the store's settings, or show what to mend."""
    met = meet(request.form, _values(who.store))
    try:
        met.settle()
        changes = check(StoreChange, _read(met.values)).model_dump()
        change_store(who.store.id, changes, seen=who.store)
    except AppError as error:
        form = Form(met.values, error)
        return _store_page(who, form, theirs=met.theirs, status=status_of(error))
    return lead_to("/admin/store?done=saved")


def _values(store: StoreView) -> Values:
    """Return the settings as their form shows them."""
    found = Values({name: getattr(store, name) for name in PLAIN})
    hours, minutes = divmod(store.day_starts_at, 60)
    found["day_starts_at"] = f"{hours:02d}:{minutes:02d}"
    found["language"] = store.languages[0]
    found.setlist("languages", list(store.languages))
    found.setlist("guarded_actions", list(store.guarded_actions))
    return found


def _read(values: Values) -> dict[str, Any]:
    """Return the settings that a form describes, as the schema wants them."""
    own = values.get("language", "")
    return {
        **{name: values.get(name, "") for name in PLAIN},
        "languages": [own, *(code for code in values.getlist("languages") if code != own)],
        "day_starts_at": _minutes(values.get("day_starts_at", "")),
        "guarded_actions": values.getlist("guarded_actions"),
    }


def _minutes(text: str) -> int | str:
    """Read a time of day such as 05:00 as minutes; what is none stays a text."""
    hours, _, minutes = text.strip().partition(":")
    if not all(part.isascii() and part.isdigit() and len(part) <= 2 for part in (hours, minutes)):
        return text
    return int(hours) * 60 + int(minutes)


def _words() -> dict[str, dict[str, str]]:
    """Return what stands for the values of the fields that offer a choice."""
    named = {
        field: {value: gettext(word) for value, word in choices.items()}
        for field, choices in CHOICES.items()
    }
    return {**named, "language": i18n.LANGUAGES, "languages": i18n.LANGUAGES}


def _store_page(
    who: StaffView, form: Form, *, theirs: tuple[str, ...] = (), status: int = 200
) -> ResponseReturnValue:
    labels, words = {name: gettext(label) for name, label in LABELS.items()}, _words()
    return page(
        "admin/store.html",
        status=status,
        form=form,
        labels=labels,
        words=words,
        told=tell(_values(who.store), theirs, labels, words),
        may_change=who.role == "owner",
        done=request.args.get("done"),
    )
