"""A menu file's JSON, strict and bounded: its rows may hold what the editing API takes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from tableorder.menu.schemas import (
    CategoryFields,
    Changing,
    ChoiceFields,
    GroupFields,
    Id,
    ItemFields,
    StationFields,
)
from tableorder.web import PlainText, Request

MOST_ROWS = 5000
"""Rows of a kind; the largest menus of chains have a tenth of it."""

_ABSENT: Any = None
"""The value of what a file does not say: that stays as it is."""

Section = Annotated[list[Any], Field(max_length=MOST_ROWS)]
FileName = Annotated[str, Field(min_length=1, max_length=200)]


class PictureFiles(Request):
    """Where a picture lies in the archive.

    A picture of one's own is `large` alone. What an export adds lets the same installation take
    its own files back as they are: `seal` proves that it made them.
    """

    large: FileName
    medium: FileName | None = None
    small: FileName | None = None
    width: Annotated[int, Field(ge=1, le=20_000)] | None = None
    height: Annotated[int, Field(ge=1, le=20_000)] | None = None
    placeholder: Annotated[str, Field(max_length=2000)] | None = None
    source: Annotated[str, Field(max_length=64)] | None = None
    seal: Annotated[str, Field(max_length=64)] | None = None


class StationRow(StationFields):
    """A station of a menu file."""

    id: Id | None = None


class CategoryRow(CategoryFields):
    """A category of a menu file."""

    id: Id | None = None


class GroupRow(GroupFields):
    """An option group of a menu file."""

    id: Id | None = None


class ItemRow(ItemFields):
    """An item of a menu file."""

    id: Id | None = None
    image: PictureFiles | None = None


class MenuFile(Changing):
    """A menu file around its rows, which `ROWS` describes; an absent section says nothing."""

    format: Literal["tableorder-menu"]
    version: Literal[1]
    store: Annotated[PlainText, Field(max_length=40)] | None = None
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")]
    languages: Annotated[list[str], Field(max_length=10)] = Field(default_factory=list)
    stations: Section = _ABSENT
    categories: Section = _ABSENT
    option_groups: Section = _ABSENT
    items: Section = _ABSENT


ROWS: dict[str, type[Request]] = {
    "stations": StationRow,
    "categories": CategoryRow,
    "option_groups": GroupRow,
    "choices": ChoiceFields,
    "items": ItemRow,
}
"""What a row of each kind may hold."""


def usual_values() -> dict[str, dict[str, Any]]:
    """Return by kind what a new row has where the file says nothing."""
    return {
        kind: {
            name: field.get_default(call_default_factory=True)
            for name, field in schema.model_fields.items()
            if name not in {"id", "choices"}
        }
        for kind, schema in ROWS.items()
    }
