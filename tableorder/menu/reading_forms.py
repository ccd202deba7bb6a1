"""Read the rows of a menu file, whatever wrote them: what is sound goes on, the rest is a fault.

So the sound rows can be looked at together, and everything that is wrong is told at once.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from tableorder.errors import FieldFault, Invalid
from tableorder.menu.portable import Values
from tableorder.web import check

Place = tuple[str, ...]


class Rows:
    """Reads the rows of one file; `faults` and what is `unread` gather meanwhile."""

    def __init__(self) -> None:
        self.faults: list[FieldFault] = []
        self.unread: set[str] = set()

    def fault(self, path: str, code: str, message: str, **params: Any) -> None:
        """Note a fault."""
        self.faults.append(FieldFault(path, code, message, **params))

    def read(self, schema: type[BaseModel], given: Any, path: str) -> Values | None:
        """Return what is sound of a row, None where nothing is; the rest is taken out of `given`.

        Only the faults of the first look are told: others come of what was taken out.
        """
        known = len(self.faults)
        while True:
            try:
                row = check(schema, given)
            except Invalid as refusal:
                places = {_place(given, fault.path) for fault in refusal.fields}
                if len(self.faults) == known:
                    for fault in refusal.fields:
                        where = _joined(path, fault.path)
                        self.fault(where, fault.code, fault.message, **fault.params)
                self.unread.update(_joined(path, *place) for place in places)
                for place in sorted(places - {()}, key=len, reverse=True):
                    _take_out(given, place)
                if () in places:
                    return None
            else:
                return row.model_dump(mode="json", exclude_unset=True, by_alias=True)


def _joined(*parts: str) -> str:
    return ".".join(part for part in parts if part)


def _place(given: Any, path: str) -> Place:
    """Return the innermost field of an object that a path leads through."""
    parts = path.split(".")
    found: Place = ()
    for depth, part in enumerate(parts, 1):
        if isinstance(given, dict) and part in given:
            given, found = given[part], tuple(parts[:depth])
        elif isinstance(given, list) and part in map(str, range(len(given))):
            given = given[int(part)]
        else:
            break
    return found


def _take_out(given: Any, place: Place) -> None:
    *around, name = place
    for part in around:
        given = given[int(part)] if isinstance(given, list) else given[part]
    del given[name]
