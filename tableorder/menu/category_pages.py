"""The form pages of categories, for owner and manager."""

from __future__ import annotations

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder.auth.queries import StaffView
from tableorder.errors import AppError, NotFound
from tableorder.forms import Form, Values
from tableorder.menu import arranging, forms, queries, schemas, service
from tableorder.menu.admin import back, form_languages, manager, moved, station_options
from tableorder.menu.change_pages import shown_change
from tableorder.menu.drafting_forms import require_orderable, tell_blocks
from tableorder.menu.drafts import NEW
from tableorder.menu.errors import CategoryNotEmpty, RowDeleted
from tableorder.menu.routes import bp
from tableorder.menu.telling_forms import tell_changes
from tableorder.menu.tree import category_answer
from tableorder.merging import meet, opening
from tableorder.pages import text_for_reader
from tableorder.web import check, page


@bp.get("/admin/categories")
@manager
def admin_categories(who: StaffView) -> ResponseReturnValue:
    """List the categories of both levels."""
    return _show_categories(who)


@bp.get("/admin/categories/new")
@manager
def new_category(who: StaffView) -> ResponseReturnValue:
    """Show the form of a new category."""
    chosen = {"parent_id": request.args.get("parent", ""), "is_visible": "on"}
    return _category_form(who, None, Form(Values(chosen)))


@bp.get("/admin/categories/<int:category_id>")
@manager
def edit_category(who: StaffView, category_id: int) -> ResponseReturnValue:
    """Show a category's form."""
    category = queries.get_category(who.store.id, category_id)
    return _category_form(who, category, Form(opening(forms.category_values(category))))


@bp.post("/admin/categories/new", defaults={"category_id": None})
@bp.post("/admin/categories/<int:category_id>")
@manager
def post_category(who: StaffView, category_id: int | None) -> ResponseReturnValue:
    """Save a category, or show what to mend."""
    typed = forms.compact(request.form, "hours", forms.SPAN)
    try:
        known = queries.get_category(who.store.id, category_id) if category_id is not None else None
    except NotFound:
        return _category_form(who, None, Form(typed, RowDeleted()), status=404)
    met = meet(typed, forms.category_values(known) if known else Values())
    values = forms.read_category(met.values)
    try:
        met.settle()
        _save(who, category_id, values)
    except AppError as error:
        return _category_form(who, known, Form(met.values, error), theirs=met.theirs, status=422)
    return back("menu.admin_categories", done="saved")


@bp.post("/admin/categories/<int:category_id>/move")
@manager
def post_category_move(who: StaffView, category_id: int) -> ResponseReturnValue:
    """Move a category one place up or down in its level."""
    category = queries.get_category(who.store.id, category_id)
    present = arranging.get_arrangement(who.store.id)
    siblings = [p.category_id for p in present if p.parent_id == category.parent_id]
    wanted = arranging.with_categories(present, moved(siblings, category_id))
    arranging.arrange_menu(who.store, wanted, mark=arranging.mark_of(present))
    return back("menu.admin_categories", f"category-{category_id}")


@bp.post("/admin/categories/<int:category_id>/delete")
@manager
def post_category_delete(who: StaffView, category_id: int) -> ResponseReturnValue:
    """Delete an empty category, or say what it still holds."""
    try:
        service.delete_category(who.store, category_id)
    except CategoryNotEmpty as error:
        return _show_categories(who, error)
    return back("menu.admin_categories", done="deleted")


def _save(who: StaffView, category_id: int | None, values: dict[str, Any]) -> None:
    schema = schemas.CreateCategory if category_id is None else schemas.ChangeCategory
    changes = check(schema, values).changes()
    require_orderable(who, request.form, changes, kind="category", row_id=category_id or NEW)
    if category_id is None:
        service.create_category(who.store, changes)
    else:
        version = who.store.menu_version
        service.change_category(who.store, category_id, changes, version=version)


def _show_categories(who: StaffView, error: AppError | None = None) -> ResponseReturnValue:
    menu = queries.get_menu(who.store.id)
    refusal = Form(Values(), error, at="delete").error("delete")
    return page(
        "admin/categories.html",
        status=409 if error else 200,
        menu=menu,
        refusal=refusal,
        done=request.args.get("done"),
        change=shown_change(who.store),
    )


def _category_form(
    who: StaffView,
    category: queries.CategoryView | None,
    form: Form,
    *,
    theirs: tuple[str, ...] = (),
    status: int = 200,
) -> ResponseReturnValue:
    top = [one for one in queries.list_categories(who.store.id) if one.parent_id is None]
    return page(
        "admin/category.html",
        status=status,
        category=category,
        form=form,
        told=tell_changes(who, category_answer(category), theirs) if category and theirs else [],
        **tell_blocks(form.refusal),
        form_languages=form_languages(who.store, form),
        parents=[
            (one.id, gettext("Below %(name)s", name=text_for_reader(one.name)))
            for one in top
            if category is None or one.id != category.id
        ],
        stations=station_options(who.store),
    )
