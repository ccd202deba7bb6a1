"""What guests' pages need for calling staff, and the page where managers keep the reasons.

That page works without scripts.
"""

from __future__ import annotations

from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue

from tableorder import i18n, ids
from tableorder.access import access
from tableorder.auth.queries import StaffView
from tableorder.errors import AppError
from tableorder.floor import call_routes, calling
from tableorder.floor.call_queries import ReasonData, list_call_reasons, list_open_calls
from tableorder.floor.call_schemas import MOST_REASONS, CallReasons
from tableorder.floor.kitchen_pages import bp
from tableorder.forms import Form, Values
from tableorder.menu.forms import compact
from tableorder.table.queries import GuestView
from tableorder.web import check, page, status_of

__all__ = ["bp", "call_routes"]

SPARE = 2
ROWS = "reasons"
FIELDS = ("key", *(f"name.{language}" for language in i18n.LANGUAGES))

manager = access("staff", role="manager")


@bp.app_template_global()
def guest_calls(guest: GuestView) -> dict[str, Any]:
    """Tell a guest's page what can be called for, and what its party has called for."""
    store_id = guest.store.id
    waiting = list_open_calls(store_id, session_id=guest.session_id) if guest.session_id else []
    return {"reasons": list_call_reasons(store_id), "calls": waiting}


@bp.get("/admin/calls")
@manager
def admin_calls(who: StaffView) -> ResponseReturnValue:
    """Show the form of what guests may call for."""
    return _reasons_page(who, Form(_values(list_call_reasons(who.store.id))))


@bp.post("/admin/calls")
@manager
def post_calls(who: StaffView) -> ResponseReturnValue:
    """Save what guests may call for, or show what to mend."""
    values = compact(request.form, ROWS, FIELDS)
    try:
        reasons = check(CallReasons, _read(values)).model_dump()["reasons"]
        calling.set_call_reasons(who, reasons)
    except AppError as error:
        return _reasons_page(who, Form(values, error), status=status_of(error))
    return redirect("/admin/calls?done=saved", 303)


def _values(reasons: list[ReasonData]) -> Values:
    found = Values()
    for index, reason in enumerate(reasons):
        found[f"{ROWS}.{index}.key"] = reason["key"]
        for language, text in reason["name"].items():
            found[f"{ROWS}.{index}.name.{language}"] = text
    return found


def _read(values: Values) -> dict[str, object]:
    """Return what a compacted form describes, as the schema wants it; a new row gets a key."""
    rows = [f"{ROWS}.{number}" for number in Form(values).rows(ROWS, 0)]
    return {
        ROWS: [
            {
                "key": values.get(f"{row}.key") or f"own-{ids.random_digits(8)}",
                "name": {code: values.get(f"{row}.name.{code}", "") for code in i18n.LANGUAGES},
            }
            for row in rows
        ]
    }


def _reasons_page(who: StaffView, form: Form, *, status: int = 200) -> ResponseReturnValue:
    own = who.store.languages
    return page(
        "admin/calls.html",
        status=status,
        form=form,
        rows=form.rows(ROWS, SPARE)[:MOST_REASONS],
        form_languages={code: i18n.LANGUAGES[code] for code in own},
        kept_languages=[code for code in i18n.LANGUAGES if code not in own],
        done=request.args.get("done"),
    )
