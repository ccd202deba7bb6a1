"""Make this installation ready, then become the server: `python -m tableorder.prepare [COMMAND …]`.

One process does what a start needs, so that a second start takes a moment only: secret, folders,
database, with `--demo` also the demo store and a word on where everything is. What cannot be mended
here is said in one sentence. It asks nothing, and keeps whatever it finds.
"""

from __future__ import annotations

import errno
import logging
import os
import socket
import sys
import tempfile
from argparse import REMAINDER, ArgumentParser
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask
from flask.cli import ScriptInfo
from flask_migrate import upgrade
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from tableorder import create_app
from tableorder.auth.models import Store
from tableorder.db import db
from tableorder.demo.seed import SIGN_INS
from tableorder.settings import ROOT, Settings, SettingsError, create_secret
from tableorder.table.models import Table

UNROUTED = ("192.0.2.1", 9)  # set aside for examples: asking for the way there sends nothing


class NotReadyError(Exception):
    """The installation cannot start; the message says what to do, in Korean and in English."""


def main() -> None:
    """Prepare, then replace this process by the command that was given, if any."""
    parser = ArgumentParser(prog="python -m tableorder.prepare", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="seed the demo store if there is none")
    parser.add_argument("command", nargs=REMAINDER, help="what to run afterwards")
    options = parser.parse_args()
    try:
        settings = prepare(demo=options.demo, serves=options.command[:1] == ["gunicorn"])
    except SettingsError as error:
        sys.exit(_list_of(error.problems))
    except NotReadyError as error:
        sys.exit(str(error))
    if options.command:
        _become(options.command, settings)


def prepare(*, demo: bool, serves: bool) -> Settings:
    """Bring the installation into a state in which it can serve; return its settings."""
    ensure_secret()
    settings = Settings.from_env()
    for folder in folders(settings):
        ensure_writable(folder)
    if serves:
        ensure_port_free(settings.host, settings.port)
    app = create_app(settings)
    with app.app_context():
        _upgrade_database()
        if demo:
            _seed_demo(app)
            click.echo(greeting(settings))
    return settings


def ensure_secret() -> None:
    """Create the default secret file when no secret was chosen."""
    try:
        settings = Settings()
    except ValidationError:
        return  # Settings.from_env() lists every fault in a moment
    if settings.jwt_secret_key is None and "jwt_secret_key_file" not in settings.model_fields_set:
        ensure_writable(settings.jwt_secret_key_file.parent)
        create_secret(settings.jwt_secret_key_file)


def folders(settings: Settings) -> list[Path]:
    """List the folders that the server writes to."""
    data = [settings.db_file_path.parent] if settings.uses_sqlite else []
    return [*data, settings.upload_dir, settings.log_file_path.parent]


def ensure_writable(folder: Path) -> None:
    """Create a folder and prove that files can be made in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise NotReadyError(
            f"{folder}: 폴더에 쓸 수 없습니다({error.strerror}). 쓰기 권한을 주세요: "
            f'sudo chown -R "$(id -u)" {folder}\n'
            f"{folder}: the folder is not writable ({error.strerror}). Make it yours: "
            f'sudo chown -R "$(id -u)" {folder}'
        ) from error


def ensure_port_free(host: str, port: int) -> None:
    """Refuse a port that another program holds, and name the way out."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise NotReadyError(_port_sentence(host, port, error)) from error


def _port_sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"{port}번 포트를 다른 프로그램이 쓰고 있습니다. 다른 포트로 시작하세요: "
            f"PORT={port + 1} make run\n"
            f"Port {port} is taken by another program. Start on another one: "
            f"PORT={port + 1} make run"
        )
    return (
        f"{host}:{port} 주소로 시작할 수 없습니다({error.strerror}). HOST와 PORT를 확인하세요.\n"
        f"Cannot listen on {host}:{port} ({error.strerror}). Check HOST and PORT."
    )


def _upgrade_database() -> None:
    # Alembic names its dialect at every start; what it changed is what is worth a line.
    log = logging.getLogger("alembic.runtime.migration")
    log.addFilter(lambda record: str(record.msg).startswith("Running"))
    try:
        upgrade(directory=str(ROOT / "migrations"))
    except OperationalError as error:
        raise NotReadyError(
            f"데이터베이스에 연결할 수 없습니다. DATABASE_URL을 확인하세요: {error.orig}\n"
            f"The database does not answer. Check DATABASE_URL: {error.orig}"
        ) from error


def _seed_demo(app: Flask) -> None:
    if db.session.scalar(sa.select(Store.id).limit(1)) is None:
        app.cli.main(["seed-demo"], standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))


def greeting(settings: Settings) -> str:
    """Say where guests, staff and owner go, how they sign in, and how a tablet gets here."""
    code, key = db.session.execute(
        sa.select(Store.code, Table.key)
        .join(Table, Table.store_id == Store.id, isouter=True)
        .order_by(Store.id, Table.number)
        .limit(1)
    ).one()
    here = settings.public_url or f"http://{_reachable(settings.host)}:{settings.port}"
    lines = [
        "",
        f"TableOrder  {here}",
        "",
        f"  손님    Guest   {here}/q/{key}" if key else "",
        f"  태블릿  Tablet  {here}/t/{code}",
        f"  직원    Staff   {here}/board",
        f"  관리    Admin   {here}/admin/",
        "",
        *_sign_ins(),
        *_way_for_tablets(settings, code),
        "  끝내기  Stop    Ctrl-C",
        "",
    ]
    return "\n".join(lines)


def _sign_ins() -> list[str]:
    if not SIGN_INS.is_file():
        return []
    signs = SIGN_INS.read_text(encoding="utf-8").splitlines()
    name = SIGN_INS.relative_to(ROOT)
    return [f"  데모 로그인  Demo sign-ins ({name})", *(f"    {line}" for line in signs), ""]


def _way_for_tablets(settings: Settings, code: str) -> list[str]:
    if settings.public_url or settings.host not in {"127.0.0.1", "localhost", "::1"}:
        return []
    there = f"http://{_network_address()}:{settings.port}/t/{code}"
    return [
        f"  같은 네트워크의 태블릿: HOST=0.0.0.0 make run 으로 시작한 뒤 {there} 을 여세요.",
        f"  A tablet in the same network: start with HOST=0.0.0.0 make run, then open {there}",
        "",
    ]


def _reachable(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not listened on
        return _network_address()
    return f"[{host}]" if ":" in host else host


def _network_address() -> str:
    """Return this machine's address in its network, as its routing table gives it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(UNROUTED)
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def _list_of(problems: list[str]) -> str:
    return "설정을 고쳐야 시작할 수 있습니다. These settings stop the start:\n" + "\n".join(
        f"  - {problem}" for problem in problems
    )


def _become(command: list[str], settings: Settings) -> None:
    """Run the command in place of this process, with this Python's programs first."""
    os.chdir(ROOT)
    os.environ["HOST"], os.environ["PORT"] = settings.host, str(settings.port)
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    try:
        os.execvp(command[0], command)  # noqa: S606 - no shell is wanted
    except FileNotFoundError:
        sys.exit(f"{command[0]}: 없는 명령입니다. There is no such command.")


if __name__ == "__main__":
    main()
