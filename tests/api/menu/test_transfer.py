"""The whole menu leaves, comes back the same and enters other stores; what is wrong is refused."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tableorder import clock, sheets
from tableorder.db import db
from tableorder.menu import importing
from tableorder.menu.models import MenuItem
from tableorder.menu.portable import Document, Entry
from tests import factories
from tests.actors import Staff, alone, line, staff_of


def photo(colour: str = "red", size: tuple[int, int] = (200, 150), *, kind: str = "JPEG") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()


def send(actor: Staff, path: str, field: str, data: bytes, method: str = "POST") -> TestResponse:
    boundary, body = encode_multipart({field: FileStorage(io.BytesIO(data), filename="file")})
    kind = f"multipart/form-data; boundary={boundary}"
    return alone(
        actor.client.open, path, method=method, data=body, content_type=kind, headers=actor.headers
    )


def put(actor: Staff, data: bytes | str, **query: Any) -> TestResponse:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    body = data.encode() if isinstance(data, str) else data
    return send(actor, f"/api/menu/import?{asked}", "file", body)


def take(actor: Staff, kind: str) -> bytes:
    with actor.get(f"/api/menu/export.{kind}") as answer:
        assert answer.status_code == 200
        return answer.data


def menu_of(actor: Staff) -> dict[str, Any]:
    return actor.get("/api/menus?view=edit").json


def files(house) -> list[Path]:
    folder = house.app.extensions["settings"].upload_dir
    return sorted(path for path in folder.glob("*") if path.is_file())


NOTHING = {"added": [], "changed": [], "removed": [], "reordered": []}


def nothing_in(answer: TestResponse) -> bool:
    assert answer.status_code == 200, answer.json
    return {name: answer.json[name] for name in NOTHING} == NOTHING


@pytest.fixture
def rich(house):
    """The house with a menu that uses everything."""
    manager = house.manager
    grill = manager.send("POST", "/api/stations", {"name": "Grill, hot"}).json["id"]
    manager.send("POST", "/api/stations", {"name": "Bar", "warn_after": 2, "late_after": 4})
    top = {"name": {"ko": "식사", "en": "Meals"}, "station_id": grill}
    meals = manager.send("POST", "/api/categories", top).json["id"]
    rice = {"name": {"ko": "밥 | 면"}, "parent_id": meals, "is_visible": False}
    rice_id = manager.send("POST", "/api/categories", rice).json["id"]
    heat = {
        "name": {"ko": "맵기", "ja": "辛さ"},
        "min_select": 1,
        "max_select": 3,
        "choices": [
            {"name": {"ko": "순하게"}, "price_delta": -500, "is_sold_out": True},
            {"name": {"ko": "=맵게", "en": "+hot"}, "price_delta": 500, "stock": 3},
        ],
    }
    heat_id = manager.send("POST", "/api/option-groups", heat).json["id"]
    full = {
        "category_id": rice_id,
        "station_id": grill,
        "name": {"ko": "비빔밥", "en": '=HYPERLINK("http://x")', "ja": "ビビンバ"},
        "description": {"ko": '한 줄\n두 줄, "쉼표"', "en": "'=quoted"},
        "origin": {"ko": "쌀: 국내산; 소고기: 호주산"},
        "price": 12_000,
        "is_visible": False,
        "is_sold_out": True,
        "sold_out_until": "2030-01-02",
        "stock": 7,
        "hours": [
            {"days": [6, 0], "from": "11:00", "to": "14:00"},
            {"days": [5], "from": "22:00", "to": "02:00"},
        ],
        "labels": ["new", "halal"],
        "spicy": 2,
        "allergens": ["egg", "pine_nut"],
        "option_group_ids": [heat_id, house.sizes],
    }
    item = manager.send("POST", "/api/menus", full)
    assert item.status_code == 201, item.json
    send(manager, f"/api/menus/{item.json['id']}/image", "image", photo(), "PUT")
    manager.send("POST", "/api/menus", {**full, "name": {"ko": "비빔밥"}, "price": 0})
    return house


@pytest.mark.parametrize("kind", ["csv", "zip"])
@pytest.mark.parametrize("replace", ["false", "true"])
def test_importing_an_export_changes_nothing(rich, kind: str, replace: str) -> None:
    before, kept = menu_of(rich.manager), files(rich)
    data = take(rich.manager, kind)
    assert nothing_in(put(rich.manager, data, replace=replace, dry_run="true"))
    assert nothing_in(put(rich.manager, data, replace=replace))
    assert menu_of(rich.manager) == before
    assert files(rich) == kept


def told(menu: dict[str, Any]) -> dict[str, Any]:
    """A menu without what differs from store to store: ids become names, pictures their content."""
    names = {
        kind: {
            row["id"]: json.dumps(row["name"], ensure_ascii=False, sort_keys=True)
            for row in menu[kind]
        }
        for kind in ("categories", "items", "option_groups")
    }

    def plain(row: dict[str, Any]) -> dict[str, Any]:
        kept = {n: v for n, v in row.items() if n not in {"id", "position", "station_id", "image"}}
        if "category_id" in kept:
            kept["category_id"] = names["categories"][kept["category_id"]]
            kept["image"] = row["image"] and row["image"]["placeholder"]
        if "option_group_ids" in kept:
            kept["option_group_ids"] = [names["option_groups"][k] for k in kept["option_group_ids"]]
        if kept.get("menu_id"):
            kept["menu_id"] = names["items"][kept["menu_id"]]
        if kept.get("parent_id"):
            kept["parent_id"] = names["categories"][kept["parent_id"]]
        if "choices" in kept:
            kept["choices"] = [plain(choice) for choice in kept["choices"]]
        return kept

    return {kind: [plain(row) for row in menu[kind]] for kind in names}


@pytest.fixture
def empty(house) -> Staff:
    """The manager of a store with nothing in it."""
    return staff_of(house.app.test_client(), factories.make_store("empty"), "manager")


def picture_bytes(house, menu: dict[str, Any]) -> list[list[bytes]]:
    client, found = house.app.test_client(), []
    for item in menu["items"]:
        if item["image"]:
            shown = []
            for size in ("small", "medium", "large"):
                with client.get(item["image"][size]) as answer:
                    shown.append(answer.data)
            found.append(shown)
    return found


def test_an_archive_fills_an_empty_store_with_the_same_menu(rich, empty: Staff) -> None:
    data = take(rich.manager, "zip")
    preview = put(empty, data, dry_run="true").json
    assert "added" in preview, preview
    assert len(preview["added"]) == 2 + 3 + 2 + 4 + 3
    assert menu_of(empty)["items"] == []
    assert put(empty, data).status_code == 200
    first, second = menu_of(rich.manager), menu_of(empty)
    assert told(second) == told(first)
    assert picture_bytes(rich, second) == picture_bytes(rich, first) != []
    ours, theirs = (
        [(one["name"], one["warn_after"]) for one in who.get("/api/stations").json["stations"]]
        for who in (rich.manager, empty)
    )
    assert theirs == ours
    assert len(files(rich)) == 6
    assert nothing_in(put(empty, data))
    assert nothing_in(put(empty, take(empty, "zip")))


def test_a_sheet_fills_an_empty_store_with_all_but_pictures(rich, empty: Staff) -> None:
    data = take(rich.manager, "csv")
    assert put(empty, data).status_code == 200
    first, second = told(menu_of(rich.manager)), told(menu_of(empty))
    for item in first["items"]:
        item["image"] = None
    by_name = [json.dumps(item, ensure_ascii=False, sort_keys=True) for item in first["items"]]
    assert sorted(by_name) == sorted(
        json.dumps(i, ensure_ascii=False, sort_keys=True) for i in second["items"]
    )
    assert first["option_groups"] == second["option_groups"]
    assert nothing_in(put(empty, data))


def cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_no_cell_of_a_sheet_is_a_formula(rich) -> None:
    data = take(rich.manager, "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    texts = [text for row in cells(data) for text in row]
    assert "'=맵게" in texts
    signs = tuple("=+-@\t\r")
    assert [t for t in texts if t.startswith(signs) and not t.removeprefix("-").isdigit()] == []


def by_hand(*rows: str, head: str = "Kind,Name (한국어),Belongs to,Price\n") -> str:
    return head + "\n".join(rows) + "\n"


def items_of(actor: Staff) -> dict[str, dict[str, Any]]:
    return {item["name"]["ko"]: item for item in menu_of(actor)["items"]}


def test_a_sheet_by_hand_changes_prices_and_adds_dishes(house) -> None:
    before = items_of(house.manager)["bibimbap-ko"]
    sheet = by_hand(
        ',bibimbap-ko,,"9,500"', "Dish,김밥,Food,4000", "category,음료", "dish,콜라,음료,2000"
    )
    preview = put(house.manager, sheet, dry_run="true").json
    assert [row["name"] for row in preview["added"]] == ["음료", "김밥", "콜라"]
    [change] = preview["changed"]
    assert change["fields"] == [
        {"name": "price", "label": "Price (KRW)", "before": "9000", "after": "9500"}
    ]
    assert put(house.manager, sheet).json["is_applied"]
    items = items_of(house.manager)
    assert items["bibimbap-ko"] == {**before, "price": 9500, "position": 0}
    assert items["김밥"]["category_id"] == house.category
    assert items["콜라"]["price"] == 2000
    assert items["콜라"]["is_visible"]


@pytest.mark.parametrize("head", ["name,price\n", "이름,가격\n"])
def test_a_price_list_needs_two_plain_columns(house, head: str) -> None:
    assert put(house.manager, by_hand("bibimbap-ko,9700", head=head)).json["is_applied"]
    assert items_of(house.manager)["bibimbap-ko"]["price"] == 9700


def test_cp949_is_taken_and_named(house) -> None:
    sheet = by_hand("메뉴,김밥,Food,4000", head="종류,이름 (한국어),상위 항목,가격\n")
    answer = put(house.manager, sheet.encode("cp949"))
    assert answer.json["encoding"] == "cp949", answer.json
    assert "김밥" in items_of(house.manager)
    assert put(house.manager, b"\xef\xbb\xbf" + sheet.encode()).json["encoding"] == "utf-8-sig"


def test_letters_that_cp949_lacks_stay_as_they_are(house) -> None:
    names = {"ko": "돌솥밥 🍚", "ja": "石焼き飯", "zh": "石锅饭"}
    factories.make_account(house.store)
    assert house.fresh("owner").send("PATCH", "/api/store", {"languages": [*names]}).json
    dish = house.manager.send("PATCH", f"/api/menus/{house.item}", {"name": names})
    assert dish.status_code == 200, dish.json
    sheet = (
        take(house.manager, "csv")
        .decode("utf-8-sig")
        .replace("🍚", "??")
        .replace("石焼き飯", "ビビンバ")
    )
    answer = put(house.manager, sheet.encode("cp949", "replace"))
    assert answer.json["encoding"] == "cp949", answer.json
    assert answer.json["is_applied"]
    [dish] = menu_of(house.manager)["items"]
    assert dish["name"] == {**names, "ja": "ビビンバ"}


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_known(house, delimiter: str) -> None:
    sheet = by_hand("dish,gimbap,Food,4000").replace(",", delimiter)
    assert put(house.manager, sheet).json["added"][0]["name"] == "gimbap"


def faults_of(answer: TestResponse) -> dict[str, str]:
    assert answer.status_code == 422, answer.json
    return {f["path"]: f["message"] for f in answer.json["error"]["details"]["fields"]}


def test_every_bad_line_is_listed_and_nothing_changes(house) -> None:
    before = menu_of(house.manager)
    rows = [f"dish,dish {number},Food,{number}" for number in range(2, 301)]
    rows[300 - 2] = "dish,dish 300,Food,cheap"
    rows[10 - 2] = "dish,,Food,10"
    rows[20 - 2] = "dish,dish 20,Nowhere,20"
    rows[30 - 2] = "drink,dish 30,Food,30"
    rows[40 - 2] = "category,dish 40,Food,40"
    rows[50 - 2] = "dish,dish 50,Food,-1"
    rows[60 - 2] = f"dish,{'x' * 101},Food,1"
    rows[70 - 2] = "dish,a\u202eb,Food,1"
    rows[80 - 2] = "dish,dish 80,Food,100000001,more"
    rows[90 - 2] = "dish,dish 90,Food,1.5"
    rows[100 - 2] = "category,Own,Own,"
    rows[110 - 2] = "dish,no place,,5"
    rows[120 - 2] = "dish,free,Food,"
    found = faults_of(put(house.manager, by_hand(*rows)))
    assert found == {
        "rows.300.price": "Must be a whole number.",
        "rows.20.category_id": "There is no such entry.",
        "rows.30.kind": "Must be one of: Station, Category, Dish, Option group, Choice.",
        "rows.40.price": "A row of this kind has nothing in this column.",
        "rows.50.price": "Must be at least 0.",
        "rows.60.name.ko": "At most 100 characters.",
        "rows.70.name.ko": "Must not hold control characters.",
        "rows.80": "This row has more cells than there are columns.",
        "rows.80.price": "Must be at most 100000000.",
        "rows.90.price": "Must be a whole number.",
        "rows.10.name": "This field is required.",
        "rows.100.parent_id": (
            "Categories have two levels: choose one of the first level, not itself."
        ),
        "rows.110.category_id": "This field is required.",
        "rows.120.price": "This field is required.",
    }
    listed = [int(path.split(".")[1]) for path in found]
    assert listed == sorted(listed)
    assert menu_of(house.manager) == before


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_rows_whose_quotation_marks_do_not_match_are_named_with_all_else(house) -> None:
    before = menu_of(house.manager)
    rows = [f"dish,dish {number},Food,{number}" for number in range(2, 400)]
    rows[10 - 2] = "dish,dish 10,Food,cheap"
    rows[20 - 2] = 'category,"A"b,,'
    rows[30 - 2] = "dish,dish 30,Ab,30"  # perhaps the category of row 20: nobody knows
    rows[300 - 2] = 'dish,"a,Food,1'
    rows[310 - 2] = "dish,dish 310,Food,cheap"  # inside the cell that begins in row 300
    assert faults_of(put(house.manager, by_hand(*rows))) == {
        "rows.10.price": "Must be a whole number.",
        "rows.20": "This row cannot be read. Please look at its quotation marks.",
        "rows.300": "From this row on nothing can be read. Please look at its quotation marks.",
    }
    assert menu_of(house.manager) == before


def test_what_does_not_fit_together_is_refused(house) -> None:
    sheet = by_hand(
        "category,A,B", "category,B,C", "category,C,", "category,D,D", "option group,G,",
        head="kind,name.ko,parent\n",
    )  # fmt: skip
    deep = "Categories have two levels: choose one of the first level, not itself."
    assert faults_of(put(house.manager, sheet)) == {
        "rows.2.parent_id": deep,
        "rows.3.parent_id": deep,
        "rows.5.parent_id": deep,
        "rows.6.choices": "A group needs between 1 and 50 choices.",
    }
    crossed = "kind,name.ko,parent,min_select,max_select\noption group,G,,3,2\nchoice,a,G\n"
    assert list(faults_of(put(house.manager, crossed))) == ["rows.2.max_select"]
    twins = by_hand("category,Twin,", "category,Twin,", "dish,x,Twin,1")
    [message] = faults_of(put(house.manager, twins)).values()
    assert message == "Several entries have this name: please write the number instead."


def test_wrong_columns_are_named(house) -> None:
    found = put(house.manager, "Meal,Cost,Price,Price\nx,1,2,3\n")
    messages = [f["message"] for f in found.json["error"]["details"]["fields"]]
    assert messages == [
        "The column “Meal” is not known.",
        "The column “Cost” is not known.",
        "The column “Price” stands here twice.",
        "The column “Price” stands here twice.",
        "The column “Name (한국어)” is missing.",
    ]
    dollars = put(house.manager, "name.ko,Price (USD)\nx,1\n").json["error"]["details"]["fields"]
    assert [f["code"] for f in dollars] == ["OTHER_CURRENCY"]


def archive(menu: Any = None, **files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        if menu is not None:
            target.writestr("menu.json", menu if isinstance(menu, bytes) else json.dumps(menu))
        for name, data in files.items():
            target.writestr(name, data)
    return buffer.getvalue()


def menu_file(**sections: Any) -> dict[str, Any]:
    return {"format": "tableorder-menu", "version": 1, "currency": "KRW", **sections}


BOMB = archive(menu_file(), **{"pictures/x.png": bytes(600 * 2**20)})
UNREADABLE = {
    "nothing": (b"", "IMPORT_UNREADABLE"),
    "no letters": (b"\x80\xff" * 50, "IMPORT_UNREADABLE"),
    "UTF-16 without its mark": ("name.ko\nx\n".encode("utf-16-le"), "IMPORT_UNREADABLE"),
    "a list": (archive(b"[]"), "IMPORT_UNREADABLE"),
    "Japanese letters": ("名前,価格\n".encode("shift_jis") + b"\x80\xff", "INVALID"),
    "a picture": (photo(), "IMPORT_UNREADABLE"),
    "broken quotes": (b'name.ko,price\n"x,1\n', "INVALID"),
    "half a JSON": (b'{"format": "tableorder-menu"', "IMPORT_UNREADABLE"),
    "another JSON": (b'{"a": 1}', "INVALID"),
    "dollars": (json.dumps(menu_file(currency="USD")).encode(), "INVALID"),
    "an archive without a menu": (archive(x=b""), "ARCHIVE_REFUSED"),
    "half an archive": (archive(menu_file())[:-30], "ARCHIVE_REFUSED"),
    "a bomb": (BOMB, "ARCHIVE_REFUSED"),
    "a large menu": (archive(b" " * (17 * 2**20)), "ARCHIVE_REFUSED"),
    "an absolute path": (archive(menu_file(), **{"/etc/cron.d/x": b""}), "ARCHIVE_REFUSED"),
    "a way out": (archive(menu_file(), **{"../../x.py": b""}), "ARCHIVE_REFUSED"),
    "a way out of Windows": (archive(menu_file(), **{"..\\..\\x": b""}), "ARCHIVE_REFUSED"),
    "a drive": (archive(menu_file(), **{"C:/x": b""}), "ARCHIVE_REFUSED"),
    "too many files": (archive(menu_file(), **{f"{n}": b"" for n in range(20_001)}),
                       "ARCHIVE_REFUSED"),
}  # fmt: skip


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_menu_is_refused(house, name: str) -> None:
    data, code = UNREADABLE[name]
    before = menu_of(house.manager)
    answer = put(house.manager, data, replace="true")
    assert answer.status_code == 422, answer.json
    assert answer.json["error"]["code"] == code
    assert menu_of(house.manager) == before
    assert files(house) == []


def test_replacing_removes_what_the_file_leaves_out_of_the_kinds_it_holds(house) -> None:
    second = factories.make_item(house.store, "gimbap", category_id=house.category)
    send(house.manager, f"/api/menus/{second}/image", "image", photo(), "PUT")
    sheet = by_hand("dish,bibimbap-ko,Food,9000")
    assert nothing_in(put(house.manager, sheet))
    preview = put(house.manager, sheet, replace="true", dry_run="true").json
    assert preview["removed"] == [{"kind": "items", "id": second, "name": "gimbap-ko"}]
    assert put(house.manager, sheet, replace="true").status_code == 200
    left = menu_of(house.manager)
    assert [item["id"] for item in left["items"]] == [house.item]
    assert len(left["option_groups"]) == len(left["categories"]) == 1
    emptied = put(house.manager, by_hand("category,Other"), replace="true")
    assert faults_of(emptied) == {
        "categories": "The file leaves something out that other rows still need: Food."
    }


def test_order_follows_the_file(rich) -> None:
    rows = cells(take(rich.manager, "csv"))
    dishes = [row for row in rows if row[0] == "Dish"]
    turned = [row for row in rows if row[0] != "Dish"] + dishes[::-1]
    data = sheets.write_rows(turned)
    assert put(rich.manager, data, dry_run="true").json["reordered"] == ["items"]
    before = [item["id"] for item in menu_of(rich.manager)["items"]]
    put(rich.manager, data)
    assert [item["id"] for item in menu_of(rich.manager)["items"]] == before[::-1]
    assert nothing_in(put(rich.manager, data))


def test_ids_of_another_store_touch_nothing_here(rich, other) -> None:
    data = take(rich.manager, "zip")
    before = items_of(rich.manager)
    preview = put(other.manager, data, dry_run="true").json
    assert {row["id"] for row in preview["changed"]} <= {other.category, other.item, other.sizes,
                                                        *other.choices.values()}  # fmt: skip
    assert put(other.manager, data).status_code == 200
    assert items_of(rich.manager) == before
    assert len(items_of(other.manager)) == len(before)


FOOD = {"id": 1, "name": {"ko": "Food"}}


def own_archive(**pictures: bytes) -> bytes:
    items = [
        {"name": {"ko": name}, "category_id": 1, "price": 1, "image": {"large": name}}
        for name in pictures
    ]
    return archive(
        menu_file(categories=[{"id": 1, "name": {"ko": "Food"}}], items=items), **pictures
    )


def test_pictures_of_ones_own_go_through_the_pipeline_once(house) -> None:
    data = own_archive(**{"a.jpg": photo(), "b.png": photo("blue", (2000, 1500))})
    assert put(house.manager, data).status_code == 200
    items = items_of(house.manager)
    assert items["a.jpg"]["image"]["width"] == 200
    assert items["b.png"]["image"]["width"] == 1280
    assert len(files(house)) == 6
    assert nothing_in(put(house.manager, data))
    preview = put(house.manager, own_archive(**{"a.jpg": photo("green")}), dry_run="true").json
    assert preview["changed"][0]["fields"][0]["name"] == "image"
    assert len(files(house)) == 6


def test_a_bad_picture_refuses_the_whole(house) -> None:
    before = menu_of(house.manager)
    svg = own_archive(**{"a.jpg": photo(), "b.jpg": b"<svg onload='x()'/>"})
    assert "SVG" in faults_of(put(house.manager, svg, dry_run="true"))["items.1.image"]
    jpeg, png = photo(size=(900, 900))[:3000], photo(kind="PNG")[:-40]
    halves = own_archive(**{"a.jpg": photo(), "b.jpg": jpeg, "c.jpg": photo("blue"), "d.jpg": jpeg})
    sentence = "The picture is damaged or incomplete. Please send it again."
    early = faults_of(put(house.manager, halves, dry_run="true"))
    assert early == {"items.1.image": sentence, "items.3.image": sentence}
    late = own_archive(**{"a.jpg": photo(), "b.png": png, "c.jpg": photo("blue"), "d.png": png})
    assert put(house.manager, late, dry_run="true").status_code == 200
    assert faults_of(put(house.manager, late)) == early
    item = {"name": {"ko": "x"}, "category_id": 1, "price": 1, "image": {"large": "none.jpg"}}
    absent = archive(menu_file(categories=[FOOD], items=[item]))
    assert list(faults_of(put(house.manager, absent))) == ["items.0.image"]
    assert menu_of(house.manager) == before
    assert files(house) == []


def test_only_what_was_made_here_is_taken_back_as_it_is(rich, empty: Staff) -> None:
    data = take(rich.manager, "zip")
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        contents = {name: source.read(name) for name in source.namelist()}
    menu = json.loads(contents.pop("menu.json"))
    [large] = [name for name in contents if name.endswith("-1280.webp")]
    buffer = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "secret"
    Image.new("RGB", (30, 20), "blue").save(buffer, "WEBP", exif=exif)
    contents[large] = buffer.getvalue()
    assert put(empty, archive(menu, **contents)).status_code == 200
    stored = b"".join(path.read_bytes() for path in files(rich))
    assert b"secret" not in stored
    assert [i["image"]["width"] for i in menu_of(empty)["items"] if i["image"]] == [30]


def test_another_version_than_the_previewed_is_not_touched(house) -> None:
    sheet = by_hand(",bibimbap-ko,,1")
    version = put(house.manager, sheet, dry_run="true").json["version"]
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"spicy": 1})
    answer = put(house.manager, sheet, version=version)
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "MENU_CHANGED")
    assert items_of(house.manager)["bibimbap-ko"]["price"] == 9000
    assert put(house.manager, sheet, version=version + 1).status_code == 200


def test_guests_hear_of_it_once(house, menu_events) -> None:
    put(house.manager, by_hand("dish,gimbap,Food,4000", ",bibimbap-ko,,1"))
    [event] = menu_events()
    added = items_of(house.manager)["gimbap"]["id"]
    assert event["items"] == [{"id": added, "is_sold_out": False, "is_available": True}]
    assert nothing_in(put(house.manager, by_hand("dish,gimbap,Food,4000")))
    assert len(menu_events()) == 1


def test_staff_keep_out(house) -> None:
    for path in ("/api/menu/export.csv", "/api/menu/export.zip"):
        assert house.staff.get(path).status_code == 403
    assert put(house.staff, by_hand()).status_code == 403
    missing = house.manager.client.post("/api/menu/import", headers=house.manager.headers)
    assert missing.json["error"]["details"]["fields"][0]["path"] == "file"


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_what_is_sold_while_an_import_is_planned_stays_sold(house, tmp_path) -> None:
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"stock": 5})
    new = {"price": 1, "daily_stock": [9] * 7}
    changes = Document({"items": [Entry("items", house.item, new)]}, store="cafe")
    plan = importing.preview(house.store, changes, replace=False)
    db.session.execute(sa.update(MenuItem).values(stock=2))
    db.session.commit()
    importing._carry_out(house.store, plan, load=lambda _: None, folder=tmp_path)
    item = items_of(house.manager)["bibimbap-ko"]
    assert (item["price"], item["stock"], item["daily_stock"]) == (1, 2, [9] * 7)


def test_a_file_edited_while_guests_buy_does_not_bring_back_what_they_bought(rich) -> None:
    house, manager = rich, rich.manager
    soup = factories.make_item(house.store, "soup", category_id=house.category)
    manager.send("PATCH", f"/api/menus/{soup}", {"stock": 10, "price": 2500})
    manager.send("PATCH", f"/api/menus/{house.item}", {"daily_stock": [9] * 7, "stock": 4})
    manager.send("PUT", f"/api/menus/{house.item}/availability", {"is_sold_out": True})
    sheet = take(manager, "csv").decode().replace("2500", "2600").encode()
    archive_then = take(manager, "zip")
    assert house.guest.order(line(soup, 8), total=20_000).status_code == 201
    large = house.choices["large"]
    manager.send("PUT", f"/api/choices/{large}/availability", {"is_sold_out": True})
    manager.send("PUT", f"/api/menus/{house.item}/availability", {"is_sold_out": False})
    manager.send("PATCH", f"/api/menus/{house.item}", {"stock": None})
    assert nothing_in(put(manager, archive_then))
    now = menu_of(manager)
    preview = put(manager, sheet, dry_run="true").json
    assert [[f["name"] for f in row["fields"]] for row in preview["changed"]] == [["price"]]
    assert preview["left"] == 3
    assert put(manager, sheet).json["left"] == 3
    assert moved(menu_of(manager)) == moved(now)
    assert items_of(manager)["soup-ko"]["price"] == 2600
    taken = put(manager, sheet, counts="true")
    assert taken.json["left"] == 0
    assert {f["name"] for row in taken.json["changed"] for f in row["fields"]} == {
        "stock", "is_sold_out"}  # fmt: skip
    items = items_of(manager)
    assert items["soup-ko"]["stock"] == 10
    assert (items["bibimbap-ko"]["stock"], items["bibimbap-ko"]["is_sold_out"]) == (4, True)


MOVING = ("stock", "is_sold_out", "sold_out_until")


def moved(menu: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What orders and marks change of a menu's dishes and choices."""
    choices = [choice for group in menu["option_groups"] for choice in group["choices"]]
    return [tuple(row.get(name) for name in MOVING) for row in (*menu["items"], *choices)]


