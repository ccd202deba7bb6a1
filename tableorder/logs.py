"""Logs: one JSON line an entry, to a file a day and to standard output, with the request's id.

Several processes may write one file: it is opened with O_APPEND and each line is one write, which
loses nothing where a renaming handler loses lines at midnight. Old files go when a new day begins.
"""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask, Response, g, has_request_context, request

from tableorder.ids import request_id
from tableorder.settings import Settings

QUIET_PATHS = ("/health", "/static/", "/uploads/")


class JsonFormatter(logging.Formatter):
    """Write a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line without its end."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": g.get("request_id") if has_request_context() else None,
            "process": record.process,
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


class DailyFileHandler(logging.Handler):
    """Append to the file of the day (UTC) and remove files older than the retention.

    A full or unwritable disk must not stop the orders: such a line goes to standard error instead.
    """

    def __init__(self, pattern: Path, retention_days: int) -> None:
        super().__init__()
        self.pattern, self.retention = pattern, timedelta(days=retention_days)
        self._day, self._file = "", -1

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line with one system call."""
        try:
            line = self.format(record) + "\n"
            os.write(self._file_of(datetime.now(UTC).date().isoformat()), line.encode())
        except OSError:
            self.handleError(record)

    def close(self) -> None:
        """Close the file of the day."""
        if self._file >= 0:
            os.close(self._file)
        self._day, self._file = "", -1
        super().close()

    def _file_of(self, day: str) -> int:
        if day != self._day:
            path = Path(str(self.pattern).replace("{date}", day))
            path.parent.mkdir(parents=True, exist_ok=True)
            opened = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
            if self._file >= 0:
                os.close(self._file)
            self._day, self._file = day, opened
            self._remove_old()
        return self._file

    def _remove_old(self) -> None:
        """Remove files by the day in their names; what names no day is not ours to remove."""
        oldest = (datetime.now(UTC) - self.retention).date()
        before, _, after = self.pattern.name.partition("{date}")
        for path in self.pattern.parent.iterdir():
            day = _day_of(path.name, before, after)
            if day and day < oldest:
                path.unlink(missing_ok=True)


def _day_of(name: str, before: str, after: str) -> date | None:
    if not (name.startswith(before) and name.endswith(after)):
        return None
    try:
        return date.fromisoformat(name.removeprefix(before).removesuffix(after))
    except ValueError:
        return None


def init_app(app: Flask, settings: Settings) -> None:
    """Send all logs through our handlers and log each request."""
    formatter = JsonFormatter()
    handlers: list[logging.Handler] = [
        logging.StreamHandler(sys.stdout),
        DailyFileHandler(settings.log_file_path, settings.log_retention_days),
    ]
    root = logging.getLogger()
    for old in root.handlers[:]:
        if isinstance(old, DailyFileHandler) or isinstance(old.formatter, JsonFormatter):
            root.removeHandler(old)
            old.close()
    for handler in handlers:
        handler.setFormatter(formatter)
        root.addHandler(handler)
    root.setLevel(settings.log_level)
    app.before_request(_begin)
    app.after_request(_log_request)


def _begin() -> None:
    g.request_id = request_id()
    g.started = time.perf_counter()


def _log_request(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.get("request_id", "")
    if not request.path.startswith(QUIET_PATHS):
        fields = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.get("started", 0)) * 1000, 1),
            "actor": getattr(g.get("identity"), "actor", None),
        }
        logging.getLogger("tableorder.request").info("request", extra={"fields": fields})
    return response
