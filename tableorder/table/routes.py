"""The JSON API of pairing and sessions; each view parses, calls one service and presents."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Blueprint, g, jsonify, request
from flask import Response as Answered
from flask.typing import ResponseReturnValue

from tableorder import clock
from tableorder.access import SAFE_METHODS, access, identify, public
from tableorder.apidoc import Response, describe
from tableorder.auth.queries import Crew
from tableorder.auth.routes import store_answer
from tableorder.errors import Gone, NotSignedIn, TooManyRequests, Unavailable
from tableorder.protection import OriginRefused, check_named_origin
from tableorder.table import joining, service
from tableorder.table.errors import AdmissionRefused, CodeMissing, CodeUnknown, WrongCode, WrongPin
from tableorder.table.party_queries import find_party
from tableorder.table.queries import (
    GuestView,
    find_code,
    find_guest,
    find_table,
    get_session,
    get_table,
)
from tableorder.table.schemas import (
    DeviceAnswer,
    PairAnswer,
    PairRequest,
    PresentAnswer,
    SessionAnswer,
    SessionRequest,
    StartAnswer,
    TableAnswer,
    WhereaboutsAnswer,
)
from tableorder.web import is_api, parse_json

bp = Blueprint("table", __name__)
SECRET = {"Cache-Control": "no-store"}


@bp.post("/api/auth/table")
@describe(
    json=PairRequest,
    resp=Response(HTTP_200=PairAnswer),
    errors=(WrongPin, OriginRefused, TooManyRequests),
    tags=["auth"],
)
@public
def pair_api() -> ResponseReturnValue:
    """Pair a tablet with a table and answer with a bearer token."""
    check_named_origin()
    body = parse_json(PairRequest)
    paired = service.pair_tablet(
        store_code=body.store_code,
        number=body.table_number,
        pin=body.pin,
        address=request.remote_addr,
    )
    answer = PairAnswer(
        access_token=paired.token.value,
        expires_in=paired.token.expires_in,
        table=TableAnswer.model_validate(paired.table),
    )
    return answer.model_dump(), SECRET


@bp.get("/api/session")
@describe(resp=Response(HTTP_200=PresentAnswer), tags=["sessions"])
@access("table", waiting_ok=True)
def show_session(who: GuestView) -> ResponseReturnValue:
    """Tell at which table this device is, and in which session."""
    return PresentAnswer(**_present(who)).model_dump(), SECRET


@bp.post("/api/session")
@describe(
    json=SessionRequest,
    resp=Response(HTTP_200=StartAnswer),
    errors=(
        AdmissionRefused,
        CodeMissing,
        WrongCode,
        OriginRefused,
        CodeUnknown,
        TooManyRequests,
    ),
    may_be=("table",),
    tags=["sessions"],
)
@public
def start_session() -> ResponseReturnValue:
    """Start the session of a tablet's table, or let a phone join that of a table's key."""
    check_named_origin()
    who = identify(("table",))
    body = parse_json(SessionRequest)
    if isinstance(who, GuestView) and _stays(who, body.table_key):
        return _start(who), SECRET
    if body.table_key is None:
        raise NotSignedIn("table")
    return _join(body.table_key, body.code), SECRET


@bp.get("/api/sessions/<int:session_id>")
@describe(resp=Response(HTTP_200=WhereaboutsAnswer), errors=(Gone,), tags=["sessions"])
@access("staff", role="screen")
def show_party(who: Crew, session_id: int) -> ResponseReturnValue:
    """Tell where a party sits now, also when it moved or was merged into another."""
    return jsonify(session=find_party(who.store.id, session_id))


@bp.post("/api/session/use")
@describe(resp=Response("HTTP_204"), tags=["sessions"])
@access("table")
def use_session(_who: GuestView) -> ResponseReturnValue:
    """Say that a guest is busy here, who asks for nothing else: fills the cart, reads the menu."""
    return "", 204


@bp.after_app_request
def _note_use(response: Answered) -> Answered:
    """Remember who is here: a guest who opens a page or sends something.

    Not what a page's script reads by itself, which names whom it acts as: a tablet that is left
    alone does that as well.
    """
    who = g.get("identity")
    is_script = is_api() or "X-Acting-As" in request.headers
    is_use = not (is_script and request.method in SAFE_METHODS)
    if is_use and isinstance(who, GuestView) and who.is_admitted and not who.is_closed:
        with suppress(Unavailable):  # the next use will be noted; this answer must not fail
            service.note_use(who, now=clock.utc_now())
    return response


@bp.post("/api/devices/<int:device_id>/admit")
@describe(resp=Response(HTTP_200=WhereaboutsAnswer), tags=["sessions"])
@access("staff", role="screen")
def admit_phone(who: Crew, device_id: int) -> ResponseReturnValue:
    """Admit a phone that waits at a table."""
    return jsonify(session=joining.admit_phone(who, device_id))


@bp.post("/api/devices/<int:device_id>/refuse")
@describe(resp=Response(HTTP_200=WhereaboutsAnswer), tags=["sessions"])
@access("staff", role="screen")
def refuse_phone(who: Crew, device_id: int) -> ResponseReturnValue:
    """Send a phone away that waits at a table."""
    return jsonify(session=joining.refuse_phone(who, device_id))


def _stays(who: GuestView, key: str | None) -> bool:
    """Tell whether the device remains where it is; raises Gone when it has nowhere to be."""
    if who.is_closed and key is None:
        raise Gone
    if who.kind == "tablet" or key is None:
        return True
    table = find_table(key=key)
    return not who.is_closed and table is not None and table.id == who.table_id


def _start(who: GuestView) -> dict[str, Any]:
    if who.kind == "tablet":
        service.start_session(who)
    return StartAnswer(**_present(find_guest(who.device_id) or who)).model_dump(exclude_unset=True)


def _join(key: str, code: str | None) -> dict[str, Any]:
    joined = joining.join_table(key, code=code, address=request.remote_addr)
    guest = find_guest(joined.device_id)
    if guest is None:
        raise Gone
    answer = StartAnswer(
        access_token=joined.token.value, expires_in=joined.token.expires_in, **_present(guest)
    )
    return answer.model_dump()


def _present(who: GuestView) -> dict[str, Any]:
    return {
        "session": _session(who),
        "table": TableAnswer.model_validate(get_table(who.store.id, who.table_id)),
        "store": store_answer(who.store),
        "device": DeviceAnswer(id=who.device_id, kind=who.kind, is_admitted=who.is_admitted),
    }


def _session(who: GuestView) -> SessionAnswer | None:
    if who.session_id is None:
        return None
    session = get_session(who.store.id, who.session_id)
    return SessionAnswer(
        id=session.id,
        opened_at=clock.iso(session.opened_at) or "",
        code=find_code(who),
    )
