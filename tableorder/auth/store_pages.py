"""The page of the store's settings: owners change them, managers read them."""

from __future__ import annotations

from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue

from tableorder import i18n
from tableorder.access import access
from tableorder.auth.queries import StaffView, StoreView
from tableorder.auth.routes import bp
from tableorder.auth.schemas import StoreChange
from tableorder.auth.stores import change_store
from tableorder.errors import AppError
from tableorder.forms import Form, Values
from tableorder.web import check, page, status_of

__all__ = ["bp"]

PLAIN = ("name", "admission", "order_flow")


@bp.get("/admin/store")
@access("staff", role="manager")
def store_page(who: StaffView) -> ResponseReturnValue:
    """Show the store's settings."""
    return _store_page(who, Form(_values(who.store)))


@bp.post("/admin/store")
@access("staff", role="owner")
def post_store(who: StaffView) -> ResponseReturnValue:
    """Save the store's settings, or show what to mend."""
    try:
        changes = check(StoreChange, _read(request.form)).model_dump()
    except AppError as error:
        return _store_page(who, Form(request.form, error), status=status_of(error))
    change_store(who.store.id, changes)
    return redirect("/admin/store?done=saved", 303)


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


def _store_page(who: StaffView, form: Form, *, status: int = 200) -> ResponseReturnValue:
    return page(
        "admin/store.html",
        status=status,
        form=form,
        offered=i18n.LANGUAGES,
        may_change=who.role == "owner",
        done=request.args.get("done"),
    )
