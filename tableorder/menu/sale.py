"""What staff see of the menu while the store is open: what is sold out, until when, what is left.

Pure: views in, plain data out; the business day is an argument.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tableorder.menu.availability import is_marked, is_sold_out
from tableorder.menu.option_queries import ChoiceView
from tableorder.menu.queries import ItemView, Menu
from tableorder.menu.tree import stock_of


def sale_list(menu: Menu, *, today: date) -> list[dict[str, Any]]:
    """List what guests may see, by category, then the choices that are no dishes, by group."""
    return [part for part in (*_dishes(menu, today), *_choices(menu, today)) if part["entries"]]


def _dishes(menu: Menu, today: date) -> Iterator[dict[str, Any]]:
    visible = {item.id for item in menu.visible_items()}
    for top in menu.children_of(None):
        for category in (top, *menu.children_of(top.id)):
            items = [item for item in menu.items_of(category.id) if item.id in visible]
            entries = [_entry(item, stock_of(item, today), today) for item in items]
            yield {"kind": "items", "name": category.name, "entries": entries}


def _choices(menu: Menu, today: date) -> Iterator[dict[str, Any]]:
    for group in menu.groups.values():
        own = [choice for choice in group.choices if choice.menu_id is None]
        entries = [_entry(choice, choice.stock, today) for choice in own]
        yield {"kind": "choices", "name": group.name, "entries": entries}


def _entry(view: ItemView | ChoiceView, stock: int | None, today: date) -> dict[str, Any]:
    until = view.sold_out_until
    is_off = is_sold_out(flag=view.is_sold_out, until=until, today=today, stock=stock)
    is_for_today = until is not None and is_marked(flag=view.is_sold_out, until=until, today=today)
    return {
        "id": view.id,
        "name": view.name,
        "is_sold_out": is_off,
        "until": "tomorrow" if is_for_today else None,
        "stock": stock,
    }
