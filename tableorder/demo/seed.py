"""Make the demo store, whole or not at all; where it exists nothing is changed.

Pictures go through the pipeline that uploads take. The random passwords are written to a file that
only its owner reads, and nowhere else.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from tableorder import clock, ids, security
from tableorder.auth.models import Account, Store
from tableorder.auth.queries import find_store
from tableorder.db import transaction
from tableorder.menu import images, pictures
from tableorder.menu.models import (
    Category,
    Choice,
    ChoiceOptionGroup,
    MenuItem,
    MenuItemOptionGroup,
    OptionGroup,
    Station,
)
from tableorder.settings import ROOT, Settings
from tableorder.table.models import Table

HERE = Path(__file__).parent
SIGN_INS = ROOT / "instance" / "demo-signins"
CODE, NAME, PIN = "demo", "모퉁이식당", "0000"
LANGUAGES = ["ko", "en", "ja", "zh"]
TABLES = range(1, 11)
CONSONANTS, VOWELS = "bdfghjkmnprstvz", "aeiou"

Entry = Mapping[str, Any]
Image = dict[str, Any]


class SignIns(NamedTuple):
    """The passwords of the demo store's accounts."""

    owner: str
    staff: str


def seed_demo(sign_ins: Path = SIGN_INS) -> bool:
    """Create the demo store with its tables, accounts and menu; False if it is there already.

    The sign-ins are written to `sign_ins`, mode 0600. On any failure nothing stays behind.
    """
    if find_store(code=CODE) is not None:
        return False
    settings: Settings = current_app.extensions["settings"]
    menu = json.loads((HERE / "menu.json").read_text("utf-8"))
    passwords = SignIns(readable_password(), readable_password())
    draft = sign_ins.with_suffix(".tmp")
    saved: dict[str, Image] = {}
    try:
        _write_sign_ins(draft, settings, passwords)
        _save_pictures(settings.upload_dir, menu, into=saved)
        accounts, tables = _account_rows(passwords), _table_rows()
        with transaction() as session:
            store_id = _insert_store(session)
            _insert_all(session, Account, store_id, accounts)
            _insert_all(session, Table, store_id, tables)
            _insert_menu(session, store_id, menu, saved)
        draft.replace(sign_ins)
    except BaseException:
        draft.unlink(missing_ok=True)
        for image in saved.values():
            pictures.remove(settings.upload_dir, image)
        raise
    return True


@click.command("seed-demo")
@with_appcontext
def seed_demo_command() -> None:
    """Create the demo store, unless it exists."""
    if seed_demo():
        name = SIGN_INS.relative_to(ROOT)
        click.echo(f"데모 매장을 만들었습니다. 로그인 정보: {name}")
        click.echo(f"The demo store is ready. Its sign-ins are in {name}")
    else:
        click.echo("데모 매장이 이미 있어 그대로 두었습니다.")
        click.echo("The demo store exists already; nothing was changed.")


def readable_password() -> str:
    """Return a random password of 43 bits that can be read aloud: `tazo-kemi-vuna-47`."""
    words = ["".join(map(secrets.choice, (CONSONANTS, VOWELS) * 2)) for _ in range(3)]
    return "-".join([*words, ids.random_digits(2)])


