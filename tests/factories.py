"""Rows for tests, written straight into the database; every function gives ids or view objects."""

from __future__ import annotations

from functools import cache
from typing import Any

from argon2 import PasswordHasher

from tableorder import clock, ids, security
from tableorder.auth.models import Account, Device, SignIn, Store
from tableorder.auth.queries import StoreView, get_store
from tableorder.db import db
from tableorder.menu.models import (
    Category,
    Choice,
    ChoiceOptionGroup,
    MenuItem,
    MenuItemOptionGroup,
    OptionGroup,
    Station,
)
from tableorder.table.models import Table, TableSession

PASSWORD = "correct horse"
PIN = "0000"


@cache
def quick_hash(secret: str) -> str:
    """An Argon2id hash of the cheapest kind, which the real verifier takes like any other."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(secret)


def save(row: Any) -> int:
    db.session.add(row)
    db.session.commit()
    return int(row.id)


def make_store(code: str = "cafe", **values: Any) -> StoreView:
    defaults = {"name": code.title(), "languages": ["ko", "en"], "admission": "open"}
    row = Store(code=code, created_at=clock.utc_now(), **{**defaults, **values})
    return get_store(save(row))


def make_account(store: StoreView, username: str = "owner", role: str = "owner") -> int:
    return save(
        Account(
            store_id=store.id,
            username=username,
            role=role,
            password_hash=quick_hash(PASSWORD),
            created_at=clock.utc_now(),
        )
    )


def make_table(store: StoreView, number: int = 1) -> int:
    return save(
        Table(
            store_id=store.id,
            number=number,
            key=ids.random_key(),
            pin_hash=quick_hash(PIN),
            created_at=clock.utc_now(),
        )
    )


def make_session(store: StoreView, table_id: int, opened_by: str = "phone") -> int:
    now = clock.utc_now()
    return save(
        TableSession(
            store_id=store.id,
            table_id=table_id,
            opened_by=opened_by,
            code="0000",
            opened_at=now,
            used_at=now,
        )
    )


def make_device(store: StoreView, kind: str = "tablet", **values: Any) -> int:
    return save(Device(store_id=store.id, kind=kind, created_at=clock.utc_now(), **values))


def make_screen(store: StoreView, name: str = "Kitchen") -> int:
    secret = security.digest(ids.random_key(32))
    until = security.device_secret_expiry(clock.utc_now())
    return make_device(store, "screen", name=name, secret_hash=secret, secret_expires_at=until)


def screen_token(store: StoreView, device_id: int) -> str:
    return security.issue_token(
        "staff", subject=f"device:{device_id}", store_id=store.id, jti=ids.random_key()
    ).value


def make_station(store: StoreView, name: str = "Grill", **values: Any) -> int:
    return save(Station(store_id=store.id, name=name, **values))


def staff_token(store: StoreView, account_id: int) -> str:
    jti = ids.random_key()
    now = clock.utc_now()
    row = SignIn(
        jti=jti, account_id=account_id, created_at=now, expires_at=now + security.STAFF_LIFETIME
    )
    db.session.add(row)
    db.session.commit()
    subject = f"account:{account_id}"
    return security.issue_token("staff", subject=subject, store_id=store.id, jti=jti).value


def table_token(store: StoreView, device_id: int) -> str:
    subject = f"device:{device_id}"
    return security.issue_token(
        "table", subject=subject, store_id=store.id, jti=ids.random_key()
    ).value


def make_category(store: StoreView, name: str = "Food", **values: Any) -> int:
    return save(Category(store_id=store.id, name={"ko": name, "en": name}, **values))


def make_item(
    store: StoreView,
    name: str = "bibimbap",
    *,
    price: int = 9000,
    groups: tuple[int, ...] = (),
    **values: Any,
) -> int:
    """An item, in a category of its own unless `category_id` is given."""
    values.setdefault("category_id", 0)
    category = values.pop("category_id") or make_category(store)
    item = save(
        MenuItem(
            store_id=store.id,
            category_id=category,
            name={"ko": f"{name}-ko", "en": name},
            description={},
            origin={},
            price=price,
            labels=[],
            allergens=[],
            updated_at=clock.utc_now(),
            **values,
        )
    )
    for position, group in enumerate(groups):
        link = MenuItemOptionGroup(menu_item_id=item, option_group_id=group, position=position)
        db.session.add(link)
    db.session.commit()
    return item


def make_group(
    store: StoreView, choices: dict[str, int], *, least: int = 0, most: int = 1, **values: Any
) -> tuple[int, dict[str, int]]:
    """An option group with choices (name → price delta); returns its id and the choices' ids."""
    name = {"ko": "크기", "en": "Size"}
    group = save(
        OptionGroup(store_id=store.id, name=name, min_select=least, max_select=most, **values)
    )
    made = {
        choice: save(
            Choice(
                group_id=group,
                name={"ko": f"{choice}-ko", "en": choice},
                price_delta=delta,
                position=place,
            )
        )
        for place, (choice, delta) in enumerate(choices.items())
    }
    return group, made


def make_part(group: int, item: int, *, delta: int = 0, **values: Any) -> int:
    """A choice of a group that stands for an item: a part of a set."""
    return save(Choice(group_id=group, name={}, menu_item_id=item, price_delta=delta, **values))


def let_choice_ask(choice: int, *groups: int) -> None:
    """Let a choice ask option groups of its own."""
    for position, group in enumerate(groups):
        link = ChoiceOptionGroup(choice_id=choice, option_group_id=group, position=position)
        db.session.add(link)
    db.session.commit()
