"""The JSON API of the menu's arrangement: read whole, and written whole."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue

from tableorder.access import access
from tableorder.apidoc import Response as Answers
from tableorder.apidoc import describe
from tableorder.auth.queries import StaffView
from tableorder.menu import arranging
from tableorder.menu.arranging import Place
from tableorder.menu.errors import ArrangementOutdated, WouldBreak
from tableorder.menu.list_schemas import Arrangement, ArrangementOut
from tableorder.menu.routes import bp
from tableorder.web import parse_json


@bp.get("/api/menus/arrangement")
@describe(resp=Answers(HTTP_200=ArrangementOut), tags=["menu"])
@access("staff", role="manager")
def show_arrangement(who: StaffView) -> ResponseReturnValue:
    """Tell where every category and item stands."""
    return _present(arranging.get_arrangement(who.store.id))


@bp.put("/api/menus/arrangement")
@describe(
    json=Arrangement,
    resp=Answers(HTTP_200=ArrangementOut),
    errors=(ArrangementOutdated, WouldBreak),
    tags=["menu"],
)
@access("staff", role="manager")
def arrange_menu(who: StaffView) -> ResponseReturnValue:
    """Put every category and item where it is sent: all of them, or nothing moves."""
    body = parse_json(Arrangement)
    arranging.arrange_menu(who.store, _places(body), mark=body.mark, seen=body.anyway)
    return _present(arranging.get_arrangement(who.store.id))


def _places(body: Arrangement) -> arranging.Arrangement:
    return tuple(
        Place(one.id, parent_id, tuple(one.item_ids))
        for top in body.categories
        for one, parent_id in ((top, None), *((child, top.id) for child in top.children))
    )


def _present(arrangement: arranging.Arrangement) -> dict[str, Any]:
    tops = (place for place in arrangement if place.parent_id is None)
    categories = [
        {
            **_place(top),
            "children": [_place(p) for p in arrangement if p.parent_id == top.category_id],
        }
        for top in tops
    ]
    return {"mark": arranging.mark_of(arrangement), "categories": categories}


def _place(place: Place) -> dict[str, Any]:
    return {"id": place.category_id, "item_ids": place.item_ids}
