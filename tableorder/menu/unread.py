"""What could not be read of a menu file, and which faults would only follow from that.

Such a fault is not told: it goes when the place is mended, or shows then.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tableorder.menu.portable import KINDS, REFERENCES

HANGS_ON = {
    "name": "menu_id", "late_after": "warn_after",
    "parent_id": "id", "choices": "id", "max_select": "id",
}  # fmt: skip
"""Fields that nobody can judge without another one of their row."""

IDENTITY = {"id", "name", *REFERENCES}
"""Fields that say which row of the store a row is, and what it needs."""


class Unread:
    """The places that could not be read: fields, whole rows, or a kind of which rows are unknown.

    A row is `items.3` or `rows.7`; `store` says whose numbers the file's are.
    """

    def __init__(self, places: Collection[str]) -> None:
        self._places = frozenset(places)
        self._around = {above for place in places for above in _from_outside(place)}
        self.kinds = frozenset(
            KINDS if "store" in places else (kind for place in places if (kind := _kind(place)))
        )
        self._is_someone_lost = any(map(_tells_who, places))

    def __contains__(self, place: str) -> bool:
        return place in self._places

    def hides(self, place: str) -> bool:
        """Tell whether what seems wrong at a place may only seem so."""
        if place in KINDS:
            return self._is_someone_lost
        is_short = place.endswith(".choices") and "choices" in self.kinds
        return is_short or place in self._around or any(map(self._covers, _from_outside(place)))

    def _covers(self, place: str) -> bool:
        row, _, name = place.rpartition(".")
        return place in self._places or f"{row}.{HANGS_ON.get(name)}" in self._places


def _from_outside(place: str) -> Iterator[str]:
    """Yield the places around a place, from its section to itself."""
    parts = place.split(".")
    return (".".join(parts[:count]) for count in range(1, len(parts) + 1))


def _kind(place: str) -> str | None:
    """Return the kind of which a row may be unknown when this place is."""
    kind, *inside = place.split(".")
    if inside[1:] == ["group_id"]:
        return "choices"
    return kind if kind in KINDS and (len(inside) < 2 or inside[1:] == ["id"]) else None


def _tells_who(place: str) -> bool:
    _, *inside = place.split(".")
    return len(inside) < 2 or not IDENTITY.isdisjoint(inside[1:])
