"""Uploading pictures: what is served is ours, and a refused file leaves nothing behind."""

from __future__ import annotations

import errno
import io
import struct
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tableorder import clock
from tableorder.menu import pictures
from tableorder.menu.sweeping import remove_orphan_pictures
from tests.actors import alone


def photo(size: tuple[int, int] = (1600, 1200), kind: str = "JPEG", colour: str = "red") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()


def upload(actor, item: int, data: bytes, name: str = "photo.jpg") -> TestResponse:
    boundary, body = encode_multipart({"image": FileStorage(io.BytesIO(data), filename=name)})
    return alone(
        actor.client.put,
        f"/api/menus/{item}/image",
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
        headers=actor.headers,
    )


def files(house) -> list[Path]:
    folder = house.app.extensions["settings"].upload_dir
    return sorted(folder.rglob("*")) if folder.exists() else []


def swept(house) -> list[Path]:
    """The files that are left once the house has been kept, some days later."""
    later = clock.utc_now() + timedelta(days=3)
    remove_orphan_pictures(house.app.extensions["settings"].upload_dir, now=later)
    return files(house)


def test_a_picture_is_served_in_three_widths_for_ever(house) -> None:
    answer = upload(house.manager, house.item, photo())
    assert answer.status_code == 200, answer.json
    image = answer.json["image"]
    assert (image["width"], image["height"]) == (1280, 960)
    client = house.app.test_client()
    for size, width in (("small", 320), ("medium", 640), ("large", 1280)):
        with client.get(image[size]) as served:
            assert served.status_code == 200
            assert served.mimetype == "image/webp"
            assert "immutable" in served.headers["Cache-Control"]
            assert "max-age=31536000" in served.headers["Cache-Control"]
            assert Image.open(io.BytesIO(served.data)).size == (width, width * 3 // 4)
    shown = house.guest.get("/api/menus").json["categories"][0]["items"][0]["image"]
    assert shown == image


def test_the_old_files_go_when_nothing_shows_them(house) -> None:
    first = upload(house.manager, house.item, photo()).json["image"]
    copy = house.manager.send("POST", f"/api/menus/{house.item}/duplicate").json
    assert copy["image"] == first
    second = upload(house.manager, house.item, photo(colour="blue")).json["image"]
    assert first["small"] != second["small"]
    assert len(swept(house)) == 6
    house.manager.send("DELETE", f"/api/menus/{copy['id']}")
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"price": 1})
    assert len(swept(house)) == 3
    assert house.app.test_client().get(first["small"]).status_code == 404
    assert {path.name for path in files(house)} == {
        second[size].rpartition("/")[2] for size in ("small", "medium", "large")
    }


def test_a_picture_is_taken_away(house) -> None:
    upload(house.manager, house.item, photo())
    path = f"/api/menus/{house.item}/image"
    assert house.manager.send("DELETE", path).status_code == 204
    assert house.manager.get("/api/menus?view=edit").json["items"][0]["image"] is None
    assert len(swept(house)) == 3  # it can be undone until the next change
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"price": 1})
    assert swept(house) == []


@pytest.mark.parametrize(
    "name", ["../../x.py", "x.svg", "비빔밥" * 1000, "a\x00b.jpg", "C:\\a.exe"]
)
def test_the_files_name_never_matters(house, name: str) -> None:
    assert upload(house.manager, house.item, photo(), name).status_code == 200
    assert all(pictures.FILE_NAME.fullmatch(path.name) for path in files(house))


def huge_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"x") + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "PICTURE_KIND_REFUSED"),
        (b"#!/usr/bin/env python\n", 415, "PICTURE_KIND_REFUSED"),
        (huge_png(), 422, "PICTURE_TOO_MANY_PIXELS"),
        (photo()[:2000], 422, "PICTURE_DAMAGED"),
        (b"\xff\xd8" + b"x" * (5 * 2**20 - 1), 413, "PICTURE_TOO_LARGE"),
        (b"\xff\xd8" + b"x" * (7 * 2**20), 413, "PICTURE_TOO_LARGE"),
    ],
)
def test_a_refused_file_leaves_nothing_and_changes_nothing(
    house, data: bytes, status: int, code: str
) -> None:
    kept = upload(house.manager, house.item, photo()).json["image"]
    before = files(house)
    answer = upload(house.manager, house.item, data)
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)
    assert files(house) == before
    assert house.manager.get("/api/menus?view=edit").json["items"][0]["image"] == kept


def test_a_form_without_a_picture_says_what_is_missing(house) -> None:
    path = f"/api/menus/{house.item}/image"
    answer = house.manager.client.put(path, data={"other": "x"}, headers=house.manager.headers)
    assert answer.status_code == 422
    assert answer.json["error"]["details"]["fields"][0]["path"] == "image"
    as_json = house.manager.send("PUT", path, {"image": "data:image/png;base64,xx"})
    assert as_json.status_code == 422


def test_nothing_is_kept_for_an_item_that_is_not_there(house, other) -> None:
    for item in (other.item, 999):
        assert upload(house.manager, item, photo()).status_code == 404
    assert files(house) == []


STEM = "0" * 32


@pytest.mark.parametrize(
    "name",
    ["app.db", "..%2fapp.db", "x.webp", f"{STEM}-321.webp", f"{STEM}-320.tmp", f"{STEM}-320.WEBP"],
)
def test_only_our_own_names_are_served(house, name: str) -> None:
    folder = house.app.extensions["settings"].upload_dir
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "app.db").write_text("secret")
    assert house.app.test_client().get(f"/uploads/menu-images/{name}").status_code == 404


def test_a_full_disk_is_said_and_leaves_nothing(house, monkeypatch) -> None:
    write, written = Path.write_bytes, []

    def until_full(path: Path, data: bytes) -> int:
        written.append(path)
        if len(written) == 2:
            write(path, data[:10])
            raise OSError(errno.ENOSPC, "no space left on device")
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", until_full)
    answer = upload(house.manager, house.item, photo())
    assert (answer.status_code, answer.json["error"]["code"]) == (507, "DISK_FULL")
    assert files(house) == []
