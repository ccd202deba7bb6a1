"""What is kept no longer goes; everything else stays."""

import os
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from tableorder import clock
from tableorder.auth.models import Device, SignIn
from tableorder.auth.queries import StoreView
from tableorder.db import db, transaction
from tableorder.floor.models import Call
from tableorder.housekeeping import keep_house
from tableorder.order.models import Order, OrderChange, OrderCounter, OrderItem, OrderItemOption
from tableorder.stream import log
from tableorder.stream.models import Event
from tableorder.table.models import SessionMerge, TableSession
from tests import factories
from tests.actors import Staff, line, phone_in, staff_of

OVER_A_YEAR = timedelta(days=368)


def count(*models: type) -> list[int]:
    db.session.rollback()
    counts = [sa.select(sa.func.count()).select_from(model) for model in models]
    return [db.session.execute(query).scalar_one() for query in counts]


def test_old_events_and_expired_sign_ins_go(app: Flask) -> None:
    with app.app_context():
        store = factories.make_store()
        factories.staff_token(store, factories.make_account(store))
        with transaction(store.id) as session:
            for _ in range(3):
                log.append(session, store.id, "store_updated", {})
            session.execute(
                sa.update(Event)
                .where(Event.seq < 3)
                .values(created_at=clock.utc_now() - timedelta(hours=49))
            )
            session.execute(sa.update(SignIn).values(expires_at=clock.utc_now()))
        factories.staff_token(store, factories.make_account(store, "second"))
    result = app.test_cli_runner().invoke(args=["housekeeping"])
    assert result.exit_code == 0, result.output
    assert "Removed 2 old events, 1 expired sign-ins, 0 old orders of 0 parties" in result.output
    with app.app_context():
        assert db.session.execute(sa.select(Event.seq)).scalars().all() == [3]
        assert len(db.session.execute(sa.select(SignIn.jti)).all()) == 1


class Restaurant:
    """One table at which parties order a dish with an option, and leave."""

    def __init__(self, app: Flask) -> None:
        self.store: StoreView = factories.make_store()
        group, choices = factories.make_group(self.store, {"large": 500})
        self.dish = factories.make_item(self.store, price=9000, groups=(group,))
        self.choice = choices["large"]
        self.client = app.test_client()
        self.staff: Staff = staff_of(self.client, self.store, "manager")
        self.orders = 0

    def party(self, table: int, orders: int = 1, *, leaves: bool = True) -> int:
        """Let a party order and, unless it stays, leave; return its session."""
        for _ in range(orders):
            self.orders += 1
            dish = line(self.dish, choice_ids=[self.choice])
            body = {"items": [dish], "expected_total": 9500, "table_id": table}
            key = f"order-{self.orders}"
            order = self.staff.send("POST", "/api/orders", body, Idempotency_Key=key).json
        phone_in(self.client, self.store, order["session_id"])
        placed = [one["id"] for one in self.staff.orders() if one["table"]["id"] == table]
        if leaves:
            decisions = {f"o{order_id}": "complete" for order_id in placed}
            assert self.staff.close(table, **decisions).status_code == 200
        return order["session_id"]

    def long_ago(self, *sessions: int, by: timedelta = OVER_A_YEAR) -> None:
        """Move parties, with what they ordered, back in time."""
        moment = clock.utc_now() - by
        day = self.store.business_day(moment)
        db.session.rollback()
        with transaction(self.store.id) as session:
            parties = sa.update(TableSession).where(TableSession.id.in_(sessions))
            orders = sa.update(Order).where(Order.session_id.in_(sessions))
            session.execute(parties.values(opened_at=moment))
            session.execute(
                parties.where(TableSession.closed_at.is_not(None)).values(closed_at=moment)
            )
            session.execute(orders.values(created_at=moment, business_day=day))
            session.execute(
                sa.insert(OrderCounter).values(
                    store_id=self.store.id, business_day=day, last_number=self.orders
                )
            )


@pytest.fixture
def restaurant(app: Flask):
    with app.app_context():
        yield Restaurant(app)


