"""A small restaurant whose log speaks: people with tokens, and lines appended by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from tableorder import clock, security
from tableorder.auth.models import Account, Device, SignIn, Store
from tableorder.db import db, transaction
from tableorder.stream import log
from tableorder.stream.log import Effect
from tableorder.table.models import Table, TableSession


@dataclass(frozen=True)
class Guest:
    device_id: int
    table_id: int
    session_id: int | None
    token: str

    @property
    def audience(self) -> str:
        return log.session_audience(self.session_id or 0)


class House:
    """A store with one account; guests come with `seat` and `admit`."""

    def __init__(self, app: Flask, code: str = "cafe") -> None:
        self.app = app
        with app.app_context(), transaction() as session:
            now = clock.utc_now()
            store = Store(code=code, name="Cafe", languages=["ko", "en"], created_at=now)
            session.add(store)
            session.flush()
            account = Account(
                store_id=store.id, username="mina", role="owner", password_hash="-", created_at=now
            )
            session.add(account)
            session.flush()
            self.store_id, self.account_id, self.jti = store.id, account.id, f"mina-{code}"
            expiry = now + timedelta(hours=1)
            session.add(
                SignIn(jti=self.jti, account_id=account.id, created_at=now, expires_at=expiry)
            )
        self.staff_token = self._token("staff", f"account:{self.account_id}", self.jti)

    def seat(self, number: int, *, is_open: bool = True) -> Guest:
        """Set a table with a paired tablet, and open its session."""
        with self.app.app_context(), transaction(self.store_id) as session:
            now = clock.utc_now()
            table = Table(
                store_id=self.store_id, number=number, key=f"k{self.store_id}-{number}",
                pin_hash="-", created_at=now,
            )  # fmt: skip
            session.add(table)
            session.flush()
            table_id = table.id
        session_id = self.open_session(table_id) if is_open else None
        return self._device("tablet", table_id, session_id)

    def admit(self, tablet: Guest) -> Guest:
        """Admit a phone to the session of a tablet's table."""
        return self._device("phone", tablet.table_id, tablet.session_id)

    def open_session(self, table_id: int, *, says: bool = False) -> int:
        with self.app.app_context(), transaction(self.store_id) as session:
            now = clock.utc_now()
            stay = TableSession(
                store_id=self.store_id, table_id=table_id, opened_by="tablet", code="1234",
                opened_at=now, used_at=now,
            )  # fmt: skip
            session.add(stay)
            session.flush()
            if says:
                effect: Effect = {"follow": log.session_audience(stay.id)}
                audience = log.table_audience(table_id)
                log.append(
                    session, self.store_id, "session_opened", {}, audience=audience, effect=effect
                )
            return stay.id

    def close_session(self, guest: Guest) -> int:
        """Close a party's stay as the floor does: its phones are out, the tablet stays."""
        with self.app.app_context(), transaction(self.store_id) as session:
            stay = session.get_one(TableSession, guest.session_id)
            stay.closed_at = clock.utc_now()
            effect: Effect = {"unfollow": guest.audience, "end": f"phones:{guest.session_id}"}
            return log.append(
                session, self.store_id, "session_closed", {}, audience=guest.audience, effect=effect
            )

    def say(
        self,
        name: str = "order_created",
        *,
        audience: str = log.STAFF,
        effect: Effect | None = None,
        **data: object,
    ) -> int:
        """Append one line and return its number."""
        with self.app.app_context(), transaction(self.store_id) as session:
            return log.append(session, self.store_id, name, data, audience=audience, effect=effect)

    def say_many(self, count: int, **data: object) -> list[int]:
        """Append lines for staff in one transaction."""
        with self.app.app_context(), transaction(self.store_id) as session:
            return [
                log.append(session, self.store_id, "order_created", {"n": n, **data})
                for n in range(count)
            ]

    def empty_log(self, *, raise_by: int) -> int:
        """Do to the log what a restore does."""
        with self.app.app_context(), transaction(self.store_id) as session:
            session.query(log.Event).delete()
            store = session.get_one(Store, self.store_id)
            store.last_seq += raise_by
            return store.last_seq

    def _device(self, kind: str, table_id: int, session_id: int | None) -> Guest:
        with self.app.app_context(), transaction(self.store_id) as session:
            device = Device(
                store_id=self.store_id, kind=kind, table_id=table_id,
                session_id=session_id if kind == "phone" else None, created_at=clock.utc_now(),
            )  # fmt: skip
            session.add(device)
            session.flush()
            device_id = device.id
        token = self._token("table", f"device:{device_id}", f"d{device_id}-{self.jti}")
        return Guest(device_id, table_id, session_id, token)

    def _token(self, kind: security.Kind, subject: str, jti: str) -> str:
        with self.app.app_context():
            db.session.remove()
            return security.issue_token(
                kind, subject=subject, store_id=self.store_id, jti=jti
            ).value
