"""A restaurant that really runs: gunicorn on a copy of the demo store, and its API for programs."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

from tests.browser.nursery import ROOT, Nursery

SECRET = "0123456789abcdef0123456789abcdef-for-tests"
STORE, PIN = "demo", "0000"
_keys = count()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class House:
    """One running server with its own database; `url` is where browsers go."""

    def __init__(self, template: Path, folder: Path, nursery: Nursery) -> None:
        shutil.copytree(template, folder, dirs_exist_ok=True)
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        words = (folder / "signins").read_text("utf-8").splitlines()
        self.passwords = {line.split()[2]: line.split()[3] for line in words[2:4]}
        self._group = nursery.serve(self._environment, folder / "output")
        self._wait()

    @property
    def _environment(self) -> dict[str, str]:
        settings = {
            "JWT_SECRET_KEY": SECRET,
            "DB_FILE_PATH": str(self.folder / "app.db"),
            "UPLOAD_DIR": str(self.folder / "uploads"),
            "LOG_FILE_PATH": str(self.folder / "app-{date}.log"),
            "ORDERS_PER_MINUTE": "100000",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
        }
        dropped = {"DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL", "WEB_CONCURRENCY"}
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        return {**kept, **settings}

    def flask(self, *words: str, said: str = "") -> None:
        """Run a command of the installation, and say something to it."""
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env=self._environment,
            input=said,
            text=True,
            check=True,
            capture_output=True,
        )

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while not self._is_healthy():
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.02)

    def _is_healthy(self) -> bool:
        try:
            urllib.request.urlopen(f"{self.url}/health", timeout=5).close()
        except OSError:
            return False
        return True

    def output(self) -> str:
        return (self.folder / "output").read_text("utf-8", errors="replace")

    def stop(self) -> None:
        """End master and worker at once: whether they leave well is looked at elsewhere."""
        os.killpg(self._group, signal.SIGKILL)

    def call(
        self, method: str, path: str, body: Any = None, *, token: str = "", **headers: str
    ) -> Any:
        """Call the API as a program does and return the answer's JSON; HTTPError on a refusal."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {"Content-Type": "application/json", "Accept-Language": "en", **named}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, sent, method=method)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or "null")

    @cached_property
    def staff(self) -> str:
        """A token of the owner."""
        body = {"store_code": STORE, "username": "owner", "password": self.passwords["owner"]}
        return str(self.call("POST", "/api/auth/login", body)["access_token"])

    @cached_property
    def dishes(self) -> list[dict[str, Any]]:
        """What can be ordered without choosing anything."""
        menu = self.call("GET", f"/api/menus?store={STORE}")
        parts = [part for top in menu["categories"] for part in (top, *top["children"])]
        return [
            item
            for part in parts
            for item in part["items"]
            if item["is_available"] and all(not g["min_select"] for g in item["option_groups"])
        ]

    def tables(self) -> dict[int, dict[str, Any]]:
        """The tables by number."""
        found = self.call("GET", "/api/tables", token=self.staff)["tables"]
        return {table["number"]: table for table in found}

    def order(self, table: int = 1, quantity: int = 1, dish: int = 0, **more: Any) -> Any:
        """Order one dish for a table, as staff, and return the order."""
        item = self.dishes[dish]
        body = {
            "items": [{"menu_id": item["id"], "quantity": quantity, **more}],
            "expected_total": item["price"] * quantity,
            "table_id": self.tables()[table]["id"],
        }
        key = f"key-{next(_keys)}"
        return self.call("POST", "/api/orders", body, token=self.staff, Idempotency_Key=key)

    def call_staff(self, table: int = 1, reason: str = "water") -> Any:
        """Call staff from the table's tablet, which opens the table."""
        place = {"store_code": STORE, "table_number": table, "pin": PIN}
        token = self.call("POST", "/api/auth/table", place)["access_token"]
        self.call("POST", "/api/session", {}, token=token)
        return self.call("POST", "/api/calls", {"reason": reason}, token=token)

    def advance(self, order: dict[str, Any], *steps: str) -> None:
        for status in steps:
            self.call("PATCH", f"/api/orders/{order['id']}", {"status": status}, token=self.staff)

    def read(self, order: dict[str, Any]) -> Any:
        return self.call("GET", f"/api/orders/{order['id']}", token=self.staff)

    def forget_events(self) -> None:
        """Empty the log, as its retention does."""
        with closing(sqlite3.connect(self.folder / "app.db", timeout=10)) as database, database:
            database.execute("DELETE FROM events")


__all__ = ["PIN", "ROOT", "STORE", "House"]
