"""Servers that are up in a moment: this process has loaded what a worker loads, and forks them.

Each is gunicorn with the project's own configuration. Loading takes 1.5 s of a core and forking
0.1 s, and each browser test has a server of its own. Servers that are themselves what a test looks
at (tests/integrity, tests/ops, tests/stream) start as they are shipped.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Nursery:
    """Starts servers, from the test's side."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def serve(self, environment: dict[str, str], output: Path) -> int:
        """Start a server that writes to `output`; return the number of its process group."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([environment, str(output)]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        self._process.communicate()


def become_server(environment: dict[str, str], output: str) -> None:
    """Be what `gunicorn -c gunicorn.conf.py wsgi:app` is, in a group of its own."""
    from gunicorn.app.wsgiapp import run

    os.setsid()
    written = os.open(output, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for ours, theirs in ((os.open(os.devnull, os.O_RDONLY), 0), (written, 1), (written, 2)):
        os.dup2(ours, theirs)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["gunicorn", "-c", "gunicorn.conf.py", "wsgi:app"]
    sys.exit(run())


def main() -> None:
    """Fork a server for each line that asks for one, and answer with its process."""
    from gevent import monkey

    monkey.patch_all()  # first, as a worker does

    import gunicorn.arbiter
    import gunicorn.workers.ggevent  # noqa: F401

    import tableorder  # noqa: F401

    for line in sys.stdin:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        server = os.fork()
        if not server:
            become_server(*json.loads(line))
        sys.stdout.write(f"{server}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
