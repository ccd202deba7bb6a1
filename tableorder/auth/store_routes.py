"""The JSON API of the store's settings, on the blueprint of signing in."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from tableorder.access import access
from tableorder.apidoc import Response, describe
from tableorder.auth.queries import Crew, StaffView, StoreView
from tableorder.auth.routes import bp
from tableorder.auth.schemas import OrderingChange, OrderingSettings, StoreChange, StoreSettings
from tableorder.auth.stores import change_store
from tableorder.web import parse_json

__all__ = ["bp"]


@bp.get("/api/store")
@describe(resp=Response(HTTP_200=StoreSettings), tags=["store"])
@access("staff", role="screen")
def show_store(who: Crew) -> ResponseReturnValue:
    """Tell the store's settings."""
    return _present(who.store)


@bp.patch("/api/store")
@describe(json=StoreChange, resp=Response(HTTP_200=StoreSettings), tags=["store"])
@access("staff", role="owner")
def change_store_api(who: StaffView) -> ResponseReturnValue:
    """Change the store's settings; open pages follow at once."""
    changes = parse_json(StoreChange).model_dump(exclude_unset=True)
    return _present(change_store(who.store.id, changes))


@bp.get("/api/store/ordering")
@describe(resp=Response(HTTP_200=OrderingSettings), tags=["store"])
@access("staff", role="screen")
def show_ordering(who: Crew) -> ResponseReturnValue:
    """Tell whether orders are taken, and how many."""
    return _present_ordering(who.store)


@bp.patch("/api/store/ordering")
@describe(json=OrderingChange, resp=Response(HTTP_200=OrderingSettings), tags=["store"])
@access("staff", role="manager")
def change_ordering(who: StaffView) -> ResponseReturnValue:
    """Pause orders, or limit how many the kitchen takes; open pages follow at once."""
    changes = parse_json(OrderingChange).model_dump(exclude_unset=True)
    return _present_ordering(change_store(who.store.id, changes))


def _present_ordering(store: StoreView) -> ResponseReturnValue:
    return jsonify(OrderingSettings.model_validate(store, from_attributes=True).model_dump())


def _present(store: StoreView) -> ResponseReturnValue:
    return jsonify(StoreSettings.model_validate(store, from_attributes=True).model_dump())
