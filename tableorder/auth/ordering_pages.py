"""The page of how many orders the kitchen takes: managers pause the store and limit its guests."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from werkzeug.datastructures import MultiDict

from tableorder.access import access
from tableorder.auth.queries import StaffView, StoreView
from tableorder.auth.routes import bp
from tableorder.auth.schemas import OrderingChange
from tableorder.auth.stores import change_store
from tableorder.errors import N_, AppError
from tableorder.forms import Form, Values, lead_to, read_whole
from tableorder.merging import meet, opening, tell
from tableorder.web import check, page, status_of

__all__ = ["bp"]

WEEK = tuple(f"last_orders.{day}" for day in range(7))
DAILY, IS_DAILY = "last_orders.daily", "last_orders.is_daily"
NUMBERS = ("order_gap", "order_limit")
LABELS = {
    "is_taking_orders": N_("Guests can order now"),
    "pause_message": N_("What guests read while they can't"),
    "last_orders": N_("Last orders"),
    "order_gap": N_("Minutes between two orders of a table"),
    "order_limit": N_("Portions in one order at most"),
}

manager = access("staff", role="manager")


@bp.get("/admin/ordering")
@manager
def ordering_page(who: StaffView) -> ResponseReturnValue:
    """Show whether orders are taken, and how many."""
    return _ordering_page(who, Form(opening(_values(who.store))))


@bp.post("/admin/ordering")
@manager
def post_ordering(who: StaffView) -> ResponseReturnValue:
    """Save how many orders are taken, or show what to mend."""
    met = meet(_settled(request.form), _values(who.store))
    try:
        met.settle()
        changes = check(OrderingChange, _read(met.values)).model_dump()
        change_store(who.store.id, changes, seen=who.store)
    except AppError as error:
        form = Form(met.values, error)
        return _ordering_page(who, form, theirs=met.theirs, status=status_of(error))
    return lead_to("/admin/ordering?done=saved")


def _values(store: StoreView) -> Values:
    """Return the limits as their form shows them; what is off is an empty field."""
    found = Values({name: str(getattr(store, name) or "") for name in NUMBERS})
    found["pause_message"] = store.pause_message
    if store.is_taking_orders:
        found["is_taking_orders"] = "on"
    times = _times(store)
    found.update(zip(WEEK, times, strict=True))
    if len(set(times)) == 1:
        found[IS_DAILY], found[DAILY] = "on", times[0]
    return found


def _times(store: StoreView) -> list[str]:
    return [told or "" for told in store.last_orders or (None,) * len(WEEK)]


def _settled(values: Values) -> Values:
    """Return the form with a week that says what holds every day, if that is chosen."""
    found = MultiDict(values)
    daily = found.pop(DAILY, "")
    for name in (DAILY, *WEEK) if IS_DAILY in found else ():
        found[name] = daily
    return found


def _read(values: Values) -> dict[str, Any]:
    """Return the limits that a form describes, as the schema wants them."""
    return {
        **{name: read_whole(values.get(name, "")) or 0 for name in NUMBERS},
        "is_taking_orders": "is_taking_orders" in values,
        "pause_message": values.get("pause_message", ""),
        "last_orders": [values.get(name, "").strip() or None for name in WEEK],
    }


def _told(store: StoreView, names: tuple[str, ...], labels: dict[str, str]) -> list[dict[str, str]]:
    now, times = _values(store), _times(store)
    days = get_locale().days["format"]["abbreviated"]
    week = [f"{days[day]}\N{NO-BREAK SPACE}{told}" for day, told in enumerate(times) if told]
    now["last_orders"] = times[0] if len(set(times)) == 1 else ", ".join(week)
    words = {"is_taking_orders": {"on": gettext("Yes"), "": gettext("No")}}
    return tell(now, names, labels, words)


def _ordering_page(
    who: StaffView, form: Form, *, theirs: tuple[str, ...] = (), status: int = 200
) -> ResponseReturnValue:
    labels = {name: gettext(label) for name, label in LABELS.items()}
    return page(
        "admin/ordering.html",
        status=status,
        form=form,
        labels=labels,
        told=_told(who.store, theirs, labels),
        done=request.args.get("done"),
    )
