"""Texts of the menu: bounded, clean, and in the languages that a menu can speak."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from tableorder.auth.vocabulary import Language
from tableorder.web import plain_line


def plain_lines(text: str) -> str:
    """Return trimmed text of several lines, each as `web.plain_line` makes it."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    return "\n".join(plain_line(line) for line in lines)


def _at_most(limit: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text) > limit:
            raise PydanticCustomError(
                "string_too_long", "at most {max_length} characters", {"max_length": limit}
            )
        return text

    return AfterValidator(check)


def _without_empty(texts: dict[Language, str]) -> dict[Language, str]:
    return {language: text for language, text in texts.items() if text}


# What people see is counted when it is clean; the outer bound spares the cleaning of a huge text.
_Raw = Annotated[str, Field(max_length=10_000)]
_Line100 = Annotated[_Raw, AfterValidator(plain_line), _at_most(100)]
_Lines500 = Annotated[_Raw, AfterValidator(plain_lines), _at_most(500)]
_Lines1000 = Annotated[_Raw, AfterValidator(plain_lines), _at_most(1000)]

Name = Annotated[dict[Language, _Line100], AfterValidator(_without_empty)]
Description = Annotated[dict[Language, _Lines500], AfterValidator(_without_empty)]
Origin = Annotated[dict[Language, _Lines1000], AfterValidator(_without_empty)]
