"""Requests and answers of the menu's list: how it is arranged, and what is done to many items."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tableorder.menu.schemas import LARGEST_PRICE, Id, unique
from tableorder.web import Answer, Request

Own = Annotated[list[Id], Field(max_length=5000), AfterValidator(unique)]


class ChildPlace(Request):
    """A category of the second level and its items, in order."""

    id: Id
    item_ids: Own


class TopPlace(ChildPlace):
    """A category of the first level, its own items, and the categories below it, in order."""

    children: Annotated[list[ChildPlace], Field(max_length=1000)] = Field(default_factory=list)


def _once(tops: list[TopPlace]) -> list[TopPlace]:
    places = [place for top in tops for place in (top, *top.children)]
    unique([place.id for place in places])
    unique([*chain.from_iterable(place.item_ids for place in places)])
    return tops


class Watched(Request):
    """With `anyway`, a change that takes something from guests is refused as `WOULD_BREAK`.

    The refusal names it in `details.findings`; `anyway` lists the keys of those that were seen.
    """

    anyway: (
        Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=5000)] | None
    ) = None


class Arrangement(Watched):
    """Where every category and item stands; `mark` is that of the arrangement it was made from."""

    mark: Annotated[str, Field(max_length=64)]
    categories: Annotated[list[TopPlace], Field(max_length=1000), AfterValidator(_once)]


class ChildPlaceOut(Answer):
    """A category of the second level and its items, in order."""

    id: int
    item_ids: list[int]


class TopPlaceOut(ChildPlaceOut):
    """A category of the first level, its own items, and the categories below it, in order."""

    children: list[ChildPlaceOut]


class ArrangementOut(Answer):
    """How the menu is arranged; `mark` is sent back with the next arrangement."""

    mark: str
    categories: list[TopPlaceOut]


class Items(Request):
    """The items that something is done to."""

    ids: Annotated[Own, Field(min_length=1)]


class Prices(Items):
    """By how much prices change: `basis_points` (100 are 1 %) or `amount`, rounded to `step`.

    Half a step is rounded up. `dry_run` changes nothing and tells what would be. With `before`,
    the price that was seen of each of `ids`, nothing changes when one is another by now.
    """

    amount: Annotated[int, Field(ge=-LARGEST_PRICE, le=LARGEST_PRICE)] = 0
    basis_points: Annotated[int, Field(ge=-10_000, le=1_000_000)] = 0
    step: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    dry_run: bool = False
    before: list[int] | None = None


class ItemsAvailability(Items):
    """Whether items are sold out, until it is changed or until the next business day."""

    is_sold_out: bool
    until: Literal["tomorrow"] | None = None


class ItemsVisibility(Items, Watched):
    """Whether guests see the items."""

    is_visible: bool


class ItemsCategory(Items, Watched):
    """The category that items move to."""

    category_id: Id


class RepricedOut(Answer):
    """An item with its price before and after."""

    id: int
    name: str
    before: int
    after: int


class PricesOut(Answer):
    """What happened to the prices or, with `dry_run`, what would."""

    is_applied: bool
    items: list[RepricedOut]


class Undo(Watched):
    """The change that is to be undone, which has to be the last one."""

    change_id: Id


class MenuChangeOut(Answer):
    """A change of the menu, told in the reader's language."""

    id: int
    message: str
    at: datetime


class LastMenuChangeOut(Answer):
    """The last change of the menu that can be undone."""

    change: MenuChangeOut | None
