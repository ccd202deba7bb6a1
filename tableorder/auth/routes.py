"""The JSON API of this feature; each view parses, calls one service and presents."""

from __future__ import annotations

from typing import TypeVar

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tableorder.access import access, public
from tableorder.apidoc import Response, describe
from tableorder.auth import service
from tableorder.auth.errors import PinRequired, WrongApproval, WrongCredentials
from tableorder.auth.guarding import approve
from tableorder.auth.queries import ScreenView, StaffView, StoreView
from tableorder.auth.schemas import (
    AccountAnswer,
    Approval,
    LoginAnswer,
    LoginRequest,
    MeAnswer,
    StoreAnswer,
)
from tableorder.errors import TooManyRequests
from tableorder.protection import OriginRefused, check_named_origin
from tableorder.web import parse_json

Asker = TypeVar("Asker")

APPROVAL_ERRORS = (PinRequired, WrongApproval, TooManyRequests)
"""What a route can answer that a shared screen may not use without somebody's PIN."""

bp = Blueprint("auth", __name__)


@bp.post("/api/auth/login")
@describe(
    json=LoginRequest,
    resp=Response(HTTP_200=LoginAnswer),
    errors=(WrongCredentials, OriginRefused, TooManyRequests),
    tags=["auth"],
)
@public
def login_api() -> ResponseReturnValue:
    """Sign a person in and answer with a bearer token."""
    check_named_origin()
    body = parse_json(LoginRequest)
    signed = service.sign_in(**body.model_dump(), address=request.remote_addr)
    answer = LoginAnswer(
        access_token=signed.token.value,
        expires_in=signed.token.expires_in,
        account=_account(signed.staff),
    )
    return answer.model_dump(), {"Cache-Control": "no-store"}


@bp.post("/api/auth/logout")
@describe(resp=Response("HTTP_204"), tags=["auth"])
@access("staff")
def logout_api(who: StaffView) -> ResponseReturnValue:
    """End this sign-in: its token and its streams."""
    service.sign_out(who)
    return "", 204


@bp.get("/api/auth/me")
@describe(resp=Response(HTTP_200=MeAnswer), tags=["auth"])
@access("staff")
def me(who: StaffView) -> ResponseReturnValue:
    """Tell who is signed in, and where."""
    return MeAnswer(account=_account(who), store=store_answer(who.store)).model_dump()


def approved(who: Asker, approval: Approval | None) -> Asker | StaffView:
    """Return who acts: the person whose PIN came from a shared screen, else whoever asks.

    Raises WrongApproval or TooManyRequests. A person who is signed in speaks for themselves.
    """
    if approval is None or not isinstance(who, ScreenView):
        return who
    return approve(
        who, account_id=approval.account_id, pin=approval.pin, address=request.remote_addr
    )


def store_answer(store: StoreView) -> StoreAnswer:
    """Present a store to whoever is signed in to it."""
    return StoreAnswer(
        code=store.code,
        name=store.name,
        currency=store.currency,
        timezone=store.timezone,
        languages=list(store.languages),
    )


def _account(staff: StaffView) -> AccountAnswer:
    return AccountAnswer(id=staff.account_id, username=staff.username, role=staff.role)
