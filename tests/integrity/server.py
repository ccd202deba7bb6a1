"""The server that ships, in a process of its own, and callers that press at the same moment."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

from tableorder.settings import Settings
from tests.conftest import SECRET

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 30

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    json: Any
    seconds: float


class Server:
    """gunicorn on the test's own database; it can be killed and started again on the same files."""

    def __init__(self, settings: Settings, **environment: str) -> None:
        self.settings, self.environment = settings, environment
        self.port = _free_port()
        self.start()

    def start(self) -> None:
        folder = self.settings.db_file_path.parent
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "wsgi:app"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ
            | self.environment
            | {
                "JWT_SECRET_KEY": SECRET,
                "DATABASE_URL": self.settings.database_uri,
                "LOG_FILE_PATH": str(folder / "server-{date}.log"),
                "UPLOAD_DIR": str(folder / "uploads"),
                "ORDERS_PER_MINUTE": "100000",
                "HOST": "127.0.0.1",
                "PORT": str(self.port),
            },
        )
        self._wait()

    def kill(self) -> None:
        """End master and worker at once, in the middle of whatever they do."""
        if self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def call(
        self, method: str, path: str, token: str = "", body: Any = None, **headers: str
    ) -> Answer | None:
        """Call the server; None when it went away without an answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named |= {"Accept-Language": "en", "Content-Type": "application/json"}
        if token:
            named["Authorization"] = f"Bearer {token}"
        started = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            try:
                connection.request(
                    method, path, json.dumps(body) if body is not None else None, named
                )
                response = connection.getresponse()
                text = response.read()
            except (OSError, http.client.HTTPException):
                return None
        return Answer(response.status, json.loads(text or b"null"), time.monotonic() - started)

    def get(self, path: str, token: str = "") -> Any:
        answer = self.call("GET", path, token)
        assert answer is not None
        assert answer.status == 200, answer
        return answer.json

    def order(self, token: str, key: str, body: dict[str, Any]) -> Answer | None:
        return self.call("POST", "/api/orders", token, body, Idempotency_Key=key)

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while (answer := self.call("GET", "/health")) is None or answer.status != 200:
            assert self.process.poll() is None, "the server did not start"
            assert time.monotonic() < end, "the server does not answer"
            time.sleep(0.05)


def at_once(calls: Sequence[Callable[[], _Result]]) -> list[_Result]:
    """Make all calls in threads that begin together, and return what each gave."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], _Result]) -> _Result:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def answered(answers: Sequence[Answer | None]) -> list[Answer]:
    """All answers; fails when one did not come."""
    came = [answer for answer in answers if answer is not None]
    assert len(came) == len(answers), "the server left callers without an answer"
    return came


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
