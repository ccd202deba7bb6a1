"""Which texts of a menu lack a language of the store. Pure: views in, plain data out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from tableorder.db import Texts
from tableorder.menu.queries import Menu


@dataclass(frozen=True, slots=True)
class Gap:
    """A text that lacks languages: of which row, which of its fields, and where it stands.

    `place` is the name of the category or option group that it belongs to; None for one of these.
    """

    kind: str
    row_id: int
    field: str
    texts: Texts
    place: Texts | None
    lacking: tuple[str, ...]


def find_gaps(menu: Menu, languages: Sequence[str]) -> list[Gap]:
    """List the texts that lack one of these languages, in the order of the menu.

    A text that says nothing in any language lacks none.
    """
    found = []
    for kind, row_id, field, texts, place in _texts(menu):
        lacking = tuple(code for code in languages if not texts.get(code))
        if lacking and any(texts.values()):
            found.append(Gap(kind, row_id, field, texts, place, lacking))
    return found


def texts_at(
    menu: Menu, spots: Collection[tuple[str, int, str, str]]
) -> dict[tuple[str, int, str, str], Gap]:
    """Return the texts at these spots (kind, number, field, language) that the menu still has.

    Each counts as lacking that language: its `texts` are the others, if there are any.
    """
    rows = {row[:3]: row[3:] for row in _texts(menu)}
    found = {}
    for kind, row_id, field, code in spots:
        if (kind, row_id, field) in rows:
            texts, place = rows[kind, row_id, field]
            others = {one: words for one, words in texts.items() if words and one != code}
            found[kind, row_id, field, code] = Gap(
                kind, row_id, field, others or texts, place, (code,)
            )
    return found


def _texts(menu: Menu) -> Iterator[tuple[str, int, str, Texts, Texts | None]]:
    for view in menu.categories:
        yield "category", view.id, "name", view.name, None
    names = {view.id: view.name for view in menu.categories}
    for item in menu.items:
        place = names[item.category_id]
        for field in ("name", "description", "origin"):
            yield "item", item.id, field, getattr(item, field), place
    for group in menu.groups.values():
        yield "option_group", group.id, "name", group.name, None
        for choice in group.choices:
            if choice.menu_id is None:
                yield "choice", choice.id, "name", choice.name, group.name
