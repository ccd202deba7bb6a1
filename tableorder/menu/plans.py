"""What an import will do, row by row: plain data between planning, telling and carrying out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tableorder.menu.matching import Target
from tableorder.menu.portable import Values


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the menu that the file names: as it is (None for a new one) and as it will be.

    References of `after` are ids, or New for rows that are not there yet. `changed` names the
    fields that will differ; of a new row, all that the file tells. `is_left` says that the file
    tells another count or sold-out mark, which the row does not take over.
    """

    kind: str
    target: Target
    before: Values | None
    after: Values
    changed: Sequence[str]
    path: str
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does: rows that are added or changed, rows that go, and new orders.

    `version` is the menu's version and `stations` are the stations' ids that the plan was made
    for. `orders` holds, by kind, all rows in their new order where it differs. `left` counts the
    rows that keep another count or sold-out mark than the file tells.
    """

    version: int
    stations: frozenset[int]
    rows: list[Row]
    removed: list[Row]
    orders: Mapping[str, list[Target]]
    left: int

    @property
    def is_empty(self) -> bool:
        """True when the menu is already as the file wants it."""
        return not (self.rows or self.removed or self.orders)

    def of(self, kind: str, *, is_new: bool) -> list[Row]:
        """List the rows of a kind that are added, or those that are changed."""
        return [row for row in self.rows if row.kind == kind and (row.before is None) == is_new]
