"""Use cases of the people who work in a store. Secrets are hashed before a transaction opens."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tableorder import clock, security
from tableorder.auth import rules
from tableorder.auth.errors import AccountExists, LastOwner
from tableorder.auth.models import Account, SignIn
from tableorder.auth.queries import count_other_owners, get_role
from tableorder.db import transaction
from tableorder.errors import NotFound, refuse
from tableorder.stream import log


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
            return session.execute(query).scalar_one()
    except IntegrityError:
        raise AccountExists(username=name) from None


def set_password(store_id: int, account_id: int, password: str) -> None:
    """Set a password and end every sign-in and stream of the account; raises Invalid, NotFound."""
    password = rules.normal_password(password)
    refuse(rules.check_password(password))
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
