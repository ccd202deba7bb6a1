"""Bad uploads against the server that ships: quickly refused, memory flat, nothing left behind."""

from __future__ import annotations

import io
import json
import select
import socket
import struct
import subprocess
import time
import unicodedata
import urllib.request
import zlib
from collections.abc import Iterable, Iterator
from copy import copy
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from flask import Flask
from PIL import Image

from tableorder.db import db
from tests import factories
from tests.conftest import fresh_database, running
from tests.integrity.server import Server, at_once

QUICK = 1.0
SILENCE = 20  # seconds, as gunicorn.conf.py says
FLAT = (
    48 * 1024
)  # KiB that the worker may grow by during all of it: libraries load, nothing piles up
LIMIT = 5 * 2**20
BOUNDARY = b"frontier"
HEAD = b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="image"; filename="%s"\r\n\r\n'
END = b"\r\n--" + BOUNDARY + b"--\r\n"


class Refusal(NamedTuple):
    """What came back, after how many seconds from the first byte that was sent."""

    status: int
    code: str
    message: str
    seconds: float


class House:
    """A store with one item, its manager, and the server on sqlite."""

    def __init__(self, app: Flask, server: Server) -> None:
        self.server = server
        self.uploads: Path = server.settings.db_file_path.parent / "uploads"
        with app.app_context():
            store = factories.make_store()
            self.item = factories.make_item(store)
            self.token = factories.staff_token(store, factories.make_account(store))
            db.session.remove()

    def memory(self) -> int:
        """Return the worker's resident memory in KiB."""
        children = ["pgrep", "-P", str(self.server.process.pid)]
        worker = subprocess.run(children, capture_output=True, text=True, check=True).stdout.split()
        status = Path(f"/proc/{worker[0]}/status").read_text("ascii")
        return next(int(row.split()[1]) for row in status.splitlines() if row.startswith("VmRSS"))

    def send(self, body: Iterable[bytes], head: str, token: str | None = None) -> Refusal:
        """Send pieces of a body until an answer comes."""
        lines = [
            f"PUT /api/menus/{self.item}/image HTTP/1.1",
            "Host: 127.0.0.1",
            f"Authorization: Bearer {self.token if token is None else token}",
            "Accept-Language: en",
            f"Content-Type: multipart/form-data; boundary={BOUNDARY.decode()}",
            head,
        ]
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=40) as line:
            began = time.monotonic()
            line.sendall("\r\n".join([*lines, "", ""]).encode())
            for piece in body:
                line.sendall(piece)
                if select.select([line], [], [], 0)[0]:
                    break
            status, answer = read_answer(line)
        error = answer.get("error", {"code": "", "message": ""})
        return Refusal(status, error["code"], error["message"], time.monotonic() - began)

    def upload(self, data: bytes, name: bytes = b"photo.jpg") -> Refusal:
        body = (HEAD % name) + data + END
        return self.send([body], f"Content-Length: {len(body)}")

    def page(self) -> str:
        """Return the form of the item, as its manager reads it."""
        address = f"http://127.0.0.1:{self.server.port}/admin/menu/items/{self.item}?lang=en"
        asked = urllib.request.Request(address, headers={"Authorization": f"Bearer {self.token}"})
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return str(answer.read(), "utf-8")

    def files(self) -> list[str]:
        return sorted(path.name for path in self.uploads.glob("*"))


def read_answer(line: socket.socket) -> tuple[int, Any]:
    response = socket.SocketIO(line, "r")
    received = b""
    while b"\r\n\r\n" not in received:
        received += response.read(65536) or b""
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += response.read(65536) or b""
    return int(head[9:12]), json.loads(body)


@pytest.fixture(scope="module")
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("uploads")
    with fresh_database("sqlite", folder, request) as settings, running(settings) as app:
        server = Server(settings)
        house = House(app, server)
        house.upload(photo())  # what is loaded once is loaded
        yield house
        server.kill()


