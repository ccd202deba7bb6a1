"""Guests and staff who speak through the API, so that tests read as sentences."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from functools import partial
from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tableorder.auth.queries import StoreView
from tests import factories

_keys = count()


def alone(call: Callable[..., TestResponse], *args: Any, **kwargs: Any) -> TestResponse:
    """Make a call in a context of its own, as on a server: a test's would lend `g` and session."""
    return Context().run(partial(call, *args, **kwargs))


class Actor:
    """Someone with a bearer token."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        named = {**self.headers, **_named(headers)}
        # Read whole in the call's own context, also what is sent piece by piece.
        options = {"method": method, "json": body, "headers": named, "buffered": True}
        return alone(self.client.open, path, **options)

    def get(self, path: str) -> TestResponse:
        return self.send("GET", path)

    def order(
        self,
        *lines: dict[str, Any],
        total: int,
        key: str | None = None,
        **more: Any,
    ) -> TestResponse:
        body = {"items": list(lines), "expected_total": total, **more}
        return self.send("POST", "/api/orders", body, Idempotency_Key=key or f"key-{next(_keys)}")

    def lower(self, order: dict[str, Any], *quantities: int | None, **more: Any) -> TestResponse:
        """Set the quantities of the order's lines from the first on; None leaves a line out."""
        items = [
            {"id": line["id"], "quantity": quantity}
            for line, quantity in zip(order["items"], quantities, strict=False)
            if quantity is not None
        ]
        return self.send("PATCH", f"/api/orders/{order['id']}", {"items": items, **more})

    def answer(self, call: dict[str, Any], status: str) -> TestResponse:
        return self.send("PATCH", f"/api/calls/{call['id']}", {"status": status})

    def calls(self) -> list[dict[str, Any]]:
        return self.get("/api/calls").json["calls"]

    def orders(self, **filters: Any) -> list[dict[str, Any]]:
        query = "&".join(f"{name}={value}" for name, value in filters.items())
        return self.get(f"/api/orders?{query}").json["orders"]


class Guest(Actor):
    """A device at a table."""

    def cancel(self, order: dict[str, Any]) -> TestResponse:
        return self.send("PATCH", f"/api/orders/{order['id']}", {"status": "cancelled"})

    def call(self, reason: str = "water", **more: Any) -> TestResponse:
        return self.send("POST", "/api/calls", {"reason": reason, **more})


class Staff(Actor):
    """Someone who works in the store."""

    def advance(self, order: dict[str, Any], status: str, **more: Any) -> TestResponse:
        return self.send("PATCH", f"/api/orders/{order['id']}", {"status": status, **more})

    def cancel(self, order: dict[str, Any], reason: str = "mistake") -> TestResponse:
        return self.advance(order, "cancelled", reason=reason)

    def delete(self, order: dict[str, Any], reason: str = "mistake", **more: Any) -> TestResponse:
        return self.send("DELETE", f"/api/orders/{order['id']}", {"reason": reason, **more})

    def mark(self, order: dict[str, Any], index: int, status: str, **more: Any) -> TestResponse:
        """Mark the order's line at this place done, waiting or cancelled."""
        path = f"/api/orders/{order['id']}/items/{order['items'][index]['id']}"
        return self.send("PATCH", path, {"status": status, **more})

    def tell(self, order: dict[str, Any], what: str, **body: Any) -> TestResponse:
        """Bump, recall, rush or accept an order, acknowledge it or its voids."""
        return self.send("POST", f"/api/orders/{order['id']}/{what}", body)

    def changes(self, order: dict[str, Any]) -> list[dict[str, Any]]:
        return self.get(f"/api/orders/{order['id']}/changes").json["changes"]

    def close(self, table_id: int, **decisions: str) -> TestResponse:
        orders = {key.removeprefix("o"): value for key, value in decisions.items()}
        return self.send("POST", f"/api/tables/{table_id}/close", {"orders": orders})


def line(menu_id: int, quantity: int = 1, **more: Any) -> dict[str, Any]:
    """Write one line of an order."""
    return {"menu_id": menu_id, "quantity": quantity, **more}


def tablet_at(client: FlaskClient, store: StoreView, table_id: int) -> Guest:
    """Let a paired tablet act at a table."""
    device = factories.make_device(store, "tablet", table_id=table_id)
    return Guest(client, factories.table_token(store, device))


def phone_in(client: FlaskClient, store: StoreView, session_id: int) -> Guest:
    """Let a phone act in a table session."""
    device = factories.make_device(store, "phone", session_id=session_id)
    return Guest(client, factories.table_token(store, device))


def staff_of(client: FlaskClient, store: StoreView, role: str = "staff") -> Staff:
    """Let a person of this role act."""
    account = factories.make_account(store, username=f"{role}-{next(_keys)}", role=role)
    return Staff(client, factories.staff_token(store, account))


def screen_of(client: FlaskClient, store: StoreView) -> Staff:
    """Let a shared screen of the kitchen act."""
    return Staff(client, factories.screen_token(store, factories.make_screen(store)))


class Browser:
    """A browser with cookies of its own, which sends forms as pages do: naming their origin."""

    HERE = "http://localhost"

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def get(self, path: str, **headers: str) -> TestResponse:
        return alone(self.client.get, path, headers=_named(headers))

    def post(self, path: str, origin: str | None = HERE, **fields: object) -> TestResponse:
        headers = {"Origin": origin} if origin else {}
        return alone(self.client.post, path, data=fields, headers=headers)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> TestResponse:
        """Call the API as a page's script does, with the cookies alone."""
        return alone(self.client.open, path, method=method, json=body, headers=_named(headers))

    def cookie(self, name: str) -> str | None:
        found = self.client.get_cookie(name)
        return found.value if found else None

    def sign_in(self, store: StoreView, **fields: object) -> TestResponse:
        known = {"store_code": store.code, "username": "owner", "password": factories.PASSWORD}
        return self.post("/login", **{**known, **fields})

    def pair(self, store: StoreView, number: int = 1, pin: str = factories.PIN) -> TestResponse:
        return self.post(f"/t/{store.code}", table_number=number, pin=pin)

    def join(self, key: str) -> TestResponse:
        return self.post(f"/q/{key}")


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
