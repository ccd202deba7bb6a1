"""Typed settings, read once at the start from the environment and `.env`.

All faults are reported together, each under the name of its variable. Nothing else in the package
reads the environment.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
DATABASE_FORM = "must look like postgresql://user:password@host/name"
EXAMPLE_SECRETS = frozenset({"change-me", "changeme", "secret", "your-secret-key", "example"})
PICTURE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/avif", "image/heic"})


class SettingsError(Exception):
    """The settings cannot be used; `problems` holds one sentence for each fault."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _from_root(path: Path) -> Path:
    return path if path.is_absolute() else ROOT / path


def _exact_origins(origins: tuple[str, ...]) -> tuple[str, ...]:
    for origin in origins:
        scheme, _, rest = origin.partition("://")
        if scheme not in {"http", "https"} or not rest or "/" in rest or "*" in rest:
            raise ValueError("each origin must look like https://example.com, without a path or *")
    return origins


def _public_url(url: str | None) -> str | None:
    if not url:
        return None
    if not url.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return url.rstrip("/")


def _known_database(url: SecretStr | None) -> SecretStr | None:
    if url is not None and not _is_known_database(url.get_secret_value()):
        raise ValueError(DATABASE_FORM)
    return url


def _is_known_database(url: str) -> bool:
    try:
        return make_url(url).get_backend_name() in {"sqlite", "postgresql", "postgres"}
    except ArgumentError:
        return False


def _picture_types(types: tuple[str, ...]) -> tuple[str, ...]:
    if any(kind != "image/*" and kind not in PICTURE_TYPES for kind in types):
        raise ValueError("may hold image/* or " + ", ".join(sorted(PICTURE_TYPES)))
    return types


