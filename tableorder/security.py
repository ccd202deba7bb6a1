"""Secrets: hashing of passwords and PINs, random secrets, signed tokens and their cookies.

Knows no feature and no database. Argon2id runs in the thread pool, so that four people signing in
at once do not stop the streams. Parameters: OWASP's t=2, m=19 MiB, p=1 (about 30 ms).
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import gevent
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from flask import current_app, request
from flask_jwt_extended import create_access_token, decode_token, get_csrf_token
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt.exceptions import PyJWTError
from werkzeug.wrappers import Response

from tableorder import clock
from tableorder.ids import random_key

Kind = Literal["staff", "table"]

STAFF_LIFETIME = timedelta(hours=16)
TABLE_LIFETIME = timedelta(hours=24)
LIFETIMES: dict[Kind, timedelta] = {"staff": STAFF_LIFETIME, "table": TABLE_LIFETIME}
DEVICE_LIFETIME = timedelta(days=400)
DEVICE_COOKIES: dict[Kind, str] = {"table": "to_device", "staff": "to_screen"}
"""The long-lived secrets of a tablet and of a screen: one browser may hold both."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# Verified against when there is no such account, so that the answer takes as long as any other.
_NOBODY = _hasher.hash(random_key())


class Token(NamedTuple):
    """A signed token and the seconds it lives."""

    value: str
    expires_in: int


class Claims(NamedTuple):
    """What a valid token says; `holder` and `number` are its subject: `account:12`, `device:34`."""

    kind: Kind
    holder: str
    number: int
    store_id: int
    jti: str
    expires_at: int
    csrf: str


def hash_secret(secret: str) -> str:
    """Return the Argon2id hash of a password or PIN."""
    return str(gevent.get_hub().threadpool.apply(_hasher.hash, (secret,)))


def verify_secret(hashed: str | None, secret: str) -> bool:
    """Tell whether `secret` is the one hashed; None takes as long and is False."""
    matches = gevent.get_hub().threadpool.apply(_verify, (hashed or _NOBODY, secret))
    return bool(matches and hashed)


def _verify(hashed: str, secret: str) -> bool:
    try:
        return _hasher.verify(hashed, secret)
    except VerificationError:
        return False


def digest(secret: str) -> str:
    """Return the SHA-256 of a random secret of 128 bits or more, for storing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def key_for(purpose: str) -> bytes:
    """Return a key of this installation for one purpose alone."""
    secret = str(current_app.config["SECRET_KEY"])
    return hmac.digest(secret.encode(), purpose.encode(), "sha256")


def seal(key: bytes, *parts: object) -> str:
    """Return what proves that the holder of the key has seen these parts in this order."""
    return hmac.new(key, repr(parts).encode(), "sha256").hexdigest()


def issue_token(kind: Kind, *, subject: str, store_id: int, jti: str) -> Token:
    """Sign a token for `subject` (`account:12`, `device:34`)."""
    lifetime = LIFETIMES[kind]
    # The subject is a string, as RFC 7519 wants; role, table and session are read at each request.
    value = create_access_token(
        identity=subject,
        expires_delta=lifetime,
        additional_claims={"type": kind, "store_id": store_id, "jti": jti},
    )
    return Token(value, int(lifetime.total_seconds()))


def read_token(value: str) -> Claims | None:
    """Return the claims of a valid token, or None."""
    try:
        claims = _verify_token(current_app.config["JWT_SECRET_KEY"], value)
    except (JWTExtendedException, PyJWTError, KeyError, ValueError):
        return None
    return claims if claims.expires_at > clock.utc_now().timestamp() else None


@lru_cache(maxsize=4096)
def _verify_token(_secret: str, value: str) -> Claims:
    """Verify a token; a signature that was right once stays right, only time moves on."""
    data: dict[str, Any] = decode_token(value)
    holder, _, number = str(data["sub"]).partition(":")
    return Claims(
        data["type"],
        holder,
        int(number),
        data["store_id"],
        data["jti"],
        data["exp"],
        data.get("csrf", ""),
    )


def set_token_cookie(response: Response, kind: Kind, token: Token) -> None:
    """Give the browser its token (unreadable for scripts) and the value that must come back."""
    secure = request.is_secure
    common: dict[str, Any] = {"samesite": "Lax", "secure": secure, "max_age": token.expires_in}
    response.set_cookie(f"to_{kind}", token.value, httponly=True, **common)
    response.set_cookie(f"to_{kind}_csrf", get_csrf_token(token.value), httponly=False, **common)


def clear_token_cookie(response: Response, kind: Kind) -> None:
    """Take token and CSRF value from the browser."""
    response.delete_cookie(f"to_{kind}")
    response.delete_cookie(f"to_{kind}_csrf")


def set_device_cookie(response: Response, kind: Kind, secret: str) -> None:
    """Give a tablet or a screen the long-lived secret that earns it new tokens."""
    response.set_cookie(
        DEVICE_COOKIES[kind],
        secret,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
        max_age=int(DEVICE_LIFETIME.total_seconds()),
    )


def device_secret_expiry(now: datetime) -> datetime:
    """Return until when a device's secret earns tokens if it is used at `now`."""
    return now + DEVICE_LIFETIME
