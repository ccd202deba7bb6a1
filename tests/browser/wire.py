"""A cable between a browser and the server that can be cut: a TCP relay of our own."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress


class Wire:
    """Relays `url` to a server; `cut` drops all connections and takes none until `mend`."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._is_cut = False
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    def cut(self) -> None:
        with self._lock:
            self._is_cut = True
            for end in self._ends:
                hang_up(end)

    def mend(self) -> None:
        with self._lock:
            self._is_cut = False

    def close(self) -> None:
        self.cut()
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
            far = socket.create_connection(("127.0.0.1", self._target))
            self._ends.add(far)
        for ends in ((near, far), (far, near)):
            threading.Thread(target=relay, args=ends, daemon=True).start()


def relay(source: socket.socket, target: socket.socket) -> None:
    """Carry bytes one way until an end hangs up."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    hang_up(source)
    hang_up(target)


def hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
