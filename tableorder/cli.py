"""The `flask` commands that seed and keep an installation.

They speak Korean and English at once, since nobody chose a language yet. A password is asked for
at a terminal or read from a pipe; it never stands on a command line, where others can read it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, NoReturn

import click
from babel.numbers import list_currencies
from flask import Flask
from flask.cli import AppGroup
from flask_babel import force_locale, gettext
from sqlalchemy.exc import OperationalError, ProgrammingError

from tableorder.auth import accounts, rules, stores
from tableorder.auth.account_queries import find_account
from tableorder.auth.errors import AccountUnknown, StoreUnknown
from tableorder.auth.queries import StoreView, find_store
from tableorder.demo.seed import seed_demo_command
from tableorder.errors import AppError, FieldFault, Invalid
from tableorder.i18n import INTERFACE, LANGUAGES
from tableorder.table.service import create_tables

LARGEST_RANGE = 500
UPGRADE = "\n  flask --app wsgi db upgrade"
_PART = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")

store_group = AppGroup("store", help="Stores of this installation.")
account_group = AppGroup("account", help="People who work in a store.")
table_group = AppGroup("table", help="Tables of a store.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    for group in (store_group, account_group, table_group):
        app.cli.add_command(group)
    app.cli.add_command(seed_demo_command)


def _told(command: Callable[..., None]) -> Callable[..., None]:
    """Turn an error of a use case into a sentence and exit code 1."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            command(*args, **kwargs)
        except AppError as error:
            _fail(_sentences(error))
        except (OperationalError, ProgrammingError) as error:
            _fail(
                f"데이터베이스를 쓸 수 없습니다. The database is not ready: {error.orig}{UPGRADE}"
            )

    return run


@store_group.command("create")
@click.argument("code")
@click.argument("name")
@click.option("--timezone", default="Asia/Seoul", show_default=True)
@click.option("--currency", default="KRW", show_default=True)
@click.option("--languages", default="ko,en", show_default=True, help="The store's own first.")
@click.option("--admission", type=click.Choice(rules.ADMISSIONS), default="code", show_default=True)
@_told
def create_store(
    *, code: str, name: str, timezone: str, currency: str, languages: str, admission: str
) -> None:
    """Create the store CODE (used in addresses and to sign in) with the name NAME."""
    stores.create_store(
        code=code,
        name=name,
        timezone=timezone,
        currency=_currency(currency),
        languages=_languages(languages),
        admission=admission,
    )
    click.echo(f"매장을 만들었습니다. Created the store: {code}")
    click.echo(f"  flask --app wsgi account create {code} USER --role owner")
    click.echo(f"  flask --app wsgi table create {code} 1-20")


@account_group.command("create")
@click.argument("store")
@click.argument("user")
@click.option("--role", type=click.Choice(rules.ROLES), default="staff", show_default=True)
@_told
def create_account(store: str, user: str, role: str) -> None:
    """Create the account USER of the store STORE."""
    found = _store(store)
    faults = rules.check_username(rules.normal_username(user))
    if faults:
        raise Invalid(faults)
    accounts.create_account(found.id, username=user, password=_password(), role=role)
    click.echo(f"계정을 만들었습니다. Created the account: {store} / {user} ({role})")


@account_group.command("passwd")
@click.argument("store")
@click.argument("user")
@_told
def change_password(store: str, user: str) -> None:
    """Set the password of USER in STORE and sign them out everywhere."""
    found = _store(store)
    account_id = find_account(found.id, rules.normal_username(user))
    if account_id is None:
        raise AccountUnknown(username=user)
    accounts.set_password(found.id, account_id, _password())
    click.echo(
        f"비밀번호를 바꾸고 모든 기기에서 로그아웃했습니다: {store} / {user}\n"
        f"Changed the password and signed out everywhere: {store} / {user}"
    )


@table_group.command("create")
@click.argument("store")
@click.argument("numbers")
@_told
def create_table(store: str, numbers: str) -> None:
    """Create the tables NUMBERS (5, 1-20 or 1-8,11,13) of STORE and print each one's PIN."""
    created = create_tables(_store(store).id, _numbers(numbers))
    click.echo("태블릿을 연결할 때 쓰는 PIN입니다. 다시 볼 수 없으니 적어 두세요.")
    click.echo("These PINs pair tablets. They are not shown again: write them down.")
    for number, pin in created:
        click.echo(f"{number:>6}  {pin}")


def _store(code: str) -> StoreView:
    found = find_store(code=code)
    if found is None:
        raise StoreUnknown(store=code)
    return found


def _password() -> str:
    """Ask twice at a terminal; from a pipe take the first line."""
    if sys.stdin.isatty():
        return str(
            click.prompt(
                "비밀번호 Password",
                hide_input=True,
                confirmation_prompt="한 번 더 Once more",
            )
        )
    return sys.stdin.readline().rstrip("\r\n")


def _currency(code: str) -> str:
    if code not in list_currencies():
        _fail(f"{code}: 통화 코드가 아닙니다. Not a currency code such as KRW.")
    return code


def _languages(value: str) -> tuple[str, ...]:
    codes = tuple(dict.fromkeys(part.strip() for part in value.split(",")))
    if not set(codes) <= LANGUAGES.keys():
        known = ", ".join(LANGUAGES)
        _fail(f"{value}: 쓸 수 있는 언어는 {known} 입니다. The languages are {known}.")
    return codes


def _numbers(text: str) -> list[int]:
    """Read `1-20` or `1-8,11`; ends the command on anything else."""
    numbers = [number for part in text.split(",") for number in _range(text, part.strip())]
    if len(numbers) > LARGEST_RANGE:
        _fail(f"한 번에 {LARGEST_RANGE}개까지. At most {LARGEST_RANGE} tables at once.")
    return numbers


def _range(text: str, part: str) -> Iterator[int]:
    match = _PART.fullmatch(part)
    first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
    if not 1 <= first <= last:
        _fail(
            f"{text}: 테이블 번호는 1–9999, 예: 1-20 또는 1-8,11\n"
            f"{text}: table numbers are 1–9999, for example 1-20 or 1-8,11"
        )
    return iter(range(first, last + 1))


def _sentences(error: AppError) -> str:
    lines: dict[str, None] = {}
    for language in INTERFACE:
        with force_locale(language):
            faults = error.fields if isinstance(error, Invalid) else []
            lines[" ".join(map(_sentence, faults)) or gettext(error.message, **error.params)] = None
    return "\n".join(lines)


def _sentence(fault: FieldFault) -> str:
    return f"{fault.path}: {gettext(fault.message, **fault.params)}"


def _fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(1)
