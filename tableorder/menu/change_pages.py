"""The last change of the menu and its undoing: as JSON, and as the menu's pages tell it."""

from __future__ import annotations

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder import clock
from tableorder.access import access
from tableorder.apidoc import Response as Answers
from tableorder.apidoc import describe
from tableorder.auth.queries import StaffView, StoreView
from tableorder.errors import N_
from tableorder.i18n import localize
from tableorder.menu import list_schemas, undoing
from tableorder.menu.change_queries import ChangeView, find_change
from tableorder.menu.errors import ChangeGone, ChangeOutdated, WouldBreak
from tableorder.menu.routes import bp
from tableorder.web import parse_json

SENTENCES = {
    "added": N_("Added: %(names)s"),
    "changed": N_("Changed: %(names)s"),
    "deleted": N_("Deleted: %(names)s"),
    "copied": N_("Copied: %(names)s"),
    "pictured": N_("New picture: %(names)s"),
    "unpictured": N_("Picture removed: %(names)s"),
    "repriced": N_("New prices: %(names)s"),
    "marked": N_("Sold out or sold again: %(names)s"),
    "hidden": N_("Hidden: %(names)s"),
    "shown": N_("Shown: %(names)s"),
    "moved": N_("Moved: %(names)s"),
    "arranged": N_("The order was changed."),
    "translated": N_("Translations were filled in."),
    "imported": N_("A file was imported."),
}
"""What is said of a change, by the last part of its kind."""
AND_MORE = N_("%(names)s and %(count)s more")


@bp.get("/api/menus/change")
@describe(resp=Answers(HTTP_200=list_schemas.LastMenuChangeOut), tags=["menu"])
@access("staff", role="manager")
def show_change(who: StaffView) -> ResponseReturnValue:
    """Tell what was changed last on the menu; null when there is nothing to undo."""
    return jsonify(change=shown_change(who.store))


@bp.post("/api/menus/undo")
@describe(
    json=list_schemas.Undo,
    resp=Answers(HTTP_204=None),
    errors=(ChangeGone, ChangeOutdated, WouldBreak),
    tags=["menu"],
)
@access("staff", role="manager")
def undo_change(who: StaffView) -> ResponseReturnValue:
    """Undo the last change, if it still is the last and nobody has changed those rows since."""
    body = parse_json(list_schemas.Undo)
    undoing.undo_change(who.store, body.change_id, seen=body.anyway)
    return "", 204


def shown_change(store: StoreView) -> dict[str, Any] | None:
    """Return the last change as people are told of it, or None."""
    change = find_change(store.id)
    if change is None:
        return None
    return {"id": change.id, "message": _sentence(change), "at": clock.iso(change.at)}


def _sentence(change: ChangeView) -> str:
    names = ", ".join(localize(name) for name in change.names)
    more = change.count - len(change.names)
    if more > 0:
        names = gettext(AND_MORE, names=names, count=more)
    return str(gettext(SENTENCES[change.kind.rpartition("_")[2]], names=names))
