"""Requests a second: menu, menu unchanged, orders, repeated orders; each beside a bare route.

`python -m bench requests [SECONDS]`. Each figure is the median of three rounds, and each round
measures the bare route of the same answer size right before.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from itertools import count
from statistics import median

from bench.house import House, open_house

ROUNDS = 3
Make = Callable[[int], bytes]
_keys = count()


class Line:
    """One keep-alive connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.rest = b""

    def send(self, request: bytes) -> tuple[int, bytes]:
        """Send a request and return the answer's status and head."""
        self.socket.sendall(request)
        while b"\r\n\r\n" not in self.rest:
            self.rest += self.socket.recv(65536)
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        status = int(head[9:12])
        length = _length(head) if status != 304 else 0
        while len(self.rest) < length:
            self.rest += self.socket.recv(65536)
        self.rest = self.rest[length:]
        return status, head


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def request(method: str, path: str, token: str = "", body: bytes = b"", **headers: str) -> bytes:
    """Write a request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def rate(port: int, make: Make, *, clients: int, seconds: float, good: set[int]) -> float:
    """Return answers a second of `clients` at once; any other status than `good` stops the run."""
    done = [0] * clients
    end = time.monotonic() + seconds

    def run(number: int) -> None:
        line = Line(port)
        while time.monotonic() < end:
            status, head = line.send(make(number))
            if status not in good:
                raise SystemExit(f"unexpected answer {status}: {head!r}")
            done[number] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - started)


def order(house: House, number: int, key: str) -> bytes:
    """Write an order of a table's tablet."""
    body = json.dumps(house.cart).encode()
    return request(
        "POST",
        "/api/orders",
        house.tokens[number % len(house.tokens)],
        body,
        Idempotency_Key=key,
        Content_Type="application/json",
    )


def compare(
    house: House, name: str, make: Make, *, clients: int, seconds: float, good: set[int]
) -> None:
    """Print the rate of `make` and its ratio to the bare route of the same size."""
    size = _length(Line(house.port).send(make(0))[1])
    bare = request("GET", f"/bench/bare/{size}")
    ratios, rates = [], []
    for _ in range(ROUNDS):
        base = rate(house.port, lambda _n: bare, clients=clients, seconds=seconds, good={200})
        found = rate(house.port, make, clients=clients, seconds=seconds, good=good)
        rates.append(found)
        ratios.append(found / base)
    print(f"{name:32} {median(rates):8.0f}/s  {median(ratios):6.3f} x bare ({size} bytes)")


def main(arguments: list[str] | None = None) -> None:
    """Measure all and print a line for each."""
    seconds = float(arguments[0]) if arguments else 3.0
    with open_house() as house:
        port, token = house.port, house.tokens[0]
        menu = request("GET", "/api/menus", token)
        etag = next(
            line.partition(b": ")[2].decode()
            for line in Line(port).send(menu)[1].split(b"\r\n")
            if line.lower().startswith(b"etag:")
        )
        unchanged = request("GET", "/api/menus", token, If_None_Match=etag)
        compare(house, "GET /api/menus", lambda _n: menu, clients=32, seconds=seconds, good={200})
        compare(
            house, "the same, 304", lambda _n: unchanged, clients=32, seconds=seconds, good={304}
        )
        compare(
            house,
            "POST /api/orders",
            lambda n: order(house, n, f"key-{next(_keys)}"),
            clients=16,
            seconds=seconds,
            good={201},
        )
        compare(
            house,
            "the same, repeated",
            lambda n: order(house, n, f"again-{n}"),
            clients=16,
            seconds=seconds,
            good={200, 201},
        )
