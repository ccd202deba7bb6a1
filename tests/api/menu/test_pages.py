"""The owner's form pages, used as a browser without scripts uses them."""

from __future__ import annotations

import errno
import io
import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tableorder import clock
from tableorder.auth.queries import get_store
from tests import factories
from tests.actors import Browser, alone
from tests.api.menu.test_pictures import files, photo


class FormReader(HTMLParser):
    """What the page's main form would send as it stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: MultiDict[str, str] = MultiDict()
        self._inside, self._select, self._area = False, "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "form":
            self._inside = "adm-form" in (named.get("class") or "").split()
        name, value = named.get("name") or "", named.get("value") or ""
        if not self._inside:
            return
        if tag == "input" and named.get("type") != "file":
            if named.get("type") not in {"checkbox", "radio"} or "checked" in named:
                self.fields.add(name, value)
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in named:
            self.fields.add(self._select, value)
        elif tag == "textarea":
            self._area = name
            self.fields.add(name, "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "form":
            self._inside = False


def changed(fields: MultiDict[str, Any], **changes: Any) -> MultiDict[str, Any]:
    """The fields with some of them typed anew."""
    return MultiDict({**fields.to_dict(flat=False), **{k: [v] for k, v in changes.items()}})


class Manager(Browser):
    """Someone at the form pages."""

    def open(self, path: str) -> MultiDict[str, str]:
        answer = self.get(path)
        assert answer.status_code == 200, path
        return FormReader(answer.text).fields

    def submit(self, path: str, fields: Any) -> TestResponse:
        form = MultiDict(fields)
        form["csrf_token"] = self.cookie("to_staff_csrf") or ""
        return alone(self.client.post, path, data=form)


@pytest.fixture
def manager(house) -> Manager:
    factories.make_account(house.store, username="boss", role="manager")
    browser = Manager(house.app)
    browser.sign_in(house.store, username="boss")
    return browser


def everything(house) -> dict[str, Any]:
    tree = house.manager.get("/api/menus?view=edit").json
    return {name: value for name, value in tree.items() if name != "version"}


def picture() -> tuple[io.BytesIO, str]:
    """A picture as a form sends it."""
    return io.BytesIO(photo((80, 60), "PNG")), "x.png"


def undo(house) -> str:
    """Undo the last change of the menu; return what was said of it."""
    change = house.manager.get("/api/menus/change").json["change"]
    answer = house.manager.send("POST", "/api/menus/undo", {"change_id": change["id"]})
    assert answer.status_code == 204
    return change["message"]


def tomorrow(house) -> str:
    """The store's next business day."""
    with house.app.app_context():
        today = get_store(house.store.id).business_day(clock.utc_now())
    return (today + timedelta(days=1)).isoformat()


def test_the_lists_name_what_is_there(house, manager: Manager) -> None:
    assert manager.get("/admin/").headers["Location"] == "/admin/menu"
    assert "bibimbap-ko" in manager.get("/admin/menu?lang=ko").text
    assert "Food" in manager.get("/admin/categories").text
    assert "크기" in manager.get("/admin/option-groups").text


def test_saving_a_form_as_it_stands_changes_nothing(house, manager: Manager) -> None:
    full = {
        "description": {"ko": "한 줄\n두 줄", "en": '<b>"quoted" & more</b>', "ja": "説明"},
        "origin": {"ko": "쌀: 국내산"},
        "hours": [
            {"days": [0, 6], "from": "11:00", "to": "14:00"},
            {"days": [5], "from": "22:00", "to": "02:00"},
        ],
        "labels": ["new", "halal"],
        "allergens": ["egg", "pine_nut", "gluten", "mollusc"],
        "spicy": 2,
        "stock": 7,
        "daily_stock": [20, None, 20, 20, 20, 40, 0],
        "is_sold_out": True,
        "is_visible": False,
        "name": {"ko": "비빔밥", "ja": "ビビンバ"},
    }
    house.manager.send("PATCH", f"/api/menus/{house.item}", full)
    lunch = {"is_visible": False, "hours": full["hours"]}
    house.manager.send("PATCH", f"/api/categories/{house.category}", lunch)
    choices = [
        {"name": {"ko": "빼기"}, "price_delta": -500, "is_sold_out": True, "stock": 0},
        {"name": {"ko": "더"}, "is_sold_out": True, "sold_out_until": tomorrow(house)},
        {"name": {"ko": "반"}, "is_default": True},
    ]
    house.manager.send("PATCH", f"/api/option-groups/{house.sizes}", {"choices": choices})
    station = factories.make_station(house.store, "바", warn_after=3, late_after=7)
    for thing in (f"/api/menus/{house.item}", f"/api/categories/{house.category}"):
        house.manager.send("PATCH", thing, {"station_id": station})
    before, stations = everything(house), house.manager.get("/api/stations").json
    for path in (
        f"/admin/menu/items/{house.item}",
        f"/admin/categories/{house.category}",
        f"/admin/option-groups/{house.sizes}",
        f"/admin/stations/{station}",
    ):
        assert manager.submit(path, manager.open(path)).status_code == 303, path
    assert (everything(house), house.manager.get("/api/stations").json) == (before, stations)


