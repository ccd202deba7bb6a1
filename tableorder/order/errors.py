"""Why an order is refused, or a change of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tableorder.errors import N_, AppError, Conflict, Sentence
from tableorder.menu.rules import LineFault, Refusal

LINE_MESSAGES = {
    Refusal.ITEM_NOT_FOUND: N_("This item is no longer on the menu. Please remove it."),
    Refusal.ITEM_SOLD_OUT: N_("%(item)s is sold out. Please remove it."),
    Refusal.OUT_OF_STOCK: N_("Only %(count)s of %(item)s left. Please take fewer."),
    Refusal.ITEM_NOT_SOLD_NOW: N_("%(item)s is not sold right now. Please remove it."),
    Refusal.CHOICE_SOLD_OUT: N_(
        "%(choice)s is not available right now. Please choose something else for %(item)s."
    ),
    Refusal.CHOICE_INVALID: N_("The options of %(item)s have changed. Please choose them again."),
    Refusal.GROUP_TOO_FEW: N_("Please choose at least %(count)s of %(group)s for %(item)s."),
    Refusal.GROUP_TOO_MANY: N_("Please choose at most %(count)s of %(group)s for %(item)s."),
}


class OrderRefused(AppError):
    """Some lines cannot be ordered; nothing was written."""

    code = "ORDER_REFUSED"
    message = N_("Some of your order cannot be ordered right now. Nothing was sent.")

    def __init__(self, faults: Sequence[LineFault]) -> None:
        lines = [
            {
                "index": fault.index,
                "menu_id": fault.menu_id,
                "code": fault.code.value,
                "message": Sentence(LINE_MESSAGES[fault.code], fault.params),
            }
            for fault in faults
        ]
        super().__init__(details={"lines": lines})


class PriceChanged(Conflict):
    """The total is not the one that the guest saw; the details hold the new lines and total."""

    code = "PRICE_CHANGED"
    message = N_("A price has changed. Please look at the new total and send again.")


class NotTakingOrders(Conflict):
    """The store takes no orders now."""

    code = "NOT_TAKING_ORDERS"
    message = N_("The store is not taking orders right now.")


class TablePaused(NotTakingOrders):
    """Guests of this table order nothing for the time being."""

    message = N_("This table cannot order right now. Please ask our staff.")


class OrdersPaused(NotTakingOrders):
    """The same, of the store or of a table, with what the staff say about it."""

    message = N_("No orders can be sent right now: %(note)s")

    def __init__(self, note: str) -> None:
        super().__init__(details={"note": note}, note=note)


class PastLastOrder(NotTakingOrders):
    """The last orders of the business day have been taken."""

    message = N_("The last orders for today have been taken.")


class OrderTooLarge(NotTakingOrders):
    """The kitchen takes fewer portions at once."""

    message = N_("At most %(most)s portions fit into one order. Please order the rest afterwards.")

    def __init__(self, most: int) -> None:
        super().__init__(details={"most": most}, most=most)


class TooSoon(NotTakingOrders):
    """The table's last order was only just sent; `until` is when it can order again."""

    message = N_("This table has just ordered. It can order again in %(minutes)s min.")

    def __init__(self, *, minutes: int, until: str | None) -> None:
        super().__init__(details={"until": until}, minutes=minutes)


class KeyReused(AppError):
    """The idempotency key belongs to another order."""

    code = "IDEMPOTENCY_KEY_REUSED"
    message = N_("This key was already used for another order.")


class InvalidTransition(Conflict):
    """The order cannot take this step from where it stands."""

    code = "INVALID_TRANSITION"
    message = N_("The order cannot go there from where it stands.")


class OrderHeld(InvalidTransition):
    """Staff have to accept the order of a party that only a phone vouches for."""

    message = N_("This order is waiting to be confirmed. Please confirm it first.")


class Stale(Conflict):
    """Someone else changed the order first; the details hold it as it is now."""

    code = "STALE"
    message = N_("Someone else changed this order first. Here it is as it stands now.")

    def __init__(self, order: dict[str, Any]) -> None:
        super().__init__(details={"order": order})


class ReasonMissing(AppError):
    """Staff cancel or delete an order only with a reason."""

    code = "REASON_MISSING"
    message = N_("Please say why.")


class QuantityRaised(Conflict):
    """Wanting more is a new order."""

    code = "QUANTITY_RAISED"
    message = N_("A quantity can only be lowered. Please order more as a new order.")


class LineCancelled(Conflict):
    """What was cancelled stays where it was ordered."""

    code = "LINE_CANCELLED"
    message = N_("This dish was cancelled meanwhile.")


class TooManyPortions(Conflict):
    """The line has not so many portions."""

    code = "TOO_MANY_PORTIONS"
    message = N_("There are fewer portions of this dish. Please look again.")