def test_rows_that_are_new_take_counts_and_marks_from_the_file(house) -> None:
    head = "kind,name.ko,parent,price,stock,is_sold_out,sold_out_until\n"
    sheet = by_hand(
        "dish,gimbap,Food,4000,3,yes,2030-01-02", "dish,bibimbap-ko,Food,9000,3,yes,2030-01-02",
        "choice,huge,크기,,2,yes,", head=head,
    )  # fmt: skip
    answer = put(house.manager, sheet)
    assert (answer.status_code, answer.json["left"]) == (200, 1), answer.json
    gimbap, bibimbap, *_, huge = moved(menu_of(house.manager))
    assert gimbap == (3, True, "2030-01-02")
    assert bibimbap == (None, False, None)
    assert huge == (2, True, None)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_choice_that_becomes_a_dish_has_what_the_file_tells(house) -> None:
    manager, sizes = house.manager, f"/api/option-groups/{house.sizes}"
    [group] = menu_of(manager)["option_groups"]
    first = {**group["choices"][0], "stock": 5}
    manager.send("PATCH", sizes, {"choices": [first, *group["choices"][1:]]})
    part = {"id": first["id"], "name": {}, "menu_id": house.item, "stock": None}
    part |= {"is_sold_out": True, "option_group_ids": []}
    dish = {**items_of(manager)["bibimbap-ko"], "option_group_ids": []}
    dish = {name: dish[name] for name in ("id", "option_group_ids")}
    rows = {"id": house.sizes, "choices": [part, *({"id": c["id"]} for c in group["choices"][1:])]}
    data = json.dumps(menu_file(store="cafe", option_groups=[rows], items=[dish]))
    answer = put(manager, data)
    assert (answer.status_code, answer.json.get("left")) == (200, 0), answer.json
    choice = menu_of(manager)["option_groups"][0]["choices"][0]
    assert (choice["menu_id"], choice["stock"], choice["is_sold_out"]) == (house.item, None, True)
    counted = put(manager, data.replace('"stock": null', '"stock": 2'))
    assert list(faults_of(counted)) == ["option_groups.0.choices.0.stock"]


