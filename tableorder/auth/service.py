"""Use cases of stores, accounts and sign-ins. Secrets are hashed before a transaction opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tableorder import clock, ids, security
from tableorder.auth import limits, rules
from tableorder.auth.errors import AccountExists, LastOwner, StoreExists, WrongCredentials
from tableorder.auth.models import Account, Device, SignIn, Store
from tableorder.auth.queries import (
    Credentials,
    StaffView,
    count_other_owners,
    find_credentials,
    find_staff,
    get_role,
)
from tableorder.db import transaction
from tableorder.errors import FieldFault, Invalid, NotFound
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


def create_store(
    *,
    code: str,
    name: str,
    timezone: str = "Asia/Seoul",
    currency: str = "KRW",
    languages: tuple[str, ...] = ("ko", "en"),
    admission: str = "code",
) -> int:
    """Create a store and return its id; raises Invalid or StoreExists."""
    _refuse(rules.check_store(code=code, name=name, timezone=timezone, currency=currency))
    values = {
        "code": code,
        "name": name.strip(),
        "timezone": timezone,
        "currency": currency,
        "languages": list(languages),
        "admission": admission,
        "created_at": clock.utc_now(),
    }
    try:
        with transaction() as session:
            query = sa.insert(Store).values(**values).returning(Store.id)
            return session.execute(query).scalar_one()
    except IntegrityError:
        raise StoreExists(store=code) from None


def create_account(store_id: int, *, username: str, password: str, role: str) -> int:
    """Create an account and return its id; raises Invalid or AccountExists."""
    name = rules.normal_username(username)
    password = rules.normal_password(password)
    _refuse(rules.check_username(name) + rules.check_password(password))
    values = {
        "store_id": store_id,
        "username": name,
        "role": role,
        "password_hash": security.hash_secret(password),
        "created_at": clock.utc_now(),
    }
    try:
        with transaction(store_id) as session:
            query = sa.insert(Account).values(**values).returning(Account.id)
            return session.execute(query).scalar_one()
    except IntegrityError:
        raise AccountExists(username=name) from None


def set_password(store_id: int, account_id: int, password: str) -> None:
    """Set a password and end every sign-in and stream of the account; raises Invalid, NotFound."""
    password = rules.normal_password(password)
    _refuse(rules.check_password(password))
    hashed = security.hash_secret(password)
    with transaction(store_id) as session:
        _change_account(session, store_id, account_id, password_hash=hashed)


def change_role(store_id: int, account_id: int, role: str) -> None:
    """Give an account another role and end its sign-ins; raises NotFound or LastOwner."""
    with transaction(store_id) as session:
        was_owner = get_role(store_id, account_id) == "owner"
        if was_owner and role != "owner" and not count_other_owners(store_id, account_id):
            raise LastOwner
        _change_account(session, store_id, account_id, role=role)


def _change_account(session: Session, store_id: int, account_id: int, **values: str) -> None:
    query = (
        sa.update(Account)
        .where(Account.id == account_id, Account.store_id == store_id)
        .values(**values)
        .returning(Account.id)
    )
    if session.execute(query).scalar() is None:
        raise NotFound
    session.execute(sa.delete(SignIn).where(SignIn.account_id == account_id))
    log.end_streams(session, store_id, f"account:{account_id}")


def end_device(session: Session, store_id: int, device_id: int, *, now: datetime) -> bool:
    """End a device with its secret, tokens and streams; tell whether it was a living one."""
    query = (
        sa.update(Device)
        .where(Device.id == device_id, Device.store_id == store_id, Device.ended_at.is_(None))
        .values(ended_at=now, secret_hash=None, secret_expires_at=None)
        .returning(Device.id)
    )
    if session.execute(query).scalar() is None:
        return False
    log.end_streams(session, store_id, f"device:{device_id}")
    return True


def _refuse(faults: list[FieldFault]) -> None:
    if faults:
        raise Invalid(faults)
