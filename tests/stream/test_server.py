"""The stream under the server that ships, in a process of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tableorder.settings import Settings
from tests.conftest import SECRET
from tests.stream.house import House
from tests.stream.listener import Listener
from tests.stream.room import Room, names

pytestmark = pytest.mark.alone

Listen = Callable[..., Listener]
Serve = Callable[..., "Server"]
ROOT = Path(__file__).parent.parent.parent


class Server:
    """One gunicorn on the test's database."""

    def __init__(self, settings: Settings, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        folder = settings.db_file_path.parent
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "wsgi:app"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            env=os.environ
            | {
                "JWT_SECRET_KEY": SECRET,
                "DATABASE_URL": settings.database_uri,
                "LOG_FILE_PATH": str(folder / "server-{date}.log"),
                "UPLOAD_DIR": str(folder / "uploads"),
                "PORT": str(self.port),
                "HOST": "127.0.0.1",
            }
            | environment,
        )
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert self.process.poll() is None, "the server did not start"
                assert time.monotonic() < end, "the server does not answer"
                time.sleep(0.05)

    def stop(self) -> float:
        """Ask it to leave and return the seconds that it took."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(20)
        return time.monotonic() - started


@pytest.fixture
def serve(settings: Settings) -> Iterator[Serve]:
    servers: list[Server] = []

    def start(**environment: str) -> Server:
        servers.append(Server(settings, **environment))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def test_two_processes_tell_the_same_from_one_log(
    house: House, serve: Serve, listen: Listen
) -> None:
    here, there = listen(house.staff_token), listen(house.staff_token, at=serve().port)
    for board in (here, there):
        board.wait_for_ping()
    said = time.monotonic()
    first = house.say()
    there.hear(first)
    assert there.events[0].at - said < 1
    rest = [house.say() for _ in range(30)]
    for board in (here, there):
        board.hear(first, *rest)
    moved = listen(house.staff_token, at=there.socket.getpeername()[1], last_id=rest[9])
    moved.hear(*rest[10:])


def test_leaving_takes_no_longer_than_three_seconds_with_100_streams(
    house: House, serve: Serve, listen: Listen
) -> None:
    server = serve()
    boards = [listen(house.staff_token, at=server.port) for _ in range(100)]
    boards[-1].hear(house.say())
    assert server.stop() < 3
    for board in boards:
        board.wait_for_end(1)
        assert board.seqs == [1]


def test_a_reader_that_does_not_read_is_cut_and_nobody_else(
    house: House, serve: Serve, listen: Listen
) -> None:
    server = serve()
    quick = listen(house.staff_token, at=server.port)
    quick.wait_for_ping()
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", server.port))
        slow.sendall(
            b"GET /api/sse/orders HTTP/1.1\r\nHost: localhost\r\n"
            b"Authorization: Bearer " + house.staff_token.encode() + b"\r\n\r\n"
        )
        assert slow.recv(12) == b"HTTP/1.1 200"
        for batch in range(1, 15):
            house.say_many(250, padding="x" * 4000)
            quick.wait_until(lambda count=250 * batch: len(quick.events) == count)
        assert quick.seqs == list(range(1, 3501))
        assert _bytes_until_end(slow) < 3500 * 4000 / 2


def test_readers_that_vanished_make_room(house: House, serve: Serve, listen: Listen) -> None:
    server = serve(MAX_STREAMS="3")
    boards = [listen(house.staff_token, at=server.port, query="heartbeat=2") for _ in range(3)]
    assert listen(house.staff_token, at=server.port).status == 503
    for board in boards:
        board.close()
    end = time.monotonic() + 8
    while (again := listen(house.staff_token, at=server.port)).status == 503:
        assert time.monotonic() < end
        time.sleep(0.2)
    assert again.status == 200


def _bytes_until_end(connection: socket.socket) -> int:
    connection.settimeout(5)
    total = 0
    try:
        while chunk := connection.recv(65536):
            total += len(chunk)
    except ConnectionError:
        pass
    return total


def test_a_closed_table_ends_its_phones_on_every_process_within_a_second(
    app: Flask, serve: Serve, listen: Listen
) -> None:
    """The table is closed by this process, and the phone listens to the server's."""
    with app.app_context():
        room = Room(app, listen)
        server = serve()
        phone = room.stream(room.phones[0], at=server.port)
        other = room.stream(room.phones[1], at=server.port)
        room.ring(phone, other)
        room.do("close", 1)
        phone.wait_for_end(1)
        room.open(1)
        assert names(room.ring(phone)[0]) == ["session_closed"]
        assert room.stream(room.phones[0], at=server.port).status == 410
        assert room.ring(other) == [[]]
        assert not other.has_ended
