"""Settings, `.env.example` and the READMEs name the same variables with the same defaults."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tableorder.settings import ROOT, Settings
from tests.conftest import SECRET

EXAMPLE = ROOT / ".env.example"
READMES = [ROOT / "README.md", ROOT / "README.ko.md"]
_line = re.compile(r"# ([A-Z][A-Z_]+)=(.*)")
_row = re.compile(r"\| *`([A-Z][A-Z_]+)` *\|([^|]*)\|([^|]*)\|")
_code = re.compile(r"`([^`]*)`")


def written(default: Any) -> str:
    """A default as one writes it into `.env`; nothing for none."""
    if default is None:
        return ""
    if isinstance(default, tuple):
        return ",".join(default)
    if isinstance(default, Path):
        return default.relative_to(ROOT).as_posix()
    return str(default)


def defaults() -> dict[str, str]:
    return {name.upper(): written(f.default) for name, f in Settings.model_fields.items()}


def rows_of(readme: Path) -> dict[str, str]:
    """The table's variables with what stands as code in the column of defaults."""
    rows = _row.findall(readme.read_text(encoding="utf-8"))
    return {name: next(iter(_code.findall(cell)), "") for name, cell, _ in rows}


def test_the_example_names_every_setting_with_its_default() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    assert dict(match.groups() for match in map(_line.fullmatch, lines) if match) == defaults()


def test_the_example_explains_every_setting_in_one_line() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for before, line in pairwise(lines):
        if _line.fullmatch(line):
            assert before.startswith("# "), line
            assert not _line.fullmatch(before), line


def test_copying_the_example_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = shutil.copy(EXAMPLE, tmp_path / ".env")
    for name in defaults():
        monkeypatch.delenv(name, raising=False)
    secret: dict[str, Any] = {"jwt_secret_key": SECRET}
    assert Settings(_env_file=copied, **secret) == Settings(_env_file=None, **secret)


def test_the_example_s_lines_are_good_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever takes away every # gets the defaults, for an empty value counts as none."""
    for name in defaults():
        monkeypatch.delenv(name, raising=False)
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    active = [match[0].removeprefix("# ") for match in map(_line.fullmatch, lines) if match]
    file = tmp_path / ".env"
    file.write_text("\n".join(active), encoding="utf-8")
    assert Settings(_env_file=file) == Settings(_env_file=None)


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readmes_tell_every_setting_with_its_default(readme: Path) -> None:
    assert rows_of(readme) == defaults()


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_readmes_tell_what_every_setting_means(readme: Path) -> None:
    rows = _row.findall(readme.read_text(encoding="utf-8"))
    assert [name for name, _default, meaning in rows if not meaning.strip()] == []
