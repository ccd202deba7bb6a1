"""The third-party files that lie in the tree are those that the lock names, with their licences."""

import hashlib
import json
from base64 import b64encode
from pathlib import Path

ROOT = Path(__file__).parents[3]
FOLDERS = ("tableorder/static/vendor", "tests/vendor")


def locked_packages():
    return json.loads((ROOT / "frontend/vendor.lock.json").read_text("utf-8"))["packages"]


def sha384(path):
    return "sha384-" + b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()


def test_every_vendored_file_is_what_the_lock_says():
    locked = {
        name: sum_ for package in locked_packages() for name, sum_ in package["files"].items()
    }
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    assert {str(path.relative_to(ROOT)): sha384(path) for path in found} == locked


def test_every_vendored_package_is_pinned_and_carries_its_licence():
    pins = json.loads((ROOT / "frontend/package.json").read_text("utf-8"))["devDependencies"]
    for package in locked_packages():
        assert pins[package["name"]] == package["version"]
        assert package["licence"]
        assert any("/licences/" in name for name in package["files"])


def test_the_package_lock_names_no_registry():
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text("utf-8"))
    hosts = {entry.get("resolved", "") for entry in lock["packages"].values()}
    assert hosts <= {""} or all(
        host.startswith("https://registry.npmjs.org/") for host in hosts if host
    )
    assert all("integrity" in entry for name, entry in lock["packages"].items() if name)
