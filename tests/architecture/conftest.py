"""What is walked here is the same on every database, so the embedded one serves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tableorder.settings import Settings
from tests.conftest import make_settings


@pytest.fixture
def settings(sqlite_template: Path, tmp_path: Path) -> Settings:
    shutil.copy(sqlite_template, tmp_path / "app.db")
    return make_settings(tmp_path)
