"""The menu as guests read it: one language, hidden things absent, and until when that holds.

Pure: views in, plain data out; the time is an argument.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tableorder.auth.queries import StoreView
from tableorder.i18n import text_in
from tableorder.menu import rules
from tableorder.menu.queries import CategoryView, ChoiceView, GroupView, ItemView, Menu

PICTURE_PATH = "/uploads/menu-images"
PICTURE_WIDTHS = {"small": 320, "medium": 640, "large": 1280}
SOON = timedelta(minutes=1)


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

    That is the next moment at which any range of hours begins or ends, or the business day turns;
    near a change of the clocks only a minute, since wall times are then skipped or come twice.
    """
    zone = ZoneInfo(store.timezone)
    local = now.astimezone(zone)
    turns = {time(*divmod(store.day_starts_at, 60))}
    for item in menu.items:
        for span in item.hours:
            turns |= {time.fromisoformat(span["from"]), time.fromisoformat(span["to"])}
    days = (local.date(), local.date() + timedelta(days=1))
    coming = (datetime.combine(day, turn, zone) for day in days for turn in turns)
    naive = local.replace(tzinfo=None)
    wall = min(moment for moment in coming if moment.replace(tzinfo=None) > naive)
    soonest = wall.astimezone(UTC)
    is_same_clock = soonest.astimezone(zone).utcoffset() == local.utcoffset()
    return soonest if is_same_clock else now + SOON


class TreeBuilder:
    """Builds the guests' menu of one store in one language at one moment."""

    def __init__(self, store: StoreView, menu: Menu, *, language: str, now: datetime) -> None:
        self._store, self._menu, self._language = store, menu, language
        self._today: date = store.business_day(now)
        self._local = now.astimezone(ZoneInfo(store.timezone))

    def build(self) -> dict[str, Any]:
        """Return the menu as `GET /api/menus` answers it."""
        return {
            "version": self._store.menu_version,
            "currency": self._store.currency,
            "pause_message": None if self._store.is_taking_orders else self._store.pause_message,
            "categories": self._categories(None),
        }

    def _text(self, texts: dict[str, str]) -> str:
        return text_in(texts, self._language, *self._store.languages)

    def _categories(self, parent_id: int | None) -> list[dict[str, Any]]:
        visible = (view for view in self._menu.children_of(parent_id) if view.is_visible)
        built = (self._category(view) for view in visible)
        # A heading without anything under it is of no use to a guest.
        return [category for category in built if category["items"] or category["children"]]

    def _category(self, view: CategoryView) -> dict[str, Any]:
        items = [item for item in self._menu.items_of(view.id) if item.is_visible]
        return {
            "id": view.id,
            "name": self._text(view.name),
            "position": view.position,
            "children": self._categories(view.id) if view.parent_id is None else [],
            "items": [self._item(item) for item in items],
        }

    def _item(self, item: ItemView) -> dict[str, Any]:
        reason = self._reason(item)
        return {
            "id": item.id,
            "name": self._text(item.name),
            "description": self._text(item.description),
            "price": item.price,
            "image": picture_urls(item.image),
            "is_sold_out": reason == "sold_out",
            "is_available": reason is None,
            "unavailable_reason": reason,
            "labels": item.labels,
            "spicy": item.spicy,
            "allergens": item.allergens,
            "origin": self._text(item.origin),
            "option_groups": [self._group(self._menu.groups[key]) for key in item.option_group_ids],
        }

    def _reason(self, item: ItemView) -> str | None:
        if rules.is_sold_out(
            flag=item.is_sold_out, until=item.sold_out_until, today=self._today, stock=item.stock
        ):
            return "sold_out"
        if not rules.is_sold_at(item.hours, self._local):
            return "hours"
        return None if self._store.is_taking_orders else "paused"

    def _group(self, group: GroupView) -> dict[str, Any]:
        return {
            "id": group.id,
            "name": self._text(group.name),
            "min_select": group.min_select,
            "max_select": group.max_select,
            "choices": [self._choice(choice) for choice in group.choices],
        }

    def _choice(self, choice: ChoiceView) -> dict[str, Any]:
        is_sold_out = choice.is_sold_out or choice.stock == 0
        return {
            "id": choice.id,
            "name": self._text(choice.name),
            "price_delta": choice.price_delta,
            "is_sold_out": is_sold_out,
            "is_available": not is_sold_out,
        }


def edit_tree(store: StoreView, menu: Menu) -> dict[str, Any]:
    """Return everything in all languages, as those who keep the menu read it."""
    return {
        "version": store.menu_version,
        "currency": store.currency,
        "languages": store.languages,
        "categories": [category_answer(view) for view in menu.categories],
        "items": [item_answer(view) for view in menu.items],
        "option_groups": [group_answer(view) for view in menu.groups.values()],
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
    }


def item_answer(view: ItemView) -> dict[str, Any]:
    """Return an item with everything that is known of it, in all languages."""
    until = view.sold_out_until
    return {
        "id": view.id,
        "category_id": view.category_id,
        "station_id": view.station_id,
        "name": view.name,
        "description": view.description,
        "origin": view.origin,
        "price": view.price,
        "image": picture_urls(view.image),
        "is_visible": view.is_visible,
        "is_sold_out": view.is_sold_out,
        "sold_out_until": until.isoformat() if until else None,
        "stock": view.stock,
        "hours": view.hours,
        "labels": view.labels,
        "spicy": view.spicy,
        "allergens": view.allergens,
        "position": view.position,
        "option_group_ids": view.option_group_ids,
    }


def group_answer(view: GroupView) -> dict[str, Any]:
    """Return an option group with its choices, in all languages."""
    return {
        "id": view.id,
        "name": view.name,
        "min_select": view.min_select,
        "max_select": view.max_select,
        "position": view.position,
        "choices": [choice_answer(choice) for choice in view.choices],
    }


def choice_answer(view: ChoiceView) -> dict[str, Any]:
    """Return a choice in all languages."""
    return {
        "id": view.id,
        "name": view.name,
        "price_delta": view.price_delta,
        "is_sold_out": view.is_sold_out,
        "stock": view.stock,
    }
