"""Accounts and sign-ins on both databases."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tableorder import clock, security
from tableorder.auth import accounts, devices, service, stores
from tableorder.auth.errors import AccountExists, LastOwner, StoreExists, WrongCredentials
from tableorder.auth.models import Account, SignIn, Store
from tableorder.auth.queries import find_staff
from tableorder.db import db, transaction
from tableorder.errors import Invalid, NotFound
from tableorder.stream.models import Event
from tests.factories import PASSWORD, make_account, make_device, make_store


@pytest.fixture(autouse=True)
def _in_app(app):
    with app.app_context():
        yield


def sign_in(store, password=PASSWORD, username="owner"):
    return service.sign_in(
        store_code=store.code, username=username, password=password, address="192.0.2.1"
    )


def is_living(signed):
    return find_staff(signed.staff.account_id, signed.staff.jti) is not None


def ended_streams():
    return [effect["end"] for effect in db.session.execute(sa.select(Event.effect)).scalars()]


def test_the_right_password_gives_a_token_that_names_the_account():
    store = make_store()
    account = make_account(store)
    signed = sign_in(store)
    claims = security.read_token(signed.token.value)
    assert (claims.kind, claims.number, claims.store_id) == ("staff", account, store.id)
    assert is_living(signed)


def test_a_user_name_is_found_in_any_spelling():
    store = make_store()
    make_account(store)
    assert sign_in(store, username=" OWNER ").staff.username == "owner"


@pytest.mark.parametrize("what", ["password", "username", "store"])
def test_one_error_whatever_is_wrong(what):
    store = make_store()
    make_account(store)
    values = {"store_code": store.code, "username": "owner", "password": PASSWORD}
    values["store_code" if what == "store" else what] = "wrong"
    with pytest.raises(WrongCredentials):
        service.sign_in(**values, address=None)


def test_an_account_signs_in_to_its_own_store_only():
    cafe, bar = make_store("cafe"), make_store("bar")
    make_account(cafe)
    with pytest.raises(WrongCredentials):
        sign_in(bar)


def test_signing_out_ends_this_sign_in_alone():
    store = make_store()
    make_account(store)
    here, there = sign_in(store), sign_in(store)
    service.sign_out(here.staff)
    assert not is_living(here)
    assert is_living(there)


def test_a_new_password_ends_every_sign_in_and_stream():
    store = make_store()
    account = make_account(store)
    before = sign_in(store)
    accounts.set_password(store.id, account, "another password")
    assert not is_living(before)
    assert ended_streams() == [f"account:{account}"]
    with pytest.raises(WrongCredentials):
        sign_in(store)
    assert is_living(sign_in(store, "another password"))


def test_a_new_role_ends_every_sign_in_and_stream():
    store = make_store()
    make_account(store)
    account = make_account(store, "kim", "staff")
    before = sign_in(store, username="kim")
    accounts.change_account(store.id, account, {"role": "manager"})
    assert not is_living(before)
    assert ended_streams() == [f"account:{account}"]
    assert sign_in(store, username="kim").staff.role == "manager"


def test_the_last_owner_remains_owner():
    store = make_store()
    account = make_account(store)
    with pytest.raises(LastOwner):
        accounts.change_account(store.id, account, {"role": "staff"})
    make_account(store, "second", "owner")
    accounts.change_account(store.id, account, {"role": "staff"})


def test_an_account_of_another_store_is_no_account():
    cafe, bar = make_store("cafe"), make_store("bar")
    account = make_account(bar)
    for change, value in (
        (accounts.set_password, "manager-manager"),
        (accounts.change_account, {"role": "staff"}),
        (accounts.set_pin, "2580"),
    ):
        with pytest.raises(NotFound):
            change(cafe.id, account, value)


def test_expired_sign_ins_go_when_the_account_signs_in_again():
    store = make_store()
    make_account(store)
    old = sign_in(store)
    yesterday = clock.utc_now() - timedelta(days=1)
    db.session.execute(sa.update(SignIn).values(expires_at=yesterday))
    db.session.commit()
    sign_in(store)
    assert not is_living(old)


def test_a_store_code_is_taken_once():
    stores.create_store(code="cafe", name="Cafe")
    with pytest.raises(StoreExists):
        stores.create_store(code="cafe", name="Another")
    assert db.session.execute(sa.select(Store.name)).scalars().all() == ["Cafe"]


def test_a_user_name_is_taken_once_in_a_store():
    cafe, bar = make_store("cafe"), make_store("bar")
    for store in (cafe, bar):
        accounts.create_account(store.id, username="Kim", password=PASSWORD, role="staff")
    with pytest.raises(AccountExists):
        accounts.create_account(cafe.id, username="kim", password=PASSWORD, role="owner")


def test_a_short_password_makes_no_account():
    store = make_store()
    with pytest.raises(Invalid) as raised:
        accounts.create_account(store.id, username="kim", password="short", role="staff")
    assert [fault.path for fault in raised.value.fields] == ["password"]
    assert db.session.execute(sa.select(Account.id)).first() is None


def test_an_ended_device_is_not_ended_twice():
    store = make_store()
    device = make_device(store)
    with transaction(store.id) as session:
        assert devices.end_device(session, store.id, device, now=clock.utc_now())
        assert not devices.end_device(session, store.id, device, now=clock.utc_now())
    assert ended_streams() == [f"device:{device}"]
