"""Use cases of signing in and out. Secrets are verified before a transaction opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from tableorder import clock, ids, security
from tableorder.auth import limits, rules
from tableorder.auth.errors import WrongCredentials
from tableorder.auth.models import Account, SignIn
from tableorder.auth.queries import (
    Credentials,
    StaffView,
    find_credentials,
    find_staff,
)
from tableorder.db import transaction
from tableorder.security import Token
from tableorder.stream import log


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in, and the token that says so."""

    staff: StaffView
    token: Token


def sign_in(*, store_code: str, username: str, password: str, address: str | None) -> SignedIn:
    """Sign a person in; raises WrongCredentials whatever is wrong, or TooManyRequests."""
    name = rules.normal_username(username)
    attempt = limits.begin_attempt(f"account:{store_code}/{name}", address)
    found = find_credentials(store_code, name) if rules.is_store_code(store_code) else None
    hashed = found.password_hash if found else None
    if not security.verify_secret(hashed, rules.normal_password(password)) or found is None:
        raise WrongCredentials
    jti = _store_sign_in(found, now=clock.utc_now())
    attempt.take_back()
    staff = find_staff(found.account_id, jti)
    if staff is None:
        raise WrongCredentials
    return SignedIn(staff, _staff_token(staff))


def sign_in_again(staff: StaffView) -> Token:
    """Give a person, whose sign-ins ended by their own act, a new one."""
    found = find_credentials(staff.store.code, staff.username)
    if found is None:
        raise WrongCredentials
    jti = _store_sign_in(found, now=clock.utc_now())
    return _staff_token(replace(staff, jti=jti))


def _store_sign_in(found: Credentials, *, now: datetime) -> str:
    """Store a sign-in unless the password was changed since it was verified."""
    jti = ids.random_key()
    with transaction(found.store_id) as session:
        present = sa.select(Account.password_hash).where(Account.id == found.account_id)
        if session.execute(present).scalar() != found.password_hash:
            raise WrongCredentials
        session.execute(
            sa.delete(SignIn).where(
                SignIn.account_id == found.account_id, SignIn.expires_at < now
            )
        )  # fmt: skip
        session.execute(
            sa.insert(SignIn).values(
                jti=jti,
                account_id=found.account_id,
                created_at=now,
                expires_at=now + security.STAFF_LIFETIME,
            )
        )
    return jti


def _staff_token(staff: StaffView) -> Token:
    return security.issue_token(
        "staff", subject=staff.actor, store_id=staff.store.id, jti=staff.jti
    )  # fmt: skip


def sign_out(staff: StaffView) -> None:
    """End this sign-in; the account's other sign-ins only reconnect their streams."""
    with transaction(staff.store.id) as session:
        session.execute(sa.delete(SignIn).where(SignIn.jti == staff.jti))
        log.end_streams(session, staff.store.id, staff.actor)