def test_stations_are_kept_by_forms_and_say_what_they_cook(house, manager: Manager) -> None:
    assert "One kitchen, one screen" in manager.get("/admin/stations?lang=en").text
    for name, late in (("Grill", "10"), ("Bar", "4")):
        fields = changed(manager.open("/admin/stations/new"), name=name, late_after=late)
        answer = manager.submit("/admin/stations/new", fields)
        assert answer.status_code == (303 if late == "10" else 422)
    assert "Must be more than the minutes of the first sign." in answer.text
    manager.submit("/admin/stations/new", changed(fields, late_after="6"))
    grill, bar = (one["id"] for one in house.manager.get("/api/stations").json["stations"])
    item = f"/admin/menu/items/{house.item}"
    manager.submit(item, changed(manager.open(item), station_id=str(bar)))
    manager.submit(f"/admin/stations/{bar}/move", {"direction": "up"})
    listed = re.findall(r'row-note">(.*?)<', manager.get("/admin/stations?lang=en").text)
    assert listed == ["Food", "Nothing of the menu goes here yet."]
    assert manager.submit(f"/admin/stations/{bar}/delete", {}).status_code == 303
    listed = re.findall(r'row-note">(.*?)<', manager.get("/admin/stations?lang=en").text)
    assert listed == ["Food"]
    assert everything(house)["items"][0]["station_id"] is None
    assert grill == house.manager.get("/api/stations").json["stations"][0]["id"]


def test_a_station_is_paused_with_a_word_to_the_guests(house, manager: Manager) -> None:
    station = factories.make_station(house.store, "Grill")
    path = f"/admin/stations/{station}/pause"
    refused = manager.submit(f"{path}?lang=en", {"is_paused": "on", "message": "x" * 201})
    assert (refused.status_code, "At most 200 characters." in refused.text) == (422, True)
    manager.submit(path, {"is_paused": "on", "message": "The fire is out"})
    assert "The fire is out" in manager.get("/admin/stations?lang=en").text
    item = house.guest.get("/api/menus").json["categories"][0]["items"][0]
    assert (item["unavailable_reason"], item["unavailable_note"]) == ("paused", "The fire is out")
    manager.submit(path, {})
    assert "The fire is out" not in manager.get("/admin/stations?lang=en").text
    item = house.guest.get("/api/menus").json["categories"][0]["items"][0]
    assert item["is_available"]


def test_a_dish_and_its_picture_are_saved_and_undone_as_one(house, manager: Manager) -> None:
    new = "/admin/menu/items/new"
    fields = manager.open(f"{new}?category={house.category}")
    assert fields["category_id"] == str(house.category)
    typed = {"name.ko": " 김밥 ", "price": "4,000"}
    manager.submit(new, changed(fields, **typed, image=picture()))
    assert undo(house).startswith("Added: ")
    assert [item["id"] for item in everything(house)["items"]] == [house.item]

    answer = manager.submit(new, changed(fields, **typed, image=picture()))
    assert answer.status_code == 303
    item = everything(house)["items"][-1]
    assert (item["name"], item["price"]) == ({"ko": "김밥"}, 4000)
    assert item["image"]["width"] == 80
    assert answer.headers["Location"] == f"/admin/menu?done=saved#item-{item['id']}"
    path = f"/admin/menu/items/{item['id']}"
    manager.submit(path, manager.open(path))
    assert everything(house)["items"][-1]["image"] == item["image"]
    for change in ({"image": picture()}, {"remove_image": "on"}):
        manager.submit(path, changed(manager.open(path), price="1", **change))
        assert everything(house)["items"][-1]["image"] != item["image"]
        assert undo(house) == "Changed: 김밥"
        assert everything(house)["items"][-1] == item


