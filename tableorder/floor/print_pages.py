"""The tables' codes on paper: a page to print from the browser, and tents as a PDF."""

from __future__ import annotations

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from tableorder import i18n
from tableorder.access import access
from tableorder.auth.queries import StaffView
from tableorder.errors import AppError, NotFound
from tableorder.floor.admin import code_link, code_uri
from tableorder.floor.errors import AddressUnknown, TooManyTents
from tableorder.floor.table_pages import bp
from tableorder.floor.tents import MOST, Saying, Tent, draw_tents
from tableorder.table.queries import TableView, get_table, list_tables
from tableorder.web import page, status_of

__all__ = ["bp"]


@bp.get("/tables/print")
@access("staff")
def print_page(who: StaffView) -> ResponseReturnValue:
    """Show the table tents, to be printed and folded."""
    try:
        tents = [(table, code_uri(table.key)) for table in list_tables(who.store.id)]
    except AddressUnknown as error:
        return _refused(error)
    return page("staff/table_print.html", tents=tents, sayings=_sayings(), refusal=None)


@bp.get("/tables/tents.pdf")
@access("staff")
def tents_pdf(who: StaffView) -> ResponseReturnValue:
    """Draw the tents of all tables, or of the one that `?table=` names."""
    try:
        tents = [_tent(table) for table in _wanted(who)]
    except (AddressUnknown, TooManyTents) as error:
        return _refused(error)
    if not tents:
        return redirect("/tables/print", 303)
    hints = [
        gettext("Cut along the solid line, fold along the dashed lines."),
        gettext("Glue the narrow flap at the top under this base."),
    ]
    pdf = draw_tents(who.store.name, tents, sayings=list(_sayings().values()), hints=hints)
    named = f'attachment; filename="tents-{who.store.code}.pdf"'
    headers = {"Content-Disposition": named, "Cache-Control": "private, no-store"}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def _wanted(who: StaffView) -> list[TableView]:
    asked = request.args.get("table")
    if asked is None:
        tables = list_tables(who.store.id)
        if len(tables) > MOST:
            raise TooManyTents(most=MOST)
        return tables
    if not asked.isdecimal() or len(asked) > 9:
        raise NotFound
    return [get_table(who.store.id, int(asked))]


def _tent(table: TableView) -> Tent:
    return Tent(table.number, table.label, code_link(table.key))


def _refused(error: AppError) -> ResponseReturnValue:
    sentence = gettext(error.message, **error.params)
    return page("staff/table_print.html", status=status_of(error), tents=[], refusal=sentence)


def _sayings() -> dict[str, Saying]:
    """Return what a tent says to guests in every language of the interface."""
    found = {}
    for language in i18n.INTERFACE:
        with force_locale(language):
            found[language] = Saying(gettext("Table"), gettext("Scan to see the menu and order."))
    return found
