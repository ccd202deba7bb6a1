"""The doors for guests' devices: start screen, tablet pairing, and the printed code's page.

Opening a link changes nothing; only a pressed button does, and every form works without scripts.
"""

from __future__ import annotations

from flask import g, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from tableorder import security
from tableorder.access import identify, public
from tableorder.auth.devices import unpair_device
from tableorder.auth.errors import StoreUnknown
from tableorder.auth.pages import remember_store, remembered_store, start_of
from tableorder.auth.queries import StoreView, find_store, get_store
from tableorder.auth.rules import is_store_code
from tableorder.errors import AppError, Gone, Invalid, NotSignedIn, TooManyRequests
from tableorder.protection import check_origin
from tableorder.stream import log
from tableorder.table import joining, models, service
from tableorder.table.errors import (
    AdmissionRefused,
    CodeMissing,
    CodeUnknown,
    WrongCode,
    WrongPin,
)
from tableorder.table.queries import (
    GuestView,
    TableView,
    find_guest,
    find_open_session,
    find_table,
    find_tablet,
)
from tableorder.table.routes import bp
from tableorder.table.schemas import PairRequest, SessionRequest
from tableorder.web import check, page, status_of

__all__ = ["bp", "models"]


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Lead whoever comes to their place: guests to the menu, staff to the board."""
    guest = identify(("table",))
    if isinstance(guest, GuestView) and not guest.is_closed:
        return _start_screen(guest)
    crew = identify(("staff",))
    if crew and not isinstance(crew, GuestView):
        return redirect(start_of(crew), 303)
    if guest:
        raise Gone
    return page("auth/welcome.html", store_code=remembered_store())


@bp.post("/")
@public
def start() -> ResponseReturnValue:
    """Start the session of a tablet's table; the tablet's secret will do when its token is old."""
    check_origin()
    guest = _device()
    if guest is None:
        raise NotSignedIn("table")
    if guest.kind == "tablet":
        service.start_session(guest)
    return redirect("/menu", 303)


@bp.get("/t")
@public
def find_pairing_page() -> ResponseReturnValue:
    """Lead from a typed store code to the pairing page of that store."""
    code = remembered_store().strip().lower()
    return redirect(f"/t/{_store(code).code}", 303)


@bp.get("/t/<store_code>")
@public
def pair_page(store_code: str) -> ResponseReturnValue:
    """Show the form that pairs this tablet with a table."""
    g.store = store = _store(store_code)
    guest = identify(("table",))
    return page("auth/pair.html", pairing=store, guest=guest, number="")


@bp.post("/t/<store_code>")
@public
def pair(store_code: str) -> ResponseReturnValue:
    """Pair this tablet with a table, instead of the one that it stood for before."""
    check_origin()
    g.store = store = _store(store_code)
    before = _tablet()
    try:
        paired = _paired(store)
    except (Invalid, WrongPin, TooManyRequests) as error:
        return _pairing_refused(store, error)
    if before:
        unpair_device(before.store.id, before.device_id)
    response = redirect("/", 303)
    security.set_token_cookie(response, "table", paired.token)
    security.set_device_cookie(response, "table", paired.secret)
    remember_store(response, store.code)
    return response


@bp.get("/q/<key>")
@public
def join_page(key: str) -> ResponseReturnValue:
    """Show where the printed code leads, and the button that joins the table."""
    table = _table(key)
    g.store = get_store(table.store_id)
    guest = identify(("table",))
    return _join_page(table, guest=guest if isinstance(guest, GuestView) else None)


@bp.post("/q/<key>")
@public
def join(key: str) -> ResponseReturnValue:
    """Let this phone join the table, once; a device that is there already just goes on."""
    check_origin()
    table = _table(key)
    g.store = get_store(table.store_id)
    guest = _device()
    if guest and not guest.is_closed and (guest.kind == "tablet" or guest.table_id == table.id):
        return redirect("/", 303)
    try:
        joined = joining.join_table(key, code=_session_code(), address=request.remote_addr)
    except (AdmissionRefused, CodeMissing, WrongCode, TooManyRequests) as error:
        return _join_page(table, error=error)
    response = redirect("/menu", 303)
    security.set_token_cookie(response, "table", joined.token)
    return response


def _start_screen(guest: GuestView) -> ResponseReturnValue:
    """Show a free table's start screen, whose script follows the stream from `seq`.

    A phone that staff did not admit yet is told to wait.
    """
    if not guest.is_admitted:
        return page("guest/waiting.html", guest=guest)
    seq = log.last_seq(guest.store.id)
    if guest.session_id or find_open_session(guest.table_id):
        return redirect("/menu", 303)
    return page("guest/home.html", guest=guest, page_data={"seq": seq})


def _device() -> GuestView | None:
    """Find the guest's device behind a form whose origin was checked, by token or secret."""
    claims = security.read_token(request.cookies.get("to_table", ""))
    found = find_guest(claims.number) if claims and claims.kind == "table" else None
    return found or _tablet()


def _tablet() -> GuestView | None:
    secret = request.cookies.get(security.DEVICE_COOKIES["table"])
    return find_tablet(security.digest(secret)) if secret else None


def _store(code: str) -> StoreView:
    store = find_store(code=code) if is_store_code(code) else None
    if store is None:
        raise StoreUnknown(store=code[:40])
    return store


def _table(key: str) -> TableView:
    table = find_table(key=key) if key.isascii() and key.isprintable() else None
    if table is None:
        raise CodeUnknown
    return table


def _paired(store: StoreView) -> service.Paired:
    """Pair with what the form says; raises Invalid, WrongPin and TooManyRequests."""
    body = check(PairRequest, {"store_code": store.code, **_pair_fields()})
    return service.pair_tablet(
        store_code=body.store_code,
        number=body.table_number,
        pin=body.pin,
        address=request.remote_addr,
    )


def _pair_fields() -> dict[str, object]:
    number = request.form.get("table_number", "").strip()
    is_number = number.isascii() and number.isdigit() and len(number) <= 4
    return {
        "table_number": int(number) if is_number else 0,
        "pin": request.form.get("pin", "").strip(),
    }


def _session_code() -> str | None:
    """Return the code in the form, if there is one; raises CodeMissing when it can be none."""
    code = request.form.get("code", "").strip()
    try:
        return check(SessionRequest, {"code": code}).code if code else None
    except Invalid:
        raise CodeMissing from None


def _pairing_refused(store: StoreView, error: AppError) -> Response:
    sentence = WrongPin.message if isinstance(error, Invalid) else error.message
    response = page(
        "auth/pair.html",
        status=status_of(error),
        pairing=store,
        guest=None,
        error=gettext(sentence, **error.params),
        number=request.form.get("table_number", "")[:4],
    )
    return _with_delay(response, error)


def _join_page(
    table: TableView, *, guest: GuestView | None = None, error: AppError | None = None
) -> Response:
    asks_code = g.store.admission == "code" and find_open_session(table.id) is not None
    here = guest is not None and not guest.is_closed and guest.table_id == table.id
    response = page(
        "guest/join.html",
        status=status_of(error) if error else 200,
        place=table,
        is_here=here,
        tablet=guest if guest and guest.kind == "tablet" and not here else None,
        asks_code=asks_code,
        error=gettext(error.message, **error.params) if error else None,
    )
    return _with_delay(response, error)


def _with_delay(response: Response, error: AppError | None) -> Response:
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.retry_after)
    return response
