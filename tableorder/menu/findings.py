"""What is wrong with a menu, looked at as a whole: what guests cannot order, and what looks amiss.

Pure: views in, findings out. What blocks ordering is left out of the guests' menu, or while it is
but sold out shown there as that; here it is named to those who keep the menu.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from tableorder.auth.queries import StoreView
from tableorder.errors import N_
from tableorder.i18n import text_in
from tableorder.menu.availability import Hours, Off, is_ever_open
from tableorder.menu.offer import Offer
from tableorder.menu.option_queries import ChoiceView, GroupView
from tableorder.menu.queries import ItemView, Menu
from tableorder.menu.reach import Reach
from tableorder.menu.sold import SoldChoice, SoldGroup, Texts, servings
from tableorder.menu.tree import offer_of


class Problem(StrEnum):
    """What can be wrong with a menu or, as GROUP_GONE, with a change of it."""

    GROUP_UNANSWERABLE = "GROUP_UNANSWERABLE"
    NEVER_OPEN = "NEVER_OPEN"
    PART_HIDDEN = "PART_HIDDEN"
    GROUP_EMPTY = "GROUP_EMPTY"
    GROUP_GONE = "GROUP_GONE"
    DEFAULT_SOLD_OUT = "DEFAULT_SOLD_OUT"
    PRICE_UNCONFIRMED = "PRICE_UNCONFIRMED"
    NAME_DOUBLED = "NAME_DOUBLED"
    CATEGORY_DOUBLED = "CATEGORY_DOUBLED"
    CHOICE_DOUBLED = "CHOICE_DOUBLED"
    TRANSLATION_MISSING = "TRANSLATION_MISSING"
    PICTURE_MISSING = "PICTURE_MISSING"


BLOCKING = frozenset({Problem.GROUP_UNANSWERABLE, Problem.NEVER_OPEN})
"""Problems for which guests cannot order the item at all."""

HARMFUL = BLOCKING | {Problem.PART_HIDDEN, Problem.DEFAULT_SOLD_OUT, Problem.GROUP_GONE}
"""Problems that take something from guests; a change that causes them is asked about first."""

MESSAGES = {
    Problem.GROUP_UNANSWERABLE: N_(
        "%(item)s cannot be ordered: guests have to choose %(count)s of %(group)s, and there is "
        "not enough of it."
    ),
    Problem.NEVER_OPEN: N_("%(item)s is never sold: its hours and its category's do not meet."),
    Problem.PART_HIDDEN: N_("%(group)s offers %(part)s, which is hidden from guests."),
    Problem.GROUP_EMPTY: N_(
        "Guests are not asked %(group)s for %(item)s: there is never anything of it."
    ),
    Problem.GROUP_GONE: N_(
        "%(item)s will be sold without %(group)s, of which guests have to choose now."
    ),
    Problem.DEFAULT_SOLD_OUT: N_(
        "%(choice)s of %(group)s is taken by default and not available now."
    ),
    Problem.PRICE_UNCONFIRMED: N_("%(item)s costs nothing, and nobody has confirmed that."),
    Problem.NAME_DOUBLED: N_("%(count)s dishes are called %(name)s."),
    Problem.CATEGORY_DOUBLED: N_("%(count)s categories side by side are called %(name)s."),
    Problem.CHOICE_DOUBLED: N_("%(count)s choices of one group are called %(name)s."),
    Problem.TRANSLATION_MISSING: N_("%(name)s is not translated everywhere: %(languages)s."),
    Problem.PICTURE_MISSING: N_("%(item)s has no picture."),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: what, where, and what its sentence names (texts in all languages).

    `kind` is item, option_group or category, `row_id` that row's; `place` says which part of the
    row it is about, by the ids of choices and groups.
    """

    problem: Problem
    kind: str
    row_id: int
    params: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """Return what tells it from others, whatever the texts that it names."""
        return ".".join(map(str, (self.problem, self.kind, self.row_id, *self.place)))

    @property
    def signs(self) -> frozenset[str]:
        """Return its key with each language that it names: one more makes it another finding."""
        languages: list[str] = self.params.get("languages", [])
        return frozenset(f"{self.key}.{code}" for code in languages) or frozenset({self.key})

    @property
    def is_blocking(self) -> bool:
        """Tell whether guests cannot order because of it."""
        return self.problem in BLOCKING


def find_problems(store: StoreView, menu: Menu, *, now: datetime) -> list[Finding]:
    """List what is wrong with what guests may see; what blocks ordering stands first."""
    look = _Look(store, menu, offer_of(store, menu, now=now))
    return sorted(look.problems(), key=lambda finding: list(Problem).index(finding.problem))


