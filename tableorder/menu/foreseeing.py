"""Tell what would be wrong with the menu after an import, before it is carried out.

It is written as the import would write it, looked at, and taken back; guests hear of nothing.
"""

from __future__ import annotations

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.db import transaction
from tableorder.menu.drafts import consequences
from tableorder.menu.findings import Finding
from tableorder.menu.importing import Writer, require_plan_version
from tableorder.menu.plans import Plan
from tableorder.menu.queries import Menu, get_menu


def foresee(store: StoreView, plan: Plan) -> list[Finding]:
    """List what carrying out a plan would make wrong; what blocks ordering stands first.

    Raises MenuChanged unless the menu is still that of the plan.
    """
    if plan.is_empty:
        return []
    before, after = _both(store, plan)
    return consequences(store, before, after, now=clock.utc_now())


def _both(store: StoreView, plan: Plan) -> tuple[Menu, Menu]:
    # Files of pictures are not read yet: that there will be one is all that matters here.
    writer = Writer(store, plan, {row.target: {} for row in plan.rows if row.after.get("image")})
    with transaction(store.id) as session:
        require_plan_version(session, store, plan)
        before = get_menu(store.id)
        writer.write(session)
        after = get_menu(store.id)
        session.rollback()  # what is committed then is nothing
    return before, after
