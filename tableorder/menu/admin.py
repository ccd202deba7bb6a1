"""What the menu's form pages share: who may use them, the way back, what a form offers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from tableorder import clock, i18n
from tableorder.access import access
from tableorder.auth.queries import StaffView, StoreView
from tableorder.forms import Form, lead_to
from tableorder.menu.queries import list_items, list_stations

manager = access("staff", role="manager")


def back(
    endpoint: str, anchor: str | None = None, *, done: str | None = None, refused: str | None = None
) -> Response:
    """Lead back to a list after a change; `done` or `refused` names what the list then says."""
    return lead_to(url_for(endpoint, done=done, refused=refused, _anchor=anchor))


def moved(ids: Sequence[int], row_id: int) -> list[int]:
    """Return the ids with one moved a place up or, by the form's `direction`, down."""
    order, place = list(ids), ids.index(row_id)
    other = place + (1 if request.form.get("direction") == "down" else -1)
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order


def today(who: StaffView) -> date:
    """Return the store's business day."""
    return who.store.business_day(clock.utc_now())


def station_options(store: StoreView) -> list[tuple[int, str]]:
    """Return the stations that a form offers: id and name."""
    return [(station.id, station.name) for station in list_stations(store.id)]


def dish_options(store: StoreView) -> list[tuple[str | int, str]]:
    """Return the items that a choice may stand for, id and name, and first that it does not."""
    own: tuple[str | int, str] = ("", gettext("No, it has a name of its own"))
    return [own, *((item.id, i18n.localize(item.name)) for item in list_items(store.id))]


def form_languages(store: StoreView, form: Form) -> dict[str, str]:
    """Return the languages that a form asks for: the store's, and others that have texts."""
    more = [code for code in i18n.LANGUAGES if form.get(f"name.{code}")]
    return {code: i18n.LANGUAGES[code] for code in dict.fromkeys((*store.languages, *more))}
