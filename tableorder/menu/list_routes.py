"""The JSON API of what is done to many items at once, and of copies."""

from __future__ import annotations

from dataclasses import asdict

from flask import jsonify
from flask.typing import ResponseReturnValue

from tableorder.access import access
from tableorder.apidoc import Response as Answers
from tableorder.apidoc import describe
from tableorder.auth.queries import StaffView
from tableorder.i18n import localize
from tableorder.menu import answers, bulk, duplicating, list_schemas, queries, tree
from tableorder.menu.bulk import Repriced
from tableorder.menu.errors import ItemsInSets, MenuChanged, WouldBreak
from tableorder.menu.price_rules import PriceChange
from tableorder.menu.routes import bp, item_of
from tableorder.web import parse_json


@bp.put("/api/menus/prices")
@describe(
    json=list_schemas.Prices,
    resp=Answers(HTTP_200=list_schemas.PricesOut),
    errors=(MenuChanged,),
    tags=["menu"],
)
@access("staff", role="manager")
def change_prices(who: StaffView) -> ResponseReturnValue:
    """Change the prices of items by an amount or by per cent; `dry_run` only tells the result."""
    body = parse_json(list_schemas.Prices)
    change = PriceChange(body.amount, body.basis_points, body.step)
    carry_out = bulk.preview_prices if body.dry_run else bulk.change_prices
    items = carry_out(who.store, body.ids, change, seen=body.before)
    return jsonify(is_applied=not body.dry_run, items=[_repriced(item) for item in items])


@bp.put("/api/menus/availability")
@describe(json=list_schemas.ItemsAvailability, resp=Answers(HTTP_204=None), tags=["menu"])
@access("staff", role="manager")
def mark_items(who: StaffView) -> ResponseReturnValue:
    """Mark items sold out, or available again."""
    body = parse_json(list_schemas.ItemsAvailability)
    is_until_tomorrow = body.until == "tomorrow"
    bulk.mark_items(
        who.store, body.ids, is_sold_out=body.is_sold_out, until_tomorrow=is_until_tomorrow
    )
    return "", 204


@bp.put("/api/menus/visibility")
@describe(
    json=list_schemas.ItemsVisibility,
    resp=Answers(HTTP_204=None),
    errors=(WouldBreak,),
    tags=["menu"],
)
@access("staff", role="manager")
def show_items(who: StaffView) -> ResponseReturnValue:
    """Show items to guests, or hide them."""
    body = parse_json(list_schemas.ItemsVisibility)
    bulk.show_items(who.store, body.ids, is_visible=body.is_visible, seen=body.anyway)
    return "", 204


@bp.put("/api/menus/category")
@describe(
    json=list_schemas.ItemsCategory,
    resp=Answers(HTTP_204=None),
    errors=(WouldBreak,),
    tags=["menu"],
)
@access("staff", role="manager")
def move_items(who: StaffView) -> ResponseReturnValue:
    """Move items to the end of a category, in this order."""
    body = parse_json(list_schemas.ItemsCategory)
    bulk.move_items(who.store, body.ids, body.category_id, seen=body.anyway)
    return "", 204


@bp.delete("/api/menus")
@describe(
    json=list_schemas.Items, resp=Answers(HTTP_204=None), errors=(ItemsInSets,), tags=["menu"]
)
@access("staff", role="manager")
def delete_items(who: StaffView) -> ResponseReturnValue:
    """Delete items; those that are parts of sets are named, and nothing is deleted then."""
    bulk.delete_items(who.store, parse_json(list_schemas.Items).ids)
    return "", 204


@bp.post("/api/menus/<int:item_id>/duplicate")
@describe(resp=Answers(HTTP_201=answers.ItemOut), tags=["menu"])
@access("staff", role="manager")
def duplicate_item(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Copy an item, hidden at first, and put the copy after it."""
    return item_of(who, duplicating.duplicate_item(who.store, item_id)), 201


@bp.post("/api/categories/<int:category_id>/duplicate")
@describe(resp=Answers(HTTP_201=answers.CategoryOut), tags=["menu"])
@access("staff", role="manager")
def duplicate_category(who: StaffView, category_id: int) -> ResponseReturnValue:
    """Copy a category with all that stands in it, hidden at first, and put the copy after it."""
    copy = duplicating.duplicate_category(who.store, category_id)
    return tree.category_answer(queries.get_category(who.store.id, copy)), 201


def _repriced(item: Repriced) -> dict[str, object]:
    return {**asdict(item), "name": localize(item.name)}
