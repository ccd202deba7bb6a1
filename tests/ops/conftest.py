"""A copy of the project to start for real, so that nothing touches the developer's own data."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SHIPPED = ("tableorder", "migrations", "wsgi.py", "gunicorn.conf.py")
OWN_SETTINGS = ("JWT_SECRET_KEY", "JWT_SECRET_KEY_FILE", "DATABASE_URL", "WEB_CONCURRENCY")


class Installation:
    """One copy of the project with its own folders and its own port."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.started: list[subprocess.Popen[str]] = []

    def environment(self, **settings: str) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key not in OWN_SETTINGS}
        return {**kept, "HOST": "127.0.0.1", "PORT": str(self.port), **settings}

    def prepare(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m tableorder.prepare` to its end."""
        return subprocess.run(
            [sys.executable, "-m", "tableorder.prepare", *arguments],
            cwd=self.folder,
            env=self.environment(**settings),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        """Start the server as `make run` does and wait until it is healthy."""
        command = [sys.executable, "-m", "tableorder.prepare", *arguments, "gunicorn", "wsgi:app"]
        with (self.folder / "output").open("a") as output:
            server = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.environment(**settings),
                stdout=output,
                stderr=output,
                text=True,
                start_new_session=True,
            )
        self.started.append(server)
        deadline = time.monotonic() + 60
        while not self.is_healthy():
            assert server.poll() is None, self.output()
            assert time.monotonic() < deadline, self.output()
            time.sleep(0.05)
        return server

    def is_healthy(self) -> bool:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5).close()
        except urllib.error.HTTPError as error:
            error.close()
            return False
        except OSError:
            return False
        return True

    def output(self) -> str:
        return (self.folder / "output").read_text()

    def clean_up(self) -> None:
        for server in self.started:
            if server.poll() is None:
                server.kill()
            server.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """A bare clone: code only, no secret, no database, no folder."""
    for name in SHIPPED:
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    installation = Installation(tmp_path)
    yield installation
    installation.clean_up()
