"""Every route says who may use it, and keeps its word: all of them are called.

`PUBLIC` is the whole list of what anyone may ask; a route enters it by decision, never by
forgetting its rule.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tableorder.access import AccessRule
from tests import factories
from tests.actors import Browser

PUBLIC = {
    "GET /",
    "POST /",
    "GET /login",
    "POST /login",
    "POST /logout",
    "GET /screen",
    "POST /screen",
    "GET /t",
    "GET /t/<store_code>",
    "POST /t/<store_code>",
    "GET /q/<key>",
    "POST /q/<key>",
    "POST /api/auth/login",
    "POST /api/auth/table",
    "POST /api/auth/screen",
    "POST /api/session",
    "GET /api/menus",
    "GET /uploads/menu-images/<name>",
    "GET /api/openapi.json",
    "GET /docs",
    "GET /health",
    "GET /health/live",
}
"""Signing in, what leads there, the menu by its store's code, pictures, documents, health."""

SAFE = {"GET", "HEAD", "OPTIONS"}
ROLES = ("screen", "staff", "manager", "owner")
SAMPLES = {"store_code": "cafe", "key": "table-key", "name": "x.webp"}
FOREIGN = {"Origin": "https://evil.test"}


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    method: str
    rule: Rule
    access: AccessRule | None

    def __str__(self) -> str:
        return f"{self.method} {self.rule.rule}"

    @property
    def is_page(self) -> bool:
        return not self.rule.rule.startswith("/api/")

    @property
    def path(self) -> str:
        values = {name: SAMPLES.get(name, 1) for name in self.rule.arguments}
        return self.rule.rule if not values else _fill(self.rule.rule, values)


def _fill(address: str, values: dict[str, object]) -> str:
    for name, value in values.items():
        for written in (f"<int:{name}>", f"<path:{name}>", f"<{name}>"):
            address = address.replace(written, str(value))
    assert "<" not in address, address
    return address


@dataclass
class House:
    """The application with someone of each kind and role, by bearer and by cookie."""

    app: Flask
    staff: dict[str, str]
    table: str

    def call(self, route: Route, bearer: str | None = None) -> TestResponse:
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return self.app.test_client().open(route.path, method=route.method, headers=headers)

    def call_from_a_browser(self, route: Route, **headers: str) -> TestResponse:
        """Call as a page elsewhere would make a signed-in browser do it."""
        client = self.app.test_client()
        client.set_cookie("to_staff", self.staff["owner"])
        client.set_cookie("to_table", self.table)
        return client.open(route.path, method=route.method, headers=headers)


@pytest.fixture
def house(app: Flask) -> House:
    with app.app_context():
        store = factories.make_store("cafe")
        table = factories.make_table(store)
        people = {role: factories.make_account(store, role, role=role) for role in ROLES[1:]}
        screen = factories.make_screen(store)
        device = factories.make_device(store, "tablet", table_id=table)
        return House(
            app=app,
            staff={
                "screen": factories.screen_token(store, screen),
                **{role: factories.staff_token(store, id_) for role, id_ in people.items()},
            },
            table=factories.table_token(store, device),
        )


@pytest.fixture
def routes(app: Flask) -> list[Route]:
    return [
        Route(method, rule, getattr(app.view_functions[rule.endpoint], "access", None))
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


@pytest.fixture
def guarded(routes: list[Route]) -> list[Route]:
    found = [route for route in routes if route.access and route.access.kinds]
    assert len(found) > 30
    return found


def statuses(routes: list[Route], call: Callable[[Route], TestResponse]) -> dict[str, int]:
    return {str(route): call(route).status_code for route in routes}


def all_of(routes: list[Route], status: int) -> dict[str, int]:
    return {str(route): status for route in routes}


def test_every_route_has_its_rule(routes: list[Route]) -> None:
    assert [str(route) for route in routes if route.access is None] == []


def test_only_what_is_listed_is_public(routes: list[Route]) -> None:
    assert {str(r) for r in routes if r.access is None or not r.access.kinds} == PUBLIC


def test_nobody_is_asked_to_sign_in(house: House, guarded: list[Route]) -> None:
    answers = {str(route): house.call(route) for route in guarded}
    wanted = {str(route): 303 if route.is_page else 401 for route in guarded}
    assert {name: answer.status_code for name, answer in answers.items()} == wanted
    doors = {answers[str(r)].headers["Location"].split("?")[0] for r in guarded if r.is_page}
    assert doors <= {"/login", "/"}


def test_a_token_that_is_none_is_nobody(house: House, guarded: list[Route]) -> None:
    wanted = {str(route): 303 if route.is_page else 401 for route in guarded}
    assert statuses(guarded, lambda route: house.call(route, "no.such.token")) == wanted


def test_the_other_kind_is_refused(house: House, guarded: list[Route]) -> None:
    for_staff = [route for route in guarded if route.access.kinds == ("staff",)]
    for_guests = [route for route in guarded if route.access.kinds == ("table",)]
    assert for_staff
    assert for_guests
    found = statuses(for_staff, lambda route: house.call(route, house.table))
    assert found == all_of(for_staff, 403)
    found = statuses(for_guests, lambda route: house.call(route, house.staff["owner"]))
    assert found == all_of(for_guests, 403)


@pytest.mark.parametrize("role", ["screen", "staff", "manager"])
def test_a_lesser_role_is_refused(house: House, guarded: list[Route], role: str) -> None:
    above = [
        route
        for route in guarded
        if "staff" in route.access.kinds and ROLES.index(route.access.role) > ROLES.index(role)
    ]
    assert statuses(above, lambda r: house.call(r, house.staff[role])) == all_of(above, 403)
    assert above or role == "manager"


def test_a_cookie_alone_changes_nothing(house: House, guarded: list[Route]) -> None:
    """Another origin's page can make a browser send its cookies, but not the value beside them."""
    unsafe = [route for route in guarded if route.method not in SAFE]
    assert statuses(unsafe, house.call_from_a_browser) == all_of(unsafe, 403)


def test_a_public_form_takes_nothing_from_elsewhere(house: House, routes: list[Route]) -> None:
    forms = [r for r in routes if str(r) in PUBLIC and r.method not in SAFE]
    found = statuses(forms, lambda route: house.call_from_a_browser(route, **FOREIGN))
    assert found == all_of(forms, 403)


def test_a_wrong_form_value_is_refused(app: Flask, house: House, guarded: list[Route]) -> None:
    browser = Browser(app)
    browser.client.set_cookie("to_staff", house.staff["owner"])
    pages = [r for r in guarded if r.is_page and r.method not in SAFE]
    answers = statuses(pages, lambda r: browser.post(r.path, csrf_token="guess"))
    assert answers == all_of(pages, 403)


@pytest.mark.parametrize("library", ["swagger", "redoc", "scalar"])
def test_the_library_s_own_pages_are_not_served(app: Flask, library: str) -> None:
    """They load scripts from elsewhere; /docs shows the document with files of our own."""
    assert app.test_client().get(f"/api/{library}/").status_code == 404
