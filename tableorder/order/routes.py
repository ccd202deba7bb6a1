"""The JSON API of orders; each view parses, calls one service and presents."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from flask import Blueprint, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from tableorder.access import access, is_at_least
from tableorder.apidoc import Response, describe
from tableorder.auth.limits import count_order
from tableorder.auth.queries import Crew
from tableorder.auth.routes import APPROVAL_ERRORS, approved
from tableorder.errors import (
    FieldFault,
    Forbidden,
    HeaderMissing,
    Invalid,
    NotFound,
    TooManyRequests,
)
from tableorder.i18n import localize
from tableorder.menu.rules import CartLine, CartPart
from tableorder.order import queries, service, voiding
from tableorder.order.errors import (
    InvalidTransition,
    KeyReused,
    NotTakingOrders,
    OrderRefused,
    PriceChanged,
    QuantityRaised,
    ReasonMissing,
    Stale,
)
from tableorder.order.placing import Wish, place_order
from tableorder.order.queries import OrderData
from tableorder.order.rules import Status
from tableorder.order.schemas import (
    ChangeHeaders,
    ChangeList,
    Deletion,
    NewOrder,
    NewOrderLine,
    OrderFilter,
    OrderHeaders,
    OrderList,
    OrderOut,
    OrderPatch,
    Removal,
)
from tableorder.order.voiding import Taking
from tableorder.stream import log
from tableorder.table.queries import GuestView, get_table
from tableorder.web import FIELD_MESSAGES, parse_json, parse_query

bp = Blueprint("order", __name__)

KEY = re.compile(r"[\x20-\x7e]{1,255}")
VERSION_TAG = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')
NO_VERSION = 0


@bp.post("/api/orders")
@describe(
    json=NewOrder,
    headers=OrderHeaders,
    resp=Response(HTTP_200=OrderOut, HTTP_201=OrderOut),
    sends={"Location": "The order.", "Idempotency-Replayed": "`true`: sent before."},
    errors=(
        HeaderMissing,
        NotFound,
        PriceChanged,
        NotTakingOrders,
        OrderRefused,
        KeyReused,
        TooManyRequests,
    ),
    tags=["orders"],
)
@access("table", "staff", role="screen", closed_ok=True)
def create_order(who: GuestView | Crew) -> ResponseReturnValue:
    """Place an order once for each Idempotency-Key."""
    key = _idempotency_key()
    body = parse_json(NewOrder)
    table_id = _ordering_table(who, body)
    count_order(who.actor)
    order, replayed = place_order(who, _wish(body, key), table_id=table_id)
    response = jsonify(localize(order))
    response.status_code = 200 if replayed else 201
    response.headers["Location"] = url_for("order.show_order", order_id=order["id"])
    if replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


@bp.get("/api/orders")
@describe(query=OrderFilter, resp=Response(HTTP_200=OrderList), tags=["orders"])
@access("table", "staff", role="screen")
def list_orders(who: GuestView | Crew) -> ResponseReturnValue:
    """List the open session's orders, or for staff those of all open sessions."""
    seq = log.last_seq(who.store.id)
    return jsonify(orders=localize(_visible_orders(who)), seq=seq)


@bp.get("/api/orders/<int:order_id>")
@describe(resp=Response(HTTP_200=OrderOut), tags=["orders"])
@access("table", "staff", role="screen")
def show_order(who: GuestView | Crew, order_id: int) -> ResponseReturnValue:
    """Return one order; for guests one of their party's, for staff one that is not history yet."""
    return jsonify(localize(_readable_order(who, order_id)))


@bp.patch("/api/orders/<int:order_id>")
@describe(
    json=OrderPatch,
    headers=ChangeHeaders,
    resp=Response(HTTP_200=OrderOut),
    errors=(
        InvalidTransition,
        Stale,
        QuantityRaised,
        ReasonMissing,
        *APPROVAL_ERRORS,
    ),
    tags=["orders"],
)
@access("table", "staff", role="screen")
def change_order(who: GuestView | Crew, order_id: int) -> ResponseReturnValue:
    """Advance, cancel, or lower quantities."""
    body = parse_json(OrderPatch)
    _check_patch(who, body)
    who = approved(who, body.approval)
    version, taking = known_version(body.version), taking_of(body)
    if body.status is None:
        quantities = {line.id: line.quantity for line in body.items or ()}
        order = voiding.lower_quantities(who, order_id, quantities, version=version, taking=taking)
    elif (status := Status(body.status)) is Status.CANCELLED:
        order = voiding.cancel_order(who, order_id, version=version, taking=taking)
    else:
        order = service.advance_order(who, order_id, status, version=version)
    return jsonify(localize(order))


@bp.delete("/api/orders/<int:order_id>")
@describe(
    json=Deletion,
    resp=Response(HTTP_200=OrderOut),
    errors=(Stale, InvalidTransition, ReasonMissing, *APPROVAL_ERRORS),
    tags=["orders"],
)
@access("staff", role="screen")
def delete_order(who: Crew, order_id: int) -> ResponseReturnValue:
    """Delete an order with a reason; the history keeps it, marked."""
    body = parse_json(Deletion)
    who, version = approved(who, body.approval), known_version(body.version)
    order = voiding.delete_order(who, order_id, taking=taking_of(body), version=version)
    return jsonify(localize(order))


