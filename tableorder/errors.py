"""The errors that use cases raise: code, sentence to translate, parameters.

No Flask and no HTTP status in here; `web.py` makes an answer of an error,
in the reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar


def N_(message: str) -> str:  # noqa: N802 -- gettext's own name for "mark for translation"
    """Mark a sentence for extraction; it is translated where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence inside an error's details, translated where it is shown.

    Parameters that are language maps are told in the reader's language.
    """

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)


class AppError(Exception):
    """Something that a caller asked for and that cannot be done; subclasses say why.

    `params` fill the sentence's %(name)s places; `details` go to programs, with each Sentence and
    language map in them told in the reader's language.
    """

    code: ClassVar[str] = "ERROR"
    message: ClassVar[str] = N_("That did not work.")

    def __init__(self, *, details: Mapping[str, Any] | None = None, **params: Any) -> None:
        super().__init__(self.code)
        self.params = params
        self.details = dict(details or {})


class BadRequest(AppError):
    """The request could not be read at all."""

    code = "BAD_REQUEST"
    message = N_("This request could not be read.")


class HeaderMissing(BadRequest):
    """A header that this route needs is absent or malformed."""

    code = "HEADER_MISSING"
    message = N_("The header %(header)s is missing or malformed.")


class NotSignedIn(AppError):
    """Nobody is known to be asking; `kind` is the sign-in that would help: staff or table."""

    code = "NOT_SIGNED_IN"
    message = N_("Please sign in first.")

    def __init__(self, kind: str = "staff") -> None:
        super().__init__()
        self.kind = kind


class Forbidden(AppError):
    """Known, but not theirs to do."""

    code = "FORBIDDEN"
    message = N_("You may not do this.")


class MethodNotAllowed(AppError):
    """This address is there, but not for this method."""

    code = "METHOD_NOT_ALLOWED"


class NotFound(AppError):
    """No such thing, or another store's."""

    code = "NOT_FOUND"
    message = N_("There is nothing here.")


class Conflict(AppError):
    """The present state does not allow it."""

    code = "CONFLICT"
    message = N_("Something changed in the meantime. Please look again.")


class RowChanged(Conflict):
    """What a form shows was changed by someone else since it was opened."""

    code = "ROW_CHANGED"
    message = N_("Somebody else changed this meanwhile. Look at what changed, then save again.")


class Gone(AppError):
    """The table session of the asking device has ended."""

    code = "SESSION_CLOSED"
    message = N_("This table's visit has ended. Scan the code on the table to begin again.")


class TooLarge(AppError):
    """The body is larger than this route takes."""

    code = "TOO_LARGE"
    message = N_("This is too large.")


class UnsupportedMedia(AppError):
    """The body is of a kind that this route does not take."""

    code = "UNSUPPORTED_MEDIA_TYPE"
    message = N_("This kind of content is not accepted here.")


class Invalid(AppError):
    """The request's shape is wrong; `fields` says where: {path, code, message, params?}."""

    code = "INVALID"
    message = N_("Some fields need another look.")

    def __init__(self, fields: list[FieldFault] | None = None) -> None:
        super().__init__()
        self.fields = fields or []


class FieldFault:
    """One fault of one field: where, which, and a sentence to translate (as a Sentence is)."""

    def __init__(self, path: str, code: str, message: str, **params: Any) -> None:
        self.path, self.code, self.message, self.params = path, code, message, params


def refuse(faults: list[FieldFault]) -> None:
    """Raise Invalid when there is any fault."""
    if faults:
        raise Invalid(faults)


def require_as_seen(seen: object | None, now: object, names: Iterable[str]) -> None:
    """Raise RowChanged unless these values of a row are those that were seen; None saw nothing."""
    if seen is not None and any(getattr(seen, name) != getattr(now, name) for name in names):
        raise RowChanged


class TooManyRequests(AppError):
    """Slowed down; `retry_after` is in whole seconds."""

    code = "TOO_MANY_REQUESTS"
    message = N_("Too many attempts. Please try again in %(seconds)s seconds.")

    def __init__(self, retry_after: int) -> None:
        super().__init__(seconds=retry_after)
        self.retry_after = retry_after


class Unavailable(AppError):
    """The server cannot take this right now; trying again helps."""

    code = "UNAVAILABLE"
    message = N_("The server is busy. Please try again in a moment.")
    retry_after = 2


class DiskFull(AppError):
    """No room is left to store anything."""

    code = "DISK_FULL"
    message = N_("The server's disk is full. Please tell the person who runs it.")


class InternalError(AppError):
    """A fault of ours; what it was stands in the log under the request id."""

    code = "INTERNAL"
    message = N_("Something went wrong on our side. Nothing was lost; please try again.")
