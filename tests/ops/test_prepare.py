"""A start prepares what is missing, keeps what is there, and says in a sentence what stops it."""

from __future__ import annotations

import re
import socket
import stat

from tests.ops.conftest import Installation


def test_the_first_start_makes_a_secret_that_only_the_owner_reads(
    installation: Installation,
) -> None:
    assert installation.prepare().returncode == 0
    secret = installation.folder / "instance" / "jwt_secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert re.fullmatch(r"[0-9a-f]{64}\n", secret.read_text())


def test_a_second_start_keeps_the_secret(installation: Installation) -> None:
    installation.prepare()
    secret = installation.folder / "instance" / "jwt_secret"
    before = secret.read_text()
    assert installation.prepare().returncode == 0
    assert secret.read_text() == before


def test_a_chosen_secret_is_not_joined_by_a_file(installation: Installation) -> None:
    done = installation.prepare(JWT_SECRET_KEY="kT9wq-3Zr7LmXv0pBn5cYd8sHf2jGa6u")
    assert done.returncode == 0, done.stderr
    assert not (installation.folder / "instance" / "jwt_secret").exists()


def test_a_named_secret_file_that_is_missing_stops_the_start(installation: Installation) -> None:
    done = installation.prepare(JWT_SECRET_KEY_FILE="instance/elsewhere")
    assert done.returncode == 1
    assert "JWT_SECRET_KEY" in done.stderr
    assert not (installation.folder / "instance" / "elsewhere").exists()


def test_all_faulty_settings_are_named_at_once(installation: Installation) -> None:
    done = installation.prepare(LOG_LEVEL="LOUD", CACHE_TTL="soon")
    assert done.returncode == 1
    assert "LOG_LEVEL" in done.stderr
    assert "CACHE_TTL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_named(installation: Installation) -> None:
    (installation.folder / "logs").write_text("a file where the folder should be")
    done = installation.prepare()
    assert done.returncode == 1
    assert f"{installation.folder / 'logs'}: the folder is not writable" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_named_with_the_way_out(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        done = installation.prepare("gunicorn", "wsgi:app")
    assert done.returncode == 1
    assert f"Port {installation.port} is taken" in done.stderr
    assert f"PORT={installation.port + 1} make run" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_said(installation: Installation) -> None:
    done = installation.prepare(DATABASE_URL="postgresql://someone:secret-word@127.0.0.1:1/none")
    assert done.returncode == 1
    assert "The database does not answer" in done.stderr
    assert "secret-word" not in done.stderr
    assert "Traceback" not in done.stderr
