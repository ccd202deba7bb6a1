"""What the pages' forms share: texts that were typed, and the sentence at each field with a fault.

A field has the name that the schema's fault has as its path. Values that cannot be read go on as
texts: the schema says why.
"""

from __future__ import annotations

from flask import redirect, request
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from tableorder.errors import AppError, Invalid

Values = MultiDict[str, str]


class Form:
    """What a form shows: values as texts, and the sentence at each field that has a fault."""

    def __init__(self, values: Values, error: AppError | None = None, *, at: str = "") -> None:
        self.values = values
        self.errors: dict[str, str] = {}
        self.refusal = error
        if isinstance(error, Invalid):
            for fault in error.fields:
                self.errors[fault.path] = gettext(fault.message, **fault.params)
        elif error:
            self.errors[at] = gettext(error.message, **error.params)

    def get(self, name: str) -> str:
        """Return a field's text."""
        return self.values.get(name, "")

    def all(self, name: str) -> list[str]:
        """Return everything that is chosen under a name."""
        return self.values.getlist(name)

    def error(self, name: str) -> str | None:
        """Return the sentence for a field or anything below it."""
        below = (text for path, text in self.errors.items() if path.startswith(f"{name}."))
        return self.errors.get(name) or next(below, None)

    def rows(self, name: str, spare: int) -> range:
        """Return the indexes of the rows under a name, and some empty ones after them."""
        return range(len(row_numbers(self.values, name)) + spare)


def lead_to(url: str) -> Response:
    """Lead on after a form was taken.

    A script that sent the form goes there by itself: following a redirect, it would not learn where
    on the page to look.
    """
    if request.headers.get("X-Sent-By") == "script":
        return Response(status=204, headers={"Location": url})
    return redirect(url, code=303)


def read_whole(text: str) -> int | str | None:
    """Read a whole number; nothing is None, and what is no number stays a text."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else text or None


def row_numbers(values: Values, name: str) -> list[int]:
    """List the numbers of the rows that a form holds under `name`, in the order of the page."""
    found = dict.fromkeys(key.split(".")[1] for key in values if key.startswith(f"{name}."))
    return [int(text) for text in found if text.isascii() and text.isdigit() and len(text) < 12]
