"""A cable between browser and server that can be cut, muffled or tapped: a TCP relay of our own."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Wire:
    """Relays `url` to a server until something happens to it; `mend` makes all good again.

    `cut` drops all connections and takes none; `muffle` lets nothing through, without a word; with
    `answer` somebody else answers each request, as a proxy without its server does.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._is_cut = False
        self._answer: bytes | None = None
        self._flows = threading.Event()
        self._flows.set()
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
            for end in self._ends:
                hang_up(end)

    def muffle(self) -> None:
        self._flows.clear()

    def answer(self, status: str, body: str = "", *, kind: str = "text/html") -> None:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}"
        with self._lock:
            self._answer = f"{head}\r\nConnection: close\r\n\r\n{body}".encode()
            for end in self._ends:
                hang_up(end)

    def mend(self) -> None:
        with self._lock:
            self._is_cut, self._answer = False, None
        self._flows.set()

    def close(self) -> None:
        self.cut()
        self._flows.set()
        hang_up(self._listener)
        self._accepting.join(5)
        self._listener.close()
        for end in self._ends:
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                self._connect(near)

    def _connect(self, near: socket.socket) -> None:
        with self._lock:
            self._ends.add(near)
            if self._is_cut:
                hang_up(near)
                return
            if self._answer:
                threading.Thread(target=say, args=(near, self._answer), daemon=True).start()
                return
            far = socket.create_connection(("127.0.0.1", self._target))
            self._ends.add(far)
        for ends in ((near, far), (far, near)):
            threading.Thread(target=relay, args=(*ends, self._flows), daemon=True).start()


def say(near: socket.socket, answer: bytes) -> None:
    """Give an answer to one request."""
    with suppress(OSError):
        near.recv(65536)
        near.sendall(answer)
    hang_up(near)


def relay(source: socket.socket, target: socket.socket, flows: threading.Event) -> None:
    """Carry bytes one way, while they flow, until an end hangs up."""
    with suppress(OSError):
        while data := source.recv(65536):
            flows.wait()
            target.sendall(data)
    hang_up(source)
    hang_up(target)


def hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
