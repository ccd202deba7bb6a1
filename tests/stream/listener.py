"""A program that listens to a stream over a real connection, in a thread of its own."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PATIENCE = 30
"""Seconds for what is promised no time: other tests may run beside this one."""


@dataclass(frozen=True)
class Heard:
    name: str
    seq: int | None
    data: Any
    at: float


class Listener:
    """Collects what a stream says; `events` are without pings."""

    def __init__(
        self,
        port: int,
        token: str,
        *,
        query: str = "heartbeat=30",
        last_id: object = None,
        method: str = "GET",
    ) -> None:
        self.started = time.monotonic()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
        if last_id is not None:
            headers["Last-Event-ID"] = str(last_id)
        self.connection.request(method, f"/api/sse/orders?{query}", headers=headers)
        self.socket: socket.socket = self.connection.sock
        self.response = self.connection.getresponse()
        self.status = self.response.status
        self.heard: list[Heard] = []
        self.place: str | None = None
        self.first_at: float | None = None
        self.has_ended = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    @property
    def events(self) -> list[Heard]:
        return [heard for heard in self.heard if heard.name != "ping"]

    @property
    def pings(self) -> list[Heard]:
        return [heard for heard in self.heard if heard.name == "ping"]

    @property
    def seqs(self) -> list[int | None]:
        return [heard.seq for heard in self.events]

    def wait_until(self, true: Callable[[], bool], seconds: float = PATIENCE) -> None:
        with self._changed:
            if not self._changed.wait_for(true, seconds):
                told = [(heard.name, heard.seq) for heard in self.heard][-20:]
                raise AssertionError(f"not within {seconds} s; ended={self.has_ended}, {told}")

    def hear(self, *seqs: int) -> None:
        """Wait for exactly these numbers, in this order."""
        self.wait_until(lambda: len(self.events) >= len(seqs))
        assert self.seqs == list(seqs)

    def wait_for_ping(self) -> None:
        self.wait_until(lambda: bool(self.pings))

    def wait_for_end(self, seconds: float = PATIENCE) -> None:
        self.wait_until(lambda: self.has_ended, seconds)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self.response.close()
        self.connection.close()
        self.socket.close()

    def _listen(self) -> None:
        fields: dict[str, str] = {}
        try:
            while line := self.response.readline():
                self.first_at = self.first_at or time.monotonic()
                text = line.decode().rstrip("\n")
                if text:
                    name, _, value = text.partition(": ")
                    fields[name] = value
                else:
                    self._take(fields)
                    fields = {}
        except (OSError, http.client.HTTPException, ValueError):
            pass
        with self._changed:
            self.has_ended = True
            self._changed.notify_all()

    def _take(self, fields: dict[str, str]) -> None:
        with self._changed:
            if "event" not in fields:
                self.place = fields.get("id", self.place)
            else:
                seq = int(fields["id"]) if "id" in fields else None
                data = json.loads(fields["data"])
                self.heard.append(Heard(fields["event"], seq, data, time.monotonic()))
            self._changed.notify_all()
