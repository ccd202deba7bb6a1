"""Who is asking, and what they may do: every route carries one of these rules.

`@access("staff")`, `@access("table")` or both hand the view whoever asks as its first argument;
a route that shared screens may use as well names the least role, `screen`;
`@public` says that anyone may ask. Bearer tokens win over cookies; cookies of an unsafe method need
the double-submit value. Role, table and session are read from the database at each request.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple, cast

from flask import g, request

from tableorder import clock, security
from tableorder.auth.queries import (
    Crew,
    StaffView,
    StoreView,
    find_paired_screen,
    find_screen,
    find_staff,
)
from tableorder.errors import N_, Forbidden, Gone, NotSignedIn
from tableorder.security import Claims, Kind
from tableorder.table.queries import GuestView, find_guest, find_tablet

View = Callable[..., Any]
Guest = GuestView
Identity = Crew | GuestView

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
RANKS = {"screen": 0, "staff": 1, "manager": 2, "owner": 3}


class CsrfFailed(Forbidden):
    """A cookie came without the value that proves that our own page sent it."""

    code = "CSRF_FAILED"
    message = N_("This page is out of date. Please reload it and try again.")


class NotAdmitted(Forbidden):
    """The phone waits until a tap on the board admits it."""

    code = "NOT_ADMITTED"
    message = N_("Please wait a moment: you can order as soon as our staff have let you in.")


class AccessRule(NamedTuple):
    """What a route demands: the kinds of sign-in, and the least role of staff."""

    kinds: tuple[Kind, ...]
    role: str


class Renewal(NamedTuple):
    """A device whose secret stood in for its token; `auth.renewal` gives it a new one."""

    store_id: int
    device_id: int
    secret: str


def public(view: View) -> View:
    """Mark a view that anyone may use."""
    cast("Any", view).access = AccessRule((), "")
    return view


def access(
    *kinds: Kind, role: str = "staff", closed_ok: bool = False, waiting_ok: bool = False
) -> Callable[[View], View]:
    """Let only these kinds of sign-in use the view, which gets the identity as first argument.

    `role` is the least role that staff need. A phone whose session has ended gets Gone unless
    `closed_ok`, one that staff did not admit yet NotAdmitted unless `waiting_ok`. Raises
    NotSignedIn, Forbidden, NotAdmitted or Gone.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            who = authorize(kinds, role=role, closed_ok=closed_ok, waiting_ok=waiting_ok)
            return view(who, *args, **kwargs)

        cast("Any", guarded).access = AccessRule(kinds, role)
        return guarded

    return decorate


def authorize(
    kinds: tuple[Kind, ...],
    *,
    role: str = "staff",
    closed_ok: bool = False,
    waiting_ok: bool = False,
) -> Identity:
    """Return who is asking, or raise NotSignedIn, Forbidden, NotAdmitted or Gone."""
    identity = identify(kinds)
    if identity is None:
        raise NotSignedIn(kinds[0])
    if not isinstance(identity, GuestView):
        if not is_at_least(identity, role):
            raise Forbidden
    elif identity.is_closed:
        if not closed_ok:
            raise Gone
    elif not identity.is_admitted and not waiting_ok:
        raise NotAdmitted
    return identity


def is_at_least(who: Crew, role: str) -> bool:
    """Tell whether somebody who works in the store may do what this role may."""
    return RANKS[who.role] >= RANKS[role]


def identify(kinds: tuple[Kind, ...]) -> Identity | None:
    """Return who is asking among `kinds`, or None; remembers it for the rest of the request."""
    scheme, _, bearer = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        identity = _from_bearer(bearer.strip(), kinds)
    else:
        identity = _from_cookie(_acting_as(kinds))
    g.identity = identity
    return identity


def current_store() -> StoreView | None:
    """Return the store of whoever is known to be asking."""
    identity: Identity | None = g.get("identity")
    return identity.store if identity else None


def _acting_as(kinds: tuple[Kind, ...]) -> Kind:
    """Choose the cookie: the one the page names, else the only one there, else the first kind."""
    asked = request.headers.get("X-Acting-As") or request.args.get("as")
    if asked in kinds:
        return asked
    present = [kind for kind in kinds if f"to_{kind}" in request.cookies]
    return present[0] if present else kinds[0]


def _from_bearer(value: str, kinds: tuple[Kind, ...]) -> Identity | None:
    claims = security.read_token(value)
    identity = _load(claims) if claims else None
    if identity and claims and claims.kind not in kinds:
        raise Forbidden
    return identity


def _from_cookie(kind: Kind) -> Identity | None:
    claims = security.read_token(request.cookies.get(f"to_{kind}", ""))
    identity = _load(claims) if claims and claims.kind == kind else None
    if request.method in SAFE_METHODS:
        identity = _renewed(kind, claims, identity)
    if identity and claims and request.method not in SAFE_METHODS:
        _check_csrf(claims)
    return identity


def _renewed(kind: Kind, claims: Claims | None, identity: Identity | None) -> Identity | None:
    """Let a device's long-lived secret stand in for a token that is old or gone.

    A person who signed in on a screen's browser stays that person until they sign out.
    """
    secret = request.cookies.get(security.DEVICE_COOKIES[kind])
    if not secret or isinstance(identity, StaffView) or (identity and _is_fresh(claims)):
        return identity
    find = find_tablet if kind == "table" else find_paired_screen
    device = find(security.digest(secret))
    if device is None:
        return identity
    g.setdefault("renewals", {})[kind] = Renewal(device.store.id, device.device_id, secret)
    return device


def _is_fresh(claims: Claims | None) -> bool:
    """Tell whether more than half of a token's life is left."""
    if claims is None:
        return False
    half = security.LIFETIMES[claims.kind].total_seconds() / 2
    return claims.expires_at - clock.utc_now().timestamp() > half


def _load(claims: Claims) -> Identity | None:
    if claims.kind == "table":
        return find_guest(claims.number)
    if claims.holder == "device":
        return find_screen(claims.number)
    return find_staff(claims.number, claims.jti)


def _check_csrf(claims: Claims) -> None:
    sent = request.headers.get("X-CSRF-TOKEN") or request.form.get("csrf_token", "")
    if not sent or not hmac.compare_digest(sent.encode(), claims.csrf.encode()):
        raise CsrfFailed
