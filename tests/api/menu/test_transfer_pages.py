"""The pages of import and export, as a browser without scripts uses them."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from tableorder import clock
from tableorder.menu.sweeping import remove_orphan_pictures
from tests import factories
from tests.actors import Browser
from tests.api.menu.test_transfer import (
    by_hand,
    files,
    items_of,
    menu_of,
    own_archive,
    photo,
    put,
)

PAGE = "/admin/menu/import"


class Manager(Browser):
    """Someone at the pages of import and export."""

    def choose(self, data: str | bytes, **fields: str) -> TestResponse:
        content = data.encode() if isinstance(data, str) else data
        file = (io.BytesIO(content), "../../menu.csv")
        return self.post(f"{PAGE}?lang=en", csrf_token=self.token, file=file, **fields)

    def confirm(self, preview: TestResponse) -> TestResponse:
        hidden = r'type="hidden" name="(\w+)" value="([^"]*)"'
        return self.post(f"{PAGE}/apply", **dict(re.findall(hidden, preview.text)))

    @property
    def token(self) -> str:
        return self.cookie("to_staff_csrf") or ""


@pytest.fixture
def manager(house) -> Manager:
    factories.make_account(house.store, username="boss", role="manager")
    browser = Manager(house.app)
    browser.sign_in(house.store, username="boss")
    return browser


def kept(house) -> list[str]:
    folder = house.app.extensions["settings"].upload_dir / "imports"
    return [path.name for path in folder.glob("*")]


def test_a_file_is_looked_at_then_imported(house, manager: Manager) -> None:
    before = menu_of(house.manager)
    preview = manager.choose(by_hand("dish,gimbap,Food,4000", ",bibimbap-ko,,9500"))
    assert preview.status_code == 200
    for word in ("gimbap", "bibimbap-ko", "<del>9000</del>", "<ins>9500</ins>"):
        assert word in preview.text
    assert menu_of(house.manager) == before
    assert len(kept(house)) == 1
    done = manager.confirm(preview)
    assert (done.status_code, done.headers["Location"]) == (303, "/admin/menu?done=imported")
    assert items_of(house.manager)["bibimbap-ko"]["price"] == 9500
    assert "gimbap" in items_of(house.manager)
    assert kept(house) == []


def test_what_a_file_makes_wrong_is_told_before_it_is_imported(
    house, menu_events, manager: Manager
) -> None:
    group, _ = factories.make_group(house.store, {}, least=1)
    factories.make_part(group, house.item)
    factories.make_item(house.store, "set", category_id=house.category, groups=(group,))
    before, told = menu_of(house.manager), menu_events()
    head = {"format": "tableorder-menu", "version": 1, "currency": "KRW", "store": "cafe"}
    file = json.dumps({**head, "items": [{"id": house.item, "is_visible": False}]})
    found = put(house.manager, file, dry_run="true").json["findings"]
    assert [one["code"] for one in found] == ["GROUP_UNANSWERABLE", "PART_HIDDEN"]
    preview = manager.choose(file)
    assert preview.status_code == 200
    for sentence in (
        "set cannot be ordered: guests have to choose 1 of Size, and there is not enough of it.",
        "Size offers bibimbap, which is hidden from guests.",
    ):
        assert sentence in preview.text
    assert "set has no picture." not in preview.text  # which it has not now either
    assert (menu_of(house.manager), menu_events()) == (before, told)
    assert manager.confirm(preview).status_code == 303
    sheet = manager.choose(by_hand("dish,gimbap,Food,0"))
    assert "gimbap costs nothing, and nobody has confirmed that." in sheet.text


def test_a_bad_file_is_told_row_by_row_and_not_kept(house, manager: Manager) -> None:
    answer = manager.choose(by_hand("dish,a,Food,1", "dish,b,Food,cheap", "dish,c,Nowhere,1"))
    assert answer.status_code == 422
    rows = re.findall(r"<td>(.*?)</td>\s*<td>(.*?)</td>", answer.text)
    assert sorted(rows) == [
        ("Row 3 · Price", "Must be a whole number."),
        ("Row 4 · Belongs to", "There is no such entry."),
    ]
    assert kept(house) == []
    assert "cannot be read" in manager.choose("\0").text
    assert "checked" not in answer.text
    again = manager.choose(by_hand("dish,b,Food,cheap"), replace="on")
    assert len(re.findall(r'name="replace" value="on" checked', again.text)) == 1
    assert 'name="counts" value="on" checked' not in again.text


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-8", ""), ("cp949", "CP949"), ("utf-16", "UTF-16")]
)
def test_letters_that_are_not_utf_8_are_named(manager: Manager, encoding: str, name: str) -> None:
    sheet = by_hand("dish,김밥,Food,4000", head="Kind,Name,Belongs to,Price\n")
    text = manager.choose(sheet.encode(encoding)).text
    assert "김밥" in text
    assert re.findall(r"written in ([\w-]+)", text) == ([name] if name else [])


def test_a_menu_that_changed_meanwhile_is_shown_again(house, manager: Manager) -> None:
    preview = manager.choose(by_hand(",bibimbap-ko,,9500"), replace="on")
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"price": 8000})
    again = manager.confirm(preview)
    assert again.status_code == 409
    assert "<del>8000</del>" in again.text
    assert items_of(house.manager)["bibimbap-ko"]["price"] == 8000
    assert manager.confirm(again).status_code == 303
    assert items_of(house.manager)["bibimbap-ko"]["price"] == 9500


def test_only_ones_own_kept_file_can_be_imported_and_once(house, other, manager: Manager) -> None:
    preview = manager.choose(by_hand("dish,gimbap,Food,4000"))
    factories.make_account(other.store, username="boss", role="manager")
    stranger = Manager(house.app)
    stranger.sign_in(other.store, username="boss")
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', preview.text))
    fields["csrf_token"] = stranger.token
    for token in (fields["token"], "../1-x", ""):
        answer = stranger.post(f"{PAGE}/apply", **{**fields, "token": token})
        assert answer.status_code == 409
    assert list(items_of(other.manager)) == ["bibimbap-ko"]
    assert manager.confirm(preview).status_code == 303
    assert manager.confirm(preview).status_code == 409


def test_one_file_of_a_store_is_kept_at_a_time(house, manager: Manager) -> None:
    for name in "ab":
        manager.choose(by_hand(f"dish,{name},Food,1"))
    assert len(kept(house)) == 1


def test_what_nobody_imports_goes_with_the_housekeeping(house, manager: Manager) -> None:
    manager.choose(by_hand("dish,a,Food,1"))
    folder = house.app.extensions["settings"].upload_dir
    now = clock.utc_now()
    remove_orphan_pictures(folder, now=now)
    assert len(kept(house)) == 1
    remove_orphan_pictures(folder, now=now + timedelta(days=2))
    assert kept(house) == []


def test_what_is_the_same_already_has_no_button(house, manager: Manager) -> None:
    answer = manager.choose(by_hand(",bibimbap-ko,,9000"))
    assert "nothing to change" in answer.text
    assert 'name="token"' not in answer.text
    assert "/api/menu/export.zip" in manager.get(PAGE).text


def test_counts_are_taken_over_only_where_the_switch_says_so(house, manager: Manager) -> None:
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"stock": 2})
    head = "kind,name.ko,parent,price,stock\n"
    sheet = by_hand(",bibimbap-ko,,9500,10", head=head)
    preview = manager.choose(sheet)
    assert "the file tells others (dishes and choices: 1)" in preview.text
    assert manager.confirm(preview).status_code == 303
    item = items_of(house.manager)["bibimbap-ko"]
    assert (item["price"], item["stock"]) == (9500, 2)
    again = manager.choose(sheet)
    assert "Apart from that, the menu is already as this file tells it." in again.text
    assert 'name="token"' not in again.text
    asked = manager.choose(sheet, counts="on")
    assert "<del>2</del> <ins>10</ins>" in asked.text
    assert "the file tells others" not in asked.text
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"spicy": 1})
    told_anew = manager.confirm(asked)
    assert (told_anew.status_code, "<ins>10</ins>" in told_anew.text) == (409, True)
    assert manager.confirm(told_anew).status_code == 303
    assert items_of(house.manager)["bibimbap-ko"]["stock"] == 10


def test_a_damaged_picture_is_named_and_nothing_is_left(house, manager: Manager) -> None:
    half = photo(kind="PNG")[:-40]
    data = own_archive(**{"a.jpg": photo(), "b.png": half, "c.png": half})
    preview = manager.choose(data)
    assert preview.status_code == 200
    answer = manager.confirm(preview)
    assert answer.status_code == 422
    for place in ("items.1.image", "items.2.image"):
        assert place in answer.text
    assert "damaged or incomplete" in answer.text
    assert list(items_of(house.manager)) == ["bibimbap-ko"]
    assert files(house) == []
