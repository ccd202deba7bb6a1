"""What a store code, a user name and a password may look like. Pure: no database, no request."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import get_args
from zoneinfo import available_timezones

from tableorder.auth.vocabulary import Admission, Role
from tableorder.errors import N_, FieldFault

ROLES = get_args(Role)
ADMISSIONS = get_args(Admission)
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200
LONGEST_NAME = 100

_STORE_CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_USERNAME = re.compile(r"[\w.-]{2,40}")
_CURRENCY = re.compile(r"[A-Z]{3}")


def is_store_code(code: str) -> bool:
    """Tell whether any store could have this code."""
    return _STORE_CODE.fullmatch(code) is not None


def normal_username(username: str) -> str:
    """Return the one spelling under which a user name is kept and looked up."""
    return unicodedata.normalize("NFC", username.strip()).casefold()


def normal_password(password: str) -> str:
    """Return the one spelling of a password: keyboards compose Korean letters differently."""
    return unicodedata.normalize("NFC", password)


def check_store(*, code: str, name: str, timezone: str, currency: str) -> list[FieldFault]:
    """List what is wrong with a new store's values."""
    return list(_store_faults(code, name, timezone, currency))


def _store_faults(code: str, name: str, timezone: str, currency: str) -> Iterator[FieldFault]:
    if not is_store_code(code):
        yield FieldFault(
            "code", "STORE_CODE", N_("Use 1 to 40 small letters a–z, digits and hyphens.")
        )
    if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
        yield FieldFault("name", "NAME", N_("Needs 1 to 100 printable characters."))
    if timezone not in available_timezones():
        yield FieldFault("timezone", "TIMEZONE", N_("Must be a time zone such as Asia/Seoul."))
    if not _CURRENCY.fullmatch(currency):
        yield FieldFault("currency", "CURRENCY", N_("Must be a currency code such as KRW."))


def check_username(username: str) -> list[FieldFault]:
    """List what is wrong with a new user name, already normal."""
    if _USERNAME.fullmatch(username):
        return []
    sentence = N_("Use 2 to 40 letters, digits, dots, hyphens and underscores.")
    return [FieldFault("username", "USERNAME", sentence)]


def check_password(password: str) -> list[FieldFault]:
    """List what is wrong with a new password."""
    if len(password) < SHORTEST_PASSWORD:
        sentence = N_("A password needs at least %(min_length)s characters.")
        return [FieldFault("password", "TOO_SHORT", sentence, min_length=SHORTEST_PASSWORD)]
    if len(password) > LONGEST_PASSWORD:
        sentence = N_("A password has at most %(max_length)s characters.")
        return [FieldFault("password", "TOO_LONG", sentence, max_length=LONGEST_PASSWORD)]
    return []
