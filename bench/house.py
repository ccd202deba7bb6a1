"""A house to load: a fresh database with a store, tables, a menu and tablets, and its server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask_migrate import upgrade

from tableorder import create_app
from tableorder.settings import Settings
from tests import factories

ROOT = Path(__file__).parent.parent
TABLES = 16


@dataclass
class House:
    """Where the server listens, a token for each table, and a cart that every table may order."""

    port: int
    tokens: list[str]
    staff_token: str
    cart: dict[str, Any]


@contextmanager
def open_house(items: int = 60) -> Iterator[House]:
    """Serve a fresh store with `items` items by gunicorn until the block ends."""
    with TemporaryDirectory() as folder:
        values = {
            "JWT_SECRET_KEY": os.urandom(32).hex(),
            "DB_FILE_PATH": f"{folder}/app.db",
            "LOG_FILE_PATH": f"{folder}/app-{{date}}.log",
            "LOG_LEVEL": "WARNING",
            "UPLOAD_DIR": f"{folder}/uploads",
            "ORDERS_PER_MINUTE": "10000000",
            "PORT": str(_free_port()),
        }
        os.environ.update(values)
        house = _furnish(int(values["PORT"]), items)
        command = [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "bench.app:app"]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as server:
            try:
                _wait_for(house.port)
                yield house
            finally:
                server.terminate()


def _furnish(port: int, items: int) -> House:
    app = create_app(Settings.from_env())
    with app.app_context():
        upgrade(str(ROOT / "migrations"))
        store = factories.make_store()
        size, sizes = factories.make_group(store, {"regular": 0, "large": 500}, least=1)
        extra, extras = factories.make_group(store, {"egg": 500, "cheese": 1000}, most=3)
        category = factories.make_category(store)
        dishes = [
            factories.make_item(store, f"dish {number}", groups=(size, extra), category_id=category)
            for number in range(items)
        ]
        tokens = [
            factories.table_token(store, factories.make_device(store, "tablet", table_id=table))
            for table in (factories.make_table(store, number + 1) for number in range(TABLES))
        ]
        cart = {
            "items": [
                _line(dishes[0], 2, sizes["large"], extras["egg"]),
                _line(dishes[1], 1, sizes["regular"]),
            ],
            "expected_total": 2 * 10000 + 9000,
        }
        staff = factories.staff_token(store, factories.make_account(store))
    app.extensions["hub"].close()
    return House(port, tokens, staff, cart)


def _line(menu_id: int, quantity: int, *choice_ids: int) -> dict[str, Any]:
    return {"menu_id": menu_id, "quantity": quantity, "choice_ids": list(choice_ids)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit("the server did not start")
