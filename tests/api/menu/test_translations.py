"""What the menu lacks in a language: listed beside its original, filled in and saved together."""

from __future__ import annotations

import re
from typing import Any

from tests.api.menu.test_pages import FormReader, Manager, changed, everything, manager

__all__ = ["manager"]

PATH = "/admin/menu/translations"


def asked(html: str) -> list[str]:
    """The fields that the page asks for."""
    return re.findall(r'name="((?:item|category|option_group|choice)[^"]*)"', html)


def lack_english(house) -> dict[str, str]:
    """Take the English of one row of each kind; return their fields by kind."""
    texts = {
        "name": {"ko": "국밥"},
        "description": {"ko": "뜨끈한"},
        "origin": {"ko": "쌀: 국내산"},
    }
    house.manager.send("PATCH", f"/api/menus/{house.item}", texts)
    house.manager.send("PATCH", f"/api/categories/{house.category}", {"name": {"ko": "식사"}})
    body = {
        "name": {"ko": "크기"},
        "choices": [{"id": house.choices["large"], "name": {"ko": "대"}}],
    }
    house.manager.send("PATCH", f"/api/option-groups/{house.sizes}", body)
    return {
        "category": f"category.{house.category}.name.en",
        "item": f"item.{house.item}.name.en",
        "description": f"item.{house.item}.description.en",
        "origin": f"item.{house.item}.origin.en",
        "group": f"option_group.{house.sizes}.name.en",
        "choice": f"choice.{house.choices['large']}.name.en",
    }


def test_all_that_is_missing_is_asked_for_and_saved_together(
    house, menu_events, manager: Manager
) -> None:
    fields = lack_english(house)
    listed = manager.get(f"{PATH}?lang=en").text
    assert [name for name in asked(listed) if name.endswith(".en")] == [*fields.values()]
    assert "Fill in translations" in manager.get("/admin/menu/check?lang=en").text
    typed = {name: f" {kind} " for kind, name in fields.items() if kind != "origin"}
    assert manager.submit(PATH, typed).status_code == 303
    assert len(menu_events()) == 4
    assert "Translations were filled in." in manager.get(f"{PATH}?lang=en").text
    left = [name for name in asked(manager.get(PATH).text) if name.endswith(".en")]
    assert left == [fields["origin"]]
    menu = everything(house)
    [item], [group] = menu["items"], menu["option_groups"]
    assert item["name"] == {"ko": "국밥", "en": "item"}
    assert item["description"] == {"ko": "뜨끈한", "en": "description"}
    assert (group["name"]["en"], group["choices"][0]["name"]["en"]) == ("group", "choice")


def test_what_someone_wrote_meanwhile_is_told_beside_what_was_typed(
    house, manager: Manager
) -> None:
    fields = lack_english(house)
    theirs = {
        "name": {"ko": "국밥", "en": "Rice soup"},
        "description": {"ko": "뜨끈한", "en": "A\nB"},
        "origin": {"ko": "쌀", "en": "Rice"},
    }
    house.manager.send("PATCH", f"/api/menus/{house.item}", theirs)
    before = everything(house)
    typed = {fields["item"]: "Soup", fields["description"]: "Hot", fields["origin"]: "Rice",
             fields["group"]: "Size"}  # fmt: skip
    answer = manager.submit(f"{PATH}?lang=en&done=saved", typed)
    assert answer.status_code == 409
    assert "Somebody else wrote some of these meanwhile" in answer.text
    assert "Guests see it now" not in answer.text
    card = answer.text.split('aria-label="국밥 · Written meanwhile"')[1].split("</section>")[0]
    for words in (">Dish · 식사 · Name<", ">국밥<", "<ins>Rice soup</ins>"):
        assert words in card
    assert everything(house) == before
    shown = FormReader(answer.text).fields
    told = {name: shown[name].strip() for name in typed if name in shown}
    assert told == {name: typed[name] for name in typed if name != fields["origin"]}

    bad = manager.submit(PATH, changed(shown, **{fields["group"]: "x" * 101}))
    assert bad.status_code == 422
    again = changed(FormReader(bad.text).fields, **{fields["item"]: "", fields["group"]: "Size"})
    assert manager.submit(PATH, again).status_code == 303
    menu = everything(house)
    [item], [group] = menu["items"], menu["option_groups"]
    assert (item["name"]["en"], item["description"]["en"]) == ("Rice soup", "Hot")
    assert group["name"]["en"] == "Size"


def test_what_is_written_after_one_looked_is_told_again(house, manager: Manager) -> None:
    field = lack_english(house)["item"]
    shown: Any = {field: "Mine"}
    for text in ("Theirs", "Theirs again"):
        change = {"name": {"ko": "국밥", "en": text}}
        house.manager.send("PATCH", f"/api/menus/{house.item}", change)
        answer = manager.submit(PATH, shown)
        assert (answer.status_code, f"<ins>{text}</ins>" in answer.text) == (409, True)
        shown = FormReader(answer.text).fields
    assert manager.submit(PATH, shown).status_code == 303
    assert everything(house)["items"][0]["name"]["en"] == "Mine"


def test_a_fault_stands_at_its_field_and_nothing_is_saved(house, manager: Manager) -> None:
    fields = lack_english(house)
    before = everything(house)
    typed = {fields["item"]: "x" * 101, fields["group"]: "Size\u202e", fields["choice"]: "Large"}
    answer = manager.submit(f"{PATH}?lang=en", typed)
    assert answer.status_code == 422
    for name, sentence in (
        (fields["item"], "At most 100"),
        (fields["group"], "control characters"),
    ):
        at = answer.text.index(f'id="{name}-error"')
        assert sentence in answer.text[at : at + 300]
    assert FormReader(answer.text).fields[fields["choice"]] == "Large"
    assert everything(house) == before


def test_rows_of_others_and_rows_that_are_none_change_nothing(
    house, other, manager: Manager
) -> None:
    typed = {f"item.{other.item}.name.ja": "x", "item.x.name.ja": "x", "item.1.name.fr": "x"}
    assert manager.submit(PATH, typed).status_code == 422
    del typed["item.x.name.ja"], typed["item.1.name.fr"]
    assert manager.submit(PATH, typed).status_code == 303
    assert "ja" not in other.manager.get("/api/menus?view=edit").json["items"][0]["name"]
