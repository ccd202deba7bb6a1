"""What an order needs of the menu: current prices, and stock taken or given back.

Every function runs inside the caller's transaction and never opens one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from tableorder.auth.queries import StoreView
from tableorder.menu import rules
from tableorder.menu.availability import stock_on
from tableorder.menu.events import append_menu_updated
from tableorder.menu.models import Choice, MenuItem, OptionGroup
from tableorder.menu.rules import CartLine, LineFault, Portion, PricedLine, Refusal
from tableorder.menu.selling import load_offer

_offering = {MenuItem: Choice.menu_item_id, Choice: Choice.id}
_other = aliased(OptionGroup)
_most_asked = sa.func.max(OptionGroup.min_select * _other.min_select).label("asked")
"""What a group asks for, as often as any group may ask for what asks it."""


def price_cart(
    session: Session, store: StoreView, lines: Sequence[CartLine], *, now: datetime
) -> list[PricedLine | LineFault]:
    """Price each line from the database's own values, or say why it cannot be ordered."""
    offer = load_offer(session, store, {line.menu_id for line in lines}, now=now)
    return [
        rules.price_line(offer.find(line.menu_id), line, index=index)
        for index, line in enumerate(lines)
    ]


def take_stock(session: Session, store: StoreView, lines: Sequence[PricedLine]) -> list[LineFault]:
    """Take what these lines use from the counted stock; tell guests when too little is left.

    Returns the lines that there was not enough for. The caller must then roll back: what was taken
    before the fault was found is taken still.
    """
    used = [rules.portions(line) for line in lines]
    items: Counter[int] = Counter()
    choices: Counter[int] = Counter()
    for portion in (portion for portions in used for portion in portions):
        counted = items if portion.is_item else choices
        counted[portion.id] += portion.quantity
    left_items, left_choices = _take(session, MenuItem, items), _take(session, Choice, choices)

    def is_short(portion: Portion) -> bool:
        return portion.id not in (left_items if portion.is_item else left_choices)

    faults = [
        LineFault(
            index, line.menu_id, Refusal.OUT_OF_STOCK, {"item": short.name, "count": short.stock}
        )
        for index, (line, portions) in enumerate(zip(lines, used, strict=True))
        if (short := next(filter(is_short, portions), None))
    ]
    is_low = _is_low(session, MenuItem, left_items) or _is_low(session, Choice, left_choices)
    if is_low and not faults:
        concerned = {line.menu_id for line in lines} | items.keys()
        append_menu_updated(session, store, item_ids=sorted(concerned))
    return faults


def give_back_stock(
    session: Session,
    store: StoreView,
    *,
    items: Mapping[int, int],
    choices: Mapping[int, int],
    taken_on: date,
) -> None:
    """Give back to the counted stock what was taken on a business day: id → how many.

    Items without a count stay without one, and one that a later day filled up is full already.
    """
    filled = _filled_since(session, items, taken_on)
    returned = {key: count for key, count in items.items() if key not in filled}
    revived = [
        key
        for model, counts in ((MenuItem, returned), (Choice, choices))
        for key, count in counts.items()
        if _give(session, model, key, count)
    ]
    if revived:
        append_menu_updated(session, store, item_ids=list(items))


def _take(
    session: Session, model: type[MenuItem | Choice], counts: Mapping[int, int]
) -> dict[int, int]:
    """Take counts from rows that carry a stock; return what is left, without those too short."""
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
    return {key: stock for key, stock in left.items() if stock is not None}


def _is_low(session: Session, model: type[MenuItem | Choice], stocks: Mapping[int, int]) -> bool:
    """Tell whether one is sold out, or some group may lack choices, while these counts are left."""
    if not stocks or 0 in stocks.values():
        return bool(stocks)
    key = _offering[model]
    query = (
        sa.select(key.label("key"), _most_asked)
        .join(OptionGroup, OptionGroup.id == Choice.group_id)
        .join(_other, _other.store_id == OptionGroup.store_id)
        .where(key.in_(stocks))
        .group_by(key)
    )
    return any(stocks[row.key] < row.asked for row in session.execute(query))


def _filled_since(session: Session, items: Mapping[int, int], day: date) -> set[int]:
    """Return which items have a count that came anew after a business day."""
    query = sa.select(MenuItem.id, MenuItem.daily_stock, MenuItem.stock_day)
    rows = session.execute(query.where(MenuItem.id.in_(items), MenuItem.stock_day > day))
    return {
        row.id
        for row in rows
        if stock_on(row.stock_day, stock=None, daily=row.daily_stock, counted_on=day) is not None
    }


def _give(session: Session, model: type[MenuItem | Choice], key: int, count: int) -> bool:
    """Give back and tell whether too little was there before."""
    left = session.execute(
        sa.update(model)
        .where(model.id == key, model.stock.is_not(None))
        .values(stock=model.stock + count)
        .returning(model.stock)
        .execution_options(synchronize_session=False)
    ).scalar()
    return left is not None and _is_low(session, model, {key: left - count})
