"""The form pages of the kitchen's stations, for owner and manager."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder.auth.queries import StaffView
from tableorder.errors import N_, AppError, Invalid
from tableorder.forms import Form, Values
from tableorder.menu import forms, marking, queries, schemas, station_routes, stations
from tableorder.menu.admin import back, manager, moved
from tableorder.menu.change_pages import shown_change
from tableorder.menu.queries import CategoryView, ItemView, Menu, StationView
from tableorder.menu.routes import bp
from tableorder.menu.rules import station_of
from tableorder.merging import meet, opening, tell
from tableorder.web import check, page

__all__ = ["station_routes"]

LABELS = {
    "name": N_("Name"),
    "warn_after": N_("Waits long after (minutes)"),
    "late_after": N_("Waits too long after (minutes)"),
}


@dataclass(frozen=True, slots=True)
class Cooking:
    """What a station cooks: whole categories, and single items of others."""

    station: StationView
    categories: list[CategoryView]
    items: list[ItemView]


@bp.get("/admin/stations")
@manager
def admin_stations(who: StaffView) -> ResponseReturnValue:
    """List the stations with what each cooks."""
    return _station_list(who, Form(Values()))


@bp.get("/admin/stations/new")
@manager
def new_station(_who: StaffView) -> ResponseReturnValue:
    """Show the form of a new station."""
    return _station_form(None, Form(Values({"warn_after": "5", "late_after": "10"})))


@bp.get("/admin/stations/<int:station_id>")
@manager
def edit_station(who: StaffView, station_id: int) -> ResponseReturnValue:
    """Show a station's form."""
    station = queries.get_station(who.store.id, station_id)
    return _station_form(station, Form(opening(forms.station_values(station))))


@bp.post("/admin/stations/new", defaults={"station_id": None})
@bp.post("/admin/stations/<int:station_id>")
@manager
def post_station(who: StaffView, station_id: int | None) -> ResponseReturnValue:
    """Save a station, or show what to mend."""
    known = queries.get_station(who.store.id, station_id) if station_id is not None else None
    met = meet(request.form, forms.station_values(known) if known else Values())
    values = forms.read_station(met.values)
    try:
        met.settle()
        if station_id is None:
            stations.create_station(who.store, check(schemas.CreateStation, values).changes())
        else:
            changes = check(schemas.ChangeStation, values).changes()
            stations.change_station(who.store, station_id, changes, seen=known)
    except AppError as error:
        return _station_form(known, Form(met.values, error), theirs=met.theirs, status=422)
    return back("menu.admin_stations", done="saved")


@bp.post("/admin/stations/<int:station_id>/pause")
@manager
def post_station_pause(who: StaffView, station_id: int) -> ResponseReturnValue:
    """Pause what a station cooks, with a word to the guests, or let it go on."""
    is_paused = request.form.get("is_paused") == "on"
    values = {"is_paused": is_paused, "message": request.form.get("message", "")}
    try:
        body = check(schemas.StationPause, values)
    except Invalid as error:
        return _station_list(who, Form(request.form, error), status=422)
    marking.pause_station(who.store, station_id, **body.model_dump())
    done = "paused" if is_paused else "resumed"
    return back("menu.admin_stations", f"station-{station_id}", done=done)


@bp.post("/admin/stations/<int:station_id>/move")
@manager
def post_station_move(who: StaffView, station_id: int) -> ResponseReturnValue:
    """Move a station one place up or down."""
    queries.get_station(who.store.id, station_id)
    known = [station.id for station in queries.list_stations(who.store.id)]
    stations.order_stations(who.store, moved(known, station_id))
    return back("menu.admin_stations", f"station-{station_id}")


@bp.post("/admin/stations/<int:station_id>/delete")
@manager
def post_station_delete(who: StaffView, station_id: int) -> ResponseReturnValue:
    """Delete a station."""
    stations.delete_station(who.store, station_id)
    return back("menu.admin_stations", done="deleted")


def _who_cooks(menu: Menu, found: list[StationView]) -> list[Cooking]:
    """Return what each station cooks; the first also takes what names none."""
    ids = [station.id for station in found]
    by_id = {category.id: category for category in menu.categories}

    def place(category: CategoryView) -> int | None:
        parent = by_id.get(category.parent_id or 0, category)
        return station_of(category.station_id or parent.station_id, ids)

    places = {category.id: place(category) for category in menu.categories}
    return [
        Cooking(
            station,
            [category for category in menu.categories if places[category.id] == station.id],
            [
                item
                for item in menu.items
                if item.station_id == station.id != places[item.category_id]
            ],
        )
        for station in found
    ]


def _station_list(who: StaffView, form: Form, *, status: int = 200) -> ResponseReturnValue:
    found = queries.list_stations(who.store.id)
    cooking = _who_cooks(queries.get_menu(who.store.id), found)
    return page(
        "admin/stations.html",
        status=status,
        cooking=cooking,
        form=form,
        done=request.args.get("done"),
        change=shown_change(who.store),
    )


def _station_form(
    station: StationView | None,
    form: Form,
    *,
    theirs: tuple[str, ...] = (),
    status: int = 200,
) -> ResponseReturnValue:
    labels = {name: gettext(label) for name, label in LABELS.items()}
    return page(
        "admin/station.html",
        status=status,
        station=station,
        form=form,
        labels=labels,
        told=tell(forms.station_values(station), theirs, labels) if station else [],
    )