def test_a_dish_whose_picture_finds_no_room_is_not_saved(
    house, manager: Manager, monkeypatch
) -> None:
    def full(_path: Path, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "no space left on device")

    before = everything(house)
    path = f"/admin/menu/items/new?category={house.category}&lang=en"
    typed = changed(manager.open(path), **{"name.ko": "김밥", "price": "4000"})
    with monkeypatch.context() as disk:
        disk.setattr(Path, "write_bytes", full)
        answer = manager.submit(path, changed(typed, image=picture()))
    assert answer.status_code == 422
    at = answer.text.index('id="image-error"')
    assert "disk is full" in answer.text[at : at + 300]
    assert everything(house) == before
    assert manager.submit(path, FormReader(answer.text).fields).status_code == 303
    assert [item["name"] for item in everything(house)["items"]][1:] == [{"ko": "김밥"}]


def test_a_dish_that_is_refused_leaves_no_picture(house, manager: Manager) -> None:
    path = f"/admin/menu/items/{house.item}"
    typed = changed(manager.open(path), category_id="999", image=picture())
    assert manager.submit(path, typed).status_code == 422
    assert files(house) == []


def test_prices_are_typed_in_the_currencys_own_way(house, manager: Manager) -> None:
    store = factories.make_store("diner", currency="USD", languages=["en"])
    item = factories.make_item(store, price=1250)
    factories.make_account(store, username="boss", role="owner")
    owner = Manager(house.app)
    owner.sign_in(store, username="boss")
    fields = owner.open(f"/admin/menu/items/{item}")
    assert fields["price"] == "12.50"
    path = f"/admin/menu/items/{item}"
    assert owner.submit(path, changed(fields, price="9.5")).status_code == 303
    fields = owner.open(path)
    assert fields["price"] == "9.50"
    assert owner.submit(path, changed(fields, price="1,234.50")).status_code == 303
    assert owner.open(path)["price"] == "1234.50"
    fields = owner.open(path)
    assert fields["price"] == "1234.50"
    for wrong in ("9.555", "12,50", "1,2345", ",123"):
        answer = owner.submit(f"{path}?lang=en", changed(fields, price=wrong))
        assert "Must be a whole number." in answer.text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name.ko": ""}, "This field is required."),
        ({"price": "cheap"}, "Must be a whole number."),
        ({"price": "-1"}, "Must be at least 0."),
        ({"hours.0.from": "11:00"}, "Choose at least 1."),
        ({"description.en": "x" * 501}, "At most 500 characters."),
        ({"image": b"GIF89a"}, "A file of the kind GIF cannot be used"),
    ],
)
def test_a_fault_stands_at_its_field_and_values_are_kept(
    house, manager: Manager, change: dict, sentence: str
) -> None:
    before = everything(house)
    if "image" in change:
        change = {"image": (io.BytesIO(change["image"]), "x.jpg")}
    path = f"/admin/menu/items/{house.item}?lang=en"
    fields = changed(manager.open(path), **{"spicy": "3", "origin.ko": "쌀: 국내산", **change})
    answer = manager.submit(path, fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'aria-invalid="true"' in answer.text or "hours" in str(change)
    kept = FormReader(answer.text).fields
    assert (kept["spicy"], kept["origin.ko"]) == ("3", "쌀: 국내산")
    assert everything(house) == before


def test_hours_of_a_row_in_between_may_be_emptied(house, manager: Manager) -> None:
    spans = [{"days": [day], "from": "10:00", "to": "11:00"} for day in range(3)]
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"hours": spans})
    path = f"/admin/menu/items/{house.item}"
    fields = manager.open(path)
    for name in ("hours.1.days", "hours.1.from", "hours.1.to"):
        fields.pop(name)
    manager.submit(path, fields)
    assert everything(house)["items"][0]["hours"] == [spans[0], spans[2]]


def test_a_day_fills_counts_up_and_an_order_of_rows_is_that_of_the_page(
    house, manager: Manager
) -> None:
    path = f"/admin/menu/items/{house.item}"
    answer = manager.submit(path, changed(manager.open(path), **{"daily_stock.5": "many"}))
    assert answer.status_code == 422
    assert 'id="daily_stock.5-error"' in answer.text
    manager.submit(path, changed(manager.open(path), **{"daily_stock.5": "30"}))
    assert everything(house)["items"][0]["daily_stock"] == [None] * 5 + [30, None]
    path = f"/admin/categories/{house.category}"
    late, early = ({"days": "4", "from": a, "to": "01:00"} for a in ("22:00", "11:00"))
    rows = {f"hours.{n}.{key}": v for n, row in ((7, late), (2, early)) for key, v in row.items()}
    manager.submit(path, changed(manager.open(path), **rows))
    [category] = everything(house)["categories"]
    assert [span["from"] for span in category["hours"]] == ["22:00", "11:00"]


