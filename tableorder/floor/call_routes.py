"""The JSON API of calls: guests ask for somebody, staff see it and answer."""

from __future__ import annotations

from flask import jsonify
from flask.typing import ResponseReturnValue

from tableorder.access import access
from tableorder.apidoc import Response, describe
from tableorder.auth.limits import count_call
from tableorder.auth.queries import Crew, StaffView
from tableorder.errors import TooManyRequests
from tableorder.floor import calling
from tableorder.floor.call_queries import CallData, list_call_reasons, list_open_calls
from tableorder.floor.call_schemas import (
    CallChange,
    CallList,
    CallOut,
    CallReasons,
    NewCall,
    ReasonList,
)
from tableorder.floor.errors import CallOver, NobodySeated, ReasonUnknown
from tableorder.floor.routes import bp
from tableorder.floor.rules import CallStatus
from tableorder.i18n import localize
from tableorder.stream import log
from tableorder.table.queries import GuestView
from tableorder.web import parse_json

__all__ = ["bp"]


@bp.post("/api/calls")
@describe(
    json=NewCall,
    resp=Response(HTTP_200=CallOut, HTTP_201=CallOut),
    errors=(NobodySeated, ReasonUnknown, TooManyRequests),
    tags=["calls"],
)
@access("table")
def call_staff(who: GuestView) -> ResponseReturnValue:
    """Call staff; asked again for the same reason, the call that waits is answered."""
    body = parse_json(NewCall)
    count_call(who.actor)
    call, is_new = calling.call_staff(who, body.reason, session_id=body.session_id)
    return jsonify(localize(call)), 201 if is_new else 200


@bp.get("/api/calls")
@describe(resp=Response(HTTP_200=CallList), tags=["calls"])
@access("table", "staff", role="screen")
def calls(who: GuestView | Crew) -> ResponseReturnValue:
    """List the calls that wait: the session's, or for staff those of the store."""
    seq = log.last_seq(who.store.id)
    return jsonify(calls=localize(_visible_calls(who)), seq=seq)


@bp.patch("/api/calls/<int:call_id>")
@describe(json=CallChange, resp=Response(HTTP_200=CallOut), errors=(CallOver,), tags=["calls"])
@access("table", "staff", role="screen")
def answer_call(who: GuestView | Crew, call_id: int) -> ResponseReturnValue:
    """Acknowledge or finish a call; guests finish one of their own that they need no more."""
    body = parse_json(CallChange)
    return jsonify(localize(calling.answer_call(who, call_id, CallStatus(body.status))))


@bp.get("/api/call-reasons")
@describe(resp=Response(HTTP_200=ReasonList), tags=["calls"])
@access("table", "staff", role="screen")
def call_reasons(who: GuestView | Crew) -> ResponseReturnValue:
    """List what guests may call for, named in each language."""
    return jsonify(reasons=list_call_reasons(who.store.id))


@bp.put("/api/call-reasons")
@describe(json=CallReasons, resp=Response(HTTP_200=ReasonList), tags=["calls"])
@access("staff", role="manager")
def set_call_reasons(who: StaffView) -> ResponseReturnValue:
    """Replace what guests may call for."""
    calling.set_call_reasons(who, parse_json(CallReasons).model_dump()["reasons"])
    return jsonify(reasons=list_call_reasons(who.store.id))


def _visible_calls(who: GuestView | Crew) -> list[CallData]:
    if not isinstance(who, GuestView):
        return list_open_calls(who.store.id)
    return list_open_calls(who.store.id, session_id=who.session_id) if who.session_id else []
