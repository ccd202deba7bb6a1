"""Between a page's form and the menu's schemas: texts one way, typed values the other.

A form's field has the name that the schema's fault has as its path ("name.ko", "hours.0.from"), so
that each fault stands at its field. Values that cannot be read go on as texts: the schema says why.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from werkzeug.datastructures import MultiDict

from tableorder.forms import Values, read_whole, row_numbers
from tableorder.menu.amount_forms import amount_text, read_amount
from tableorder.menu.availability import is_marked
from tableorder.menu.option_queries import ChoiceView, GroupView
from tableorder.menu.queries import CategoryView, ItemView, StationView
from tableorder.menu.tree import stock_of

SPAN = ("days", "from", "to")
WEEK = range(7)
TEXTS = ("name", "description", "origin")
NEW_GROUP = {"min_select": "0", "max_select": "1", "free_quantity": "0"}
GROUP_NUMBERS = tuple(NEW_GROUP)


def compact(values: Values, name: str, keys: Sequence[str]) -> Values:
    """Return the values with the rows under `name` numbered anew, empty and removed ones left out.

    A row with a field `remove` is removed; rows with a `position` follow it.
    """
    rows = []
    for number in row_numbers(values, name):
        row = {key: values.getlist(f"{name}.{number}.{key}") for key in keys}
        is_empty = not any(text.strip() for texts in row.values() for text in texts)
        if not is_empty and f"{name}.{number}.remove" not in values:
            place = read_whole(values.get(f"{name}.{number}.position", ""))
            rows.append((place if isinstance(place, int) else 10**6, row))
    found = MultiDict((key, text) for key, text in values.items(multi=True)
                      if not key.startswith(f"{name}."))  # fmt: skip
    for index, (_, row) in enumerate(sorted(rows, key=lambda entry: entry[0])):
        found.update({f"{name}.{index}.{key}": texts for key, texts in row.items()})
    return found


def item_values(item: ItemView, currency: str, today: date) -> Values:
    """Return an item as its form shows it."""
    found: Values = MultiDict()
    for name in TEXTS:
        _put_texts(found, name, getattr(item, name))
    for name in ("category_id", "spicy"):
        found[name] = str(getattr(item, name))
    found["station_id"] = _number(item.station_id)
    found["price"] = amount_text(item.price, currency)
    found["stock"] = _number(stock_of(item, today))
    found["sale"] = _sale(item, today)
    for day, count in enumerate(item.daily_stock):
        found[f"daily_stock.{day}"] = _number(count)
    for name in ("is_visible", "is_free_confirmed"):
        if getattr(item, name):
            found[name] = "on"
    for name in ("labels", "allergens", "option_group_ids"):
        found.setlist(name, [str(value) for value in getattr(item, name)])
    _put_hours(found, item.hours)
    return found


def _put_hours(found: Values, hours: Iterable[Mapping[str, Any]]) -> None:
    for index, span in enumerate(hours):
        found.setlist(f"hours.{index}.days", [str(day) for day in span["days"]])
        for key in ("from", "to"):
            found[f"hours.{index}.{key}"] = span[key]


def _read_hours(values: Values) -> list[dict[str, Any]]:
    return [
        {
            "days": _numbers(values.getlist(f"hours.{number}.days")),
            "from": values.get(f"hours.{number}.from", ""),
            "to": values.get(f"hours.{number}.to", ""),
        }
        for number in row_numbers(values, "hours")
    ]


def _sale(thing: ItemView | ChoiceView, today: date) -> str:
    until = thing.sold_out_until
    if not is_marked(flag=thing.is_sold_out, until=until, today=today):
        return ""
    return "today" if until else "off"


def _read_moving(values: Values, row: str, today: date, same: Collection[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if f"{row}stock" not in same:
        found["stock"] = read_whole(values.get(f"{row}stock", ""))
    if f"{row}sale" not in same:
        sale = values.get(f"{row}sale", "")
        tomorrow = (today + timedelta(days=1)).isoformat()
        found["is_sold_out"] = bool(sale)
        found["sold_out_until"] = tomorrow if sale == "today" else None
    return found


def read_item(
    values: Values, *, currency: str, today: date, same: Collection[str] = ()
) -> dict[str, Any]:
    """Return the item that a compacted form describes, as the schema wants it.

    Fields of `same` are left out: what was sold since the form was opened must not be there again.
    """
    return {
        **_read_moving(values, "", today, same),
        **{name: _texts(values, name) for name in TEXTS},
        "category_id": read_whole(values.get("category_id", "")),
        "station_id": read_whole(values.get("station_id", "")),
        "price": read_amount(values.get("price", ""), currency),
        "spicy": read_whole(values.get("spicy", "0")),
        "is_visible": "is_visible" in values,
        "is_free_confirmed": "is_free_confirmed" in values,
        "daily_stock": [read_whole(values.get(f"daily_stock.{day}", "")) for day in WEEK],
        "labels": values.getlist("labels"),
        "allergens": values.getlist("allergens"),
        "option_group_ids": _numbers(values.getlist("option_group_ids")),
        "hours": _read_hours(values),
    }


def category_values(category: CategoryView) -> Values:
    """Return a category as its form shows it."""
    found: Values = MultiDict()
    _put_texts(found, "name", category.name)
    found["parent_id"] = _number(category.parent_id)
    found["station_id"] = _number(category.station_id)
    if category.is_visible:
        found["is_visible"] = "on"
    _put_hours(found, category.hours)
    return found


def read_category(values: Values) -> dict[str, Any]:
    """Return the category that a compacted form describes."""
    return {
        "name": _texts(values, "name"),
        "parent_id": read_whole(values.get("parent_id", "")),
        "station_id": read_whole(values.get("station_id", "")),
        "is_visible": "is_visible" in values,
        "hours": _read_hours(values),
    }


def station_values(station: StationView) -> Values:
    """Return a station as its form shows it."""
    names = ("name", "warn_after", "late_after")
    return MultiDict((name, str(getattr(station, name))) for name in names)


def read_station(values: Values) -> dict[str, Any]:
    """Return the station that a form describes."""
    minutes = ("warn_after", "late_after")
    numbers = {name: read_whole(values.get(name, "")) for name in minutes}
    return {"name": values.get("name", ""), **numbers}


def group_values(group: GroupView, currency: str, today: date) -> Values:
    """Return an option group as its form shows it."""
    found: Values = MultiDict()
    _put_texts(found, "name", group.name)
    for name in GROUP_NUMBERS:
        found[name] = str(getattr(group, name))
    for index, choice in enumerate(group.choices):
        row = f"choices.{index}"
        _put_choice(found, row, choice)
        found[f"{row}.price_delta"] = amount_text(choice.price_delta, currency)
        found[f"{row}.sale"] = _sale(choice, today)
    return found


def _put_choice(found: Values, row: str, choice: ChoiceView) -> None:
    _put_texts(found, f"{row}.name", choice.name)
    found[f"{row}.id"] = str(choice.id)
    found[f"{row}.stock"] = _number(choice.stock)
    found[f"{row}.menu_id"] = _number(choice.menu_id)
    found.setlist(f"{row}.option_group_ids", [str(key) for key in choice.option_group_ids])
    if choice.is_default:
        found[f"{row}.is_default"] = "on"


def choice_keys(languages: Iterable[str]) -> list[str]:
    """Return the names of the fields of a choice's row; a spare row has them all empty."""
    names = [f"name.{language}" for language in languages]
    more = ("id", "menu_id", "price_delta", "stock", "sale", "is_default", "option_group_ids")
    return [*names, *more]


