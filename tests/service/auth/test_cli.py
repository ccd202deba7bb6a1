"""The seeding commands: right, or nothing at all and exit code 1."""

import re

import pytest
import sqlalchemy as sa

from tableorder.auth.models import Account, SignIn, Store
from tableorder.auth.service import sign_in
from tableorder.db import db
from tableorder.table.models import Table
from tableorder.table.service import pair_tablet


@pytest.fixture
def run(app):
    def run(*words, typed=None):
        return app.test_cli_runner().invoke(args=list(words), input=typed)

    return run


@pytest.fixture
def cafe(run):
    assert run("store", "create", "cafe", "모퉁이식당").exit_code == 0


def rows(app, column):
    with app.app_context():
        return db.session.execute(sa.select(column).order_by(column)).scalars().all()


def is_right(app, password):
    with app.app_context():
        values = {"store_code": "cafe", "username": "owner", "password": password}
        return sign_in(**values, address=None).staff.role == "owner"


def test_a_store_an_owner_and_tables_are_all_that_is_needed(app, run, cafe):
    made = run("account", "create", "cafe", "owner", "--role", "owner", typed="pass word 1\n")
    assert made.exit_code == 0
    assert is_right(app, "pass word 1")
    tables = run("table", "create", "cafe", "1-3,7")
    assert tables.exit_code == 0
    pins = re.findall(r"^ +(\d+)  (\d{4})$", tables.output, re.MULTILINE)
    assert [number for number, _pin in pins] == ["1", "2", "3", "7"]
    with app.app_context():
        assert pair_tablet(store_code="cafe", number=7, pin=pins[3][1], address=None)


def test_a_stores_options_are_kept(app, run):
    words = ("--timezone", "Asia/Tokyo", "--currency", "JPY", "--languages", "ja,en")
    assert run("store", "create", "bar", "Bar", *words, "--admission", "open").exit_code == 0
    with app.app_context():
        store = db.session.execute(sa.select(Store)).scalar_one()
        assert (store.timezone, store.currency, store.languages, store.admission) == (
            "Asia/Tokyo",
            "JPY",
            ["ja", "en"],
            "open",
        )


@pytest.mark.parametrize(
    "words",
    [
        ("Cafe!", "Name"),
        ("cafe", " "),
        ("cafe", "Name", "--timezone", "Mars/Base"),
        ("cafe", "Name", "--currency", "WON"),
        ("cafe", "Name", "--languages", "ko,xx"),
        ("cafe", "Name", "--languages", ""),
        ("cafe", "Name", "--admission", "all"),
    ],
)
def test_a_faulty_store_is_not_made(app, run, words):
    answer = run("store", "create", *words)
    assert answer.exit_code != 0
    assert answer.stderr
    assert rows(app, Store.code) == []


def test_a_store_is_made_once(app, run, cafe):
    again = run("store", "create", "cafe", "Another")
    assert again.exit_code == 1
    assert "cafe" in again.stderr
    assert "Traceback" not in again.output
    assert rows(app, Store.name) == ["모퉁이식당"]


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("nowhere", "owner"), "long enough\n"),
        (("cafe", "owner"), "short\n"),
        (("cafe", "owner"), ""),
        (("cafe", "a b"), "long enough\n"),
        (("cafe", "owner", "--role", "king"), "long enough\n"),
    ],
)
def test_a_faulty_account_is_not_made(app, run, cafe, words, typed):
    answer = run("account", "create", *words, typed=typed)
    assert answer.exit_code != 0
    assert answer.stderr
    assert rows(app, Account.username) == []


def test_an_account_is_made_once_and_keeps_its_password(app, run, cafe):
    for password in ("first password", "other password"):
        last = run("account", "create", "cafe", "owner", "--role", "owner", typed=f"{password}\n")
    assert last.exit_code == 1
    assert is_right(app, "first password")


def test_a_new_password_signs_out_everywhere(app, run, cafe):
    run("account", "create", "cafe", "owner", "--role", "owner", typed="first password\n")
    assert is_right(app, "first password")
    changed = run("account", "passwd", "cafe", "Owner", typed="other password\nignored\n")
    assert changed.exit_code == 0
    assert rows(app, SignIn.jti) == []
    assert is_right(app, "other password")


def test_a_password_for_nobody_is_refused(run, cafe):
    answer = run("account", "passwd", "cafe", "nobody", typed="long enough\n")
    assert answer.exit_code == 1
    assert "nobody" in answer.stderr


@pytest.mark.parametrize(
    "numbers", ["0", "5-3", "1-", "a", "10000", "-1", "1,,2", "1-501", "1-9999"]
)
def test_numbers_that_make_no_sense_make_no_table(app, run, cafe, numbers):
    answer = run("table", "create", "cafe", "--", numbers)
    assert answer.exit_code == 1
    assert answer.stderr
    assert rows(app, Table.number) == []


def test_existing_tables_are_named_and_none_is_made(app, run, cafe):
    run("table", "create", "cafe", "2")
    answer = run("table", "create", "cafe", "1-3")
    assert answer.exit_code == 1
    assert "2" in answer.stderr
    assert rows(app, Table.number) == [2]


def test_a_database_that_is_not_there_yet_is_said_in_a_sentence(app, run):
    with app.app_context():
        db.session.execute(sa.text("DROP TABLE sign_ins"))
        db.session.execute(sa.text("ALTER TABLE stores RENAME TO gone"))
        db.session.commit()
    answer = run("store", "create", "cafe", "Cafe")
    assert answer.exit_code == 1
    assert "flask --app wsgi db upgrade" in answer.stderr
