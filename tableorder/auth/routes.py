"""The JSON API of this feature; each view parses, calls one service and presents."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from tableorder.access import access, public
from tableorder.apidoc import Response, describe
from tableorder.auth import service
from tableorder.auth.errors import WrongCredentials
from tableorder.auth.queries import StaffView, StoreView
from tableorder.auth.schemas import (
    AccountAnswer,
    LoginAnswer,
    LoginRequest,
    MeAnswer,
    StoreAnswer,
)
from tableorder.errors import TooManyRequests
from tableorder.protection import OriginRefused, check_named_origin
from tableorder.web import parse_json

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
