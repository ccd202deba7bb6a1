"""Logs: whole lines from several processes, each with its request's id, kept for so many days."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask

from tableorder import create_app
from tableorder.logs import DailyFileHandler, JsonFormatter
from tests.conftest import make_settings

ROOT = Path(__file__).parent.parent.parent
WRITERS, LINES = "abc", 1000
NOON = datetime(2030, 5, 10, 12, tzinfo=UTC)

WRITER = """
import logging, sys
from pathlib import Path
from tableorder.logs import DailyFileHandler, JsonFormatter

handler = DailyFileHandler(Path(sys.argv[1]), 30)
handler.setFormatter(JsonFormatter())
logger = logging.getLogger("writer")
logger.addHandler(handler)
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    logger.warning("%s %s %s", sys.argv[2], number, "가" * 3000)
"""


@pytest.fixture
def handler(tmp_path: Path) -> Iterator[DailyFileHandler]:
    handler = DailyFileHandler(tmp_path / "app-{date}.log", 30)
    handler.setFormatter(JsonFormatter())
    yield handler
    handler.close()


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(make_settings(tmp_path, log_level="INFO"))
    yield app
    app.extensions["hub"].close()
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler.formatter, JsonFormatter):
            root.removeHandler(handler)
            handler.close()


def write(handler: logging.Handler, message: str, **extra: Any) -> None:
    record = logging.LogRecord("test", logging.INFO, __file__, 1, message, None, None)
    vars(record).update(extra)
    handler.handle(record)


def lines_of(folder: Path) -> list[dict[str, Any]]:
    files = sorted(folder.glob("app-*.log"))
    return [json.loads(line) for file in files for line in file.read_text().splitlines()]


def test_several_processes_write_whole_lines(tmp_path: Path) -> None:
    pattern = str(tmp_path / "app-{date}.log")
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, pattern, name, str(LINES)], cwd=ROOT, **pipes
        )
        for name in WRITERS
    ]
    assert [writer.stdout.readline() for writer in writers] == ["ready\n"] * len(WRITERS)
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in writers] == [0] * len(WRITERS)
    told = [line["message"].split() for line in lines_of(tmp_path)]
    assert Counter(name for name, _, _ in told) == dict.fromkeys(WRITERS, LINES)
    assert {len(text) for _, _, text in told} == {3000}
    for name in WRITERS:
        assert [int(number) for who, number, _ in told if who == name] == list(range(LINES))


def test_every_line_of_a_request_carries_its_id(app: Flask, tmp_path: Path) -> None:
    @app.get("/speak")
    def speak() -> str:
        logging.getLogger("kitchen").warning("국물이 넘쳐요\nsecond line")
        return ""

    ids = [app.test_client().get("/speak").headers["X-Request-ID"] for _ in range(3)]
    assert len(set(ids)) == 3
    lines = [line for line in lines_of(tmp_path) if line["request_id"]]
    assert [line["request_id"] for line in lines] == [id_ for id_ in ids for _ in range(2)]
    assert lines[0]["message"] == "국물이 넘쳐요\nsecond line"
    assert (lines[1]["path"], lines[1]["status"]) == ("/speak", 200)


def test_an_error_s_answer_and_its_trace_carry_one_id(app: Flask, tmp_path: Path) -> None:
    @app.get("/api/break")
    def break_down() -> str:
        raise ValueError("a secret of the database")

    answer = app.test_client().get("/api/break")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    named = answer.json["error"]["request_id"]
    traces = [line for line in lines_of(tmp_path) if "exception" in line]
    assert [line["request_id"] for line in traces] == [named]
    assert "a secret of the database" in traces[0]["exception"]


def test_a_new_day_is_a_new_file(handler: DailyFileHandler, tmp_path: Path) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        write(handler, "first")
        clock.shift(timedelta(hours=12))
        write(handler, "second")
    names = [file.name for file in sorted(tmp_path.iterdir())]
    assert names == ["app-2030-05-10.log", "app-2030-05-11.log"]
    assert [line["message"] for line in lines_of(tmp_path)] == ["first", "second"]


def test_old_files_go_when_a_new_day_begins(handler: DailyFileHandler, tmp_path: Path) -> None:
    old, young = NOON - timedelta(days=31), NOON - timedelta(days=30)
    ours = [f"app-{day:%Y-%m-%d}.log" for day in (old, young)]
    others = ["app-notes.log", "app.db", f"other-{old:%Y-%m-%d}.log", f"app-{old:%Y-%m-%d}.log.gz"]
    for name in (*ours, *others):
        (tmp_path / name).touch()
    with time_machine.travel(NOON, tick=False):
        write(handler, "today")
    left = {file.name for file in tmp_path.iterdir()}
    assert left == {"app-2030-05-10.log", ours[1], *others}


def test_a_folder_that_cannot_be_written_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    handler = DailyFileHandler(tmp_path / "file" / "app-{date}.log", 30)
    monkeypatch.setattr(logging, "raiseExceptions", True)
    write(handler, "lost")
    assert "Logging error" in capsys.readouterr().err


def test_a_line_is_one_line_whatever_it_holds(handler: DailyFileHandler, tmp_path: Path) -> None:
    write(handler, 'a "b"\r\n{"level": "forged"}\u2028c', fields={"path": "/\n", "what": object()})
    (file,) = tmp_path.iterdir()
    assert file.read_bytes().count(b"\n") == 1
    assert json.loads(file.read_text())["level"] == "INFO"
