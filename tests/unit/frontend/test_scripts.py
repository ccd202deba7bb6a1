"""The pages' pure scripts, run by Node where there is one."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(shutil.which("node") is None, reason="no Node on this machine")
def test_scripts_pass_their_own_tests():
    files = sorted(str(path) for path in (ROOT / "tests/js").glob("*.test.js"))
    done = subprocess.run(
        ["node", "--test", *files], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout[-8000:]