def photo(kind: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (1200, 900), "orange").save(buffer, kind, **options)
    return buffer.getvalue()


def png(width: int, height: int, *, frames: int = 0, data: bytes = b"") -> bytes:
    """A PNG whose header claims this size and this many frames."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    control = chunk(b"acTL", struct.pack(">II", frames, 0)) if frames else b""
    parts = (b"\x89PNG\r\n\x1a\n", header, control, chunk(b"IDAT", data), chunk(b"IEND", b""))
    return b"".join(parts)


def gif(frames: int) -> bytes:
    pictures = [Image.new("P", (8, 8), number % 2) for number in range(frames)]
    buffer = io.BytesIO()
    pictures[0].save(buffer, "GIF", save_all=True, append_images=pictures[1:], optimize=False)
    return buffer.getvalue()


def webp(frames: int) -> bytes:
    """An animation whose frames are all there."""
    pictures = [
        Image.new("RGB", (8, 8), (number % 256, number // 256, 0)) for number in range(frames)
    ]
    buffer = io.BytesIO()
    pictures[0].save(buffer, "WEBP", save_all=True, append_images=pictures[1:], method=0)
    return buffer.getvalue()


KIND = (415, "PICTURE_KIND_REFUSED")
DAMAGED = (422, "PICTURE_DAMAGED", "damaged")
MOVING = (422, "PICTURE_ANIMATED", "frames")
LARGE = (413, "PICTURE_TOO_LARGE", "larger than 5 MB")
BAD: dict[str, tuple[bytes, tuple[int, str, str]]] = {
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", (*KIND, "SVG")),
    "HTML": (b"<!DOCTYPE html><script>x()</script>", (*KIND, "HTML")),
    "a script": (b"<?php system($_GET['x']); ?>", (*KIND, "not a picture")),
    "a GIF that is a script": (b"GIF89a/*" + b"\0" * 40 + b"*/=1;x()//", (*KIND, "GIF")),
    "a JPEG that is a script": (b"\xff\xd8\xff\xe0/*" + b"x()" * 99, DAMAGED),
    "EPS": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", (*KIND, "EPS")),
    "FITS": (b"SIMPLE  =                    T".ljust(2880), (*KIND, "FITS")),
    "GD": (b"\xff\xfe\xff\xff\xff\xff" + b"\0" * 99, (*KIND, "GD")),
    "a huge PNG": (png(50_000, 50_000), (422, "PICTURE_TOO_MANY_PIXELS", "50000 × 50000")),
    "a PNG that swells": (png(5_000, 5_000, data=zlib.compress(bytes(2**22), 9)), DAMAGED),
    "10,000 frames of PNG": (png(8, 8, frames=10_000, data=zlib.compress(bytes(264))), MOVING),
    "10,000 frames of WebP": (webp(10_000), MOVING),
    "10,000 frames of GIF": (gif(10_000), (*KIND, "GIF")),
    "half a photo": (photo(quality=95)[:3000], DAMAGED),
    "one byte too many": (photo().ljust(LIMIT + 1, b"\0"), LARGE),
    "ten times too many": (photo().ljust(10 * LIMIT, b"\0"), LARGE),
}


@pytest.mark.alone
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_at_once_and_leaves_nothing(house: House, name: str) -> None:
    data, (status, code, words) = BAD[name]
    before, memory = house.files(), house.memory()
    refusal = house.upload(data)
    assert refusal[:2] == (status, code)
    assert words in refusal.message
    assert refusal.seconds < QUICK
    assert house.files() == before
    assert house.memory() - memory < FLAT


def chunk(data: bytes) -> bytes:
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def endless(start: bytes, piece: bytes) -> Iterator[bytes]:
    yield chunk(start)
    while True:
        yield chunk(piece)


FIELD = b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="x"\r\n\r\nvalue\r\n'
ENDLESS = {
    "a file": (HEAD % b"a.jpg" + b"\xff\xd8", b"x" * 65536),
    "fields": (FIELD, FIELD * 500),
    "one field": (FIELD[:-7], b"x" * 65536),
    "a part's head": (HEAD[:60], b"x" * 65536),
}


@pytest.mark.alone
@pytest.mark.parametrize("name", ENDLESS)
def test_a_body_without_end_is_refused_and_stops_nobody(house: House, name: str) -> None:
    before, memory = house.files(), house.memory()
    refusal = house.send(endless(*ENDLESS[name]), "Transfer-Encoding: chunked")
    assert refusal[:2] == (413, "PICTURE_TOO_LARGE")
    assert refusal.seconds < QUICK
    assert house.files() == before
    assert house.memory() - memory < FLAT


STALLED = {
    "in pieces": ([chunk(HEAD % b"a.jpg" + b"\xff\xd8" * 9999)], "Transfer-Encoding: chunked"),
    "at once": ([HEAD % b"a.jpg" + b"\xff\xd8" * 9999], "Content-Length: 900000"),
}


def test_a_body_that_stops_in_the_middle_is_given_up(house: House) -> None:
    before, memory = house.files(), house.memory()
    refusals = at_once([partial(house.send, *sent) for sent in STALLED.values()])
    for refusal in refusals:
        assert (refusal.status, refusal.code) == (400, "PICTURE_BROKEN_OFF")
        assert "did not arrive whole" in refusal.message
        assert SILENCE <= refusal.seconds < SILENCE + 10
    assert house.files() == before
    assert house.memory() - memory < FLAT


def test_without_its_library_a_heic_photo_is_refused_and_the_form_says_so(
    house: House, tmp_path: Path
) -> None:
    (tmp_path / "pillow_heif.py").write_text("raise ImportError", "ascii")
    bare = copy(house)
    bare.server = Server(house.server.settings, PYTHONPATH=str(tmp_path))
    try:
        refusal = bare.upload(photo("HEIF"))
        assert refusal[:2] == (415, "HEIC_UNREADABLE")
        assert "Please send the photo as JPEG." in refusal.message
        assert bare.upload(photo()).status == 200
        assert "HEIC photos of iPhones cannot be read" in bare.page()
        assert house.upload(photo("HEIF")).status == 200
        assert "HEIC photos of iPhones cannot be read" not in house.page()
    finally:
        bare.server.kill()


@pytest.mark.alone
def test_who_sends_on_after_the_answer_is_cut_off_and_stops_nobody(house: House) -> None:
    address = f"http://127.0.0.1:{house.server.port}/health/live"
    sent, waits = 0, []
    head = b"PUT /api/menus/1/image HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    with socket.create_connection(("127.0.0.1", house.server.port), timeout=10) as line:
        line.sendall(head)
        began = time.monotonic()
        while time.monotonic() - began < 20:
            try:
                for _ in range(64):
                    line.sendall(chunk(b"x" * 65536))
                    sent += 65536
            except OSError:
                break
            asked = time.monotonic()
            urllib.request.urlopen(address, timeout=5).close()
            waits.append(time.monotonic() - asked)
    assert len(waits) > 3
    assert sent < 200 * 2**20
    assert max(waits, default=0) < 0.5


NAMES = {
    "a path": "../../x.py",
    "decomposed Korean": unicodedata.normalize("NFD", "돌솥비빔밥.jpg"),
    "4,000 characters": "가" * 4000 + ".jpg",
    "a null": "a\0b.jpg",
    "an order of letters": "photo\u202egpj.exe",
}


@pytest.mark.parametrize("name", NAMES)
def test_the_files_name_never_matters(house: House, name: str) -> None:
    before = set(house.files())
    answer = house.upload(photo(), NAMES[name].encode())
    assert answer.status == 200
    made = set(house.files()) - before
    assert len(made) == 3
    assert all(file.endswith(".webp") and len(file) < 45 for file in made)
