"""The menu's answers, as the API document tells them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import RootModel

from tableorder.auth.vocabulary import Language
from tableorder.menu.schemas import Span
from tableorder.menu.vocabulary import Allergen, Label
from tableorder.web import Answer


class Picture(Answer):
    """Addresses of a picture's three widths (320, 640, 1280 px), and the size of the largest.

    `placeholder` is a blurred miniature as a data URI, to be shown until the picture is there.
    """

    small: str
    medium: str
    large: str
    width: int
    height: int
    placeholder: str | None


class GuestChoice(Answer):
    """A choice in one language; `menu_id` is the item that it stands for in a set.

    One with option groups of its own is ordered as a part.
    """

    id: int
    name: str
    price_delta: int
    is_default: bool
    is_sold_out: bool
    is_available: bool
    menu_id: int | None
    option_groups: list[GuestGroup]


class GuestGroup(Answer):
    """An option group in one language; the `free_quantity` dearest choices cost nothing."""

    id: int
    name: str
    min_select: int
    max_select: int
    free_quantity: int
    choices: list[GuestChoice]


class GuestItem(Answer):
    """An item in one language, as it can be ordered now."""

    id: int
    name: str
    description: str
    price: int
    image: Picture | None
    is_sold_out: bool
    is_available: bool
    unavailable_reason: Literal["sold_out", "hours", "paused"] | None
    unavailable_note: str
    labels: list[Label]
    spicy: int
    allergens: list[Allergen]
    origin: str
    option_groups: list[GuestGroup]


class GuestCategory(Answer):
    """A category in one language; those of the second level have no children."""

    id: int
    name: str
    position: int
    children: list[GuestCategory]
    items: list[GuestItem]


class GuestMenuOut(Answer):
    """The menu in one language.

    At `changes_at` it changes by itself. `pause_message` is null while orders are taken, else what
    the store tells its guests of it; none are taken from `last_order_at` to the end of the business
    day. `order_gap` is in minutes between two orders of a table, `order_limit` in portions of an
    order; 0 is no limit.
    """

    version: int
    currency: str
    changes_at: datetime
    pause_message: str | None
    last_order_at: datetime | None
    is_past_last_order: bool
    order_gap: int
    order_limit: int
    categories: list[GuestCategory]


class StationOut(Answer):
    """A place of the kitchen; an order waits long there after `warn_after` minutes.

    What a paused one cooks cannot be ordered.
    """

    id: int
    name: str
    warn_after: int
    late_after: int
    position: int
    is_paused: bool
    pause_message: str


class StationsOut(Answer):
    """All stations in order; the first cooks what no other does."""

    stations: list[StationOut]


class CategoryOut(Answer):
    """A category in all languages."""

    id: int
    parent_id: int | None
    station_id: int | None
    name: dict[Language, str]
    position: int
    is_visible: bool
    hours: list[Span]


class ItemOut(Answer):
    """An item with everything that is known of it, in all languages."""

    id: int
    category_id: int
    station_id: int | None
    name: dict[Language, str]
    description: dict[Language, str]
    origin: dict[Language, str]
    price: int
    is_free_confirmed: bool
    image: Picture | None
    is_visible: bool
    is_sold_out: bool
    sold_out_until: date | None
    stock: int | None
    daily_stock: list[int | None]
    hours: list[Span]
    labels: list[Label]
    spicy: int
    allergens: list[Allergen]
    position: int
    option_group_ids: list[int]


class ChoiceOut(Answer):
    """A choice in all languages; one that stands for an item has no name of its own."""

    id: int
    menu_id: int | None
    name: dict[Language, str]
    price_delta: int
    is_default: bool
    is_sold_out: bool
    sold_out_until: date | None
    stock: int | None
    option_group_ids: list[int]


class GroupOut(Answer):
    """An option group in all languages."""

    id: int
    name: dict[Language, str]
    min_select: int
    max_select: int
    free_quantity: int
    position: int
    choices: list[ChoiceOut]


class EditMenuOut(Answer):
    """Everything, in all languages, for those who keep the menu."""

    version: int
    currency: str
    languages: list[str]
    categories: list[CategoryOut]
    items: list[ItemOut]
    option_groups: list[GroupOut]


class MenuOut(RootModel[GuestMenuOut | EditMenuOut]):
    """The menu in the reader's language, or with `view=edit` everything."""


class SaleEntry(Answer):
    """A dish or choice in one language; `until` is null where nobody marked it for today alone."""

    id: int
    name: str
    is_sold_out: bool
    until: Literal["tomorrow"] | None
    stock: int | None


class SaleSection(Answer):
    """A category with its dishes, or an option group with its choices."""

    kind: Literal["items", "choices"]
    name: str
    entries: list[SaleEntry]


class SaleOut(Answer):
    """What is sold out and how much is left, of all that guests may see."""

    version: int
    sections: list[SaleSection]


class CategoriesOut(Answer):
    """All categories in order."""

    categories: list[CategoryOut]


class GroupsOut(Answer):
    """All option groups in order."""

    option_groups: list[GroupOut]


class ImportedRow(Answer):
    """A row of the menu that an import adds (without an id) or removes."""

    kind: Literal["stations", "categories", "option_groups", "items", "choices"]
    id: int | None
    name: str


class ImportedField(Answer):
    """A field that an import changes, its values as a spreadsheet writes them."""

    name: str
    label: str
    before: str
    after: str


class ChangedRow(ImportedRow):
    """A row of the menu that an import changes."""

    fields: list[ImportedField]


class FindingOut(Answer):
    """One thing that is wrong with the menu, told in the reader's language, and where it is.

    `key` tells it from all others, also when texts change.
    """

    code: str
    severity: Literal["blocks", "warns"]
    message: str
    kind: Literal["item", "option_group", "category"]
    id: int
    key: str


class ImportOut(Answer):
    """What an import changes, or would change. `version` is the menu's before it.

    `encoding` is that of a sheet: utf-8-sig, cp949 or utf-16. `left` counts what keeps another
    count or sold-out mark than the file tells. `findings`: what a dry run's file would make wrong.
    """

    is_applied: bool
    version: int
    encoding: str | None
    added: list[ImportedRow]
    changed: list[ChangedRow]
    removed: list[ImportedRow]
    reordered: list[str]
    left: int
    findings: list[FindingOut]


class FindingsOut(Answer):
    """What is wrong with the menu; what blocks ordering stands first."""

    findings: list[FindingOut]