def _write_sign_ins(path: Path, settings: Settings, passwords: SignIns) -> None:
    address = settings.public_url or f"http://{settings.host}:{settings.port}"
    lines = [
        f"로그인   Sign-in   {address}/login",
        f"매장     Store     {CODE}",
        f"사장님   Owner     owner   {passwords.owner}",
        f"직원     Staff     staff   {passwords.staff}",
        f"태블릿   Tablet    {address}/t/{CODE}   1-{TABLES[-1]}   PIN {PIN}",
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def _save_pictures(folder: Path, menu: Entry, *, into: dict[str, Image]) -> None:
    names = sorted({item["picture"] for _, items in _categories(menu) for item in items})
    sources = [(HERE / "pictures" / name).read_bytes() for name in names]
    encode = partial(images.encode, allowed=("image/*",))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, encoded in zip(names, pool.map(encode, sources), strict=True):
            into[name] = pictures.save(folder, encoded)


def _categories(menu: Entry) -> list[tuple[Entry, Sequence[Entry]]]:
    """List each category, parents before their children, with its items."""
    return [
        (entry, entry.get("items", ()))
        for category in menu["categories"]
        for entry in (category, *category.get("children", ()))
    ]


def _account_rows(passwords: SignIns) -> list[Entry]:
    now = clock.utc_now()
    return [
        {
            "username": role,
            "role": role,
            "password_hash": security.hash_secret(password),
            "created_at": now,
        }
        for role, password in passwords._asdict().items()
    ]


def _table_rows() -> list[Entry]:
    now, pin_hash = clock.utc_now(), security.hash_secret(PIN)
    return [
        {"number": number, "key": ids.random_key(), "pin_hash": pin_hash, "created_at": now}
        for number in TABLES
    ]


def _insert_store(session: Session) -> int:
    row = {
        "code": CODE,
        "name": NAME,
        "languages": LANGUAGES,
        "admission": "open",
        "created_at": clock.utc_now(),
    }
    return session.execute(sa.insert(Store).values(row).returning(Store.id)).scalar_one()


def _insert_all(
    session: Session, model: type[Account | Table], store_id: int, rows: Sequence[Entry]
) -> None:
    session.execute(sa.insert(model), [{**row, "store_id": store_id} for row in rows])


def _insert_menu(session: Session, store_id: int, menu: Entry, saved: Mapping[str, Image]) -> None:
    stations = {
        station["key"]: _insert_station(session, store_id, station, position)
        for position, station in enumerate(menu["stations"])
    }
    groups = {
        group["key"]: _insert_group(session, store_id, group, position)
        for position, group in enumerate(menu["option_groups"])
    }
    parents: dict[str, int] = {}
    made: dict[str, int] = {}

    def station_of(entry: Entry) -> int | None:
        return stations.get(entry.get("station", ""))

    for position, (entry, items) in enumerate(_categories(menu)):
        row = {"store_id": store_id, "name": entry["name"], "position": position}
        links = {"parent_id": parents.get(entry["key"]), "station_id": station_of(entry)}
        category_id = _insert_row(session, Category, row | links)
        parents |= {child["key"]: category_id for child in entry.get("children", ())}
        for place, item in enumerate(items):
            values = {"store_id": store_id, "category_id": category_id, "position": place}
            more = {"station_id": station_of(item), **_item_row(item, saved)}
            made[item["key"]] = _insert_item(session, {**values, **more}, item, groups)
    for group in menu["option_groups"]:
        _insert_choices(session, group, made, groups)


def _insert_station(session: Session, store_id: int, station: Entry, position: int) -> int:
    row = {name: station[name] for name in ("name", "warn_after", "late_after")}
    return _insert_row(session, Station, row | {"store_id": store_id, "position": position})


def _insert_group(session: Session, store_id: int, group: Entry, position: int) -> int:
    names = ("name", "min_select", "max_select", "free_quantity")
    row = {name: group[name] for name in names if name in group}
    return _insert_row(session, OptionGroup, row | {"store_id": store_id, "position": position})


def _insert_choices(
    session: Session, group: Entry, items: Mapping[str, int], groups: Mapping[str, int]
) -> None:
    names = ("price_delta", "is_sold_out", "is_default")
    for position, choice in enumerate(group["choices"]):
        row = {name: choice[name] for name in names if name in choice}
        links = {
            "group_id": groups[group["key"]],
            "menu_item_id": items.get(choice.get("item", "")),
        }
        more = {"name": choice.get("name", {}), "position": position}
        choice_id = _insert_row(session, Choice, {**row, **links, **more})
        for place, key in enumerate(choice.get("option_groups", ())):
            asked = {"choice_id": choice_id, "option_group_id": groups[key], "position": place}
            session.execute(sa.insert(ChoiceOptionGroup).values(asked))


def _item_row(item: Entry, saved: Mapping[str, Image]) -> dict[str, Any]:
    names = ("name", "description", "price", "labels", "spicy", "allergens", "origin")
    row = {name: item[name] for name in names}
    image = saved[item["picture"]]
    more = {"is_sold_out": item["is_sold_out"], "image": image, "updated_at": clock.utc_now()}
    return row | more


def _insert_item(session: Session, row: Entry, item: Entry, groups: Mapping[str, int]) -> int:
    item_id = _insert_row(session, MenuItem, row)
    for place, key in enumerate(item["option_groups"]):
        link = {"menu_item_id": item_id, "option_group_id": groups[key], "position": place}
        session.execute(sa.insert(MenuItemOptionGroup).values(link))
    return item_id


def _insert_row(
    session: Session, model: type[Category | Choice | MenuItem | OptionGroup | Station], row: Entry
) -> int:
    return session.execute(sa.insert(model).values(**row).returning(model.id)).scalar_one()