def test_choices_are_added_moved_and_removed(house, manager: Manager) -> None:
    path = f"/admin/option-groups/{house.sizes}"
    fields = manager.open(path)
    added = {"choices.2.name.ko": "곱빼기", "choices.2.price_delta": "1,000"}
    placed = {"choices.2.position": "1", "choices.1.position": "2", "choices.0.remove": "on"}
    assert manager.submit(path, changed(fields, **added, **placed)).status_code == 303
    [group] = everything(house)["option_groups"]
    assert [choice["name"]["ko"] for choice in group["choices"]] == ["곱빼기", "large-ko"]
    assert group["choices"][0]["price_delta"] == 1000
    assert group["choices"][1]["id"] == house.choices["large"]
    crossed = manager.submit(path, changed(manager.open(path), min_select="3"))
    assert crossed.status_code == 422


def test_one_tap_marks_sold_out_hides_and_moves(house, manager: Manager) -> None:
    second = factories.make_item(house.store, "gimbap", category_id=house.category, position=1)
    base = f"/admin/menu/items/{house.item}"
    manager.submit(f"{base}/sold-out", {"value": "1"})
    manager.submit(f"{base}/visible", {"value": "0"})
    manager.submit(f"{base}/move", {"direction": "down"})
    first, last = everything(house)["items"]
    assert (first["id"], last["id"]) == (second, house.item)
    assert (last["is_sold_out"], last["is_visible"]) == (True, False)
    manager.submit(f"{base}/move", {"direction": "up"})
    manager.submit(f"{base}/move", {"direction": "up"})
    assert everything(house)["items"][0]["id"] == house.item


def test_categories_are_added_below_moved_and_deleted_when_empty(house, manager: Manager) -> None:
    fields = manager.open(f"/admin/categories/new?parent={house.category}")
    assert (
        manager.submit("/admin/categories/new", changed(fields, **{"name.ko": "밥"})).status_code
        == 303
    )
    rice = everything(house)["categories"][1]
    assert (rice["name"], rice["parent_id"]) == ({"ko": "밥"}, house.category)
    full = manager.submit(f"/admin/categories/{house.category}/delete", {})
    assert full.status_code == 409
    assert manager.submit(f"/admin/categories/{rice['id']}/delete", {}).status_code == 303
    drinks = factories.make_category(house.store, "Drinks", position=9)
    manager.submit(f"/admin/categories/{drinks}/move", {"direction": "up"})
    assert everything(house)["categories"][0]["id"] == drinks


def test_deleting_leads_back_to_the_list(house, manager: Manager) -> None:
    for path in (f"/admin/menu/items/{house.item}", f"/admin/option-groups/{house.sizes}"):
        assert manager.submit(f"{path}/delete", {}).status_code == 303
    assert everything(house)["items"] == everything(house)["option_groups"] == []


PAGES = ["/admin/menu", "/admin/menu/items/new", "/admin/categories", "/admin/option-groups/new"]


@pytest.mark.parametrize("path", PAGES)
def test_only_owner_and_manager_come_here(house, path: str) -> None:
    factories.make_account(house.store, username="waiter", role="staff")
    waiter = Manager(house.app)
    assert waiter.get(path).headers["Location"].startswith("/login?next=")
    waiter.sign_in(house.store, username="waiter")
    assert waiter.get(path).status_code == 403


def test_a_form_of_another_page_is_refused(house, manager: Manager) -> None:
    path = f"/admin/menu/items/{house.item}/delete"
    assert manager.post(path).status_code == 403
    assert len(everything(house)["items"]) == 1


def test_another_stores_rows_have_no_pages(house, other, manager: Manager) -> None:
    for path in (
        f"/admin/menu/items/{other.item}",
        f"/admin/categories/{other.category}",
        f"/admin/option-groups/{other.sizes}",
    ):
        assert manager.get(path).status_code == 404
        assert manager.submit(path, {}).status_code == 404
        assert manager.submit(f"{path}/delete", {}).status_code == 404
        assert manager.submit(f"{path}/move", {}).status_code == 404