class _Look:
    """One look at a menu as it is offered at a moment."""

    def __init__(self, store: StoreView, menu: Menu, offer: Offer) -> None:
        self._store, self._menu, self._offer = store, menu, offer
        self._reach = Reach(menu, offer)
        self._items = {item.id: item for item in menu.visible_items()}
        self._all_items = {item.id: item for item in menu.items}

    def problems(self) -> Iterator[Finding]:
        for item in self._items.values():
            yield from self._of_item(item)
        for group in self._asked_groups():
            yield from self._of_group(group)
        dishes = ((item.name, (item.id,)) for item in self._items.values())
        yield from self._doubled(Problem.NAME_DOUBLED, "item", dishes)
        shown = {item.category_id for item in self._items.values()}
        parents = {view.parent_id for view in self._menu.categories if view.id in shown}
        categories = [view for view in self._menu.categories if view.id in shown | parents]
        for view in categories:
            yield from self._untranslated("category", view.id, view.name)
        for parent_id in {view.parent_id for view in categories}:
            named = [(one.name, (one.id,)) for one in categories if one.parent_id == parent_id]
            yield from self._doubled(Problem.CATEGORY_DOUBLED, "category", named)

    def _of_item(self, item: ItemView) -> Iterator[Finding]:
        named = {"item": item.name}
        if is_ever_open(*self._reach.hours_of(item)):
            yield from self._asked_of(item)
        else:
            yield Finding(Problem.NEVER_OPEN, "item", item.id, named)
        if item.price == 0 and not item.is_free_confirmed:
            yield Finding(Problem.PRICE_UNCONFIRMED, "item", item.id, named)
        if item.image is None:
            yield Finding(Problem.PICTURE_MISSING, "item", item.id, named)
        yield from self._untranslated("item", item.id, item.name, item.description, item.origin)

    def _asked_of(self, item: ItemView) -> Iterator[Finding]:
        """Find what of an item's groups cannot be had while it is sold."""
        sold, hours = self._offer.find(item.id), self._reach.hours_of(item)
        groups = sold.groups if sold else ()
        for group in self._unanswerable(groups, hours):
            asked = {"item": item.name, "group": group.name, "count": group.min_select}
            yield Finding(Problem.GROUP_UNANSWERABLE, "item", item.id, asked, (group.id,))
        for group in self._empty(groups, hours):
            asked = {"item": item.name, "group": group.name}
            yield Finding(Problem.GROUP_EMPTY, "item", item.id, asked, (group.id,))

    def _unanswerable(self, groups: Iterable[SoldGroup], hours: list[Hours]) -> list[SoldGroup]:
        """List the groups of which too little can be had while all of these hours are open."""
        return [
            group
            for group in groups
            if servings(one for one in group.choices if self._can_be_had(one, hours))
            < group.min_select
        ]

    def _empty(self, groups: Iterable[SoldGroup], hours: list[Hours]) -> list[SoldGroup]:
        """List the groups that may be left and of which there is nothing at any time."""
        return [
            group
            for group in groups
            if not group.min_select and not self._reach.is_asked(group, hours)
        ]

    def _can_be_had(self, choice: SoldChoice, hours: list[Hours]) -> bool:
        """Tell whether a choice is there at some time: its hours may lie outside of this moment."""
        return choice.off is not Off.SOLD_OUT and self._reach.has(choice, hours)

    def _asked_groups(self) -> list[GroupView]:
        """List the groups that guests are asked, at either level."""
        asked = {key for item in self._items.values() for key in item.option_group_ids}
        outer = [self._menu.groups[key] for key in asked]
        inner = {key for group in outer for one in group.choices for key in one.option_group_ids}
        return [group for key, group in self._menu.groups.items() if key in asked | inner]

    def _of_group(self, group: GroupView) -> Iterator[Finding]:
        yield from self._untranslated("option_group", group.id, group.name)
        for choice in group.choices:
            yield from self._of_choice(group, choice)
        named = ((self._name_of(choice), (group.id, choice.id)) for choice in group.choices)
        yield from self._doubled(Problem.CHOICE_DOUBLED, "option_group", named)

    def _name_of(self, choice: ChoiceView) -> Texts:
        return self._all_items[choice.menu_id].name if choice.menu_id else choice.name

    def _of_choice(self, group: GroupView, choice: ChoiceView) -> Iterator[Finding]:
        part = self._all_items[choice.menu_id] if choice.menu_id else None
        if part and part.id not in self._items:
            params = {"group": group.name, "part": part.name}
            yield Finding(Problem.PART_HIDDEN, "option_group", group.id, params, (choice.id,))
        sold = self._offer.group(group.id)
        offered = next((one for one in sold.choices if one.id == choice.id), None)
        is_there = offered is not None and offered.off is not Off.SOLD_OUT
        for inner in self._unanswerable(offered.groups if offered and part is None else (), []):
            asked: dict[str, Any] = {
                "item": choice.name,
                "group": inner.name,
                "count": inner.min_select,
            }
            place = (choice.id, inner.id)
            yield Finding(Problem.GROUP_UNANSWERABLE, "option_group", group.id, asked, place)
        if choice.is_default and not is_there:
            named = {"group": group.name, "choice": self._name_of(choice)}
            yield Finding(Problem.DEFAULT_SOLD_OUT, "option_group", group.id, named, (choice.id,))
        if part is None:
            yield from self._untranslated("option_group", group.id, choice.name, place=(choice.id,))

    def _doubled(
        self, problem: Problem, kind: str, named: Iterable[tuple[Texts, tuple[int, ...]]]
    ) -> Iterator[Finding]:
        """Find the rows, and places in them, whose name another one before them has already."""
        own = self._store.languages[0]
        alike: dict[str, list[tuple[Texts, tuple[int, ...]]]] = defaultdict(list)
        for name, where in named:
            alike[" ".join(text_in(name, own).split()).casefold()].append((name, where))
        for rows in alike.values():
            params = {"name": rows[0][0], "count": len(rows)}
            for _, (row_id, *place) in rows[1:]:
                yield Finding(problem, kind, row_id, params, tuple(place))

    def _untranslated(
        self, kind: str, row_id: int, *texts: Mapping[str, str], place: tuple[int, ...] = ()
    ) -> Iterator[Finding]:
        """Find languages of the store that a text lacks; one that says nothing lacks none."""
        lacking = [
            code
            for code in self._store.languages
            if any(any(text.values()) and not text.get(code) for text in texts)
        ]
        if lacking:
            params = {"name": texts[0], "languages": lacking}
            yield Finding(Problem.TRANSLATION_MISSING, kind, row_id, params, place)
