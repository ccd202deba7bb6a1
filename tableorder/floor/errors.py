"""Why something cannot be done at a table."""

from __future__ import annotations

from typing import Any

from tableorder.errors import N_, AppError, Conflict


class TableOccupied(Conflict):
    """A party sits there already."""

    code = "TABLE_OCCUPIED"
    message = N_("A party already sits at this table.")


class TableFree(Conflict):
    """Nobody sits there: there is nothing to close, move or merge with."""

    code = "TABLE_FREE"
    message = N_("Nobody sits at this table.")


class PartyChanged(Conflict):
    """The party that was meant has left the table, and another one sits there."""

    code = "PARTY_CHANGED"
    message = N_("Another party sits at this table now. Please look again.")


class SameTable(Conflict):
    """A party can't move to where it sits, nor be merged with itself."""

    code = "SAME_TABLE"
    message = N_("Please choose another table.")


class MergeOver(Conflict):
    """Nothing was merged here, it was undone, or it is too long ago."""

    code = "MERGE_OVER"
    message = N_("This merge can no longer be undone.")


class TableUsed(Conflict):
    """Parties sat there: the table stays for the sake of its history."""

    code = "TABLE_USED"
    message = N_("This table has a history and cannot be deleted.")


class AddressUnknown(Conflict):
    """The address at hand leads nowhere from a phone, so no code is made of it."""

    code = "ADDRESS_UNKNOWN"
    message = N_(
        "A code with the address %(address)s would lead nowhere from a phone. Set PUBLIC_URL, or "
        "open this page by the address that this server has in your network."
    )


class TooManyTents(Conflict):
    """Drawing so many tents at once would take too long."""

    code = "TOO_MANY_TENTS"
    message = N_("At most %(most)s tents fit into one PDF. Open a table to print its own.")


class UnfinishedOrders(Conflict):
    """Orders are undecided; the details list them."""

    code = "UNFINISHED_ORDERS"
    message = N_("Some orders are not finished. Complete or cancel each of them first.")

    def __init__(self, orders: list[dict[str, Any]]) -> None:
        super().__init__(details={"orders": orders})


class NobodySeated(Conflict):
    """A tablet calls at a table that no party has opened yet."""

    code = "NOBODY_SEATED"
    message = N_("Nobody has started at this table yet. Please start first.")


class ReasonUnknown(AppError):
    """The store offers no such reason to call, perhaps not any more."""

    code = "REASON_UNKNOWN"
    message = N_("This cannot be asked for any more. Please choose something else.")


class CallOver(Conflict):
    """A call goes forward only, and this one is finished."""

    code = "INVALID_TRANSITION"
    message = N_("This call is finished already.")
