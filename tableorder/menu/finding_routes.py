"""What is wrong with the menu: as JSON, and as a page of its own."""

from __future__ import annotations

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tableorder import clock
from tableorder.access import access
from tableorder.apidoc import Response as Answers
from tableorder.apidoc import describe
from tableorder.auth.queries import StaffView
from tableorder.i18n import LANGUAGES, localize
from tableorder.menu import answers, queries
from tableorder.menu.findings import MESSAGES, Finding, find_problems
from tableorder.menu.routes import bp
from tableorder.web import page

EDITORS = {
    "item": "/admin/menu/items",
    "option_group": "/admin/option-groups",
    "category": "/admin/categories",
}
"""Where rows are mended, by kind; their numbers follow."""


@bp.get("/api/menus/findings")
@describe(resp=Answers(HTTP_200=answers.FindingsOut), tags=["menu"])
@access("staff", role="manager")
def list_findings(who: StaffView) -> ResponseReturnValue:
    """Name what guests cannot order, and what looks amiss."""
    return jsonify(findings=[present(finding) for finding in _findings(who)])


@bp.get("/admin/menu/check")
@access("staff", role="manager")
def check_menu(who: StaffView) -> ResponseReturnValue:
    """Show what is wrong with the menu, each with the way to where it is mended."""
    found = [present(finding) for finding in _findings(who)]
    return page("admin/check.html", findings=found, editors=EDITORS)


def _findings(who: StaffView) -> list[Finding]:
    return find_problems(who.store, queries.get_menu(who.store.id), now=clock.utc_now())


def present(finding: Finding) -> dict[str, Any]:
    """Return a finding as answers tell it, in the reader's language."""
    params = {name: localize(value) for name, value in finding.params.items()}
    if "languages" in params:
        params["languages"] = ", ".join(LANGUAGES[code] for code in params["languages"])
    return {
        "code": finding.problem.value,
        "severity": "blocks" if finding.is_blocking else "warns",
        "message": gettext(MESSAGES[finding.problem], **params),
        "kind": finding.kind,
        "id": finding.row_id,
        "key": finding.key,
    }
