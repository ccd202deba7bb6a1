"""The menu's requests, strict and bounded.

A change (`PATCH`) names only what it changes: `changes()` gives exactly those fields.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from tableorder.auth.schemas import Approval
from tableorder.menu.texts import Description, Name, Origin
from tableorder.menu.vocabulary import Allergen, Label
from tableorder.web import LARGEST_ID, PlainText, Request

LARGEST_PRICE = 100_000_000


def unique(values: list[Any]) -> list[Any]:
    """Refuse a list that holds a value twice."""
    if len(set(values)) < len(values):
        raise PydanticCustomError("repeated", "repeated")
    return values


def _day(value: Any) -> Any:
    """Read an ISO date: JSON has none of its own, so a text stands for it."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("string_pattern_mismatch", "not a date") from None


Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Ids = Annotated[list[Id], Field(max_length=1000), AfterValidator(unique)]
Price = Annotated[int, Field(ge=0, le=LARGEST_PRICE)]
PriceDelta = Annotated[int, Field(ge=-LARGEST_PRICE, le=LARGEST_PRICE)]
Stock = Annotated[int, Field(ge=0, le=1_000_000)] | None
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Day = Annotated[date, BeforeValidator(_day)] | None
StationName = Annotated[PlainText, Field(min_length=1, max_length=40)]
Minutes = Annotated[int, Field(ge=1, le=600)]


def _week(counts: list[int | None]) -> list[int | None]:
    if len(counts) not in {0, 7}:
        raise PydanticCustomError("not_a_week", "none, or one for each weekday")
    return counts if any(count is not None for count in counts) else []


DailyStock = Annotated[list[Stock], Field(max_length=7), AfterValidator(_week)]

_ABSENT: Any = None  # the value of a field that was not sent; `changes()` leaves it out


class Changing(Request):
    """Parent of requests whose absent fields mean "as it is"."""

    def changes(self) -> dict[str, Any]:
        """Return the fields that were sent, as plain values."""
        return self.model_dump(exclude_unset=True, by_alias=True)


class Span(Request):
    """When something is sold: weekdays (0 is Monday) and local times; may run past midnight."""

    model_config = ConfigDict(populate_by_name=True, validate_by_alias=True)

    days: Annotated[
        list[Annotated[int, Field(ge=0, le=6)]],
        Field(min_length=1, max_length=7),
        AfterValidator(unique),
    ]
    begin: Clock = Field(alias="from")
    end: Clock = Field(alias="to")


Hours = Annotated[list[Span], Field(max_length=20)]


class StationFields(Changing):
    """What a station may carry besides its name: after how many minutes an order waits long."""

    name: StationName = Field(default=_ABSENT)
    warn_after: Minutes = 5
    late_after: Minutes = 10


class CreateStation(StationFields):
    """A new station."""

    name: StationName


class ChangeStation(StationFields):
    """Some fields of a station."""


class ItemFields(Changing):
    """What an item may carry besides what it must."""

    category_id: Id = Field(default=_ABSENT)
    station_id: Id | None = None
    name: Name = Field(default=_ABSENT)
    price: Price = Field(default=_ABSENT)
    description: Description = Field(default_factory=dict)
    origin: Origin = Field(default_factory=dict)
    is_free_confirmed: bool = False
    is_visible: bool = True
    is_sold_out: bool = False
    sold_out_until: Day = None
    stock: Stock = None
    daily_stock: DailyStock = Field(default_factory=list)
    hours: Hours = Field(default_factory=list)
    labels: Annotated[list[Label], AfterValidator(unique)] = Field(default_factory=list)
    spicy: Annotated[int, Field(ge=0, le=3)] = 0
    allergens: Annotated[list[Allergen], AfterValidator(unique)] = Field(default_factory=list)
    option_group_ids: Annotated[Ids, Field(max_length=20)] = Field(default_factory=list)


class CreateItem(ItemFields):
    """A new item; what is not said has its usual value."""

    category_id: Id
    name: Name
    price: Price


