"""The JSON API of shared screens, on the blueprint of signing in."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from tableorder import clock
from tableorder.access import access, public
from tableorder.apidoc import Response, describe
from tableorder.auth import screens
from tableorder.auth.errors import ScreenPaired, WrongScreenCode
from tableorder.auth.queries import StaffView
from tableorder.auth.routes import bp
from tableorder.auth.schemas import (
    NewScreen,
    ScreenCodeOut,
    ScreenList,
    ScreenName,
    ScreenPairing,
    ScreenToken,
)
from tableorder.auth.screen_queries import ScreenState, list_screens
from tableorder.errors import TooManyRequests
from tableorder.protection import OriginRefused, check_named_origin
from tableorder.web import parse_json

__all__ = ["bp", "pair"]

SECRET = {"Cache-Control": "no-store"}
manager = access("staff", role="manager")


@bp.post("/api/auth/screen")
@describe(
    json=ScreenPairing,
    resp=Response(HTTP_200=ScreenToken),
    errors=(WrongScreenCode, OriginRefused, TooManyRequests),
    tags=["auth"],
)
@public
def pair_screen_api() -> ResponseReturnValue:
    """Pair a screen by its one-time code and answer with a bearer token."""
    check_named_origin()
    paired = pair(parse_json(ScreenPairing))
    answer = ScreenToken(
        access_token=paired.token.value,
        expires_in=paired.token.expires_in,
        screen=ScreenName(id=paired.screen.device_id, name=paired.screen.username),
    )
    return answer.model_dump(), SECRET


@bp.get("/api/screens")
@describe(resp=Response(HTTP_200=ScreenList), tags=["screens"])
@manager
def list_screens_api(who: StaffView) -> ResponseReturnValue:
    """List the shared screens, those that wait for their code too."""
    return jsonify(screens=[_present(screen) for screen in list_screens(who.store.id)])


@bp.post("/api/screens")
@describe(json=NewScreen, resp=Response(HTTP_201=ScreenCodeOut), tags=["screens"])
@manager
def add_screen(who: StaffView) -> ResponseReturnValue:
    """Add a shared screen and answer the code that pairs it, this once."""
    added = screens.add_screen(who, parse_json(NewScreen).name)
    return jsonify(_code(added)), 201, SECRET


@bp.post("/api/screens/<int:screen_id>/code")
@describe(resp=Response(HTTP_200=ScreenCodeOut), errors=(ScreenPaired,), tags=["screens"])
@manager
def renew_code(who: StaffView, screen_id: int) -> ResponseReturnValue:
    """Give a waiting screen another code."""
    return jsonify(_code(screens.renew_code(who, screen_id))), 200, SECRET


@bp.delete("/api/screens/<int:screen_id>")
@describe(resp=Response("HTTP_204"), tags=["screens"])
@manager
def remove_screen(who: StaffView, screen_id: int) -> ResponseReturnValue:
    """Disconnect a screen: its tokens and streams end at once."""
    screens.remove_screen(who.store.id, screen_id)
    return "", 204


def pair(body: ScreenPairing) -> screens.PairedScreen:
    """Pair the asking screen with the code that was typed on it."""
    return screens.pair_screen(
        store_code=body.store_code,
        code=body.code.replace(" ", ""),
        address=request.remote_addr,
    )


def _present(screen: ScreenState) -> dict[str, Any]:
    until = screen.code_expires_at
    return {
        "id": screen.id,
        "name": screen.name,
        "is_paired": screen.is_paired,
        "created_at": clock.iso(screen.created_at),
        "code_expires_at": clock.iso(until) if until else None,
    }


def _code(made: screens.ScreenCode) -> dict[str, Any]:
    until = clock.iso(made.expires_at)
    return {"id": made.id, "name": made.name, "code": made.code, "code_expires_at": until}
