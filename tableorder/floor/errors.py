"""Why a table cannot be opened or closed."""

from __future__ import annotations

from typing import Any

from tableorder.errors import N_, Conflict


class TableOccupied(Conflict):
    """A party sits there already."""

    code = "TABLE_OCCUPIED"
    message = N_("This table is already open.")


class TableFree(Conflict):
    """Nobody sits there: there is nothing to close."""

    code = "TABLE_FREE"
    message = N_("This table is already free.")


class UnfinishedOrders(Conflict):
    """Orders are undecided; the details list them."""

    code = "UNFINISHED_ORDERS"
    message = N_("Some orders are not finished. Complete or cancel each of them first.")

    def __init__(self, orders: list[dict[str, Any]]) -> None:
        super().__init__(details={"orders": orders})
