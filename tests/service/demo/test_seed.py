"""The demo store: complete after one command, untouched by the next, nothing after a failure."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from tableorder.auth.models import Store
from tableorder.auth.queries import find_store
from tableorder.auth.service import sign_in
from tableorder.db import db
from tableorder.demo import seed
from tableorder.table.queries import list_tables
from tableorder.table.service import pair_tablet


@pytest.fixture
def sign_ins(tmp_path: Path) -> Path:
    return tmp_path / "instance" / "demo-signins"


@pytest.fixture(autouse=True)
def context(app: Flask):
    with app.app_context():
        yield


def passwords(sign_ins: Path) -> dict[str, str]:
    lines = (line.split() for line in sign_ins.read_text("utf-8").splitlines())
    return {words[2]: words[3] for words in lines if len(words) == 4}


def test_the_demo_store_can_be_used_at_once(app: Flask, sign_ins: Path) -> None:
    assert seed.seed_demo(sign_ins)
    store = find_store(code="demo")
    assert store is not None
    assert (store.name, store.admission) == ("모퉁이식당", "open")
    assert store.languages == ("ko", "en", "ja", "zh")
    assert [table.number for table in list_tables(store.id)] == list(range(1, 11))
    assert stat.S_IMODE(sign_ins.stat().st_mode) == 0o600
    for username, password in passwords(sign_ins).items():
        sign_in(store_code="demo", username=username, password=password, address=None)
    assert set(passwords(sign_ins)) == {"owner", "staff"}
    pair_tablet(store_code="demo", number=7, pin="0000", address=None)
    check_menu(app)
    check_that_a_second_time_changes_nothing(app, sign_ins)


def check_menu(app: Flask) -> None:
    tree = app.test_client().get("/api/menus?store=demo&lang=ja").json
    categories = [*tree["categories"], *(c for top in tree["categories"] for c in top["children"])]
    items = [item for category in categories for item in category["items"]]
    assert len(tree["categories"]) >= 5
    assert len(items) >= 24
    assert len([item for item in items if item["option_groups"]]) >= 8
    assert any(item["is_sold_out"] for item in items)
    for item in items:
        with app.test_client().get(item["image"]["small"]) as picture:
            assert picture.status_code == 200


def check_that_a_second_time_changes_nothing(app: Flask, sign_ins: Path) -> None:
    folder = app.extensions["settings"].upload_dir
    before = (sign_ins.read_text("utf-8"), sorted(folder.iterdir()))
    assert not seed.seed_demo(sign_ins)
    assert (sign_ins.read_text("utf-8"), sorted(folder.iterdir())) == before
    assert db.session.scalar(sa.select(sa.func.count(Store.id))) == 1


def test_a_failure_leaves_nothing(app: Flask, sign_ins: Path, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise OSError("the power went")

    monkeypatch.setattr(seed, "_insert_menu", fail)
    with pytest.raises(OSError, match="the power went"):
        seed.seed_demo(sign_ins)
    assert find_store(code="demo") is None
    assert list(app.extensions["settings"].upload_dir.iterdir()) == []
    assert list(sign_ins.parent.iterdir()) == []
