"""What is sold at one moment, made of what is stored: marks, counts and hours become a reason.

Pure: plain data in, what `rules` judge out. The guests' menu and the price of an order come from
here alike, so that what is shown can be ordered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tableorder.auth.queries import StoreView
from tableorder.menu import availability
from tableorder.menu.availability import Hours, Off
from tableorder.menu.option_queries import ChoiceView, GroupView
from tableorder.menu.sold import SoldChoice, SoldGroup, SoldItem, Texts, is_answerable

DEEPEST = 2
"""An item asks groups, and their choices ask groups; what these hold asks no more."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is to be sold: the business day, and the store's aware local time."""

    today: date
    local: datetime


def moment_in(store: StoreView, now: datetime) -> Moment:
    """Return what `now` is in the store."""
    return Moment(store.business_day(now), now.astimezone(ZoneInfo(store.timezone)))


@dataclass(frozen=True, slots=True)
class StoredItem:
    """What an offer has to know of an item that guests may see.

    It is sold while all of `hours` are open, and not while its station is paused.
    """

    id: int
    name: Texts
    price: int
    is_sold_out: bool
    sold_out_until: date | None
    stock: int | None
    hours: tuple[Hours, ...]
    station_id: int | None
    is_paused: bool
    pause_message: str
    option_group_ids: tuple[int, ...]


class Offer:
    """The items of a store that guests may see, as they are sold at a moment.

    `items` holds those that are asked for, and those that choices of theirs stand for; `groups`
    all that they ask.
    """

    def __init__(
        self, items: Mapping[int, StoredItem], groups: Mapping[int, GroupView], moment: Moment
    ) -> None:
        self._items, self._groups, self._moment = items, groups, moment
        self._sold: dict[tuple[int, int], SoldItem] = {}
        self._asked: dict[tuple[int, int], SoldGroup] = {}

    def find(self, item_id: int) -> SoldItem | None:
        """Find an item as it is sold; None when guests may not see it."""
        return self._item(item_id, 1)

    def group(self, group_id: int) -> SoldGroup:
        """Return a group as it is asked, with what of it guests may see."""
        return self._group(group_id, 1)

    def _item(self, item_id: int, depth: int) -> SoldItem | None:
        key = (item_id, depth)
        stored = self._items.get(item_id)
        if stored and key not in self._sold:
            self._sold[key] = self._sell(stored, depth)
        return self._sold.get(key)

    def _sell(self, stored: StoredItem, depth: int) -> SoldItem:
        groups = self._all_asked(stored.option_group_ids, depth)
        off = self._off(stored)
        return SoldItem(
            id=stored.id,
            name=stored.name,
            price=stored.price,
            off=off if off or is_answerable(groups) else Off.SOLD_OUT,
            stock=stored.stock,
            groups=groups,
            station_id=stored.station_id,
            note=stored.pause_message if off is Off.PAUSED else "",
        )

    def _off(self, stored: StoredItem) -> Off | None:
        is_sold_out = availability.is_sold_out(
            flag=stored.is_sold_out,
            until=stored.sold_out_until,
            today=self._moment.today,
            stock=stored.stock,
        )
        if is_sold_out:
            return Off.SOLD_OUT
        local = self._moment.local
        if not all(availability.is_sold_at(hours, local) for hours in stored.hours):
            return Off.HOURS
        return Off.PAUSED if stored.is_paused else None

    def _all_asked(self, group_ids: tuple[int, ...], depth: int) -> tuple[SoldGroup, ...]:
        return tuple(self._group(key, depth) for key in group_ids) if depth <= DEEPEST else ()

    def _group(self, group_id: int, depth: int) -> SoldGroup:
        key = (group_id, depth)
        if key not in self._asked:
            view = self._groups[group_id]
            choices = (self._choice(choice, depth) for choice in view.choices)
            self._asked[key] = SoldGroup(
                id=view.id,
                name=view.name,
                min_select=view.min_select,
                max_select=view.max_select,
                free_quantity=view.free_quantity,
                choices=tuple(choice for choice in choices if choice),
            )
        return self._asked[key]

    def _choice(self, view: ChoiceView, depth: int) -> SoldChoice | None:
        """Return a choice as it is sold; None for a part of a set that guests may not see."""
        part = self._item(view.menu_id, depth + 1) if view.menu_id else None
        if view.menu_id and part is None:
            return None
        groups = part.groups if part else self._all_asked(view.option_group_ids, depth + 1)
        is_sold_out = not is_answerable(groups) or availability.is_sold_out(
            flag=view.is_sold_out,
            until=view.sold_out_until,
            today=self._moment.today,
            stock=view.stock,
        )
        return SoldChoice(
            id=view.id,
            name=part.name if part else view.name,
            price_delta=view.price_delta,
            off=Off.SOLD_OUT if is_sold_out else part.off if part else None,
            stock=part.stock if part else view.stock,
            menu_id=view.menu_id,
            is_default=view.is_default,
            groups=groups,
        )
