"""Random identifiers. Nothing here is stored; callers pass the results on as plain strings."""

from __future__ import annotations

import secrets


def random_key(nbytes: int = 16) -> str:
    """Return a URL-safe random string that carries `nbytes` bytes of randomness."""
    return secrets.token_urlsafe(nbytes)


def random_digits(count: int) -> str:
    """Return `count` random decimal digits."""
    return f"{secrets.randbelow(10**count):0{count}d}"


def request_id() -> str:
    """Return a short id that ties an answer to its log lines."""
    return secrets.token_hex(8)