@bp.post("/api/orders/<int:order_id>/seen")
@describe(resp=Response(HTTP_200=OrderOut), errors=(InvalidTransition,), tags=["orders"])
@access("staff", role="screen")
def mark_seen(who: Crew, order_id: int) -> ResponseReturnValue:
    """Acknowledge an order; the guest sees that."""
    return jsonify(localize(service.mark_seen(who, order_id)))


@bp.post("/api/orders/<int:order_id>/accept")
@describe(resp=Response(HTTP_200=OrderOut), errors=(InvalidTransition,), tags=["orders"])
@access("staff", role="screen")
def accept_order(who: Crew, order_id: int) -> ResponseReturnValue:
    """Accept a held order: the party is really there."""
    return jsonify(localize(service.accept_order(who, order_id)))


@bp.get("/api/orders/<int:order_id>/changes")
@describe(resp=Response(HTTP_200=ChangeList), tags=["orders"])
@access("staff", role="screen")
def list_changes(who: Crew, order_id: int) -> ResponseReturnValue:
    """List the steps of one order's life, while it is not history yet."""
    _readable_order(who, order_id)
    return jsonify(changes=localize(queries.list_changes(order_id)))


def _readable_order(who: GuestView | Crew, order_id: int) -> OrderData:
    """Return an order that is theirs to read; the history is the managers'."""
    order = queries.get_order(who.store.id, order_id)
    if isinstance(who, GuestView):
        if order["deleted"] or order["session_id"] != who.session_id:
            raise NotFound
    elif _is_past(order) and not is_at_least(who, "manager"):
        raise Forbidden
    return order


def _is_past(order: OrderData) -> bool:
    """Tell whether an order's party has left, and the kitchen has nothing to acknowledge of it."""
    return order["closed"] and not any(line["void_quantity"] for line in order["items"])


def known_version(version: int | None) -> int | None:
    """Return the version that must still hold: the body's, else that of If-Match; None for any."""
    return version if version is not None else _if_match()


def taking_of(body: Removal) -> Taking:
    """Return why something is taken away, and whether it goes back to the stock."""
    return Taking(reason=body.reason, return_stock=body.return_stock)


def _check_patch(who: GuestView | Crew, body: OrderPatch) -> None:
    """Refuse a change that is none or two, and what is for staff alone."""
    if (body.status is None) == (body.items is None):
        raise Invalid([FieldFault("status", "MISSING", FIELD_MESSAGES["missing"])])
    for field in ("return_stock", "approval"):
        if isinstance(who, GuestView) and getattr(body, field) is not None:
            raise _not_for_guests(field)


def _not_for_guests(field: str) -> Invalid:
    return Invalid([FieldFault(field, "EXTRA_FORBIDDEN", FIELD_MESSAGES["extra_forbidden"])])


def _idempotency_key() -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        raise HeaderMissing(header="Idempotency-Key")
    return key


def _if_match() -> int | None:
    """Return the version that must still hold, None for any; what can't be read never holds."""
    tag = request.headers.get("If-Match", "*").strip()
    if tag == "*":
        return None
    match = VERSION_TAG.fullmatch(tag)
    return int(match[1]) if match else NO_VERSION


def _ordering_table(who: GuestView | Crew, body: NewOrder) -> int:
    """Return the table to order for: a guest's own, or the one that staff name."""
    if not isinstance(who, GuestView):
        if body.table_id is None:
            raise Invalid([FieldFault("table_id", "MISSING", FIELD_MESSAGES["missing"])])
        return get_table(who.store.id, body.table_id).id
    if body.table_id is not None:
        raise _not_for_guests("table_id")
    return who.table_id


def _wish(body: NewOrder, key: str) -> Wish:
    sent = body.model_dump()
    for line in sent["items"]:
        if not line["parts"]:  # a retry from before there were parts is the same body still
            del line["parts"]
    canonical = json.dumps(sent, sort_keys=True, ensure_ascii=False)
    return Wish(
        lines=[_cart_line(line) for line in body.items],
        note=body.note,
        expected_total=body.expected_total,
        session_id=body.session_id,
        key=key,
        body_hash=hashlib.sha256(canonical.encode()).hexdigest(),
    )


def _cart_line(line: NewOrderLine) -> CartLine:
    return CartLine(
        menu_id=line.menu_id,
        quantity=line.quantity,
        choice_ids=tuple(line.choice_ids),
        parts=tuple(CartPart(part.choice_id, tuple(part.choice_ids)) for part in line.parts),
        note=line.note,
    )


def _visible_orders(who: GuestView | Crew) -> list[Any]:
    if isinstance(who, GuestView):
        return queries.list_session_orders(who.session_id) if who.session_id else []
    chosen = parse_query(OrderFilter)
    status = Status(chosen.status) if chosen.status else None
    return queries.list_open_orders(who.store.id, table_number=chosen.table, status=status)
