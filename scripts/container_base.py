"""What a build of the image needs from the machine around it: a base and pip's settings.

Where no registry can be reached, a Debian tree made by debootstrap stands in for the base image; it
is kept in the user's cache folder. pip inside the build gets the settings and the certificate that
pip has outside, since a machine behind a proxy or a mirror cannot install without them.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tableorder"
PIP_SETTINGS = {"index-url", "extra-index-url", "proxy", "trusted-host", "timeout", "retries"}


def pip_files(work: Path) -> list[tuple[Path, str]]:
    """Write pip's outside settings into files for the build: (path outside, path inside)."""
    listed = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    found = dict(re.findall(r"^[^=]*\.([a-z-]+)='(.*)'$", listed, flags=re.MULTILINE))
    kept = {key: found[key] for key in sorted(PIP_SETTINGS & found.keys())}
    kept = {key: value for key, value in kept.items() if "file:" not in value}
    certificate = Path(found.get("cert") or os.environ.get("SSL_CERT_FILE", ""))
    files = []
    if certificate.is_file():
        kept["cert"] = "/etc/pip-certificate.pem"
        files.append((certificate.resolve(), kept["cert"]))
    config = work / "pip.conf"
    config.write_text("[global]\n" + "".join(f"{key} = {kept[key]}\n" for key in kept))
    return [*files, (config, "/etc/pip.conf")]


def debian_tree() -> Path:
    """Return a packed Debian 12 with its Python 3.11, made once and then kept."""
    packed = CACHE / f"python-3.11-slim-{platform.machine()}.tar"
    if packed.is_file():
        return packed
    if not shutil.which("debootstrap"):
        sys.exit("the base image's stand-in needs debootstrap (Debian: apt install debootstrap)")
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tableorder-base-") as work:
        tree, packages = Path(work) / "tree", "python3,python3-venv,ca-certificates"
        make = ["debootstrap", "--variant=minbase", f"--include={packages}", "bookworm", str(tree)]
        run_quietly(make)
        half = packed.with_suffix(".half")
        leave_out = [f"--exclude=./{name}" for name in ("dev/*", "proc/*", "sys/*", "var/cache/*")]
        run_quietly(["tar", "--create", f"--file={half}", f"--directory={tree}", *leave_out, "."])
        half.rename(packed)
    return packed


def run_quietly(command: list[str]) -> None:
    """Run a command whose output matters only when it fails."""
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(f"{result.stdout[-2000:]}{result.stderr[-2000:]}\nfailed: {' '.join(command)}")
