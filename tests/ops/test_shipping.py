"""What is shipped keeps its promises: locks, image, compose file, folders, commands."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ["requirements.txt", "requirements-dev.txt"]


@pytest.fixture(scope="module")
def service() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["app"])


def lock_entries(name: str) -> list[str]:
    text = (ROOT / name).read_text()
    return [entry for entry in re.split(r"\n(?=\S)", text) if not entry.startswith("#")]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_and_hashed(lock: str) -> None:
    for entry in lock_entries(lock):
        assert "==" in entry, entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_a_host(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text()


def test_the_lock_holds_what_is_asked_for() -> None:
    lines = (ROOT / "requirements.in").read_text().splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    locked = {re.split(r"[=\[]", entry)[0]: entry for entry in lock_entries("requirements.txt")}
    for requirement in wanted:
        version = re.search(r"==([\w.]+)", locked[requirement.name])
        assert version, requirement
        assert version[1] in requirement.specifier, requirement


def test_tests_run_on_what_is_shipped() -> None:
    shipped, tested = ({entry.split()[0] for entry in lock_entries(lock)} for lock in LOCKS)
    assert shipped <= tested


def test_the_container_restarts_and_reports_its_health(service: dict[str, Any]) -> None:
    health = service["healthcheck"]
    assert service["restart"] == "unless-stopped"
    times = [health[key] for key in ("interval", "timeout", "retries", "start_period")]
    assert times == ["30s", "10s", 3, "40s"]


def test_data_outlives_the_container(service: dict[str, Any]) -> None:
    assert service["volumes"] == [
        "instance:/app/instance",
        "./uploads:/app/uploads",
        "./logs:/app/logs",
    ]


def test_the_image_and_compose_check_health_alike_without_curl(service: dict[str, Any]) -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    command = re.search(r"HEALTHCHECK .*\\\n\s+CMD (\[.*\])", dockerfile)
    assert command
    assert ["CMD", *yaml.safe_load(command[1])] == service["healthcheck"]["test"]
    assert "curl" not in dockerfile


def test_the_image_holds_nothing_of_this_installation() -> None:
    sent = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in sent
    assert not {"!.env", "!instance", "!uploads", "!logs"} & set(sent)


@pytest.mark.parametrize("folder", ["instance", "uploads", "logs"])
def test_the_folders_stay_in_the_tree_and_their_content_out_of_it(folder: str) -> None:
    assert (ROOT / folder / ".gitkeep").exists()
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert f"/{folder}/*" in ignored
    assert f"!/{folder}/.gitkeep" in ignored


def test_make_alone_lists_the_commands() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "dev", "lint", "fix", "typecheck", "i18n", "bench", "check"):
        assert f"make {target} " in listed