def read_group(
    values: Values, *, currency: str, today: date, same: Collection[str] = ()
) -> dict[str, Any]:
    """Return the option group that a compacted form describes, without the fields of `same`."""
    return {
        "name": _texts(values, "name"),
        **{name: read_whole(values.get(name, "")) for name in GROUP_NUMBERS},
        "choices": [
            {
                **_read_choice(values, f"choices.{number}", currency),
                **_read_moving(values, f"choices.{number}.", today, same),
            }
            for number in row_numbers(values, "choices")
        ],
    }


def _read_choice(values: Values, row: str, currency: str) -> dict[str, Any]:
    return {
        "id": read_whole(values.get(f"{row}.id", "")),
        "menu_id": read_whole(values.get(f"{row}.menu_id", "")),
        "name": _texts(values, f"{row}.name"),
        "option_group_ids": _numbers(values.getlist(f"{row}.option_group_ids")),
        "price_delta": read_amount(values.get(f"{row}.price_delta") or "0", currency),
        "is_default": f"{row}.is_default" in values,
    }


def _texts(values: Values, name: str) -> dict[str, str]:
    prefix = f"{name}."
    return {
        key.removeprefix(prefix): text for key, text in values.items() if key.startswith(prefix)
    }


def _put_texts(found: Values, name: str, texts: Mapping[str, str]) -> None:
    for language, text in texts.items():
        found[f"{name}.{language}"] = text


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _numbers(texts: Iterable[str]) -> list[int | str | None]:
    return [read_whole(text) for text in texts]
