"""Tables, sessions and devices on both databases."""

from threading import Barrier, Thread

import pytest
import sqlalchemy as sa
import time_machine

from tableorder import clock, security
from tableorder.auth import devices
from tableorder.auth.models import Device
from tableorder.auth.queries import get_secret_expiry
from tableorder.db import db, transaction
from tableorder.errors import NotFound
from tableorder.stream import log
from tableorder.table import joining, queries, service
from tableorder.table.errors import CodeUnknown, TablesExist, WrongPin
from tableorder.table.models import TableSession
from tests.factories import PIN, make_device, make_store, make_table


@pytest.fixture
def store(app):
    with app.app_context():
        yield make_store()


def key_of(store, table):
    return queries.get_table(store.id, table).key


def tablet_of(store, table):
    return queries.find_guest(make_device(store, "tablet", table_id=table))


def count_sessions():
    return db.session.execute(sa.select(sa.func.count(TableSession.id))).scalar_one()


def close_sessions():
    db.session.execute(sa.update(TableSession).values(closed_at=clock.utc_now()))
    db.session.commit()


def test_each_new_table_gets_a_pin_that_pairs_it(store):
    created = service.create_tables(store.id, [3, 1, 2])
    assert [number for number, _pin in created] == [1, 2, 3]
    for number, pin in created:
        assert len(pin) == 4
        paired = service.pair_tablet(
            store_code=store.code, number=number, pin=pin, address="192.0.2.1"
        )
        assert paired.table.number == number
    assert len({table.key for table in queries.list_tables(store.id)}) == 3


def test_tables_that_exist_are_named_and_none_is_created(store):
    service.create_tables(store.id, [2, 3], pin=PIN)
    with pytest.raises(TablesExist) as raised:
        service.create_tables(store.id, range(1, 5), pin=PIN)
    assert raised.value.details == {"numbers": [2, 3]}
    assert [table.number for table in queries.list_tables(store.id)] == [2, 3]


def test_opening_a_session_is_told_to_the_table_whose_readers_follow_it(store):
    table = queries.get_table(store.id, make_table(store, 7))
    now = clock.utc_now()
    with transaction(store.id) as session:
        opened = service.open_session(session, table, opened_by="staff", now=now)
    line = log.list_after(store.id, 0)[-1]
    assert (line.name, line.audience) == ("session_opened", f"table:{table.id}")
    assert line.effect == {"follow": f"session:{opened}"}
    assert f'"session":{{"id":{opened},"table":{{"id":{table.id},"number":7}}' in line.data
    assert len(queries.get_session(store.id, opened).code) == 4


def test_a_session_of_another_store_is_no_session(store):
    opened = service.start_session(tablet_of(store, make_table(store)))
    with pytest.raises(NotFound):
        queries.get_session(make_store("bar").id, opened)


def test_a_tablet_starts_one_session_however_often_it_asks(store):
    tablet = tablet_of(store, make_table(store))
    first = service.start_session(tablet)
    assert service.start_session(tablet) == first
    assert count_sessions() == 1


def test_a_phone_joins_the_session_that_the_tablet_started(store):
    table = make_table(store)
    opened = service.start_session(tablet_of(store, table))
    joined = joining.join_table(key_of(store, table))
    assert joined.session_id == opened
    guest = queries.find_guest(joined.device_id)
    assert (guest.kind, guest.table_id, guest.is_closed) == ("phone", table, False)


def test_the_next_party_gets_a_session_of_its_own(store):
    key = key_of(store, make_table(store))
    first = joining.join_table(key)
    close_sessions()
    second = joining.join_table(key)
    assert second.session_id != first.session_id
    assert queries.find_guest(first.device_id).is_closed


def test_phones_that_join_a_free_table_at_once_share_one_session(app, store):
    key, phones = key_of(store, make_table(store)), 8
    together, sessions = Barrier(phones), []
    db.session.remove()

    def join():
        with app.app_context():
            together.wait()
            sessions.append(joining.join_table(key).session_id)

    threads = [Thread(target=join) for _ in range(phones)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sessions) == phones
    assert len(set(sessions)) == 1
    assert count_sessions() == 1


def test_an_unknown_key_leads_nowhere(store):
    with pytest.raises(CodeUnknown):
        joining.join_table("nowhere")


@pytest.mark.parametrize(
    ("code", "number", "pin"), [("cafe", 1, "9999"), ("cafe", 2, PIN), ("bar", 1, PIN)]
)
def test_one_error_whatever_is_wrong_with_a_pairing(store, code, number, pin):
    make_table(store)
    with pytest.raises(WrongPin):
        service.pair_tablet(store_code=code, number=number, pin=pin, address=None)


def pair(store, number=1):
    return service.pair_tablet(store_code=store.code, number=number, pin=PIN, address=None)


def test_a_tablet_is_known_by_its_secret_until_it_is_unpaired(store):
    make_table(store)
    paired = pair(store)
    secret = security.digest(paired.secret)
    assert queries.find_tablet(secret).device_id == paired.device_id
    devices.unpair_device(store.id, paired.device_id)
    assert queries.find_tablet(secret) is None
    assert queries.find_guest(paired.device_id) is None
    assert log.list_after(store.id, 0)[-1].effect == {"end": f"device:{paired.device_id}"}
    with pytest.raises(NotFound):
        devices.unpair_device(store.id, paired.device_id)


def test_the_secret_itself_is_not_stored(store):
    make_table(store)
    secret = pair(store).secret
    stored = db.session.execute(sa.select(Device.secret_hash)).scalar_one()
    assert stored != secret
    assert len(secret) >= 43


def test_another_store_cannot_unpair_a_tablet(store):
    make_table(store)
    paired = pair(store)
    with pytest.raises(NotFound):
        devices.unpair_device(make_store("bar").id, paired.device_id)


def test_a_secret_in_use_lives_on_and_is_written_once_a_day(store):
    make_table(store)
    with time_machine.travel("2026-03-01 03:00:00Z", tick=False) as traveller:
        paired = pair(store)
        first = get_secret_expiry(paired.device_id)
        traveller.shift(12 * 3600)
        devices.extend_secret(store.id, paired.device_id)
        assert get_secret_expiry(paired.device_id) == first
        traveller.shift(12 * 3600)
        devices.extend_secret(store.id, paired.device_id)
        assert (get_secret_expiry(paired.device_id) - first).days == 1


def test_an_unused_secret_ends(store):
    make_table(store)
    with time_machine.travel("2026-03-01 03:00:00Z", tick=False) as traveller:
        secret = security.digest(pair(store).secret)
        traveller.shift(399 * 86400)
        assert queries.find_tablet(secret)
        traveller.shift(2 * 86400)
        assert queries.find_tablet(secret) is None
