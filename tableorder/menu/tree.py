"""The menu as guests read it: one language, and until when it holds.

What is hidden and what nobody could ever order are absent.

Pure: views in, plain data out; the time is an argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.i18n import text_in
from tableorder.menu.availability import Hours, Off, is_marked, stock_on, stretches
from tableorder.menu.offer import Offer, StoredItem, moment_in
from tableorder.menu.option_queries import ChoiceView, GroupView
from tableorder.menu.queries import CategoryView, ItemView, Menu
from tableorder.menu.reach import Reach
from tableorder.menu.sold import SoldChoice, SoldGroup, SoldItem
from tableorder.walltime import moment_of

PICTURE_PATH = "/uploads/menu-images"
PICTURE_WIDTHS = {"small": 320, "medium": 640, "large": 1280}


def picture_urls(image: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the addresses of a picture's three widths, the size of the largest, its miniature."""
    if image is None:
        return None
    urls = {
        size: f"{PICTURE_PATH}/{image['name']}-{width}.webp"
        for size, width in PICTURE_WIDTHS.items()
    }
    size = {"width": image["width"], "height": image["height"]}
    return {**urls, **size, "placeholder": image.get("placeholder")}


def next_change(store: StoreView, menu: Menu, *, now: datetime) -> datetime:
    """Return until when what is true of this menu now stays true by itself, in UTC.

    That is the next moment at which any range of hours begins or ends, the business day turns, or
    takes its last order.
    """
    zone = ZoneInfo(store.timezone)
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=number) for number in (-1, 0, 1)]
    turn = time(*divmod(store.day_starts_at, 60))
    moments = [moment_of(datetime.combine(day, turn), zone) for day in days]
    all_hours = [*(item.hours for item in menu.items), *(view.hours for view in menu.categories)]
    for stretch in chain.from_iterable(stretches(hours, days, zone) for hours in all_hours):
        moments += stretch
    moments += filter(None, [store.last_order(now)])
    return min(moment for moment in moments if moment > now)


def offer_of(store: StoreView, menu: Menu, *, now: datetime) -> Offer:
    """Return what of this menu is sold at a moment."""
    moment = moment_in(store, now)
    items = {item.id: _stored(menu, item, moment.today) for item in menu.visible_items()}
    return Offer(items, menu.groups, moment)


def stock_of(item: ItemView, today: date) -> int | None:
    """Return what there is of an item on a business day, None where nobody counts."""
    return stock_on(today, stock=item.stock, daily=item.daily_stock, counted_on=item.stock_day)


def _stored(menu: Menu, item: ItemView, today: date) -> StoredItem:
    headings = menu.headings_of(item)
    named = (item.station_id, *(view.station_id for view in headings))
    station = menu.cooking_station(next(filter(None, named), None))
    return StoredItem(
        id=item.id,
        name=item.name,
        price=item.price,
        is_sold_out=item.is_sold_out,
        sold_out_until=item.sold_out_until,
        stock=stock_of(item, today),
        hours=(item.hours, *(view.hours for view in headings)),
        station_id=station.id if station else None,
        is_paused=station is not None and station.is_paused,
        pause_message=station.pause_message if station else "",
        option_group_ids=item.option_group_ids,
    )


