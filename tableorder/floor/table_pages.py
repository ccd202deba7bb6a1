"""The pages of the tables: staff see them, managers add and change them.

They work without scripts; a PIN is shown once, in answer to the form that made it.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder import clock
from tableorder.access import access
from tableorder.auth.devices import unpair_device
from tableorder.auth.queries import StaffView
from tableorder.errors import N_, AppError, FieldFault, Invalid, NotFound
from tableorder.floor import managing
from tableorder.floor.admin import code_uri
from tableorder.floor.call_pages import bp
from tableorder.floor.errors import AddressUnknown
from tableorder.floor.pages import Snapshot, snapshot
from tableorder.floor.queries import TableData, list_devices
from tableorder.floor.rules import floor_state, read_numbers
from tableorder.floor.schemas import NewTables, Pause, TableChange
from tableorder.forms import Form, Values, lead_to, read_whole
from tableorder.merging import meet, opening, tell
from tableorder.order.rules import UNFINISHED
from tableorder.table.queries import TableView, get_table
from tableorder.web import check, page, status_of

__all__ = ["bp"]

manager = access("staff", role="manager")

LABELS = {"label": N_("Label"), "zone": N_("Zone"), "seats": N_("Seats")}


class Spot(NamedTuple):
    """A table as the floor shows it; `since` is when its oldest unfinished order was sent."""

    table: TableData
    state: str
    since: str | None


@bp.get("/tables")
@access("staff")
def tables_page(who: StaffView) -> ResponseReturnValue:
    """Show the floor: each table with what is going on there."""
    return _list_page(who, Form(Values()))


@bp.post("/tables")
@manager
def post_tables(who: StaffView) -> ResponseReturnValue:
    """Add one table or a range, and show the PINs this once."""
    try:
        body = check(NewTables, {**_facts(request.form), "numbers": _numbers()})
        added = managing.add_tables(who, body.wanted(), zone=body.zone, seats=body.seats)
    except AppError as error:
        form = Form(request.form, error, at="numbers")
        return _list_page(who, form, status=status_of(error))
    return _list_page(who, Form(Values()), added=added)


@bp.post("/tables/<int:table_id>/pause")
@access("staff")
def post_pause(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Let guests of the table order nothing for the time being, or let them order again."""
    message = request.form.get("message", "")
    is_paused = request.form.get("is_paused") == "on"
    try:
        body = check(Pause, {"is_paused": is_paused, "message": message})
    except Invalid as error:
        return _list_page(who, Form(request.form, error), status=status_of(error))
    managing.pause_table(who, table_id, is_paused=body.is_paused, message=body.message)
    return redirect(f"/tables?done={'paused' if is_paused else 'resumed'}#table-{table_id}", 303)


@bp.get("/tables/<int:table_id>")
@manager
def table_page(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Show one table: its form, code, PIN and tablets."""
    table = get_table(who.store.id, table_id)
    return _table_page(who, table, Form(opening(_values(table))))


@bp.post("/tables/<int:table_id>")
@manager
def post_table(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Save a table's label, zone and seats."""
    table = get_table(who.store.id, table_id)
    met = meet(request.form, _values(table))
    try:
        met.settle()
        changes = check(TableChange, {**_facts(met.values), "label": met.values.get("label", "")})
        managing.change_table(who, table_id, changes.model_dump(exclude_unset=True), seen=table)
    except AppError as error:
        form = Form(met.values, error)
        return _table_page(who, table, form, theirs=met.theirs, status=status_of(error))
    return lead_to("/tables?done=saved")


@bp.post("/tables/<int:table_id>/pin")
@manager
def post_pin(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Give the table a new PIN and show it this once."""
    pin = managing.renew_pin(who, table_id)
    table = get_table(who.store.id, table_id)
    return _list_page(who, Form(Values()), added=[managing.AddedTable(table.id, table.number, pin)])


@bp.post("/tables/<int:table_id>/key")
@manager
def post_key(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Give the table a new code."""
    managing.rotate_key(who, table_id)
    return redirect(f"/tables/{table_id}?done=key", 303)


@bp.post("/tables/<int:table_id>/delete")
@manager
def post_table_delete(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Delete a table that was never used, or say why not."""
    try:
        managing.delete_table(who, table_id)
    except NotFound:
        raise
    except AppError as error:
        form = Form(Values(), error, at="delete")
        return _list_page(who, form, status=status_of(error))
    return redirect("/tables?done=deleted", 303)


@bp.post("/tables/devices/<int:device_id>/unpair")
@manager
def post_unpair(who: StaffView, device_id: int) -> ResponseReturnValue:
    """Unpair a tablet."""
    unpair_device(who.store.id, device_id)
    return redirect("/tables?done=unpaired", 303)


def _values(table: TableView) -> Values:
    """Return a table as its form shows it."""
    seats = "" if table.seats is None else str(table.seats)
    return Values({"label": table.label, "zone": table.zone, "seats": seats})


def _facts(values: Values) -> dict[str, object]:
    return {"zone": values.get("zone", ""), "seats": read_whole(values.get("seats", ""))}


def _numbers() -> list[int]:
    numbers = read_numbers(request.form.get("numbers", ""))
    if not numbers:
        sentence = N_("Write numbers such as 5, 1-20 or 1-8, 11.")
        raise Invalid([FieldFault("numbers", "INVALID", sentence)])
    return numbers


def _list_page(
    who: StaffView,
    form: Form,
    *,
    added: list[managing.AddedTable] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    tablets = [device["table"]["id"] for device in list_devices(who.store.id, "tablet")]
    data = snapshot(who)
    return page(
        "staff/tables.html",
        status=status,
        zones=_zones(data),
        tablets={table_id: tablets.count(table_id) for table_id in tablets},
        may_change=who.role != "staff",
        added=added or [],
        form=form,
        done=request.args.get("done"),
        page_data=data,
    )


def _zones(data: Snapshot) -> dict[str, list[Spot]]:
    """Group the tables by zone; each stands where its first table does."""
    oldest: dict[int, str] = {}
    for order in data["orders"]:
        if order["status"] in UNFINISHED and not order["deleted"]:
            oldest.setdefault(order["table"]["id"], str(order["created_at"]))
    zones: dict[str, list[Spot]] = defaultdict(list)
    for table in data["tables"]:
        since = oldest.get(table["id"])
        zones[table["zone"]].append(Spot(table, _state(table, since), since))
    return zones


def _state(table: TableData, since: str | None) -> str:
    waited = clock.utc_now() - datetime.fromisoformat(since) if since else timedelta()
    return floor_state(
        is_taken=table["session"] is not None,
        orders=table["orders"],
        calls=table["calls"],
        waits=int(waited.total_seconds() // 60),
    )


def _table_page(
    who: StaffView,
    table: TableView,
    form: Form,
    *,
    theirs: tuple[str, ...] = (),
    status: int = 200,
) -> ResponseReturnValue:
    labels = {name: gettext(label) for name, label in LABELS.items()}
    try:
        code, no_code = code_uri(table.key), None
    except AddressUnknown as error:
        code, no_code = None, gettext(error.message, **error.params)
    devices = list_devices(who.store.id, "tablet")
    return page(
        "staff/table.html",
        status=status,
        table=table,
        form=form,
        labels=labels,
        told=tell(_values(table), theirs, labels),
        code=code,
        no_code=no_code,
        tablets=[device for device in devices if device["table"]["id"] == table.id],
        done=request.args.get("done"),
    )
