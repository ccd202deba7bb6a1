"""Use cases of stores and their settings; each change is told to every open page of the store."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tableorder import clock
from tableorder.auth import rules
from tableorder.auth.errors import StoreExists
from tableorder.auth.models import Store
from tableorder.auth.queries import StoreView, get_store
from tableorder.db import transaction
from tableorder.errors import refuse, require_as_seen
from tableorder.stream import log

PUBLIC = ("name", "languages", "admission", "order_flow", "is_taking_orders", "pause_message")
"""What guests may know of a store's settings; their pages follow these."""

logger = logging.getLogger(__name__)


def create_store(
    *,
    code: str,
    name: str,
    timezone: str = "Asia/Seoul",
    currency: str = "KRW",
    languages: tuple[str, ...] = ("ko", "en"),
    admission: str = "code",
) -> int:
    """Create a store and return its id; raises Invalid or StoreExists."""
    refuse(rules.check_store(code=code, name=name, timezone=timezone, currency=currency))
    values = {
        "code": code,
        "name": name.strip(),
        "timezone": timezone,
        "currency": currency,
        "languages": list(languages),
        "admission": admission,
        "created_at": clock.utc_now(),
    }
    try:
        with transaction() as session:
            query = sa.insert(Store).values(**values).returning(Store.id)
            return session.execute(query).scalar_one()
    except IntegrityError:
        raise StoreExists(store=code) from None


def change_store(
    store_id: int, changes: Mapping[str, Any], *, seen: StoreView | None = None
) -> StoreView:
    """Change some of a store's settings and return it as it is then.

    With `seen`, raises RowChanged unless what changes is as it was seen.
    """
    if not changes:
        return get_store(store_id)
    with transaction(store_id) as session:
        require_as_seen(seen, get_store(store_id), changes)
        session.execute(
            sa.update(Store)
            .where(Store.id == store_id)
            .values(**changes)
            .execution_options(synchronize_session=False)
        )
        store = get_store(store_id)
        told = {name: getattr(store, name) for name in PUBLIC}
        log.append(session, store_id, "store_updated", {"store": told}, audience=log.EVERYONE)
    logger.info("store changed", extra={"fields": dict(changes)})
    return store
