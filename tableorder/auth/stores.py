"""Use cases of stores."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from tableorder import clock
from tableorder.auth import rules
from tableorder.auth.errors import StoreExists
from tableorder.auth.models import Store
from tableorder.db import transaction
from tableorder.errors import refuse


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
