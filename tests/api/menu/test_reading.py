"""The guests' menu: one language, an ETag, and every change at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
import time_machine

from tableorder import create_app
from tableorder.auth.models import Store
from tableorder.db import db
from tests import factories


def only_item(answer) -> dict:
    [category] = answer.json["categories"]
    [item] = category["items"]
    return item


def test_a_guest_reads_the_menu_in_one_language(house) -> None:
    answer = house.guest.get("/api/menus?lang=ko")
    assert answer.status_code == 200
    assert answer.json["currency"] == "KRW"
    item = only_item(answer)
    assert item == {
        "id": house.item,
        "name": "bibimbap-ko",
        "description": "",
        "price": 9000,
        "image": None,
        "is_sold_out": False,
        "is_available": True,
        "unavailable_reason": None,
        "unavailable_note": "",
        "labels": [],
        "spicy": 0,
        "allergens": [],
        "origin": "",
        "option_groups": [
            {
                "id": house.sizes,
                "name": "크기",
                "min_select": 1,
                "max_select": 1,
                "free_quantity": 0,
                "choices": [
                    {
                        "id": house.choices[name],
                        "name": f"{name}-ko",
                        "price_delta": delta,
                        "is_default": False,
                        "is_sold_out": False,
                        "is_available": True,
                        "menu_id": None,
                        "option_groups": [],
                    }
                    for name, delta in (("regular", 0), ("large", 500))
                ],
            }
        ],
    }
    assert only_item(house.guest.get("/api/menus"))["name"] == "bibimbap"


def test_a_language_that_a_text_lacks_falls_back_to_the_stores_own(house) -> None:
    assert only_item(house.guest.get("/api/menus?lang=ja"))["name"] == "bibimbap-ko"


def test_anyone_reads_the_menu_of_a_named_store(house) -> None:
    client = house.app.test_client()
    answer = client.get("/api/menus?store=cafe&lang=en")
    assert only_item(answer)["name"] == "bibimbap"
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert client.get("/api/menus?store=nowhere").status_code == 404
    assert client.get("/api/menus").status_code == 401


def test_an_unchanged_menu_is_answered_with_304(house) -> None:
    first = house.guest.get("/api/menus")
    assert first.headers["Cache-Control"] == "private, no-cache"
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    again = house.guest.send("GET", "/api/menus", If_None_Match=tag)
    assert (again.status_code, again.data) == (304, b"")
    other_language = house.guest.get("/api/menus?lang=ko")
    assert other_language.headers["ETag"] != tag


def test_a_change_is_seen_at_once_and_has_another_tag(house) -> None:
    before = house.guest.get("/api/menus")
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"price": 9500})
    after = house.guest.send("GET", "/api/menus", If_None_Match=before.headers["ETag"])
    assert after.status_code == 200
    assert only_item(after)["price"] == 9500
    assert after.json["version"] == before.json["version"] + 1


def test_another_process_sees_a_change_at_once(house) -> None:
    second = create_app(house.app.extensions["settings"])
    path = "/api/menus?store=cafe"
    second.test_client().get(path)
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"price": 9500})
    assert only_item(second.test_client().get(path))["price"] == 9500
    with second.app_context():
        db.engine.dispose()


def test_what_is_hidden_is_absent(house) -> None:
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"is_visible": False})
    assert house.guest.get("/api/menus").json["categories"] == []


def test_what_stands_under_a_hidden_category_is_absent(house) -> None:
    child = factories.make_category(house.store, "Rice", parent_id=house.category)
    factories.make_item(house.store, "gimbap", category_id=child)
    [food] = house.guest.get("/api/menus").json["categories"]
    assert [item["name"] for item in food["children"][0]["items"]] == ["gimbap"]
    house.manager.send("PATCH", f"/api/categories/{house.category}", {"is_visible": False})
    assert house.guest.get("/api/menus").json["categories"] == []


def test_sold_out_stays_in_place_and_says_so(house) -> None:
    house.staff.send("PUT", f"/api/menus/{house.item}/availability", {"is_sold_out": True})
    item = only_item(house.guest.get("/api/menus"))
    assert (item["is_sold_out"], item["is_available"]) == (True, False)
    assert item["unavailable_reason"] == "sold_out"


def test_a_store_that_takes_no_orders_says_paused(house) -> None:
    house.guest.get("/api/menus")
    db.session.execute(sa.update(Store).values(is_taking_orders=False))
    db.session.commit()
    item = only_item(house.guest.get("/api/menus"))
    assert (item["unavailable_reason"], item["is_sold_out"]) == ("paused", False)


LUNCH = [{"days": [0, 1, 2, 3, 4, 5, 6], "from": "11:00", "to": "14:00"}]


@pytest.mark.parametrize("ttl", [0, 86_400])
def test_a_kept_answer_ends_when_the_hours_do(house, ttl: int) -> None:
    settings = house.app.extensions["settings"].model_copy(update={"cache_ttl": ttl})
    app = create_app(settings)
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"hours": LUNCH})
    noon_in_seoul = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
    with time_machine.travel(noon_in_seoul, tick=False) as time:
        reasons = []
        for _ in range(4):
            answer = app.test_client().get("/api/menus?store=cafe")
            reasons.append(only_item(answer)["unavailable_reason"])
            time.shift(3600)
    assert reasons == [None, None, "hours", "hours"]
    with app.app_context():
        db.engine.dispose()


def test_sold_out_for_today_ends_with_the_business_day(house) -> None:
    evening = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    body = {"is_sold_out": True, "sold_out_until": "2026-03-03"}
    house.manager.send("PATCH", f"/api/menus/{house.item}", body)
    with time_machine.travel(evening, tick=False) as time:
        path = "/api/menus?store=cafe"
        client = house.app.test_client()
        assert only_item(client.get(path))["is_sold_out"]
        time.move_to(datetime(2026, 3, 2, 19, 59, tzinfo=UTC))
        assert only_item(client.get(path))["is_sold_out"]
        time.move_to(datetime(2026, 3, 2, 20, 0, tzinfo=UTC))
        assert not only_item(client.get(path))["is_sold_out"]


def test_only_staff_read_everything(house) -> None:
    answer = house.staff.get("/api/menus?view=edit")
    assert answer.json["items"][0]["name"] == {"ko": "bibimbap-ko", "en": "bibimbap"}
    assert answer.json["items"][0]["option_group_ids"] == [house.sizes]
    assert answer.json["option_groups"][0]["choices"][1]["price_delta"] == 500
    assert answer.json["categories"][0]["id"] == house.category
    assert house.guest.get("/api/menus?view=edit").status_code == 403
    assert house.app.test_client().get("/api/menus?view=edit&store=cafe").status_code == 401
    assert house.staff.get("/api/menus?view=all").status_code == 422
