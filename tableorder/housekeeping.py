"""Keep an installation tidy: what is kept no longer goes, in short batches.

Each batch is a write transaction of its own and is followed by a rest, so that orders get in
between. What was ordered stays for `HISTORY_RETENTION_DAYS` after its party left; then its orders
go with lines, options and record, after them the party, and last the counters of their days.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import click
import sqlalchemy as sa
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import InstrumentedAttribute, Session

from tableorder import clock
from tableorder.auth.models import Device, SignIn
from tableorder.db import transaction
from tableorder.floor.idle import close_idle_sessions
from tableorder.menu.sweeping import remove_orphan_pictures
from tableorder.order.models import Order, OrderCounter
from tableorder.settings import Settings
from tableorder.stream import log
from tableorder.table.models import TableSession
from tableorder.upkeep import Task, Upkeep

Step = Callable[[Session], Counter[str]]
"""One batch inside the caller's transaction; returns how many of each went."""

BATCH = 500
ORDERS_AT_ONCE = 40
PARTIES_AT_ONCE = 20
REST = 0.06
"""Seconds between two batches: longer than another process's try for SQLite's lock."""

DEVICES_KEPT = timedelta(days=2)
"""A phone's token lives a day: as long as that, its guest is told that the visit is over."""


def init_app(app: Flask) -> None:
    """Give the application its upkeep, which starts where requests are served."""
    app.extensions["upkeep"] = Upkeep(app, TASKS)
    app.cli.add_command(housekeeping_command)


@click.command("housekeeping")
@with_appcontext
def housekeeping_command() -> None:
    """Remove old history, events, sign-ins, devices, pictures, and close idle tables."""
    gone = keep_house(clock.utc_now())
    click.echo(
        f"지난 이벤트 {gone['events']}개, 만료된 로그인 {gone['sign_ins']}개, 지난 주문 "
        f"{gone['orders']}개와 세션 {gone['parties']}개, 끝난 기기 {gone['devices']}개, 쓰지 않는 "
        f"사진 {gone['pictures']}개를 지우고, 쓰지 않는 테이블 세션 {gone['idle']}개를 닫았습니다."
    )
    click.echo(
        f"Removed {gone['events']} old events, {gone['sign_ins']} expired sign-ins, "
        f"{gone['orders']} old orders of {gone['parties']} parties, {gone['devices']} ended "
        f"devices and {gone['pictures']} unused pictures; closed {gone['idle']} idle sessions."
    )


def keep_house(now: datetime) -> Counter[str]:
    """Remove what is kept no longer at `now`, close what is idle, and count what went."""
    settings: Settings = current_app.extensions["settings"]
    before = now - timedelta(days=settings.history_retention_days)
    gone: Counter[str] = Counter()
    steps: tuple[Step, ...] = (
        lambda session: Counter(events=log.delete_old(session, now=now, batch=BATCH)),
        lambda session: _delete_sign_ins(session, now),
        lambda session: _delete_history(session, before),
        lambda session: _delete_counters(session, before),
        lambda session: _delete_devices(session, now - DEVICES_KEPT),
    )
    for step in steps:
        gone += _in_batches(step)
    gone["pictures"] = remove_orphan_pictures(settings.upload_dir, now=now)
    gone["idle"] = close_idle_sessions(now)
    return gone


TASKS = (
    Task("idle sessions", timedelta(minutes=1), close_idle_sessions),
    Task("housekeeping", timedelta(days=1), keep_house),
)
"""What the server does by itself."""


def _in_batches(step: Step) -> Counter[str]:
    """Take a step, each time in a transaction of its own, until nothing is left for it."""
    total: Counter[str] = Counter()
    while True:
        with transaction() as session:
            gone = step(session)
        if not gone.total():
            return total
        total += gone
        time.sleep(REST)


def _delete_sign_ins(session: Session, now: datetime) -> Counter[str]:
    expired = sa.select(SignIn.jti).where(SignIn.expires_at < now).limit(BATCH)
    return Counter(sign_ins=_delete(session, SignIn.jti, expired))


def _delete_history(session: Session, before: datetime) -> Counter[str]:
    """Take the first parties that left before then: their orders, or themselves when none is left.

    Lines, options and record go with an order; phones, calls and merges with a party.
    """
    oldest = (
        sa.select(TableSession.id)
        .where(TableSession.closed_at < before)
        .order_by(TableSession.id)
        .limit(PARTIES_AT_ONCE)
    )
    parties = session.execute(oldest).scalars().all()
    ordered = sa.select(Order.id).where(Order.session_id.in_(parties)).limit(ORDERS_AT_ONCE)
    orders = _delete(session, Order.id, ordered)
    if orders:
        return Counter(orders=orders)
    phones = _delete(session, Device.id, sa.select(Device.id).where(Device.session_id.in_(parties)))
    session.execute(
        sa.update(TableSession)
        .where(TableSession.merged_into.in_(parties))
        .values(merged_into=None)
    )
    return Counter(parties=_delete(session, TableSession.id, oldest), devices=phones)


def _delete_counters(session: Session, before: datetime) -> Counter[str]:
    """Delete the counters of days before then, unless orders of such a day are still there."""
    has_orders = sa.exists().where(
        Order.store_id == OrderCounter.store_id, Order.business_day == OrderCounter.business_day
    )
    last = before.date() - timedelta(days=1)  # over in every zone
    old = sa.select(OrderCounter.business_day).where(OrderCounter.business_day < last, ~has_orders)
    days = session.execute(old.limit(BATCH)).scalars().all()
    session.execute(
        sa.delete(OrderCounter)
        .where(OrderCounter.business_day.in_(days), ~has_orders)
        .execution_options(synchronize_session=False)
    )
    return Counter(counters=len(days))


def _delete_devices(session: Session, before: datetime) -> Counter[str]:
    """Delete devices that were unpaired, and phones whose party left, before then."""
    ended = (
        sa.select(Device.id)
        .outerjoin(TableSession, TableSession.id == Device.session_id)
        .where(sa.or_(Device.ended_at < before, TableSession.closed_at < before))
    )
    return Counter(devices=_delete(session, Device.id, ended.limit(BATCH)))


def _delete(session: Session, key: InstrumentedAttribute[Any], found: sa.Select[Any]) -> int:
    """Delete the rows whose keys a query finds; return how many."""
    keys = session.execute(found).scalars().all()
    session.execute(
        sa.delete(key.class_).where(key.in_(keys)).execution_options(synchronize_session=False)
    )
    return len(keys)
