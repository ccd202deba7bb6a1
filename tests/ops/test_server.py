"""The server starts fast, refuses what cannot work, and leaves in time with streams open."""

from __future__ import annotations

import json
import os
import signal
import socket
import sqlite3
import time
import urllib.request
from contextlib import closing
from typing import Any

import pytest

from tests.ops.conftest import Installation

STREAMS = 100


@pytest.mark.alone
def test_a_second_start_is_healthy_within_three_seconds(installation: Installation) -> None:
    installation.prepare("--demo")
    # The best of three: other tests may be running beside this one.
    assert min(seconds_to_healthy(installation) for _ in range(3)) < 3


def test_a_start_with_the_demo_says_where_everything_is(installation: Installation) -> None:
    greeting = installation.prepare("--demo").stdout
    here = f"http://127.0.0.1:{installation.port}"
    for address in ("/q/", "/t/demo", "/board", "/admin/"):
        assert here + address in greeting
    assert "HOST=0.0.0.0 make run" in greeting
    sign_ins = (installation.folder / "instance" / "demo-signins").read_text()
    assert all(line.strip() in greeting for line in sign_ins.splitlines())


def test_several_workers_on_sqlite_are_refused(installation: Installation) -> None:
    done = installation.prepare("gunicorn", "wsgi:app", WEB_CONCURRENCY="2")
    assert done.returncode != 0
    assert "workers need PostgreSQL" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.alone
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_the_server_leaves_in_time_with_streams_open(
    installation: Installation, sent: signal.Signals
) -> None:
    server = installation.start("--demo")
    token = pair_tablet(installation.port)
    streams = [open_stream(installation.port, token) for _ in range(STREAMS)]
    started = time.monotonic()
    os.killpg(server.pid, sent) if sent is signal.SIGINT else server.send_signal(sent)
    assert server.wait(timeout=10) == 0, installation.output()
    assert time.monotonic() - started < 3
    assert "Traceback" not in installation.output()
    for stream in streams:
        stream.close()


def test_it_keeps_house_by_itself(installation: Installation) -> None:
    installation.start("--demo")
    deadline = time.monotonic() + 60
    while "housekeeping" not in jobs_of(installation):
        assert time.monotonic() < deadline, installation.output()
        time.sleep(0.2)


def jobs_of(installation: Installation) -> list[str]:
    with closing(sqlite3.connect(installation.folder / "instance" / "app.db")) as database:
        return [name for (name,) in database.execute("SELECT name FROM jobs")]


def seconds_to_healthy(installation: Installation) -> float:
    started = time.monotonic()
    server = installation.start("--demo")
    seconds = time.monotonic() - started
    server.terminate()
    server.wait(timeout=10)
    return seconds


def pair_tablet(port: int) -> str:
    body: dict[str, Any] = {"store_code": "demo", "table_number": 1, "pin": "0000"}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/auth/table",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return str(json.load(answer)["access_token"])


def open_stream(port: int, token: str) -> socket.socket:
    """Open a stream and wait for its first bytes."""
    stream = socket.create_connection(("127.0.0.1", port), timeout=10)
    lines = ["GET /api/sse/orders HTTP/1.1", "Host: 127.0.0.1", f"Authorization: Bearer {token}"]
    stream.sendall("\r\n".join([*lines, "", ""]).encode())
    received = b""
    while b"retry:" not in received:
        part = stream.recv(4096)
        assert part, received
        received += part
    return stream
