"""A menu as it would be with one row changed, and what that change would cause.

Pure: views in, views out; nothing is written. The same rules look at the draft as at the menu.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TypeVar

from tableorder.auth.queries import StoreView
from tableorder.menu.findings import HARMFUL, Finding, Problem, find_problems
from tableorder.menu.option_queries import ChoiceView, GroupView
from tableorder.menu.queries import CategoryView, ItemView, Menu

View = TypeVar("View", ItemView, CategoryView)

NEW = 0
"""The id of a row that is not there yet."""

_NEW_ITEM = ItemView(
    id=NEW, category_id=NEW, station_id=None, name={}, description={}, origin={}, price=0,
    is_free_confirmed=False, image=None, is_visible=True, is_sold_out=False, sold_out_until=None,
    stock=None, stock_day=None, daily_stock=[], hours=[], labels=[], spicy=0, allergens=[],
    position=NEW, option_group_ids=(),
)  # fmt: skip
_NEW_CATEGORY = CategoryView(
    id=NEW, parent_id=None, station_id=None, name={}, position=NEW, is_visible=True, hours=[]
)
_NEW_GROUP = GroupView(
    id=NEW, name={}, min_select=0, max_select=1, free_quantity=0, position=NEW, choices=()
)
_NEW_CHOICE = ChoiceView(
    id=NEW, group_id=NEW, menu_id=None, name={}, price_delta=0, is_default=False,
    is_sold_out=False, sold_out_until=None, stock=None, position=NEW, option_group_ids=(),
)  # fmt: skip


def with_item(menu: Menu, item_id: int, values: Mapping[str, Any], *, today: date) -> Menu:
    """Return the menu with an item's fields changed, or with a new one; as `change_item` would."""
    row = {**values, **({"stock_day": today} if "stock" in values else {})}
    if "option_group_ids" in row:
        row["option_group_ids"] = tuple(row["option_group_ids"])
    known = next((item for item in menu.items if item.id == item_id), _NEW_ITEM)
    draft = replace(known, **row)
    return replace(menu, items=_put(menu.items, draft))


def with_category(menu: Menu, category_id: int, values: Mapping[str, Any]) -> Menu:
    """Return the menu with a category's fields changed, or with a new one."""
    known = next((view for view in menu.categories if view.id == category_id), _NEW_CATEGORY)
    return replace(menu, categories=_put(menu.categories, replace(known, **values)))


def with_group(menu: Menu, group_id: int, values: Mapping[str, Any]) -> Menu:
    """Return the menu with an option group's fields changed, or with a new one."""
    known = menu.groups.get(group_id, _NEW_GROUP)
    row = dict(values)
    if "choices" in row:
        choices = {choice.id: choice for choice in known.choices}
        row["choices"] = tuple(
            _choice(choices.get(one.get("id") or NEW, _NEW_CHOICE), one, place=place)
            for place, one in enumerate(row["choices"])
        )
    return replace(menu, groups={**menu.groups, group_id: replace(known, **row)})


def caused(
    store: StoreView,
    menu: Menu,
    draft: Menu,
    *,
    now: datetime,
    own: tuple[str, int] | None = None,
) -> list[Finding]:
    """List what would be wrong with the draft and is not wrong with the menu as it is.

    Of the row `own`, a kind and an id, also what is wrong with it already.
    """
    known = {sign for finding in find_problems(store, menu, now=now) for sign in finding.signs}
    found = find_problems(store, draft, now=now)
    return [
        finding
        for finding in found
        if not finding.signs <= known or (finding.kind, finding.row_id) == own
    ]


def consequences(store: StoreView, menu: Menu, draft: Menu, *, now: datetime) -> list[Finding]:
    """List what a change would make wrong, and what would be sold on without what it is now."""
    return [*caused(store, menu, draft, now=now), *_gone_groups(menu, draft)]


def harm(store: StoreView, menu: Menu, draft: Menu, *, now: datetime) -> list[Finding]:
    """List what a change would take from guests that they have with the menu as it is."""
    found = consequences(store, menu, draft, now=now)
    return [finding for finding in found if finding.problem in HARMFUL]


def _gone_groups(menu: Menu, draft: Menu) -> Iterator[Finding]:
    """Find the dishes that are sold on without a group of which guests have to choose now."""
    before = {item.id: item for item in menu.visible_items()}
    gone = {key for key, group in menu.groups.items() if group.min_select} - draft.groups.keys()
    for item in draft.visible_items():
        known = before.get(item.id)
        for key in known.option_group_ids if known else ():
            if key in gone:
                params = {"item": item.name, "group": menu.groups[key].name}
                yield Finding(Problem.GROUP_GONE, "item", item.id, params, (key,))


def _put(views: list[View], draft: View) -> list[View]:
    """Put a view in the place of that with its id, or at the end."""
    found = [draft if view.id == draft.id else view for view in views]
    if draft.id not in {view.id for view in views}:
        found.append(draft)
    return found


def _choice(known: ChoiceView, values: Mapping[str, Any], *, place: int) -> ChoiceView:
    row = {key: value for key, value in values.items() if key != "id"}
    if "option_group_ids" in row:
        row["option_group_ids"] = tuple(row["option_group_ids"])
    # A new choice needs an id of its own: below those of the database.
    return replace(known, **row, id=known.id or -1 - place)
