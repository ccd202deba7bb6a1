"""What routes say of themselves for the API document; `openapi.py` makes the document of it.

It notes and never checks: requests are validated by `web.parse_json` alone, so that every refusal
has the one shape of `ErrorAnswer`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, NamedTuple, cast

from pydantic import BaseModel
from spectree import Response, SpecTree

from tableorder.errors import AppError
from tableorder.security import Kind
from tableorder.web import Answer

__all__ = ["DOCUMENT", "ErrorAnswer", "Notes", "Response", "describe", "notes_of", "spec"]

View = Callable[..., Any]
DOCUMENT = "api/openapi.json"


class ErrorBody(Answer):
    """What went wrong: `code` for programs, `message` for people in their language."""

    code: str
    message: str
    details: dict[str, Any]
    request_id: str | None


class ErrorAnswer(Answer):
    """The one shape of every answer that is not a success."""

    error: ErrorBody


class Notes(NamedTuple):
    """What the library has no place for.

    `errors`: what this route refuses beyond what its shape tells. `may_be`: sign-ins that a public
    route takes notice of. `sends`: headers of its success. `media`: the kind of its success.
    """

    errors: tuple[type[AppError], ...] = ()
    may_be: tuple[Kind, ...] = ()
    sends: Mapping[str, str] = {}
    media: str = "application/json"


spec = SpecTree(
    "flask",
    path=DOCUMENT,
    mode="strict",
    annotations=False,
    # Its own pages load from another host; `docs.py` has ours.
    page_templates={},
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _parent, child: child,
    validation_error_model=ErrorAnswer,
)


def describe(
    *,
    json: type[BaseModel] | None = None,
    form: type[BaseModel] | None = None,
    query: type[BaseModel] | None = None,
    headers: type[BaseModel] | None = None,
    resp: Response | None = None,
    tags: list[str],
    **more: Any,
) -> Callable[[View], View]:
    """Describe a route in the document; `more` are fields of `Notes`.

    The library's own wrapper would read every answer whole, and a stream never ends: calls pass it
    by, and it finds what it noted along `__wrapped__`.
    """
    parts: dict[str, Any] = {
        "json": json, "form": form, "query": query, "headers": headers, "resp": resp, "tags": tags,
    }  # fmt: skip

    def decorate(view: View) -> View:
        note = spec.validate(skip_validation=True, operation_id=operation_id(view), **parts)

        @wraps(view)
        def described(*args: Any, **kwargs: Any) -> Any:
            return view(*args, **kwargs)

        marked = cast("Any", described)
        marked.__wrapped__ = note(view)
        marked.notes = Notes(**more)
        return described

    return decorate


def operation_id(view: View) -> str:
    """Name an operation as its view is named."""
    return str(view.__name__).removesuffix("_api")


def notes_of(view: View) -> Notes | None:
    """Return what `describe` noted, or None."""
    return getattr(view, "notes", None)
