"""Use cases of the people who work in a store. Secrets are hashed before a transaction opens.

Each change leaves a line in the log; the request's own line, with the same id, names who made it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tableorder import clock, security
from tableorder.auth import limits, rules
from tableorder.auth.account_queries import count_other_owners, get_role
from tableorder.auth.errors import AccountExists, LastOwner, WrongPassword
from tableorder.auth.models import Account, SignIn
from tableorder.auth.queries import StaffView, find_credentials
from tableorder.db import transaction
from tableorder.errors import NotFound, refuse
from tableorder.stream import log

logger = logging.getLogger(__name__)


def create_account(store_id: int, *, username: str, password: str, role: str) -> int:
    """Create an account and return its id; raises Invalid or AccountExists."""
    name = rules.normal_username(username)
    password = rules.normal_password(password)
    refuse(rules.check_username(name) + rules.check_password(password))
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
            account_id = session.execute(query).scalar_one()
    except IntegrityError:
        raise AccountExists(username=name) from None
    _note("account added", account_id, username=name, role=role)
    return account_id


def change_account(store_id: int, account_id: int, changes: Mapping[str, str]) -> None:
    """Change `username` or `role`; another role ends the account's sign-ins and streams.

    Raises Invalid, NotFound, AccountExists and LastOwner.
    """
    values = dict(changes)
    if "username" in values:
        values["username"] = rules.normal_username(values["username"])
        refuse(rules.check_username(values["username"]))
    try:
        with transaction(store_id) as session:
            role = get_role(store_id, account_id)
            wanted = values.get("role", role)
            _check_owner_left(store_id, account_id, role, wanted)
            if values:
                _write(session, store_id, account_id, **values)
            if wanted != role:
                _end_sign_ins(session, store_id, account_id)
    except IntegrityError:
        raise AccountExists(username=values["username"]) from None
    _note("account changed", account_id, **values)


def delete_account(store_id: int, account_id: int) -> None:
    """Remove a person with their sign-ins; records keep the name. Raises NotFound, LastOwner."""
    with transaction(store_id) as session:
        _check_owner_left(store_id, account_id, get_role(store_id, account_id), None)
        _end_sign_ins(session, store_id, account_id)
        session.execute(sa.delete(Account).where(Account.id == account_id))
    _note("account removed", account_id)


def set_password(store_id: int, account_id: int, password: str) -> None:
    """Set a password and end every sign-in and stream of the account; raises Invalid, NotFound."""
    password = rules.normal_password(password)
    refuse(rules.check_password(password))
    hashed = security.hash_secret(password)
    with transaction(store_id) as session:
        _write(session, store_id, account_id, password_hash=hashed)
        _end_sign_ins(session, store_id, account_id)
    _note("password set", account_id)


def check_own_password(who: StaffView, password: str, *, address: str | None) -> None:
    """Raise WrongPassword unless this is the asker's, or TooManyRequests.

    Wrong ones count as wrong ones at the sign-in.
    """
    attempt = limits.begin_attempt(f"account:{who.store.code}/{who.username}", address)
    found = find_credentials(who.store.code, who.username)
    hashed = found.password_hash if found else None
    if not security.verify_secret(hashed, rules.normal_password(password)):
        raise WrongPassword
    attempt.take_back()


def set_pin(store_id: int, account_id: int, pin: str | None) -> None:
    """Set the PIN that speaks for a person on shared screens; None takes it away.

    Raises NotFound.
    """
    hashed = security.hash_secret(pin) if pin else None
    with transaction(store_id) as session:
        _write(session, store_id, account_id, pin_hash=hashed)
    _note("PIN set" if pin else "PIN removed", account_id)


def end_sign_ins(store_id: int, account_id: int) -> None:
    """Sign a person out everywhere; raises NotFound."""
    with transaction(store_id) as session:
        get_role(store_id, account_id)
        _end_sign_ins(session, store_id, account_id)
    _note("signed out everywhere", account_id)


def _check_owner_left(store_id: int, account_id: int, role: str, wanted: str | None) -> None:
    """Raise LastOwner when the store would lose its last owner."""
    if role == "owner" and wanted != "owner" and not count_other_owners(store_id, account_id):
        raise LastOwner


def _write(session: Session, store_id: int, account_id: int, **values: str | None) -> None:
    query = sa.update(Account).where(Account.id == account_id, Account.store_id == store_id)
    if session.execute(query.values(**values).returning(Account.id)).scalar() is None:
        raise NotFound


def _end_sign_ins(session: Session, store_id: int, account_id: int) -> None:
    session.execute(sa.delete(SignIn).where(SignIn.account_id == account_id))
    log.end_streams(session, store_id, f"account:{account_id}")


def _note(what: str, account_id: int, **values: str) -> None:
    logger.info(what, extra={"fields": {"account": account_id, **values}})
