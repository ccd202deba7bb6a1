"""What an order needs of the menu: current values, prices, and stock taken or given back.

Every function runs inside the caller's transaction and never opens one. It reads columns, not
objects: this is the path that every order takes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from tableorder.auth.queries import StoreView
from tableorder.db import AnyRow
from tableorder.menu import rules
from tableorder.menu.events import append_menu_updated
from tableorder.menu.models import Category, Choice, MenuItem, MenuItemOptionGroup, OptionGroup
from tableorder.menu.rules import (
    CartLine,
    LineFault,
    PricedLine,
    Refusal,
    SoldChoice,
    SoldGroup,
    SoldItem,
)

_parent = aliased(Category)

_items = (
    sa.select(
        MenuItem.id,
        MenuItem.name,
        MenuItem.price,
        MenuItem.is_sold_out,
        MenuItem.sold_out_until,
        MenuItem.stock,
        MenuItem.hours,
        sa.func.coalesce(MenuItem.station_id, Category.station_id, _parent.station_id).label(
            "station_id"
        ),
    )
    .join(Category, Category.id == MenuItem.category_id)
    .outerjoin(_parent, _parent.id == Category.parent_id)
    .where(
        MenuItem.store_id == sa.bindparam("store"),
        MenuItem.id.in_(sa.bindparam("ids", expanding=True)),
        MenuItem.is_visible,
        Category.is_visible,
        sa.or_(_parent.id.is_(None), _parent.is_visible),
    )
)

_choices = (
    sa.select(
        MenuItemOptionGroup.menu_item_id,
        OptionGroup.id,
        OptionGroup.name,
        OptionGroup.min_select,
        OptionGroup.max_select,
        Choice.id,
        Choice.name,
        Choice.price_delta,
        Choice.is_sold_out,
        Choice.stock,
    )
    .join(OptionGroup, OptionGroup.id == MenuItemOptionGroup.option_group_id)
    .outerjoin(Choice, Choice.group_id == OptionGroup.id)
    .where(MenuItemOptionGroup.menu_item_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(
        MenuItemOptionGroup.menu_item_id,
        MenuItemOptionGroup.position,
        OptionGroup.id,
        Choice.position,
        Choice.id,
    )
)


def price_cart(
    session: Session, store: StoreView, lines: Sequence[CartLine], *, now: datetime
) -> list[PricedLine | LineFault]:
    """Price each line from the database's own values, or say why it cannot be ordered."""
    items = _load_items(session, store, {line.menu_id for line in lines}, now=now)
    local = now.astimezone(ZoneInfo(store.timezone))
    return [
        rules.price_line(items.get(line.menu_id), line, index=index, local=local)
        for index, line in enumerate(lines)
    ]


def take_stock(session: Session, store: StoreView, lines: Sequence[PricedLine]) -> list[LineFault]:
    """Take what these lines use from the counted stock; tell guests when something ran out.

    Returns the lines that there was not enough for. The caller must then roll back: what was taken
    before the fault was found is taken still.
    """
    items = Counter({line.menu_id: 0 for line in lines})
    choices: Counter[int] = Counter()
    for line in lines:
        items[line.menu_id] += line.quantity if line.is_counted else 0
        for option in line.options:
            choices[option.choice_id] += option.quantity * line.quantity * option.is_counted
    short_items, out_of_items = _take(session, MenuItem, +items)
    short_choices, out_of_choices = _take(session, Choice, +choices)
    faults = [
        LineFault(index, line.menu_id, Refusal.OUT_OF_STOCK, {"item": line.name})
        for index, line in enumerate(lines)
        if line.menu_id in short_items
        or any(option.choice_id in short_choices for option in line.options)
    ]
    if not faults and (out_of_items or out_of_choices):
        append_menu_updated(session, store, item_ids=list(items))
    return faults


def give_back_stock(
    session: Session, store: StoreView, *, items: Mapping[int, int], choices: Mapping[int, int]
) -> None:
    """Give back to the counted stock: id → how many. Items without a count stay without one."""
    revived = [
        key
        for model, counts in ((MenuItem, items), (Choice, choices))
        for key, count in counts.items()
        if _give(session, model, key, count)
    ]
    if revived:
        append_menu_updated(session, store, item_ids=list(items))


def _load_items(
    session: Session, store: StoreView, ids: Iterable[int], *, now: datetime
) -> dict[int, SoldItem]:
    rows = session.connection().execute(_items, {"store": store.id, "ids": list(ids)}).all()
    if not rows:
        return {}
    groups = _load_groups(session, [row.id for row in rows])
    today = store.business_day(now)
    return {row.id: _sold_item(row, groups.get(row.id, ()), today) for row in rows}


def _sold_item(row: AnyRow, groups: tuple[SoldGroup, ...], today: date) -> SoldItem:
    return SoldItem(
        id=row.id,
        name=row.name,
        price=row.price,
        is_sold_out=rules.is_sold_out(
            flag=row.is_sold_out, until=row.sold_out_until, today=today, stock=row.stock
        ),
        stock=row.stock,
        hours=row.hours,
        groups=groups,
        station_id=row.station_id,
    )


def _load_groups(session: Session, item_ids: list[int]) -> dict[int, tuple[SoldGroup, ...]]:
    heads: dict[int, dict[int, tuple[Mapping[str, str], int, int]]] = defaultdict(dict)
    choices: dict[int, dict[int, SoldChoice]] = defaultdict(dict)
    for (
        item,
        group,
        name,
        least,
        most,
        choice,
        choice_name,
        delta,
        gone,
        stock,
    ) in session.connection().execute(_choices, {"ids": item_ids}):
        heads[item][group] = (name, least, most)
        if choice is not None:
            sold_out = gone or stock == 0
            choices[group][choice] = SoldChoice(choice, choice_name, delta, sold_out, stock)
    return {
        item: tuple(
            SoldGroup(group, *head, tuple(choices[group].values()))
            for group, head in groups.items()
        )
        for item, groups in heads.items()
    }


def _take(
    session: Session, model: type[MenuItem | Choice], counts: Mapping[int, int]
) -> tuple[set[int], bool]:
    """Take counts from rows that carry a stock; return those with too little, and if any is 0."""
    left = {
        key: session.execute(
            sa.update(model)
            .where(model.id == key, model.stock >= count)
            .values(stock=model.stock - count)
            .returning(model.stock)
            .execution_options(synchronize_session=False)
        ).scalar()
        for key, count in counts.items()
    }
    return {key for key, stock in left.items() if stock is None}, 0 in left.values()


def _give(session: Session, model: type[MenuItem | Choice], key: int, count: int) -> bool:
    """Give back and tell whether there was none before."""
    left = session.execute(
        sa.update(model)
        .where(model.id == key, model.stock.is_not(None))
        .values(stock=model.stock + count)
        .returning(model.stock)
        .execution_options(synchronize_session=False)
    ).scalar()
    return left == count