class ChangeItem(ItemFields):
    """Some fields of an item."""


class CategoryFields(Changing):
    """What a category may carry besides its name."""

    name: Name = Field(default=_ABSENT)
    parent_id: Id | None = None
    station_id: Id | None = None
    is_visible: bool = True
    hours: Hours = Field(default_factory=list)


class CreateCategory(CategoryFields):
    """A new category."""

    name: Name


class ChangeCategory(CategoryFields):
    """Some fields of a category."""


class ChoiceFields(Request):
    """One choice of a group; with an `id` it is the one that stands there already.

    It has a name, or stands for the item `menu_id` as a part of a set and has its name, count,
    hours and option groups. `option_group_ids` are asked once the choice is taken, and `is_default`
    is taken from the start.
    """

    id: Id | None = None
    menu_id: Id | None = None
    name: Name = Field(default_factory=dict)
    is_default: bool = False
    option_group_ids: Annotated[Ids, Field(max_length=10)] = Field(default_factory=list)
    price_delta: PriceDelta = 0
    is_sold_out: bool = False
    sold_out_until: Day = None
    stock: Stock = None


class GroupFields(Changing):
    """What an option group may carry besides what it must.

    `choices` is the whole list in its order: a choice that is not in it any more is deleted. The
    `free_quantity` dearest of the choices that are taken cost nothing.
    """

    name: Name = Field(default=_ABSENT)
    min_select: Annotated[int, Field(ge=0, le=99)] = 0
    max_select: Annotated[int, Field(ge=1, le=99)] = 1
    free_quantity: Annotated[int, Field(ge=0, le=99)] = 0
    choices: Annotated[list[ChoiceFields], Field(min_length=1, max_length=50)] = Field(
        default=_ABSENT
    )


class CreateGroup(GroupFields):
    """A new option group."""

    name: Name
    choices: Annotated[list[ChoiceFields], Field(min_length=1, max_length=50)]


class ChangeGroup(GroupFields):
    """Some fields of an option group."""


class TextRow(Request):
    """Texts of one row of the menu in languages that they lack."""

    kind: Literal["category", "item", "option_group", "choice"]
    id: Id
    name: Name = Field(default_factory=dict)
    description: Description = Field(default_factory=dict)
    origin: Origin = Field(default_factory=dict)


class Translations(Request):
    """Texts that a menu lacks, each row once."""

    rows: Annotated[list[TextRow], Field(max_length=1000)]


class PictureForm(BaseModel):
    """A picture as a form sends it."""

    image: bytes = Field(description="JPEG, PNG, WebP, AVIF or HEIC.")


class ImportForm(BaseModel):
    """A menu file as a form sends it."""

    file: bytes = Field(description="A menu's CSV, JSON or ZIP file.")


class ImportQuery(BaseModel):
    """How a menu file is taken: `version` is the one that a preview was made for.

    `counts` takes over running counts and sold-out marks too.
    """

    dry_run: bool = False
    replace: bool = False
    counts: bool = False
    version: Annotated[int, Field(ge=0)] | None = None


class Positions(Request):
    """Ids in their new order."""

    ids: Annotated[Ids, Field(min_length=1)]


class Availability(Request):
    """Whether something is sold out, until it is changed or until the next business day.

    `approval` stands behind what a shared screen asks for.
    """

    is_sold_out: bool
    until: Literal["tomorrow"] | None = None
    approval: Approval | None = None


class StockCount(Request):
    """What there is of an item today; null counts it no longer."""

    stock: Stock


class StationPause(Request):
    """Whether what a station cooks can be ordered, and what guests are told."""

    is_paused: bool
    message: Annotated[PlainText, Field(max_length=200)] = ""


class MenuQuery(BaseModel):
    """What `GET /api/menus` may be asked: `store` for anyone, `view=edit` for staff."""

    store: Annotated[str, Field(max_length=40)] | None = None
    view: Literal["edit"] | None = None
