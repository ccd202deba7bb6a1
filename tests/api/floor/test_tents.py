"""The codes on paper: each leads to its table, and people can read what stands beside it."""

from __future__ import annotations

from collections import Counter
from html import unescape
from re import search

import pypdfium2
import pytest
import segno
import zxingcpp

from tableorder.auth.queries import StoreView
from tableorder.floor import print_pages
from tableorder.table.queries import list_tables
from tests import factories
from tests.actors import Browser, staff_of
from tests.conftest import running

LAN = "192.168.0.5:8000"
NAME = "강남 카페 — Gangnam 京都 ☕"


@pytest.fixture
def store(app):
    with app.app_context():
        store = factories.make_store(name=NAME)
        factories.make_account(store)
        for number in (1, 12, 345):
            factories.make_table(store, number)
        yield store


@pytest.fixture
def browser(app, store: StoreView) -> Browser:
    browser = Browser(app)
    browser.sign_in(store)
    browser.client.set_cookie("to_staff", browser.cookie("to_staff"), domain="192.168.0.5")
    return browser


def fetch(browser: Browser, path: str, host: str = LAN):
    return browser.client.get(path, base_url=f"http://{host}")


def links(store: StoreView) -> list[str]:
    return [f"http://{LAN}/q/{table.key}" for table in list_tables(store.id)]


def pages_of(pdf: bytes) -> list[pypdfium2.PdfPage]:
    return list(pypdfium2.PdfDocument(pdf))


def codes_on(pages: list[pypdfium2.PdfPage]) -> Counter[str]:
    pictures = [page.render(scale=2.5).to_pil() for page in pages]
    return Counter(code.text for picture in pictures for code in zxingcpp.read_barcodes(picture))


def text_of(page: pypdfium2.PdfPage) -> str:
    return page.get_textpage().get_text_range()


def test_each_tent_shows_its_tables_code_on_both_sides(browser: Browser, store: StoreView) -> None:
    answer = fetch(browser, "/tables/tents.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert 'filename="tents-cafe.pdf"' in answer.headers["Content-Disposition"]
    pages = pages_of(answer.data)
    assert [page.get_size() for page in pages] == [
        (pytest.approx(595, 1), pytest.approx(842, 1))
    ] * 2
    assert codes_on(pages) == Counter(dict.fromkeys(links(store), 2))


def test_its_words_are_text_in_an_embedded_font(browser: Browser) -> None:
    pdf = fetch(browser, "/tables/tents.pdf").data
    text = text_of(pages_of(pdf)[0])
    for words in (
        "강남 카페 — Gangnam 京都",
        "테이블 · Table",
        "12",
        "Scan to see the menu and order.",
    ):
        assert words in text
    assert search(r"메뉴를 보고 주문", text)
    assert b"+TableOrderSans" in pdf
    assert b"/FontFile3" in pdf
    assert b"Helvetica" not in pdf


def test_one_table_s_tent_can_be_had_alone(browser: Browser, store: StoreView) -> None:
    last = list_tables(store.id)[-1]
    answer = fetch(browser, f"/tables/tents.pdf?table={last.id}")
    assert codes_on(pages_of(answer.data)) == {f"http://{LAN}/q/{last.key}": 2}
    other = factories.make_store("other")
    for unknown in (factories.make_table(other), 999, "x", "9" * 30):
        assert fetch(browser, f"/tables/tents.pdf?table={unknown}").status_code == 404


@pytest.mark.parametrize("path", ["/tables/print", "/tables/tents.pdf"])
def test_loopback_is_never_printed(browser: Browser, path: str) -> None:
    refused = browser.get(path)
    assert refused.status_code == 409
    assert "PUBLIC_URL" in refused.text


def test_the_public_address_comes_first(settings) -> None:
    settings = settings.model_copy(update={"public_url": "https://order.example"})
    with running(settings) as app, app.app_context():
        store = factories.make_store()
        table = factories.make_table(store)
        staff = staff_of(app.test_client(), store)
        key = list_tables(store.id)[0].key
        pdf = staff.get(f"/tables/tents.pdf?table={table}").data
        assert codes_on(pages_of(pdf)) == {f"https://order.example/q/{key}": 2}


def test_long_names_are_made_to_fit(browser: Browser, store: StoreView, app) -> None:
    other = factories.make_store("long", name="아주 긴 이름의 식당 " * 8)
    factories.make_account(other)
    factories.make_table(other, 9999)
    owner = Browser(app)
    owner.sign_in(other)
    owner.client.set_cookie("to_staff", owner.cookie("to_staff"), domain="192.168.0.5")
    [page] = pages_of(fetch(owner, "/tables/tents.pdf").data)
    assert "…" in text_of(page)
    left, *_ = page.get_textpage().get_charbox(0)
    assert left > 20


def test_without_tables_there_is_nothing_to_draw(app) -> None:
    with app.app_context():
        empty = factories.make_store("empty")
        factories.make_account(empty)
        owner = Browser(app)
        owner.sign_in(empty)
        assert owner.get("/tables/tents.pdf").location == "/tables/print"


def test_too_many_at_once_are_refused(browser: Browser, monkeypatch) -> None:
    monkeypatch.setattr(print_pages, "MOST", 2)
    refused = fetch(browser, "/tables/tents.pdf")
    assert refused.status_code == 409
    assert "2" in refused.text


def test_the_page_to_print_holds_every_code(browser: Browser, store: StoreView) -> None:
    shown = fetch(browser, "/tables/print").text
    for link in links(store):
        wanted = segno.make_qr(link, error="m")
        assert wanted.svg_data_uri(scale=8, border=4) in unescape(shown)
    assert search(r'lang="ko">[^<]*[가-힣]', shown)
    assert 'lang="en">Scan to see the menu and order.' in shown
