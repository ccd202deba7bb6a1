"""Measure the stream: how soon the last of N readers has a line, and what an idle reader costs.

    python -m bench.streams --streams 1000 --lines 200

Starts the shipped server on a database of its own, opens N streams as one member of the staff,
and has lines appended by a route that only this tool adds. Client and server share the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import selectors
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from flask import Flask, jsonify
from flask_migrate import upgrade

from tableorder import clock, create_app, security
from tableorder.auth.models import Account, SignIn, Store
from tableorder.db import transaction
from tableorder.stream import log

ROOT = Path(__file__).parent.parent
STORE = 1
LINE = {"order": {"id": 1, "note": "x" * 1200}}


def app() -> Flask:
    """Return the application with the route that appends a line; the server loads this."""
    application = create_app()

    @application.post("/append")
    def append() -> object:
        with transaction(STORE) as session:
            return jsonify(seq=log.append(session, STORE, "order_created", LINE))

    return application


def seed() -> str:
    """Make the database and return a token of its staff."""
    application = create_app()
    now = clock.utc_now()
    with application.app_context():
        upgrade(str(ROOT / "migrations"))
        with transaction() as session:
            session.add(Store(id=STORE, code="b", name="b", languages=["ko"], created_at=now))
            session.flush()
            person = {"username": "b", "role": "owner", "password_hash": "-", "created_at": now}
            session.add(Account(id=1, store_id=STORE, **person))
            session.flush()
            life = {"created_at": now, "expires_at": now + timedelta(hours=1)}
            session.add(SignIn(jti="b", account_id=1, **life))
        token = security.issue_token("staff", subject="account:1", store_id=STORE, jti="b")
    return token.value


def free_port() -> int:
    """Find a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def connect(port: int) -> socket.socket:
    """Connect, waiting for the server to come up."""
    end = time.monotonic() + 20
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=20)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


def open_streams(port: int, token: str, count: int) -> list[socket.socket]:
    """Open streams one after the other; each has had its first bytes."""
    ask = (
        "GET /api/sse/orders?heartbeat=30 HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {token}\r\n\r\n"
    ).encode()
    streams = []
    for _ in range(count):
        stream = connect(port)
        stream.sendall(ask)
        answer = b""
        while b"event: ping" not in answer:
            answer += stream.recv(4096)
        streams.append(stream)
    return streams


def rss_kib(pid: int) -> int:
    """Return the resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])


def cpu_ms(pid: int) -> float:
    """Return the processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def worker_of(master: int) -> int:
    """Return the process id of the server's one worker."""
    return int(Path(f"/proc/{master}/task/{master}/children").read_text().split()[0])


def measure_lines(
    port: int, streams: list[socket.socket], count: int
) -> tuple[list[float], list[float]]:
    """Append lines; return the ms until the answer, and until the last stream has the line."""
    selector = selectors.DefaultSelector()
    for stream in streams:
        stream.setblocking(False)
        selector.register(stream, selectors.EVENT_READ)
    sender = connect(port)
    selector.register(sender, selectors.EVENT_READ)
    answered, spread = [], []
    for _ in range(count):
        answer_ms, last_ms = _measure_one(selector, sender, len(streams))
        answered.append(answer_ms)
        spread.append(last_ms)
        time.sleep(0.03)
    return answered, spread


def _measure_one(
    selector: selectors.BaseSelector, sender: socket.socket, count: int
) -> tuple[float, float]:
    started = time.perf_counter()
    sender.sendall(b"POST /append HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
    waiting, answer_ms, last_ms = count, 0.0, 0.0
    while waiting or not answer_ms:
        for key, _ in selector.select(10):
            data = key.fileobj.recv(65536)  # type: ignore[union-attr]
            now = (time.perf_counter() - started) * 1000
            if key.fileobj is sender:
                answer_ms = now
            elif b"event: order_created" in data:
                waiting, last_ms = waiting - 1, now
    return answer_ms, last_ms


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def main(arguments: list[str] | None = None) -> None:
    """Measure, and print the numbers as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--streams", type=int, default=1000)
    parser.add_argument("--lines", type=int, default=200)
    wish = parser.parse_args(arguments)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(most, 20_000), most))
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        os.environ |= {
            "JWT_SECRET_KEY": os.urandom(32).hex(),
            "DB_FILE_PATH": f"{folder}/app.db",
            "LOG_FILE_PATH": f"{folder}/app-{{date}}.log",
            "LOG_LEVEL": "WARNING",
            "MAX_STREAMS": str(wish.streams + 100),
            "HOST": "127.0.0.1",
            "PORT": str(port),
        }
        print(json.dumps(_run(port, wish.streams, wish.lines), indent=2))


def _run(port: int, count: int, lines: int) -> dict[str, float]:
    token = seed()
    command = [sys.executable, "-m", "gunicorn", "bench.streams:app()"]
    with subprocess.Popen(command, cwd=ROOT) as server:
        try:
            warm = open_streams(port, token, 20)
            worker = worker_of(server.pid)
            before = rss_kib(worker)
            streams = open_streams(port, token, count - len(warm))
            after, used = rss_kib(worker), cpu_ms(worker)
            answered, spread = measure_lines(port, warm + streams, lines)
            left, used = time.monotonic(), cpu_ms(worker) - used
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait()
        return {
            "streams": count,
            "memory_per_idle_stream_kib": round((after - before) / len(streams), 1),
            "append_answered_p50_ms": round(statistics.median(answered), 1),
            "last_stream_has_it_p50_ms": round(statistics.median(spread), 1),
            "last_stream_has_it_p99_ms": round(percentile(spread, 0.99), 1),
            "server_cpu_per_line_ms": round(used / lines, 1),
            "sigterm_s": round(time.monotonic() - left, 2),
        }


if __name__ == "__main__":
    main()