class TreeBuilder:
    """Builds the guests' menu of one store in one language at one moment."""

    def __init__(self, store: StoreView, menu: Menu, *, language: str, now: datetime) -> None:
        self._store, self._menu, self._language = store, menu, language
        self._offer = offer_of(store, menu, now=now)
        self._reach = Reach(menu, self._offer)
        self._changes_at = next_change(store, menu, now=now)
        self._last_order_at = store.last_order(now)
        self._is_past_last_order = store.is_past_last_order(now)

    def build(self) -> dict[str, Any]:
        """Return the menu as `GET /api/menus` answers it."""
        return {
            "version": self._store.menu_version,
            "currency": self._store.currency,
            "changes_at": clock.iso(self._changes_at),
            "pause_message": None if self._store.is_taking_orders else self._store.pause_message,
            "last_order_at": clock.iso(self._last_order_at),
            "is_past_last_order": self._is_past_last_order,
            "order_gap": self._store.order_gap,
            "order_limit": self._store.order_limit,
            "categories": self._categories(None),
        }

    def _text(self, texts: Mapping[str, str]) -> str:
        return text_in(texts, self._language, *self._store.languages)

    def _categories(self, parent_id: int | None) -> list[dict[str, Any]]:
        visible = (view for view in self._menu.children_of(parent_id) if view.is_visible)
        built = (self._category(view) for view in visible)
        # A heading without anything under it is of no use to a guest.
        return [category for category in built if category["items"] or category["children"]]

    def _category(self, view: CategoryView) -> dict[str, Any]:
        reached = filter(self._reach.is_in, self._menu.items_of(view.id))
        items = ((item, self._offer.find(item.id)) for item in reached)
        return {
            "id": view.id,
            "name": self._text(view.name),
            "position": view.position,
            "children": self._categories(view.id) if view.parent_id is None else [],
            "items": [self._item(item, sold) for item, sold in items if sold],
        }

    def _item(self, item: ItemView, sold: SoldItem) -> dict[str, Any]:
        is_closed = self._is_past_last_order or not self._store.is_taking_orders
        reason = sold.off or (Off.PAUSED if is_closed else None)
        return {
            "id": item.id,
            "name": self._text(item.name),
            "description": self._text(item.description),
            "price": item.price,
            "image": picture_urls(item.image),
            "is_sold_out": reason is Off.SOLD_OUT,
            "is_available": reason is None,
            "unavailable_reason": reason,
            "unavailable_note": sold.note,
            "labels": item.labels,
            "spicy": item.spicy,
            "allergens": item.allergens,
            "origin": self._text(item.origin),
            "option_groups": self._groups(sold.groups, self._reach.hours_of(item)),
        }

    def _groups(self, groups: Sequence[SoldGroup], hours: Sequence[Hours]) -> list[dict[str, Any]]:
        return [
            {
                "id": group.id,
                "name": self._text(group.name),
                "min_select": group.min_select,
                "max_select": group.max_select,
                "free_quantity": group.free_quantity,
                "choices": [self._choice(choice, hours) for choice in group.choices],
            }
            for group in groups
            if self._reach.is_asked(group, hours)
        ]

    def _choice(self, choice: SoldChoice, hours: Sequence[Hours]) -> dict[str, Any]:
        return {
            "id": choice.id,
            "name": self._text(choice.name),
            "price_delta": choice.price_delta,
            "is_default": choice.is_default,
            "is_sold_out": choice.off is Off.SOLD_OUT,
            "is_available": choice.off is None,
            "menu_id": choice.menu_id,
            "option_groups": self._groups(choice.groups, hours),
        }


def edit_tree(store: StoreView, menu: Menu, *, now: datetime) -> dict[str, Any]:
    """Return everything in all languages, as those who keep the menu read it."""
    today = store.business_day(now)
    return {
        "version": store.menu_version,
        "currency": store.currency,
        "languages": store.languages,
        "categories": [category_answer(view) for view in menu.categories],
        "items": [item_answer(view, today=today) for view in menu.items],
        "option_groups": [group_answer(view, today=today) for view in menu.groups.values()],
    }


def category_answer(view: CategoryView) -> dict[str, Any]:
    """Return a category in all languages."""
    return {
        "id": view.id,
        "parent_id": view.parent_id,
        "station_id": view.station_id,
        "name": view.name,
        "position": view.position,
        "is_visible": view.is_visible,
        "hours": view.hours,
    }


def item_answer(view: ItemView, *, today: date) -> dict[str, Any]:
    """Return an item with everything that is known of it on a business day, in all languages."""
    return {
        "id": view.id,
        "category_id": view.category_id,
        "station_id": view.station_id,
        "name": view.name,
        "description": view.description,
        "origin": view.origin,
        "price": view.price,
        "is_free_confirmed": view.is_free_confirmed,
        "image": picture_urls(view.image),
        "is_visible": view.is_visible,
        **_mark(view, today),
        "stock": stock_of(view, today),
        "daily_stock": view.daily_stock,
        "hours": view.hours,
        "labels": view.labels,
        "spicy": view.spicy,
        "allergens": view.allergens,
        "position": view.position,
        "option_group_ids": view.option_group_ids,
    }


def group_answer(view: GroupView, *, today: date) -> dict[str, Any]:
    """Return an option group with its choices on a business day, in all languages."""
    return {
        "id": view.id,
        "name": view.name,
        "min_select": view.min_select,
        "max_select": view.max_select,
        "free_quantity": view.free_quantity,
        "position": view.position,
        "choices": [choice_answer(choice, today=today) for choice in view.choices],
    }


def choice_answer(view: ChoiceView, *, today: date) -> dict[str, Any]:
    """Return a choice as it is on a business day, in all languages."""
    return {
        "id": view.id,
        "menu_id": view.menu_id,
        "name": view.name,
        "price_delta": view.price_delta,
        "is_default": view.is_default,
        **_mark(view, today),
        "stock": view.stock,
        "option_group_ids": view.option_group_ids,
    }


def _mark(view: ItemView | ChoiceView, today: date) -> dict[str, Any]:
    """Return the sold-out mark of something; one that has run out is none."""
    until = view.sold_out_until
    holds = is_marked(flag=view.is_sold_out, until=until, today=today)
    return {"is_sold_out": holds, "sold_out_until": until.isoformat() if holds and until else None}
