"""Requests and answers about calls for staff."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from tableorder.auth.vocabulary import Language
from tableorder.floor.schemas import Line, TableName
from tableorder.web import LARGEST_ID, Answer, Request

MOST_REASONS = 12


def _with_text(name: dict[Language, str]) -> dict[Language, str]:
    return {language: text for language, text in name.items() if text}


def _unique(reasons: list[CallReason]) -> list[CallReason]:
    if len({reason.key for reason in reasons}) < len(reasons):
        raise PydanticCustomError("repeated", "repeated")
    return reasons


class NewCall(Request):
    """What a guest calls for; `session_id` is the party that the page believes in."""

    reason: Annotated[str, Field(max_length=32)]
    session_id: Annotated[int, Field(ge=1, le=LARGEST_ID)] | None = None


class CallChange(Request):
    """Where a call goes on to."""

    status: Literal["acknowledged", "done"]


class CallReason(Request):
    """Something to call for: a key that stays, and its name in each language."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
    name: Annotated[dict[Language, Line], AfterValidator(_with_text)]


class CallReasons(Request):
    """Everything that guests may call for, in its order."""

    reasons: Annotated[
        list[CallReason], Field(min_length=1, max_length=MOST_REASONS), AfterValidator(_unique)
    ]


class ReasonOut(Answer):
    """Something to call for, in each language."""

    key: str
    name: dict[Language, str]


class ReasonList(Answer):
    """What guests may call for, in its order."""

    reasons: list[ReasonOut]


class CallOut(Answer):
    """A call."""

    id: int
    table: TableName
    session_id: int
    reason: str
    name: str
    status: Literal["open", "acknowledged", "done"]
    created_at: str
    acknowledged_at: str | None
    done_at: str | None


class CallList(Answer):
    """The calls that wait, with the number of the event that the list is up to."""

    calls: list[CallOut]
    seq: int