def test_history_goes_whole_when_its_time_is_over(restaurant: Restaurant) -> None:
    tables = [factories.make_table(restaurant.store, number) for number in (1, 2)]
    old = [restaurant.party(tables[0], orders=3), restaurant.party(tables[1])]
    restaurant.long_ago(*old)
    kept = restaurant.party(tables[0], orders=2)
    gone = keep_house(clock.utc_now())
    assert (gone["orders"], gone["parties"], gone["devices"]) == (4, 2, 2)
    found = count(Order, OrderItem, OrderItemOption, TableSession, Device, OrderCounter)
    assert found == [2, 2, 2, 1, 1, 1]
    assert set(db.session.execute(sa.select(OrderChange.order_id)).scalars()) == {5, 6}
    assert db.session.execute(sa.select(TableSession.id)).scalars().all() == [kept]
    orders = restaurant.staff.get("/api/history").json["orders"]
    assert [order["total"] for order in orders] == [9500, 9500]


def test_a_party_that_still_sits_there_keeps_its_orders(restaurant: Restaurant) -> None:
    table = factories.make_table(restaurant.store)
    restaurant.long_ago(restaurant.party(table, orders=2, leaves=False))
    gone = keep_house(clock.utc_now())
    assert not gone["orders"] + gone["parties"] + gone["devices"] + gone["counters"]
    assert len(restaurant.staff.orders()) == 2


def test_the_last_day_of_the_retention_stays(restaurant: Restaurant) -> None:
    table = factories.make_table(restaurant.store)
    restaurant.long_ago(restaurant.party(table), by=timedelta(days=364, hours=23))
    assert not keep_house(clock.utc_now())["orders"]
    assert keep_house(clock.utc_now() + timedelta(hours=2))["orders"] == 1


def test_merged_parties_and_their_calls_go_too(restaurant: Restaurant) -> None:
    tables = [factories.make_table(restaurant.store, number) for number in (1, 2)]
    target, source = restaurant.party(tables[0]), restaurant.party(tables[1])
    restaurant.long_ago(target, source)
    now = clock.utc_now()
    store_id = restaurant.store.id
    with transaction(store_id) as session:
        merged = sa.update(TableSession).where(TableSession.id == source)
        session.execute(merged.values(merged_into=target))
        session.add(
            SessionMerge(
                store_id=store_id,
                source_id=source,
                target_id=target,
                source_table_id=tables[1],
                at=now,
                actor="account:1",
                moved={},
            )
        )
        call = {"reason": "bill", "name": {}, "status": "done", "created_at": now, "done_at": now}
        session.add(Call(store_id=store_id, table_id=tables[0], session_id=target, **call))
    assert keep_house(now)["parties"] == 2
    assert count(TableSession, SessionMerge, Call) == [0, 0, 0]


def test_phones_go_when_they_can_no_longer_ask(restaurant: Restaurant) -> None:
    table = factories.make_table(restaurant.store)
    tablet = factories.make_device(restaurant.store, "tablet", table_id=table)
    unpaired = factories.make_device(
        restaurant.store, "tablet", table_id=table, ended_at=clock.utc_now() - timedelta(days=3)
    )
    restaurant.party(table)
    assert keep_house(clock.utc_now())["devices"] == 1
    assert keep_house(clock.utc_now() + timedelta(days=2, minutes=1))["devices"] == 1
    left = db.session.execute(sa.select(Device.id)).scalars().all()
    assert left == [tablet]
    assert unpaired not in left


def test_pictures_that_no_dish_shows_go(app: Flask) -> None:
    folder = app.extensions["settings"].upload_dir
    folder.mkdir(parents=True)
    old = time.time() - timedelta(days=2).total_seconds()
    shown, orphan, fresh = "a" * 32, "b" * 32, "c" * 32
    names = [f"{stem}-{width}.webp" for stem in (shown, orphan, fresh) for width in (320, 640)]
    for name in (*names, f"{orphan}-1280.tmp", "keep me.webp"):
        (folder / name).touch()
        if fresh not in name:
            os.utime(folder / name, (old, old))
    with app.app_context():
        image = {"name": shown, "width": 1, "height": 1}
        factories.make_item(factories.make_store(), image=image)
        assert keep_house(clock.utc_now())["pictures"] == 1
    left = {path.name for path in folder.iterdir()}
    assert left == {*(name for name in names if orphan not in name), "keep me.webp"}
