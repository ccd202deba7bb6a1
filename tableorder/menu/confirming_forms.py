"""What a button of the lists takes from guests is shown and asked about before it is done."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from tableorder.menu.drafting_forms import ANYWAY, tell_blocks
from tableorder.menu.errors import WouldBreak
from tableorder.web import page, status_of

OWN = frozenset({ANYWAY, "csrf_token"})


def seen_findings() -> list[str]:
    """Return the keys of the findings that whoever sent this form has seen."""
    return request.form.get(ANYWAY, "").split(",")


def ask_first(refusal: WouldBreak, *, leave: str) -> ResponseReturnValue:
    """Show what the form that was sent would take from guests, to be sent again or left."""
    return page(
        "admin/confirm.html",
        status=status_of(refusal),
        fields={name: value for name, value in request.form.items() if name not in OWN},
        leave=leave,
        **tell_blocks(refusal),
    )
