"""Change option groups: each use case is one transaction, as in `service`."""

from __future__ import annotations

import sqlalchemy as sa

from tableorder.auth.queries import StoreView
from tableorder.menu.choices import (
    check_defaults,
    check_numbers,
    numbers_of,
    set_choices,
)
from tableorder.menu.editing import (
    Values,
    insert,
    require_own_language,
    require_row,
    require_version,
    update,
    without,
)
from tableorder.menu.events import append_menu_updated
from tableorder.menu.journal import changing
from tableorder.menu.models import OptionGroup
from tableorder.menu.watching import Seen


def create_group(store: StoreView, values: Values) -> int:
    """Add an option group with its choices and return its id."""
    require_own_language(store, values)
    check_numbers(values)
    with changing(store, "group_added") as session:
        group_id = insert(session, OptionGroup, store, without(values, "choices"))
        set_choices(session, store, group_id, values["choices"])
        append_menu_updated(session, store, item_ids=())
    return group_id


def change_group(
    store: StoreView, group_id: int, values: Values, *, version: int | None = None
) -> None:
    """Change some fields of an option group; `choices` replaces the whole list.

    With `version`, only of that menu, else MenuChanged.
    """
    require_own_language(store, values)
    with changing(store, "group_changed") as session:
        require_version(session, store, version)
        require_row(session, OptionGroup, store, group_id)
        check_numbers({**numbers_of(session, group_id), **values})
        update(session, OptionGroup, group_id, without(values, "choices"))
        if "choices" in values:
            set_choices(session, store, group_id, values["choices"])
        else:
            check_defaults(session, group_id)
        append_menu_updated(session, store, item_ids=())


def delete_group(store: StoreView, group_id: int, *, seen: Seen = None) -> None:
    """Delete an option group; the items that asked it ask it no more.

    With `seen`, as `watching` says.
    """
    with changing(store, "group_deleted", seen=seen) as session:
        require_row(session, OptionGroup, store, group_id)
        session.execute(sa.delete(OptionGroup).where(OptionGroup.id == group_id))
        append_menu_updated(session, store, item_ids=())
