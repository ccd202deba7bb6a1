"""An owner builds the menu of an empty store by its pages alone, and a guest orders its set."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.guests import line, number, open_cart, open_dish, option, send
from tests.browser.house import House
from tests.browser.test_pictures import drop, halves

STORE, OWNER, PASSWORD = "bistro", "mina", "a long password"
DISHES = {
    "Mains": {"Burger": 9000, "Chicken": 11000, "Noodles": 8000},
    "Sides": {"Fries": 4000, "Salad": 5000, "Soup": 3500},
    "Drinks": {"Cola": 2500, "Tea": 3000, "Juice": 4000},
}
SIZES = {"Regular": 0, "Large": 2000}
SAUCES = {"Ketchup": 0, "Garlic": 500, "Mustard": 300}


@dataclass
class Owner:
    """Someone who keeps a menu by its forms."""

    page: Page
    url: str

    def sign_in(self) -> None:
        self.page.goto(f"{self.url}/login?next=/admin/menu")
        for name, value in (("store_code", STORE), ("username", OWNER), ("password", PASSWORD)):
            self.page.fill(f"[name={name}]", value)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url("**/admin/menu")

    def press(self, name: str) -> None:
        self.page.get_by_role("link", name=name).or_(
            self.page.get_by_role("button", name=name)
        ).first.click()

    def save(self, back: str) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()
        self.page.wait_for_url(f"**{back}?*")

    def add_category(self, name: str) -> None:
        self.page.goto(f"{self.url}/admin/categories")
        self.press("New category")
        self.page.fill("[name='name.en']", name)
        self.save("/admin/categories")

    def add_group(self, name: str, least: int, most: int, free: int = 0) -> None:
        self.page.goto(f"{self.url}/admin/option-groups")
        self.press("New option group")
        self.page.fill("[name='name.en']", name)
        for field, value in (("min_select", least), ("max_select", most), ("free_quantity", free)):
            self.page.fill(f"[name={field}]", str(value))

    def add_choices(self, choices: dict[str, int], *, are_dishes: bool = False) -> None:
        for place, (name, price) in enumerate(choices.items(), 1):
            if place > 1:
                self.page.get_by_role("button", name="Add a choice").click()
            row = self.page.get_by_role("group", name=f"Choice {place}", exact=True)
            if are_dishes:
                row.get_by_label("Stands for a dish").select_option(label=name)
            else:
                row.locator("[name$='.name.en']").fill(name)
            row.get_by_label("Extra price").fill(str(price))
            if place == 1:
                row.get_by_label("Taken by default").check()
        self.save("/admin/option-groups")

    def add_dish(self, category: str, name: str, price: int, *groups: str) -> None:
        self.page.goto(f"{self.url}/admin/menu/items/new")
        self.page.fill("[name='name.en']", name)
        self.page.fill("[name=price]", str(price))
        self.page.select_option("[name=category_id]", label=category)
        for group in groups:
            self.page.locator(".adm-groups").get_by_role("checkbox", name=group).check()
        self.save("/admin/menu")

    def add_pictures(self, names: list[str]) -> None:
        self.page.goto(f"{self.url}/admin/menu/pictures")
        drop(self.page, ".adm-drop", {f"{name.lower()}.jpg": halves() for name in names})
        self.press(f"Save {len(names)} pictures")
        done = self.page.locator(".adm-queue-done:visible")
        expect(done).to_have_count(len(names))

    def add_table(self) -> str:
        """Add table 1 and read its PIN, which is shown once."""
        self.page.goto(f"{self.url}/tables")
        self.page.get_by_label("Numbers").fill("1")
        self.page.get_by_role("button", name="Add", exact=True).click()
        return self.page.locator("#new-pins td").inner_text()


@pytest.fixture
def owner(house: House, open_page: OpenPage) -> Owner:
    house.flask("store", "create", STORE, "Bistro", "--languages", "en")
    house.flask("account", "create", STORE, OWNER, "--role", "owner", said=PASSWORD)
    owner = Owner(open_page(viewport={"width": 1440, "height": 900}), house.url)
    owner.sign_in()
    return owner


def build(owner: Owner) -> None:
    """Make four categories, four option groups and ten dishes with pictures, one of them a set."""
    for category in (*DISHES, "Sets"):
        owner.add_category(category)
    owner.add_group("Size", 1, 1)
    owner.add_choices(SIZES)
    owner.add_group("Sauces", 0, 3, free=1)
    owner.add_choices(SAUCES)
    asked = {"Burger": ("Size", "Sauces"), "Fries": ("Sauces",)}
    for category, dishes in DISHES.items():
        for name, price in dishes.items():
            owner.add_dish(category, name, price, *asked.get(name, ()))
    owner.add_group("Side", 1, 1)
    owner.add_choices({"Fries": 0, "Salad": 1000}, are_dishes=True)
    owner.add_group("Drink", 1, 1)
    owner.add_choices({"Cola": 0, "Juice": 1500}, are_dishes=True)
    owner.add_dish("Sets", "Burger set", 12000, "Side", "Drink")
    owner.add_pictures([*(name for dishes in DISHES.values() for name in dishes), "Burger set"])


def sit_down(page: Page, house: House, *, pin: str) -> Page:
    """Pair a tablet with table 1 and start ordering."""
    page.goto(f"{house.url}/t/{STORE}")
    page.fill("[name=table_number]", "1")
    page.fill("[name=pin]", pin)
    page.click("main button[type=submit]")
    page.get_by_role("button", name="Start ordering").click()
    page.wait_for_url("**/menu")
    return page


def test_an_owner_builds_a_menu_from_nothing_and_a_guest_orders_its_set(
    owner: Owner, house: House, open_page: OpenPage
) -> None:
    build(owner)
    owner.page.goto(f"{house.url}/admin/menu/check")
    expect(owner.page.get_by_text("All is well")).to_be_visible()

    menu = house.call("GET", f"/api/menus?store={STORE}")["categories"]
    assert [len(category["items"]) for category in menu] == [3, 3, 3, 1]
    assert all(item["image"] for category in menu for item in category["items"])

    tablet = sit_down(open_page(), house, pin=owner.add_table())
    sheet = open_dish(tablet, "Burger set")
    expect(option(sheet, "Fries")).to_be_checked()
    expect(option(sheet, "Ketchup")).to_be_checked()
    for choice in ("Garlic", "Mustard", "Juice"):
        option(sheet, choice).check()
    sheet.get_by_role("button", name="Add · ₩13,800").click()
    open_cart(tablet)
    expect(line(tablet, "Burger set")).to_contain_text("Fries (Ketchup, Garlic, Mustard), Juice")
    send(tablet)
    shown = number(tablet)
    owner.page.goto(f"{house.url}/board")
    ticket = owner.page.get_by_role("article", name="Table 1").locator(".ticket")
    expect(ticket.locator(".order-number")).to_have_text(shown)
    expect(ticket).to_contain_text("Burger set")
