"""The pages of shared screens: managers add them, and the screen itself is paired at /screen.

One browser may be a screen and have a person signed in: whoever signed in acts, and signing out
gives the browser back to the screen. Pairing signs a person out here, since others will stand
before it.
"""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from tableorder import clock, security
from tableorder.access import identify, public
from tableorder.auth import account_pages, ordering_pages, screens, service, store_pages
from tableorder.auth.errors import WrongScreenCode
from tableorder.auth.pages import (
    PLACES,
    SHOWS_COOKIE,
    START,
    remember,
    remember_store,
    remembered_store,
    start_of,
)
from tableorder.auth.queries import ScreenView, StaffView, find_paired_screen
from tableorder.auth.routes import bp
from tableorder.auth.schemas import NewScreen, ScreenPairing
from tableorder.auth.screen_queries import list_screens
from tableorder.auth.screen_routes import manager, pair
from tableorder.errors import AppError, Invalid, TooManyRequests
from tableorder.forms import Form, Values
from tableorder.protection import check_origin
from tableorder.web import check, page, status_of

__all__ = ["account_pages", "bp", "ordering_pages", "store_pages"]

LIST = "/admin/screens"


@bp.get(LIST)
@manager
def screens_page(who: StaffView) -> ResponseReturnValue:
    """List the shared screens, and show the form for another one."""
    return _list_page(who, Form(Values()))


@bp.post(LIST)
@manager
def post_screen(who: StaffView) -> ResponseReturnValue:
    """Add a screen and show its code this once."""
    try:
        body = check(NewScreen, {"name": request.form.get("name", "")})
    except Invalid as error:
        return _list_page(who, Form(request.form, error), status=422)
    return _list_page(who, Form(Values()), made=screens.add_screen(who, body.name))


@bp.post(f"{LIST}/<int:screen_id>/code")
@manager
def post_screen_code(who: StaffView, screen_id: int) -> ResponseReturnValue:
    """Give a waiting screen another code and show it this once."""
    return _list_page(who, Form(Values()), made=screens.renew_code(who, screen_id))


@bp.post(f"{LIST}/<int:screen_id>/delete")
@manager
def post_screen_delete(who: StaffView, screen_id: int) -> ResponseReturnValue:
    """Disconnect a screen."""
    screens.remove_screen(who.store.id, screen_id)
    return redirect(f"{LIST}?done=deleted", 303)


@bp.get("/screen")
@public
def screen_page() -> ResponseReturnValue:
    """Show the form that pairs this screen, or lead a paired one to its place."""
    who = identify(("staff",))
    if isinstance(who, ScreenView):
        return redirect(start_of(who), 303)
    return _pairing_page()


@bp.post("/screen")
@public
def post_pairing() -> ResponseReturnValue:
    """Pair this screen, instead of what it was before."""
    check_origin()
    person, before = identify(("staff",)), _paired_before()
    try:
        body = check(ScreenPairing, _pairing_fields())
        paired = pair(body)
    except (Invalid, WrongScreenCode, TooManyRequests) as error:
        return _pairing_page(error)
    if isinstance(person, StaffView):
        service.sign_out(person)
    if before:
        screens.remove_screen(before.store.id, before.device_id)
    return _paired(paired, body.store_code)


def _paired(paired: screens.PairedScreen, store_code: str) -> Response:
    shows = request.form.get("shows", "")
    response = redirect(PLACES.get(shows, START), 303)
    security.set_token_cookie(response, "staff", paired.token)
    security.set_device_cookie(response, "staff", paired.secret)
    remember_store(response, store_code)
    if shows in PLACES:
        remember(response, SHOWS_COOKIE, shows)
    return response


def _paired_before() -> ScreenView | None:
    secret = request.cookies.get(security.DEVICE_COOKIES["staff"])
    return find_paired_screen(security.digest(secret)) if secret else None


def _pairing_fields() -> dict[str, str]:
    return {name: request.form.get(name, "").strip() for name in ("store_code", "code")}


def _pairing_page(error: AppError | None = None) -> Response:
    sentence = WrongScreenCode.message if isinstance(error, Invalid) else error and error.message
    response = page(
        "auth/screen.html",
        status=status_of(error) if error else 200,
        error=gettext(sentence, **error.params) if error and sentence else None,
        store_code=request.form.get("store_code", remembered_store())[:40],
        shows=request.form.get("shows", "board"),
    )
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _list_page(
    who: StaffView, form: Form, *, made: screens.ScreenCode | None = None, status: int = 200
) -> ResponseReturnValue:
    return page(
        "admin/screens.html",
        status=status,
        screens=list_screens(who.store.id),
        made=made,
        now=clock.utc_now(),
        form=form,
        done=request.args.get("done"),
    )
