"""Programs sign in, and tokens end when they should."""

import statistics
import time

import pytest

from tableorder.auth import accounts
from tests.factories import PASSWORD


def login(client, store, **changes):
    body = {"store_code": store.code, "username": "owner", "password": PASSWORD, **changes}
    return client.post("/api/auth/login", json=body, headers={"Accept-Language": "en"})


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def signed_in(client, store):
    return bearer(login(client, store).json["access_token"])


def test_a_program_gets_a_token_and_no_cookie(client, store):
    answer = login(client, store)
    assert answer.status_code == 200
    assert answer.json["expires_in"] == 16 * 3600
    assert answer.json["account"]["username"] == "owner"
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    me = client.get("/api/auth/me", headers=bearer(answer.json["access_token"]))
    assert me.json["account"]["role"] == "owner"
    assert me.json["store"]["code"] == store.code


@pytest.mark.parametrize("field", ["store_code", "username", "password"])
def test_wrong_credentials_get_one_answer(client, store, field):
    answer = login(client, store, **{field: "wrong"})
    assert answer.status_code == 401
    error = answer.json["error"]
    assert error["code"] == "WRONG_CREDENTIALS"
    assert error["message"] == "The store code, user name or password is not right."
    assert error["details"] == {}


def test_an_unknown_user_name_takes_as_long_as_a_wrong_password(app, client, store):
    with app.app_context():
        accounts.create_account(store.id, username="real", password=PASSWORD, role="staff")

    def median_time(username):
        times = []
        for _ in range(5):
            began = time.perf_counter()
            login(client, store, username=username, password="wrong password")
            times.append(time.perf_counter() - began)
        return statistics.median(times)

    median_time("warm-up")
    known, unknown = median_time("real"), median_time("nobody")
    assert 0.4 < known / unknown < 2.5


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"username": "a", "password": "b"}, "store_code"),
        ({"store_code": "c", "username": "a", "password": 12345678}, "password"),
        ({"store_code": "c", "username": "a", "password": "x" * 201}, "password"),
        ({"store_code": "c", "username": "a\0", "password": "b"}, "username"),
        ({"store_code": "c", "username": "a", "password": "b", "role": "owner"}, "role"),
    ],
)
def test_a_misshapen_request_is_refused_without_repeating_it(client, store, body, path):
    answer = client.post("/api/auth/login", json=body)
    assert answer.status_code == 422
    assert [fault["path"] for fault in answer.json["error"]["details"]["fields"]] == [path]
    assert "12345678" not in answer.text


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b"\xff"])
def test_what_is_no_object_is_a_bad_request(client, store, body):
    assert client.post("/api/auth/login", data=body).status_code == 400


def test_signing_out_ends_the_token_at_once(client, store):
    headers = signed_in(client, store)
    assert client.post("/api/auth/logout", headers=headers).status_code == 204
    assert client.get("/api/auth/me", headers=headers).status_code == 401


@pytest.mark.parametrize("change", ["password", "role"])
def test_a_new_password_or_role_ends_tokens_at_once(app, client, store, change):
    answer = login(client, store)
    headers = bearer(answer.json["access_token"])
    account = answer.json["account"]["id"]
    with app.app_context():
        accounts.create_account(store.id, username="other", password=PASSWORD, role="owner")
        if change == "password":
            accounts.set_password(store.id, account, "another password")
        else:
            accounts.change_account(store.id, account, {"role": "staff"})
    assert client.get("/api/auth/me", headers=headers).status_code == 401


def test_another_origins_page_cannot_sign_in_but_ours_and_programs_can(client, store):
    body = {"store_code": store.code, "username": "owner", "password": PASSWORD}
    there = client.post("/api/auth/login", json=body, headers={"Origin": "https://evil.test"})
    assert there.status_code == 403
    assert there.json["error"]["code"] == "ORIGIN_REFUSED"
    here = client.post("/api/auth/login", json=body, headers={"Origin": "http://localhost"})
    assert here.status_code == 200


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "e30.e30.e30"])
def test_a_made_up_token_is_nobody(client, store, token):
    assert client.get("/api/auth/me", headers=bearer(token)).status_code == 401