def test_a_dish_counted_no_more_today_arrives_uncounted(house, empty: Staff) -> None:
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"daily_stock": [9] * 7, "stock": None})
    for kind in ("csv", "zip"):
        store = factories.make_store(f"empty-{kind}")
        other = staff_of(house.app.test_client(), store, "manager")
        assert put(other, take(house.manager, kind)).status_code == 200
        item = items_of(other)["bibimbap-ko"]
        assert (item["stock"], item["daily_stock"]) == (None, [9] * 7)
    week = " | ".join(f"{day} 9" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
    sheet = f"name.ko,kind,price,parent,daily_stock\nFood,category\ngimbap,dish,1,Food,{week}\n"
    assert put(empty, sheet).status_code == 200
    assert items_of(empty)["gimbap"]["stock"] == 9


def test_a_new_daily_count_begins_tomorrow(house) -> None:
    house.manager.send("PATCH", f"/api/menus/{house.item}", {"stock": 5})
    yesterday = house.store.business_day(clock.utc_now()) - timedelta(days=1)
    db.session.execute(sa.update(MenuItem).values(stock_day=yesterday))
    db.session.commit()
    week = " | ".join(f"{day} 9" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
    sheet = f"name.ko,stock,daily_stock\nbibimbap-ko,5,{week}\n"
    assert put(house.manager, sheet).status_code == 200
    item = items_of(house.manager)["bibimbap-ko"]
    assert (item["stock"], item["daily_stock"]) == (5, [9] * 7)
    assert nothing_in(put(house.manager, sheet))
