"""Texts go out compressed where the client takes that, and nothing else does."""

from __future__ import annotations

import gzip

import pytest
from werkzeug.test import TestResponse

from tableorder import compression, pages
from tests import factories
from tests.actors import Browser, alone

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

STYLES = f"/static/{pages.static_version()}/css/app.css"


@pytest.fixture
def get(app):
    with app.app_context():
        store = factories.make_store()
        for number in range(20):
            factories.make_item(store, f"dish {number}")

    def get(path: str, encodings: str = "gzip, deflate", **headers: str) -> TestResponse:
        named = {
            "Accept-Encoding": encodings,
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        with alone(app.test_client().get, path, headers=named) as answer:
            answer.get_data()
        return answer

    return get


@pytest.mark.parametrize("path", [STYLES, "/api/menus?store=cafe", "/docs", "/api/openapi.json"])
def test_a_text_is_the_same_and_smaller(get, path: str) -> None:
    plain, packed = get(path, "identity"), get(path)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["Content-Length"] == str(len(packed.data))
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert get(path).data == packed.data


@pytest.mark.parametrize("path", [STYLES, "/api/menus?store=cafe"])
def test_each_form_has_its_own_strong_tag_and_both_are_known_again(get, path: str) -> None:
    plain, packed = get(path, "identity").headers["ETag"], get(path).headers["ETag"]
    assert not packed.startswith("W/")
    assert packed != plain
    for tag, encodings in ((plain, "identity"), (packed, "gzip")):
        again = get(path, encodings, If_None_Match=tag)
        assert (again.status_code, again.headers["ETag"]) == (304, tag)
    assert get(path, If_None_Match='"other-gzip"').status_code == 200


@pytest.mark.parametrize("encodings", ["identity", "br", "gzip;q=0", ""])
def test_who_does_not_take_gzip_gets_none(get, encodings: str) -> None:
    assert "Content-Encoding" not in get(STYLES, encodings).headers


def test_what_is_small_or_no_text_stays_as_it_is(get) -> None:
    for path in ("/health/live", f"/static/{pages.static_version()}/img/favicon.svg"):
        for _ in range(2):
            assert "Content-Encoding" not in get(path).headers
    part = get(STYLES, Range="bytes=0-99")
    assert (part.status_code, len(part.data)) == (206, 100)
    assert "Content-Encoding" not in part.headers


def test_pages_of_staff_tell_nothing_by_their_length(app) -> None:
    with app.app_context():
        store = factories.make_store("bar")
        factories.make_account(store)
    browser = Browser(app)
    assert browser.get("/login", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"
    browser.sign_in(store)
    board = browser.get("/board", Accept_Encoding="gzip")
    assert board.status_code == 200
    assert "Content-Encoding" not in board.headers


def test_what_is_kept_is_bounded(get) -> None:
    get(STYLES)
    assert 0 < compression._kept.currsize <= compression._kept.maxsize


def test_scripts_leave_their_comments_behind_and_nothing_else(get) -> None:
    root = f"/static/{pages.static_version()}"
    scripts = sorted((pages.STATIC / "js").rglob("*.js"))
    saved = 0
    for script in scripts:
        packed = get(f"{root}/{script.relative_to(pages.STATIC)}")
        if "Content-Encoding" not in packed.headers:
            continue
        told = gzip.decompress(packed.data)
        lines = zip(script.read_bytes().split(b"\n"), told.split(b"\n"), strict=True)
        gone = [before.strip() for before, after in lines if before != after]
        assert all(line.startswith((b"/**", b"*", b"//")) or line.endswith(b"*/") for line in gone)
        assert b"@typedef" not in told
        saved += len(gone)
    assert saved > 500
    licences = get(f"{root}/vendor/sortable.js")
    assert b"Sortable 1.15" in gzip.decompress(licences.data)


def test_parts_of_pages_carry_no_policy_and_pages_and_workers_do(get) -> None:
    root = f"/static/{pages.static_version()}"
    for path in (STYLES, f"{root}/js/lib/start.js"):
        assert "Content-Security-Policy" not in get(path).headers
        assert get(path).headers["X-Content-Type-Options"] == "nosniff"
    worker = f"{root}/js/workers/stream-worker.js"
    for path in ("/login", worker, f"{root}/img/icons.svg", "/api/menus?store=cafe"):
        assert "script-src 'self'" in get(path).headers["Content-Security-Policy"]
