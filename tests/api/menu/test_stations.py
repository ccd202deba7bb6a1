"""Keeping the kitchen's stations, and which of them an ordered line goes to."""

from __future__ import annotations

import json

import pytest

from tableorder.menu.rules import station_of
from tableorder.stream import log
from tests import factories
from tests.actors import line, screen_of


def stations(house) -> list[dict]:
    return house.staff.get("/api/stations").json["stations"]


def fault(answer) -> dict[str, str]:
    assert answer.status_code == 422, answer.json
    return {f["path"]: f["code"] for f in answer.json["error"]["details"]["fields"]}


def told(house) -> list[list[str]]:
    """The stations' names in each event that told of them."""
    lines = [row for row in log.list_after(house.store.id, 0) if row.name == "store_updated"]
    assert all(row.audience == log.STAFF for row in lines)
    return [[one["name"] for one in json.loads(row.data)["store"]["stations"]] for row in lines]


def add(house, name: str, **more: int) -> dict:
    answer = house.manager.send("POST", "/api/stations", {"name": name, **more})
    assert answer.status_code == 201, answer.json
    return answer.json


def station_ordered(house) -> int | None:
    answer = house.guest.order(line(house.item, choice_ids=[house.choices["regular"]]), total=9000)
    return answer.json["items"][0]["station_id"]


def test_a_station_is_added_changed_moved_and_deleted_and_every_step_is_told(house) -> None:
    grill = add(house, "Grill")
    assert grill == {**grill, "warn_after": 5, "late_after": 10, "position": 0}
    bar = add(house, "Bar", warn_after=2, late_after=4)
    changes = {"name": " Fire ", "late_after": 20}
    changed = house.manager.send("PATCH", f"/api/stations/{grill['id']}", changes)
    assert changed.json == {**grill, "name": "Fire", "late_after": 20}
    order = {"ids": [bar["id"], grill["id"]]}
    assert house.manager.send("PUT", "/api/stations/positions", order).status_code == 204
    assert [one["name"] for one in stations(house)] == ["Bar", "Fire"]
    assert house.manager.send("DELETE", f"/api/stations/{bar['id']}").status_code == 204
    assert [one["name"] for one in stations(house)] == ["Fire"]
    assert told(house) == [["Grill"], ["Grill", "Bar"], ["Fire", "Bar"], ["Bar", "Fire"], ["Fire"]]


@pytest.mark.parametrize(
    ("values", "path", "code"),
    [
        ({"name": "  "}, "name", "STRING_TOO_SHORT"),
        ({"name": "x" * 41}, "name", "STRING_TOO_LONG"),
        ({"name": "Bar", "warn_after": 0}, "warn_after", "GREATER_THAN_EQUAL"),
        ({"name": "Bar", "warn_after": 10}, "late_after", "AGES_CROSSED"),
        ({"name": "Bar", "late_after": 5}, "late_after", "AGES_CROSSED"),
    ],
)
def test_a_wrong_station_is_refused_and_nothing_changes(
    house, values: dict, path: str, code: str
) -> None:
    assert fault(house.manager.send("POST", "/api/stations", values)) == {path: code}
    kept = add(house, "Grill")
    assert fault(house.manager.send("PATCH", f"/api/stations/{kept['id']}", values)) == {path: code}
    assert stations(house) == [kept]
    assert told(house) == [["Grill"]]


def test_stations_belong_to_their_store_and_managers_alone_change_them(house, other) -> None:
    theirs = add(other, "Grill")
    path = f"/api/stations/{theirs['id']}"
    assert house.manager.send("PATCH", path, {"name": "Mine"}).status_code == 404
    assert house.manager.send("DELETE", path).status_code == 404
    ids = {"ids": [theirs["id"]]}
    assert fault(house.manager.send("PUT", "/api/stations/positions", ids)) == {
        "ids.0": "NOT_FOUND"
    }
    change = {"station_id": theirs["id"]}
    for thing in (f"/api/menus/{house.item}", f"/api/categories/{house.category}"):
        assert fault(house.manager.send("PATCH", thing, change)) == {"station_id": "NOT_FOUND"}
    assert stations(house) == []
    for method, body in (("POST", {"name": "Bar"}), ("GET", None)):
        answer = house.staff.send(method, "/api/stations", body)
        assert answer.status_code == (403 if method == "POST" else 200)
    screen = screen_of(house.app.test_client(), other.store)
    assert screen.get("/api/stations").json["stations"] == [theirs]
    assert house.guest.get("/api/stations").status_code == 403


def test_an_order_goes_to_its_item_s_station_else_its_category_s(house) -> None:
    grill, bar = add(house, "Grill"), add(house, "Bar")
    assert station_ordered(house) is None
    category, item = f"/api/categories/{house.category}", f"/api/menus/{house.item}"
    answer = house.manager.send("PATCH", category, {"station_id": bar["id"]})
    assert answer.json["station_id"] == bar["id"]
    assert station_ordered(house) == bar["id"]
    answer = house.manager.send("PATCH", item, {"station_id": grill["id"]})
    assert answer.json["station_id"] == grill["id"]
    assert station_ordered(house) == grill["id"]
    house.manager.send("DELETE", f"/api/stations/{grill['id']}")
    assert house.manager.get("/api/menus?view=edit").json["items"][0]["station_id"] is None
    assert station_ordered(house) == bar["id"]


def test_a_category_below_follows_the_one_above_it(house) -> None:
    bar = add(house, "Bar")
    top = factories.make_category(house.store, station_id=bar["id"])
    house.manager.send("PATCH", f"/api/categories/{house.category}", {"parent_id": top})
    assert station_ordered(house) == bar["id"]


@pytest.mark.parametrize(
    ("own", "known", "cooks"),
    [(2, [1, 2], 2), (None, [1, 2], 1), (9, [1, 2], 1), (None, [], None), (9, [], None)],
)
def test_what_no_station_cooks_is_the_first_one_s(
    own: int | None, known: list[int], cooks: int | None
) -> None:
    assert station_of(own, known) == cooks
