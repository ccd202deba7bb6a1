"""What of a menu can be ordered at some time at all, whatever is sold out or closed at this moment.

Pure: views in, yes or no out. Guests do not see what never can; those who keep the menu are told.
"""

from __future__ import annotations

from collections.abc import Sequence

from tableorder.menu.availability import Hours, is_ever_open
from tableorder.menu.offer import Offer
from tableorder.menu.queries import ItemView, Menu
from tableorder.menu.sold import SoldChoice, SoldGroup


class Reach:
    """Looks at a menu, and at what of it guests may see."""

    def __init__(self, menu: Menu, offer: Offer) -> None:
        self._menu, self._offer = menu, offer
        self._items = {item.id: item for item in menu.visible_items()}

    def hours_of(self, item: ItemView) -> list[Hours]:
        """Return an item's hours and its categories': it is sold while all of them are open."""
        return [item.hours, *(view.hours for view in self._menu.headings_of(item))]

    def is_in(self, item: ItemView) -> bool:
        """Tell whether guests can order an item at some time."""
        sold, hours = self._offer.find(item.id), self.hours_of(item)
        return sold is not None and is_ever_open(*hours) and self._can_answer(sold.groups, hours)

    def has(self, choice: SoldChoice, hours: Sequence[Hours]) -> bool:
        """Tell whether a choice is there at some time of these hours, which meet."""
        part = self._items.get(choice.menu_id or 0)
        if part is None:
            return self._can_answer(choice.groups, hours)
        both = [*hours, *self.hours_of(part)]
        return is_ever_open(*both) and self._can_answer(choice.groups, both)

    def is_asked(self, group: SoldGroup, hours: Sequence[Hours]) -> bool:
        """Tell whether anything of a group is there at some time of these hours, which meet."""
        return any(self.has(choice, hours) for choice in group.choices)

    def _can_answer(self, groups: Sequence[SoldGroup], hours: Sequence[Hours]) -> bool:
        return all(self.is_asked(group, hours) for group in groups if group.min_select)
