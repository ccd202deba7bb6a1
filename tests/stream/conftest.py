"""The application behind a real connection, in this process or under its own server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tableorder.stream.hub import Hub
from tests.stream.house import House
from tests.stream.listener import Listener

Listen = Callable[..., Listener]


@pytest.fixture
def house(app: Flask) -> House:
    return House(app)


@pytest.fixture
def hub(app: Flask) -> Hub:
    return app.extensions["hub"]


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    """The application served by threads of this process."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.server_port
    app.extensions["hub"].close()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def listen(port: int) -> Iterator[Listen]:
    """Open streams that are closed after the test."""
    opened: list[Listener] = []

    def open_stream(token: str, *, at: int = port, **wish: object) -> Listener:
        opened.append(Listener(at, token, **wish))
        return opened[-1]

    yield open_stream
    for listener in opened:
        listener.close()
