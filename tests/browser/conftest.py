"""Real pages in a real browser, from a real server with the demo store.

`open_page` gives a page in a browser of its own (its own cookies); at the end of the test it fails
when a page had a script error or broke its content security policy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from scripts import chromium
from tableorder import create_app
from tableorder.db import db
from tableorder.demo.seed import seed_demo
from tests.browser.house import PIN, ROOT, STORE, House
from tests.browser.nursery import Nursery
from tests.browser.wire import Wire
from tests.conftest import make_settings, migrate

OpenPage = Callable[..., Page]

PATIENCE = 30_000
"""Milliseconds for what is promised no time: other tests may run beside this one."""
TABLET = {"width": 1024, "height": 768}
expect.set_options(timeout=PATIENCE)
FAULTS = ("CSP Parser Error", "Content Security Policy", "Alpine Expression Error")


@pytest.fixture(scope="session")
def demo_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a fresh installation with the demo store, made once."""
    folder = tmp_path_factory.mktemp("demo")
    settings = make_settings(folder)
    migrate(settings)
    app = create_app(settings)
    with app.app_context():
        seed_demo(folder / "signins")
        db.engine.dispose()
    return folder


@pytest.fixture
def public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the restaurant, which starts after this, know where phones find it."""
    monkeypatch.setenv("PUBLIC_URL", "https://order.example")


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """What starts the restaurants' servers."""
    nursery = Nursery()
    yield nursery
    nursery.close()


@pytest.fixture
def house(demo_files: Path, tmp_path: Path, nursery: Nursery) -> Iterator[House]:
    """A running restaurant of the test's own."""
    house = House(demo_files, tmp_path, nursery)
    yield house
    house.stop()


@pytest.fixture
def server(house: House) -> str:
    """Where the restaurant is."""
    return house.url


@pytest.fixture
def wire(house: House) -> Iterator[Wire]:
    """Another way to the restaurant, which can be cut."""
    wire = Wire(house.port)
    yield wire
    wire.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.launch_options())
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Open a page in a fresh browser that speaks English; options go to Playwright's context."""
    faults: list[str] = []
    contexts = []

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: note(line.text))

    def note(text: str) -> None:
        if any(fault in text for fault in FAULTS):
            faults.append(text)

    def open_one(**options: Any) -> Page:
        wanted = {"locale": "en-US", "viewport": TABLET, "timezone_id": "Asia/Seoul", **options}
        context = browser.new_context(**wanted)
        context.set_default_timeout(PATIENCE)
        context.on("page", watch)
        contexts.append(context)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Look for what breaks the rules of accessibility, once nothing moves any more."""
    script = (ROOT / "tests/vendor/axe.min.js").read_text("utf-8")

    def faults(page: Page) -> list[str]:
        rest(page)
        page.evaluate(script)
        found = page.evaluate("axe.run().then((result) => result.violations)")
        return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found]

    return faults


def rest(page: Page) -> None:
    """Wait until nothing moves any more."""
    page.evaluate("new Promise(requestAnimationFrame)")
    page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished))")


@pytest.fixture
def board(open_page: OpenPage, house: House) -> Page:
    """The board, as the owner sees it."""
    return sign_in(open_page(), house)


def sign_in(
    page: Page, house: House, *, to: str = "/board", url: str = "", username: str = "owner"
) -> Page:
    """Sign somebody in, the owner unless named, and go to a page."""
    who = {"store_code": STORE, "username": username, "password": house.passwords[username]}
    send_form(page, url or house.url, "/login", who)
    page.goto(f"{url or house.url}{to}")
    return page


def pair(page: Page, house: House, table: int = 1, *, url: str = "") -> Page:
    """Pair a tablet with a table, and go to its start screen."""
    send_form(page, url or house.url, f"/t/{STORE}", {"table_number": table, "pin": PIN})
    page.goto(url or house.url)
    return page


def send_form(page: Page, url: str, path: str, fields: dict[str, str | int]) -> None:
    """Send a form as the browser of this page; what the form itself does has its own tests."""
    answer = page.context.request.post(
        url + path, form=fields, headers={"Origin": url}, max_redirects=0
    )
    assert answer.status == 303, answer.text()
