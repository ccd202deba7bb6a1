"""The form pages of option groups and their choices, for owner and manager."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from tableorder import i18n
from tableorder.auth.queries import StaffView
from tableorder.errors import AppError, NotFound
from tableorder.forms import Form, Values
from tableorder.menu import forms, option_queries, option_routes, options, queries, schemas, service
from tableorder.menu.admin import back, dish_options, form_languages, manager, moved, today
from tableorder.menu.change_pages import shown_change
from tableorder.menu.confirming_forms import ask_first, seen_findings
from tableorder.menu.drafting_forms import require_orderable, tell_blocks
from tableorder.menu.drafts import NEW
from tableorder.menu.errors import RowDeleted, WouldBreak
from tableorder.menu.models import OptionGroup
from tableorder.menu.routes import bp
from tableorder.menu.telling_forms import tell_changes
from tableorder.menu.tree import group_answer
from tableorder.merging import Meeting, meet, opening
from tableorder.web import check, page

__all__ = ["option_routes"]


@bp.get("/admin/option-groups")
@manager
def admin_groups(who: StaffView) -> ResponseReturnValue:
    """List the option groups with the items that ask them."""
    menu = queries.get_menu(who.store.id)
    users = {
        key: [item for item in menu.items if key in item.option_group_ids] for key in menu.groups
    }
    groups = list(menu.groups.values())
    return page(
        "admin/groups.html",
        groups=groups,
        users=users,
        done=request.args.get("done"),
        change=shown_change(who.store),
    )


@bp.get("/admin/option-groups/new")
@manager
def new_group(who: StaffView) -> ResponseReturnValue:
    """Show the form of a new option group."""
    return _group_form(who, None, Form(Values(forms.NEW_GROUP)))


@bp.get("/admin/option-groups/<int:group_id>")
@manager
def edit_group(who: StaffView, group_id: int) -> ResponseReturnValue:
    """Show an option group's form."""
    group = option_queries.get_group(who.store.id, group_id)
    values = _values(who, group)
    return _group_form(who, group, Form(opening(values)))


@bp.post("/admin/option-groups/new", defaults={"group_id": None})
@bp.post("/admin/option-groups/<int:group_id>")
@manager
def post_group(who: StaffView, group_id: int | None) -> ResponseReturnValue:
    """Save an option group with its choices, or show what to mend."""
    typed = forms.compact(request.form, "choices", forms.choice_keys(i18n.LANGUAGES))
    try:
        known = option_queries.get_group(who.store.id, group_id) if group_id is not None else None
    except NotFound:
        return _group_form(who, None, Form(typed, RowDeleted()), status=404)
    met = meet(typed, _values(who, known))
    try:
        met.settle()
        _save(who, group_id, met)
    except AppError as error:
        return _group_form(who, known, Form(met.values, error), theirs=met.theirs, status=422)
    return back("menu.admin_groups", done="saved")


@bp.post("/admin/option-groups/<int:group_id>/move")
@manager
def post_group_move(who: StaffView, group_id: int) -> ResponseReturnValue:
    """Move an option group one place up or down."""
    option_queries.get_group(who.store.id, group_id)
    known = [group.id for group in option_queries.list_groups(who.store.id)]
    service.set_positions(who.store, OptionGroup, moved(known, group_id))
    return back("menu.admin_groups", f"group-{group_id}")


@bp.post("/admin/option-groups/<int:group_id>/delete")
@manager
def post_group_delete(who: StaffView, group_id: int) -> ResponseReturnValue:
    """Delete an option group."""
    try:
        options.delete_group(who.store, group_id, seen=seen_findings())
    except WouldBreak as refusal:
        return ask_first(refusal, leave=url_for("menu.edit_group", group_id=group_id))
    return back("menu.admin_groups", done="deleted")


def _values(who: StaffView, group: option_queries.GroupView | None) -> Values:
    return forms.group_values(group, who.store.currency, today(who)) if group else Values()


def _save(who: StaffView, group_id: int | None, met: Meeting) -> None:
    data = forms.read_group(
        met.values, currency=who.store.currency, today=today(who), same=met.untouched
    )
    schema = schemas.CreateGroup if group_id is None else schemas.ChangeGroup
    changes = check(schema, data).changes()
    require_orderable(who, request.form, changes, kind="option_group", row_id=group_id or NEW)
    if group_id is None:
        options.create_group(who.store, changes)
    else:
        options.change_group(who.store, group_id, changes, version=who.store.menu_version)


def _group_form(
    who: StaffView,
    group: option_queries.GroupView | None,
    form: Form,
    *,
    theirs: tuple[str, ...] = (),
    status: int = 200,
) -> ResponseReturnValue:
    answer = group_answer(group, today=today(who)) if group else None
    return page(
        "admin/group.html",
        status=status,
        group=group,
        form=form,
        told=tell_changes(who, answer, theirs) if answer and theirs else [],
        **tell_blocks(form.refusal),
        form_languages=form_languages(who.store, form),
        dishes=dish_options(who.store),
        others=[one for one in option_queries.list_groups(who.store.id) if one != group],
    )
