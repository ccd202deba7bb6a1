"""Settings: typed, checked as a whole before the start, every fault under its variable's name."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tableorder.settings import ROOT, Settings, SettingsError, create_secret

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of the developer's own shell and `.env` are not these tests' business."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def read(**values: Any) -> Settings:
    return Settings.from_env(_env_file=None, **{"jwt_secret_key": SECRET, **values})


def problems_of(**values: Any) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        read(**values)
    return raised.value.problems


BAD: list[tuple[str, Any]] = [
    ("db_pool_min_size", 0),
    ("db_pool_min_size", "many"),
    ("db_connection_timeout", "-1"),
    ("max_file_size", 10),
    ("max_file_size", "5MB"),
    ("allowed_mime_types", "image/*,text/html"),
    ("allowed_mime_types", "*/*"),
    ("log_level", "LOUD"),
    ("log_file_path", "logs/app.log"),
    ("log_retention_days", 0),
    ("cache_ttl", -1),
    ("sse_heartbeat_interval", 1),
    ("cors_origins", "*"),
    ("cors_origins", "https://a.example.com/path"),
    ("cors_origins", "a.example.com"),
    ("public_url", "order.example.com"),
    ("trusted_proxies", -1),
    ("history_retention_days", 0),
    ("port", 65536),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_a_bad_value_names_its_variable(name: str, value: Any) -> None:
    problems = problems_of(**{name: value})
    assert len(problems) == 1
    assert problems[0].startswith(f"{name.upper()}: ")


def test_all_faults_are_told_at_once() -> None:
    problems = problems_of(db_pool_min_size=0, log_level="LOUD", cors_origins="*", port=0)
    names = {problem.partition(":")[0] for problem in problems}
    assert names == {"DB_POOL_MIN_SIZE", "LOG_LEVEL", "CORS_ORIGINS", "PORT"}


def test_faults_between_fields_are_told_at_once(tmp_path: Path) -> None:
    problems = problems_of(
        db_pool_min_size=10,
        db_pool_max_size=5,
        database_url_file=tmp_path / "none",
        jwt_secret_key="short",
    )
    names = [problem.partition(":")[0] for problem in problems]
    assert names == ["DB_POOL_MAX_SIZE", "DATABASE_URL_FILE", "JWT_SECRET_KEY"]


def test_faults_of_both_kinds_are_told_at_once(tmp_path: Path) -> None:
    problems = problems_of(port=0, jwt_secret_key="short", database_url_file=tmp_path / "none")
    names = {problem.partition(":")[0] for problem in problems}
    assert names == {"PORT", "JWT_SECRET_KEY", "DATABASE_URL_FILE"}


def test_a_fault_that_follows_from_another_is_not_told() -> None:
    (problem,) = problems_of(db_pool_min_size=0, db_pool_max_size=5)
    assert problem.startswith("DB_POOL_MIN_SIZE: ")


def test_a_refused_value_is_not_repeated() -> None:
    assert "hunter2" not in " ".join(problems_of(port="hunter2", jwt_secret_key="hunter2"))


@pytest.mark.parametrize(
    "secret",
    [
        "short",
        "a" * 64,
        "please-change-me-please-change-me",
        "an-example-of-a-secret-of-32-letters",
    ],
)
def test_a_secret_that_can_be_guessed_is_refused(secret: str) -> None:
    (problem,) = problems_of(jwt_secret_key=secret)
    assert problem.startswith("JWT_SECRET_KEY: ")
    assert secret not in problem


def test_no_secret_at_all_is_refused(tmp_path: Path) -> None:
    (problem,) = problems_of(jwt_secret_key=None, jwt_secret_key_file=tmp_path / "none")
    assert problem.startswith("JWT_SECRET_KEY: ")


def test_a_secret_of_a_file_is_held_to_the_same(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("short\n")
    (problem,) = problems_of(jwt_secret_key=None, jwt_secret_key_file=file)
    assert problem.startswith("JWT_SECRET_KEY_FILE: ")


def test_a_created_secret_is_ours_alone_and_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "instance" / "secret"
    assert create_secret(file)
    made = read(jwt_secret_key=None, jwt_secret_key_file=file).secret_key
    assert len(bytes.fromhex(made)) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert not create_secret(file)
    assert file.read_text().strip() == made


def test_relative_paths_count_from_the_project() -> None:
    settings = read(db_file_path="data/x.db", upload_dir="pictures", log_file_path="l/{date}.log")
    assert settings.db_file_path == ROOT / "data/x.db"
    assert settings.upload_dir == ROOT / "pictures"
    assert settings.log_file_path == ROOT / "l/{date}.log"
    assert read(db_file_path="/srv/x.db").db_file_path == Path("/srv/x.db")


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_is_understood(scheme: str) -> None:
    settings = read(database_url=f"{scheme}://me@host/orders")
    assert settings.database_uri == "postgresql+psycopg://me@host/orders"
    assert not settings.uses_sqlite


def test_the_database_s_address_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("postgresql://me@host/orders\n")
    assert read(database_url_file=file).database_uri == "postgresql+psycopg://me@host/orders"


def test_without_an_address_the_database_is_embedded() -> None:
    assert read().database_uri == f"sqlite:///{ROOT}/instance/app.db"
    assert read().uses_sqlite


def test_environment_and_file_are_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=9000\nCACHE_TTL=7\nTRUSTED_HOSTS= a.example.com, b.example.com,\n")
    monkeypatch.setenv("PORT", "9001")
    monkeypatch.setenv("CACHE_TTL", "")
    settings = Settings.from_env(_env_file=file, jwt_secret_key=SECRET)
    assert settings.port == 9001
    assert settings.cache_ttl == 7  # an empty variable counts as none
    assert settings.trusted_hosts == ("a.example.com", "b.example.com")


def test_secrets_are_not_shown() -> None:
    settings = read(database_url="postgresql://me:hunter2@host/orders", redis_url="redis://:pw4@h")
    shown = f"{settings!r} {settings}"
    assert not [word for word in (SECRET, "hunter2", "pw4") if word in shown]


def test_a_start_says_all_faults_and_no_trace(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={"PATH": "", "JWT_SECRET_KEY": "short", "PORT": "0", "LOG_LEVEL": "LOUD"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert "PORT: " in done.stderr
    assert "LOG_LEVEL: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("url", ["garbage", "mysql://x", "://"])
def test_a_database_that_is_not_known_is_named(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL: must look like postgresql://"):
        Settings.from_env(_env_file=None, database_url=url)
