"""The JSON API of the kitchen: what becomes of an order's lines, on the blueprint of orders."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from tableorder.access import access
from tableorder.apidoc import Response, describe
from tableorder.auth.queries import Crew
from tableorder.auth.routes import APPROVAL_ERRORS, approved
from tableorder.i18n import localize
from tableorder.order import cooking, voiding
from tableorder.order.errors import InvalidTransition, Stale
from tableorder.order.routes import bp, known_version, taking_of
from tableorder.order.rules import ItemStatus
from tableorder.order.schemas import (
    AtStation,
    ChangeHeaders,
    ItemPatch,
    OrderOut,
    Recall,
    Rush,
    SeenVoids,
)
from tableorder.web import parse_json

__all__ = ["bp"]


@bp.patch("/api/orders/<int:order_id>/items/<int:item_id>")
@describe(
    json=ItemPatch,
    headers=ChangeHeaders,
    resp=Response(HTTP_200=OrderOut),
    errors=(InvalidTransition, Stale, *APPROVAL_ERRORS),
    tags=["orders"],
)
@access("staff", role="screen")
def change_line(who: Crew, order_id: int, item_id: int) -> ResponseReturnValue:
    """Mark a line done, let it wait again, or cancel it."""
    body = parse_json(ItemPatch)
    who = approved(who, body.approval)
    version, status = known_version(body.version), ItemStatus(body.status)
    if status is ItemStatus.CANCELLED:
        taking = taking_of(body)
        order = voiding.cancel_line(who, order_id, item_id, version=version, taking=taking)
    else:
        order = cooking.set_item_status(who, order_id, item_id, status, version=version)
    return jsonify(localize(order))


@bp.post("/api/orders/<int:order_id>/bump")
@describe(
    json=AtStation,
    headers=ChangeHeaders,
    resp=Response(HTTP_200=OrderOut),
    errors=(InvalidTransition, Stale),
    tags=["orders"],
)
@access("staff", role="screen")
def bump_order(who: Crew, order_id: int) -> ResponseReturnValue:
    """Mark done all that waits, at one station or everywhere."""
    body = parse_json(AtStation)
    version = known_version(body.version)
    order = cooking.bump(who, order_id, station_id=body.station_id, version=version)
    return jsonify(localize(order))


@bp.post("/api/orders/<int:order_id>/recall")
@describe(
    json=Recall,
    headers=ChangeHeaders,
    resp=Response(HTTP_200=OrderOut),
    errors=(InvalidTransition, Stale),
    tags=["orders"],
)
@access("staff", role="screen")
def recall_order(who: Crew, order_id: int) -> ResponseReturnValue:
    """Let done lines wait again; the order is being cooked again."""
    body = parse_json(Recall)
    version = known_version(body.version)
    order = cooking.recall(who, order_id, item_ids=body.item_ids, version=version)
    return jsonify(localize(order))


@bp.post("/api/orders/<int:order_id>/rush")
@describe(
    json=Rush,
    headers=ChangeHeaders,
    resp=Response(HTTP_200=OrderOut),
    errors=(InvalidTransition, Stale),
    tags=["orders"],
)
@access("staff", role="screen")
def rush_order(who: Crew, order_id: int) -> ResponseReturnValue:
    """Let an order go first, or take that back."""
    body = parse_json(Rush)
    version = known_version(body.version)
    order = cooking.mark_rush(who, order_id, is_rush=body.is_rush, version=version)
    return jsonify(localize(order))


@bp.post("/api/orders/<int:order_id>/void-seen")
@describe(
    json=SeenVoids,
    headers=ChangeHeaders,
    resp=Response(HTTP_200=OrderOut),
    errors=(Stale,),
    tags=["orders"],
)
@access("staff", role="screen")
def acknowledge_voids(who: Crew, order_id: int) -> ResponseReturnValue:
    """Acknowledge what was taken away: at one station or everywhere, these lines or all."""
    body = parse_json(SeenVoids)
    order = cooking.acknowledge_voids(
        who,
        order_id,
        station_id=body.station_id,
        item_ids=body.item_ids,
        version=known_version(body.version),
    )
    return jsonify(localize(order))
