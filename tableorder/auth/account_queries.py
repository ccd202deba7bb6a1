"""Read the people who work in a store, as plain view objects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from tableorder import clock
from tableorder.auth.models import Account, SignIn
from tableorder.db import AnyRow, UtcDateTime, db
from tableorder.errors import NotFound


@dataclass(frozen=True, slots=True)
class AccountView:
    """A person, with how many of their sign-ins are living and when the last of these began."""

    id: int
    username: str
    role: str
    has_pin: bool
    created_at: datetime
    sign_ins: int
    signed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class PinHolder:
    """A person whose PIN speaks for them on shared screens."""

    id: int
    username: str
    role: str
    pin_hash: str


def list_accounts(store_id: int) -> list[AccountView]:
    """List the store's people: owners first, then by name."""
    rank = sa.case({"owner": 0, "manager": 1}, value=Account.role, else_=2)
    query = _accounts().where(Account.store_id == store_id).order_by(rank, Account.username)
    return [_account(row) for row in db.session.execute(query)]


def get_account(store_id: int, account_id: int) -> AccountView:
    """Return one of the store's people; raises NotFound."""
    query = _accounts().where(Account.store_id == store_id, Account.id == account_id)
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    return _account(row)


def _accounts() -> sa.Select[*tuple[Any, ...]]:
    living = sa.and_(
        SignIn.account_id == Account.id,
        SignIn.expires_at > sa.bindparam("now", clock.utc_now(), UtcDateTime),
    )
    return (
        sa.select(
            Account.id,
            Account.username,
            Account.role,
            Account.pin_hash.is_not(None),
            Account.created_at,
            sa.func.count(SignIn.jti),
            sa.func.max(SignIn.created_at, type_=UtcDateTime),
        )
        .outerjoin(SignIn, living)
        .group_by(Account.id)
    )


def _account(row: AnyRow) -> AccountView:
    account_id, username, role, has_pin, *rest = row
    return AccountView(account_id, username, role, bool(has_pin), *rest)


def list_crew(store_id: int) -> list[PinHolder]:
    """List the people who have a PIN, by name."""
    query = _pins().where(Account.store_id == store_id).order_by(Account.username)
    return [PinHolder(*row) for row in db.session.execute(query)]


def find_pin_holder(store_id: int, account_id: int) -> PinHolder | None:
    """Find one of the store's people, if they have a PIN."""
    query = _pins().where(Account.store_id == store_id, Account.id == account_id)
    row = db.session.execute(query).first()
    return PinHolder(*row) if row else None


def _pins() -> sa.Select[*tuple[Any, ...]]:
    columns = (Account.id, Account.username, Account.role, Account.pin_hash)
    return sa.select(*columns).where(Account.pin_hash.is_not(None))


def find_account(store_id: int, username: str) -> int | None:
    """Find the id of a store's account; `username` is in its normal spelling."""
    query = sa.select(Account.id).where(Account.store_id == store_id, Account.username == username)
    return db.session.execute(query).scalar()


def get_role(store_id: int, account_id: int) -> str:
    """Return the role of a store's account; raises NotFound."""
    query = sa.select(Account.role).where(Account.store_id == store_id, Account.id == account_id)
    role = db.session.execute(query).scalar()
    if role is None:
        raise NotFound
    return role


def count_other_owners(store_id: int, account_id: int) -> int:
    """Count the store's owners without this account."""
    query = sa.select(sa.func.count(Account.id)).where(
        Account.store_id == store_id, Account.role == "owner", Account.id != account_id
    )
    return db.session.execute(query).scalar_one()
