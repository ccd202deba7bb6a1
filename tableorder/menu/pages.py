"""The item forms for owner and manager; they work without scripts.

Each form posts to its own address: saved, it leads back to the list; refused, it is shown again
with what was typed and a sentence at each field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from tableorder.auth.queries import StaffView
from tableorder.errors import AppError, Conflict, NotFound
from tableorder.forms import Form, Values
from tableorder.menu import (
    arranging_routes,
    category_pages,
    change_pages,
    draft_pages,
    finding_routes,
    forms,
    list_pages,
    list_routes,
    marking_routes,
    models,
    option_pages,
    picture_pages,
    queries,
    schemas,
    service,
    station_pages,
    transfer_pages,
    translation_pages,
    tree,
    vocabulary,
)
from tableorder.menu.admin import back, form_languages, manager, station_options, today
from tableorder.menu.drafting_forms import require_orderable, tell_blocks
from tableorder.menu.drafts import NEW
from tableorder.menu.errors import RowDeleted
from tableorder.menu.option_queries import list_groups
from tableorder.menu.picture_pages import picture_fields
from tableorder.menu.pictures import NewPicture
from tableorder.menu.routes import bp, item_of, uploaded_picture
from tableorder.menu.telling_forms import tell_changes
from tableorder.merging import Meeting, meet, opening
from tableorder.web import check, page

__all__ = [
    "arranging_routes",
    "bp",
    "category_pages",
    "change_pages",
    "draft_pages",
    "finding_routes",
    "list_pages",
    "list_routes",
    "marking_routes",
    "models",
    "option_pages",
    "picture_pages",
    "station_pages",
    "transfer_pages",
    "translation_pages",
]


@bp.get("/admin/")
@manager
def admin_home(_who: StaffView) -> ResponseReturnValue:
    """Lead to what is kept most."""
    return redirect(url_for("menu.admin_menu"))


@bp.get("/admin/menu/items/new")
@manager
def new_item(who: StaffView) -> ResponseReturnValue:
    """Show the form of a new item."""
    chosen = {"category_id": request.args.get("category", ""), "is_visible": "on"}
    return _item_form(who, None, Form(Values(chosen)))


@bp.get("/admin/menu/items/<int:item_id>")
@manager
def edit_item(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Show an item's form."""
    item = queries.get_item(who.store.id, item_id)
    return _item_form(who, item, Form(opening(_values(who, item))))


@bp.post("/admin/menu/items/new", defaults={"item_id": None})
@bp.post("/admin/menu/items/<int:item_id>")
@manager
def post_item(who: StaffView, item_id: int | None) -> ResponseReturnValue:
    """Save an item with its picture, or show what to mend."""
    typed = forms.compact(request.form, "hours", forms.SPAN)
    try:
        item = queries.get_item(who.store.id, item_id) if item_id is not None else None
    except NotFound:
        return _item_form(who, None, Form(typed, RowDeleted()), status=404)
    met = meet(typed, _values(who, item))
    try:
        met.settle()
        item_id = _save(who, item, met, picture=_picture())
    except AppError as error:
        at = "" if isinstance(error, Conflict) else "image"
        return _item_form(who, item, Form(met.values, error, at=at), theirs=met.theirs, status=422)
    return back("menu.admin_menu", f"item-{item_id}", done="saved")


@bp.post("/admin/menu/items/<int:item_id>/delete")
@manager
def post_item_delete(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Delete an item."""
    service.delete_item(who.store, item_id)
    return back("menu.admin_menu", done="deleted")


def _values(who: StaffView, item: queries.ItemView | None) -> Values:
    return forms.item_values(item, who.store.currency, today(who)) if item else Values()


def _picture() -> dict[str, NewPicture | None]:
    """Return the picture that came with the form as a field of the item, or nothing."""
    new = uploaded_picture()
    return {"image": new} if new or "remove_image" in request.form else {}


def _save(
    who: StaffView, item: queries.ItemView | None, met: Meeting, *, picture: Mapping[str, Any]
) -> int:
    data = forms.read_item(
        met.values, currency=who.store.currency, today=today(who), same=met.untouched
    )
    changes = check(schemas.ChangeItem if item else schemas.CreateItem, data).changes()
    row_id = item.id if item else NEW
    require_orderable(who, request.form, changes, kind="item", row_id=row_id)
    if item is None:
        return service.create_item(who.store, {**changes, **picture})
    version = who.store.menu_version
    service.change_item(who.store, item.id, {**changes, **picture}, version=version)
    return item.id


def _item_form(
    who: StaffView,
    item: queries.ItemView | None,
    form: Form,
    *,
    theirs: tuple[str, ...] = (),
    status: int = 200,
) -> ResponseReturnValue:
    groups = {str(group.id): group for group in list_groups(who.store.id)}
    # Those that are asked stand first, in their order.
    asked = [key for key in form.all("option_group_ids") if key in groups]
    return page(
        "admin/item.html",
        status=status,
        item=item,
        form=form,
        told=tell_changes(who, item_of(who, item.id), theirs) if item and theirs else [],
        **tell_blocks(form.refusal),
        form_languages=form_languages(who.store, form),
        categories=queries.list_categories(who.store.id),
        groups=[groups[key] for key in dict.fromkeys((*asked, *groups))],
        stations=station_options(who.store),
        picture=tree.picture_urls(item.image) if item else None,
        **picture_fields(),
        vocabulary=vocabulary,
    )
