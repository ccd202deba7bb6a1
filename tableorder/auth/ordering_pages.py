"""The page of how many orders the kitchen takes: managers pause the store and limit its guests."""

from __future__ import annotations

from typing import Any

from flask import redirect, request
from flask.typing import ResponseReturnValue

from tableorder.access import access
from tableorder.auth.queries import StaffView, StoreView
from tableorder.auth.routes import bp
from tableorder.auth.schemas import OrderingChange
from tableorder.auth.stores import change_store
from tableorder.errors import AppError
from tableorder.forms import Form, Values, read_whole
from tableorder.web import check, page, status_of

__all__ = ["bp"]

WEEK = range(7)
NUMBERS = ("order_gap", "order_limit")

manager = access("staff", role="manager")


@bp.get("/admin/ordering")
@manager
def ordering_page(who: StaffView) -> ResponseReturnValue:
    """Show whether orders are taken, and how many."""
    return _ordering_page(Form(_values(who.store)))


@bp.post("/admin/ordering")
@manager
def post_ordering(who: StaffView) -> ResponseReturnValue:
    """Save how many orders are taken, or show what to mend."""
    try:
        changes = check(OrderingChange, _read(request.form)).model_dump()
    except AppError as error:
        return _ordering_page(Form(request.form, error), status=status_of(error))
    change_store(who.store.id, changes)
    return redirect("/admin/ordering?done=saved", 303)


def _values(store: StoreView) -> Values:
    """Return the limits as their form shows them; what is off is an empty field."""
    found = Values({name: str(getattr(store, name) or "") for name in NUMBERS})
    found["pause_message"] = store.pause_message
    if store.is_taking_orders:
        found["is_taking_orders"] = "on"
    times = [told or "" for told in store.last_orders or (None,) * len(WEEK)]
    found.update({f"last_orders.{day}": told for day, told in zip(WEEK, times, strict=True)})
    if len(set(times)) == 1:
        found["is_daily"], found["daily"] = "on", times[0]
    return found


def _read(values: Values) -> dict[str, Any]:
    """Return the limits that a form describes, as the schema wants them."""
    names = ["daily"] * len(WEEK) if "is_daily" in values else [f"last_orders.{n}" for n in WEEK]
    return {
        **{name: read_whole(values.get(name, "")) or 0 for name in NUMBERS},
        "is_taking_orders": "is_taking_orders" in values,
        "pause_message": values.get("pause_message", ""),
        "last_orders": [values.get(name, "").strip() or None for name in names],
    }


def _ordering_page(form: Form, *, status: int = 200) -> ResponseReturnValue:
    done = request.args.get("done")
    return page("admin/ordering.html", status=status, form=form, done=done)
