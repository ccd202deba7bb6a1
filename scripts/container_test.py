"""Build the image and run it for real, without a Docker engine: start, order, stop, start, find it.

Needs root, Linux and buildah. Where the base image cannot be pulled, a Debian tree stands in under
its name. Standard library only.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from container_base import debian_tree, pip_files

ROOT = Path(__file__).resolve().parent.parent
BASE = "docker.io/library/python:3.11-slim"
IMAGE = "tableorder-test"
FOLDERS = ("instance", "uploads", "logs")
# What an engine gives by default and docker-compose.yml does not give back.
DROPPED = [
    *("AUDIT_WRITE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_RAW"),
    *("SETFCAP", "SYS_CHROOT"),
]


class Builder:
    """buildah with a storage of its own, which goes with the test."""

    def __init__(self, work: Path) -> None:
        self.work = work
        self.command = ["buildah", "--root", str(work / "storage"), "--runroot", str(work / "run")]
        self.command += ["--storage-driver", "vfs"]

    def __call__(self, *arguments: str, timeout: float = 900) -> str:
        """Run one buildah command to its end and return what it printed; its errors show."""
        command = [*self.command, *arguments]
        result = subprocess.run(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=timeout, check=False
        )
        if result.returncode:
            sys.exit(f"{result.stdout}\nfailed: {' '.join(command)}")
        return result.stdout.strip()

    def build(self) -> dict[str, Any]:
        """Build the Dockerfile on its base and return the image's configuration."""
        self._provide_base()
        pip = [f"--volume={outside}:{inside}:ro" for outside, inside in pip_files(self.work)]
        self(
            *("bud", "--isolation", "chroot", "--pull-never", "--format", "docker", "--quiet"),
            *("--layers=false", *pip, "--tag", IMAGE, "."),
        )
        inspected = json.loads(self("inspect", "--type", "image", IMAGE))
        return dict(inspected["Docker"]["config"])

    def _provide_base(self) -> None:
        pull = [*self.command, "pull", "--quiet", BASE]
        if subprocess.run(pull, capture_output=True, timeout=300, check=False).returncode == 0:
            return
        say(f"{BASE} cannot be pulled: a Debian tree stands in for it")
        container = self("from", "scratch")
        self("add", container, str(debian_tree()), "/")
        self("config", "--env", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", container)
        self("commit", "--quiet", container, BASE)
        self("rm", container)


class Container:
    """A container of the image on the given folders, in the host's network."""

    def __init__(self, builder: Builder, config: dict[str, Any], data: Path, port: int) -> None:
        self.builder, self.config, self.port = builder, config, port
        self.name = builder("from", "--pull-never", IMAGE)
        self.volumes = [f"--volume={data / name}:/app/{name}" for name in FOLDERS]
        self.log = (data / "output").open("a+")
        self.process: subprocess.Popen[str] | None = None

    def command(self, *arguments: str) -> list[str]:
        """Return the command line that runs something in the container, with compose's rights."""
        environment = ["--env", "HOST=127.0.0.1", "--env", f"PORT={self.port}"]
        rights = [f"--cap-drop=CAP_{right}" for right in DROPPED]
        run = ["run", "--isolation", "chroot", *rights, *environment, *self.volumes, self.name]
        return [*self.builder.command, *run, "--", *arguments]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command beside the server, as `docker compose exec` does."""
        return subprocess.run(
            self.command(*arguments), capture_output=True, text=True, timeout=120, check=False
        )

    def start(self) -> None:
        """Start the image's own entrypoint and command and wait until its health check passes."""
        command = self.command(*self.config["Entrypoint"], *self.config["Cmd"])
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, text=True)
        check = self.config["Healthcheck"]["Test"]
        expect(check[0] == "CMD", "the image has a health check of its own")
        started = time.monotonic()
        wait_for(lambda: self._is_healthy(check[1:]), seconds=40, what=self.output)
        say(f"healthy after {time.monotonic() - started:.1f} s")

    def _is_healthy(self, check: list[str]) -> bool:
        if self.process is None or self.process.poll() is not None:
            sys.exit(f"the container ended by itself:\n{self.output()}")
        return self.run(*check).returncode == 0

    def server(self) -> int | None:
        """Return the process id of the server's master: the first Python below buildah."""
        children = family_tree()
        below = [self.process.pid] if self.process else []
        for pid in below:
            if Path(f"/proc/{pid}/exe").resolve().name.startswith("python"):
                return pid
            below += children.get(pid, [])
        return None

    def stop(self) -> None:
        """Stop the server as an engine does and remove the container."""
        server, started = self.server(), time.monotonic()
        if server is None or self.process is None:
            sys.exit(f"there is no server:\n{self.output()}")
        os.kill(server, signal.SIGTERM)
        code = self.process.wait(timeout=10)
        expect(code == 0, f"stopped with {code} after {time.monotonic() - started:.1f} s")
        self.builder("rm", self.name)

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Leave no server behind, whatever happened."""
        if (server := self.server()) is not None:
            os.kill(server, signal.SIGKILL)
        self.log.close()

    def output(self) -> str:
        """Return what the container has printed so far."""
        self.log.seek(0)
        return self.log.read()


def main() -> None:
    """Run the whole test; exit 1 at the first thing that is not as it should be."""
    if os.geteuid() != 0 or not shutil.which("buildah"):
        sys.exit("container_test needs root and buildah (Debian: apt install buildah debootstrap)")
    with workplace() as work:
        builder = Builder(work)
        say("building the image …")
        config = builder.build()
        data, port = work / "data", free_port()
        for name in FOLDERS:
            (data / name).mkdir(parents=True)
        with Container(builder, config, data, port) as first:
            expect_dropped_rights(first.server())
            token, order = place_order(first)
            first.stop()
        with Container(builder, config, data, port) as again:
            found = call(port, "GET", "/api/orders", token=token)["orders"]
            expect(order in [row["id"] for row in found], "the order is there after a new start")
            again.stop()
        expect_owner(data)
    say("the container works")


@contextmanager
def workplace() -> Iterator[Path]:
    """Give a folder for the storage and the data, gone afterwards."""
    work = Path(tempfile.mkdtemp(prefix="tableorder-container-"))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def place_order(container: Container) -> tuple[str, int]:
    """Seed the demo store beside the running server and order as its table 1."""
    seeded = container.run("flask", "seed-demo")
    expect(seeded.returncode == 0, f"the demo store is seeded {seeded.stderr}")
    port = container.port
    pairing = {"store_code": "demo", "table_number": 1, "pin": "0000"}
    token = call(port, "POST", "/api/auth/table", pairing)["access_token"]
    item = first_plain_item(call(port, "GET", "/api/menus", token=token)["categories"])
    body = {"items": [{"menu_id": item["id"], "quantity": 2}], "expected_total": 2 * item["price"]}
    order = call(port, "POST", "/api/orders", body, token=token, key="container-test")
    order = order.get("order", order)
    say(f"order {order['number']} is placed")
    return token, int(order["id"])


def first_plain_item(categories: list[dict[str, Any]]) -> Any:
    """Return the first item that can be ordered without choosing options."""
    for category in categories:
        for item in category["items"]:
            asks = any(group["min_select"] for group in item["option_groups"])
            if item["is_available"] and not item["is_sold_out"] and not asks:
                return item
        if found := first_plain_item(category.get("children", [])):
            return found
    return {}


def call(
    port: int, method: str, path: str, body: Any = None, *, token: str = "", key: str = ""
) -> Any:
    """Send one request of the API and return its answer."""
    headers = {"Content-Type": "application/json"}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {"Idempotency-Key": key} if key else {}
    data = json.dumps(body).encode() if body is not None else None
    url = f"http://127.0.0.1:{port}{path}"
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")


def expect_dropped_rights(pid: int | None) -> None:
    """Prove that the server is not root, holds no capability and cannot get any."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    expect("0" not in status["Uid"].split(), f"the server runs as user {status['Uid'].split()[0]}")
    rights = [status[name] for name in ("CapPrm", "CapEff", "CapBnd")]
    expect(all(int(right, 16) == 0 for right in rights), "the server holds no capability")
    expect(status["NoNewPrivs"].strip() == "1", "the server cannot gain any")


def expect_owner(data: Path) -> None:
    """Prove that the files are in the mounted folders and all belong to the server."""
    files = [path for name in FOLDERS for path in (data / name).rglob("*") if path.is_file()]
    expect({"app.db", "jwt_secret"} <= {path.name for path in files}, "the data lies outside")
    strangers = [path for path in files if path.stat().st_uid == 0]
    expect(not strangers, f"no file belongs to root {strangers or ''}")


def family_tree() -> dict[int, list[int]]:
    """Return every process's children."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    return {parent: sorted(pids) for parent, pids in children.items()}


def wait_for(condition: Callable[[], bool], *, seconds: float, what: Callable[[], str]) -> None:
    """Wait until the condition holds; exit 1 with `what()` when it takes too long."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            sys.exit(f"not within {seconds} s:\n{what()}")
        time.sleep(0.3)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def expect(holds: bool, what: str) -> None:
    """Say that something holds, or exit 1."""
    if not holds:
        sys.exit(f"container_test: not so: {what}")
    say(what)


def say(text: str) -> None:
    """Print a line at once."""
    print(f"container: {text}", flush=True)


if __name__ == "__main__":
    main()
