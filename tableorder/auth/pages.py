"""The staff's way in and out, as pages that work without scripts."""

from __future__ import annotations

import re

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from tableorder import security
from tableorder.access import identify, public
from tableorder.auth import (
    account_routes,
    models,
    renewal,
    screen_routes,
    service,
    store_routes,
)
from tableorder.auth.errors import WrongCredentials
from tableorder.auth.queries import Crew, ScreenView, StaffView
from tableorder.auth.routes import bp
from tableorder.auth.schemas import LoginRequest
from tableorder.errors import AppError, Invalid, TooManyRequests
from tableorder.protection import check_origin
from tableorder.web import check, page, status_of

__all__ = [
    "account_routes",
    "bp",
    "models",
    "remember_store",
    "remembered_store",
    "renewal",
    "screen_routes",
    "store_routes",
]

STORE_COOKIE = "to_store"
SHOWS_COOKIE = "to_shows"
START = "/board"
PLACES = {"board": START, "kitchen": "/kitchen"}
"""Where a shared screen goes, by what it shows."""
# Printable ASCII after one slash: browsers read "//x", "/\x" and "/<tab>/x" as another host.
_LOCAL_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")


@bp.get("/login")
@public
def login_page() -> ResponseReturnValue:
    """Show the sign-in form, or go on when a person is signed in; on a screen one may."""
    if isinstance(identify(("staff",)), StaffView):
        return redirect(_next_path(), 303)
    return page("auth/login.html", next=_next_path(), store_code=remembered_store(), username="")


@bp.post("/login")
@public
def login() -> ResponseReturnValue:
    """Sign a person in and go on to where they wanted to go."""
    check_origin()
    try:
        body = check(LoginRequest, _login_fields())
        signed = service.sign_in(**body.model_dump(), address=request.remote_addr)
    except (Invalid, WrongCredentials, TooManyRequests) as error:
        return _refused(error)
    response = redirect(_next_path(), 303)
    security.set_token_cookie(response, "staff", signed.token)
    remember_store(response, body.store_code)
    return response


@bp.post("/logout")
@public
def logout() -> ResponseReturnValue:
    """End the sign-in and forget its cookies; a shared screen's browser is a screen again."""
    staff = identify(("staff",))
    if isinstance(staff, StaffView):
        service.sign_out(staff)
    is_screen = security.DEVICE_COOKIES["staff"] in request.cookies
    response = redirect("/screen" if is_screen else "/login", 303)
    security.clear_token_cookie(response, "staff")
    return response


def start_of(who: Crew) -> str:
    """Return where somebody begins: a screen with what it is to show, a person at the board."""
    shows = request.cookies.get(SHOWS_COOKIE, "") if isinstance(who, ScreenView) else ""
    return PLACES.get(shows, START)


def remember_store(response: Response, code: str) -> None:
    """Keep the store's code in the browser: nobody has to type it a second time."""
    remember(response, STORE_COOKIE, code)


def remember(response: Response, name: str, value: str) -> None:
    """Keep something about this browser for as long as a device may stay connected."""
    response.set_cookie(
        name,
        value,
        max_age=int(security.DEVICE_LIFETIME.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )


def remembered_store() -> str:
    """Return the store code that this browser used last, or an empty text."""
    return request.args.get("store", request.cookies.get(STORE_COOKIE, ""))[:40]


def _login_fields() -> dict[str, str]:
    return {name: request.form.get(name, "") for name in ("store_code", "username", "password")}


def _next_path() -> str:
    wish = request.values.get("next", "")
    return wish if _LOCAL_PATH.fullmatch(wish) else START


def _refused(error: AppError) -> Response:
    """Show the form again with what was typed, except the password."""
    response = page(
        "auth/login.html",
        status=status_of(error),
        error=gettext(error.message, **error.params),
        next=_next_path(),
        store_code=request.form.get("store_code", "")[:40],
        username=request.form.get("username", "")[:40],
    )
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.retry_after)
    return response
