"""The order's events, read by staff and by the table session that ordered."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tableorder.order.queries import OrderData
from tableorder.stream import log


def append_order_event(
    session: Session, store_id: int, name: str, order: OrderData, *, audience: str | None = None
) -> int:
    """Log `order_created`, `order_updated` or `order_deleted` in the caller's transaction.

    Its party reads it, or another `audience`; staff always do.
    """
    audience = audience or log.session_audience(order["session_id"])
    return log.append(session, store_id, name, {"order": order}, audience=audience)