def _log_level(level: str) -> str:
    if level.upper() not in {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"}:
        raise ValueError("must be DEBUG, INFO, WARNING, ERROR or CRITICAL")
    return level.upper()


def _dated(path: Path) -> Path:
    if "{date}" not in path.name:
        raise ValueError("the file name must hold {date}")
    return _from_root(path)


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
RootedPath = Annotated[Path, AfterValidator(_from_root)]


class Settings(BaseSettings):
    """What the owner of an installation can set; the field's name in capitals is the variable."""

    model_config = SettingsConfigDict(
        env_file=ROOT / ".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    jwt_secret_key: SecretStr | None = None
    jwt_secret_key_file: RootedPath = ROOT / "instance" / "jwt_secret"
    database_url: Annotated[SecretStr | None, AfterValidator(_known_database)] = None
    database_url_file: RootedPath | None = None
    db_file_path: RootedPath = ROOT / "instance" / "app.db"
    redis_url: SecretStr | None = None
    db_pool_min_size: int = Field(default=10, ge=1, le=1000)
    db_pool_max_size: int = Field(default=20, ge=1, le=1000)
    db_connection_timeout: int = Field(default=30, ge=1, le=600)
    db_idle_timeout: int = Field(default=300, ge=1)
    upload_dir: RootedPath = ROOT / "uploads" / "menu-images"
    max_file_size: int = Field(default=5 * 1024 * 1024, ge=1024, le=100 * 1024 * 1024)
    allowed_mime_types: Annotated[Words, AfterValidator(_picture_types)] = ("image/*",)
    log_level: Annotated[str, AfterValidator(_log_level)] = "INFO"
    log_file_path: Annotated[Path, AfterValidator(_dated)] = ROOT / "logs" / "app-{date}.log"
    log_retention_days: int = Field(default=30, ge=1)
    cache_ttl: int = Field(default=300, ge=0)
    sse_heartbeat_interval: int = Field(default=30, ge=2, le=300)
    max_streams: int = Field(default=1000, ge=1)
    cors_origins: Annotated[Words, AfterValidator(_exact_origins)] = ()
    public_url: Annotated[str | None, AfterValidator(_public_url)] = None
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    trusted_hosts: Words = ()
    history_retention_days: int = Field(default=365, ge=1)
    login_free_failures_per_account: int = Field(default=5, ge=1)
    login_free_failures_per_address: int = Field(default=30, ge=1)
    login_failure_window: int = Field(default=900, ge=1)
    orders_per_minute: int = Field(default=300, ge=1)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)

    @classmethod
    def from_env(cls, **overrides: Any) -> Self:
        """Read environment and `.env`; raise SettingsError naming every faulty variable at once."""
        try:
            settings = cls(**overrides)
        except ValidationError as error:
            raise SettingsError(cls._all_problems(error, overrides)) from None
        problems = settings.problems()
        if problems:
            raise SettingsError(problems)
        return settings

    @classmethod
    def _all_problems(cls, error: ValidationError, overrides: dict[str, Any]) -> list[str]:
        """List the faults of single fields, then what the sound fields show together."""
        faulty = {str(fault["loc"][0]) for fault in error.errors()}
        defaults = {name: cls.model_fields[name].default for name in faulty}
        rest = cls(**{**overrides, **defaults}).problems()
        unsaid = [line for line in rest if not any(name.upper() in line for name in faulty)]
        return [*map(_sentence, error.errors()), *unsaid]

    def problems(self) -> list[str]:
        """List what is wrong beyond a single field: the secret, the pool, files that are named."""
        found = []
        if self.db_pool_max_size < self.db_pool_min_size:
            found.append("DB_POOL_MAX_SIZE: must not be below DB_POOL_MIN_SIZE")
        if self.database_url_file and not self.database_url_file.is_file():
            found.append("DATABASE_URL_FILE: there is no such file")
        elif not self.database_url and not _is_known_database(self.database_uri):
            found.append(f"DATABASE_URL_FILE: {DATABASE_FORM}")
        fault = self._secret_fault()
        return [*found, fault] if fault else found

    def _secret_fault(self) -> str | None:
        name = "JWT_SECRET_KEY" if self.jwt_secret_key else "JWT_SECRET_KEY_FILE"
        if not self.jwt_secret_key and not self.jwt_secret_key_file.is_file():
            return (
                "JWT_SECRET_KEY: no secret is set and JWT_SECRET_KEY_FILE does not exist; "
                "`make run` creates one, or: python -m tableorder.prepare"
            )
        secret = self.secret_key
        if len(secret) < SHORTEST_SECRET or secret.lower() in EXAMPLE_SECRETS:
            return f"{name}: needs at least {SHORTEST_SECRET} characters that nobody can guess"
        if len(set(secret)) < 8 or any(word in secret.lower() for word in ("change", "example")):
            return f"{name}: is an example value; use one of your own"
        return None

    @property
    def secret_key(self) -> str:
        """The key that signs tokens, from the variable or else from its file."""
        if self.jwt_secret_key:
            return self.jwt_secret_key.get_secret_value()
        return self.jwt_secret_key_file.read_text(encoding="utf-8").strip()

    @property
    def database_uri(self) -> str:
        """The SQLAlchemy address of the database; SQLite at `db_file_path` unless one is set."""
        url = self.database_url.get_secret_value() if self.database_url else ""
        if not url and self.database_url_file:
            url = self.database_url_file.read_text(encoding="utf-8").strip()
        if not url:
            return f"sqlite:///{self.db_file_path}"
        scheme, _, rest = url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url

    def flask_config(self) -> dict[str, Any]:
        """Return what Flask and its extensions want to be told."""
        return {
            "SECRET_KEY": self.secret_key,
            "JWT_SECRET_KEY": self.secret_key,
            "JWT_TOKEN_LOCATION": ["headers", "cookies"],
            "JWT_COOKIE_CSRF_PROTECT": True,
            "SQLALCHEMY_DATABASE_URI": self.database_uri,
            # Werkzeug's own limits are off or too wide; a picture and its form fit in here.
            "MAX_CONTENT_LENGTH": self.max_file_size + 64 * 1024,
            "MAX_FORM_MEMORY_SIZE": 500_000,
            "MAX_FORM_PARTS": 1000,
            "RATELIMIT_STORAGE_URI": self.redis_uri or "memory://",
            "RATELIMIT_HEADERS_ENABLED": False,
        }

    @property
    def redis_uri(self) -> str | None:
        """The address of Redis, or None without one."""
        return self.redis_url.get_secret_value() if self.redis_url else None

    @property
    def uses_sqlite(self) -> bool:
        """True for the embedded default."""
        return self.database_uri.startswith("sqlite")


def create_secret(path: Path) -> bool:
    """Write 32 random bytes as hex to `path`, mode 0600, unless it exists; say if it was made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secrets.token_hex(32) + "\n")
    return True


def _sentence(fault: Any) -> str:
    return f"{str(fault['loc'][0]).upper()}: {fault['msg'].removeprefix('Value error, ')}"
