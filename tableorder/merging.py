"""What two people typed into one form: nobody's change is lost without a word.

A form carries in `opened` what it was opened with. When it comes back, what is there now tells what
others changed meanwhile, and what was typed what its reader changed. Rows of a kind (hours,
choices, the times of a week) are one thing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from tableorder.errors import RowChanged
from tableorder.forms import Values, row_numbers

Fields = dict[str, dict[str, list[str]]]
"""A form's texts by what they belong to: `name.ko`, `hours`; then by field."""

OPENED = "opened"
ROWS = frozenset({"hours", "choices", "last_orders"})
NOT_KEPT = frozenset({OPENED, "csrf_token", "image", "remove_image", "anyway"})
MOVING = frozenset({"stock", "sale"})
"""What changes all day, with every order and every mark: it is taken over without a word."""
MARK = ":"
"""Stands between a choice's id and what moves of it."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A form with what others changed meanwhile taken over; where both changed, ours stands.

    `theirs` names what others changed and ours does not say already; `untouched` the fields of what
    moves that say what is there now: they need not be written.
    """

    values: Values
    theirs: tuple[str, ...]
    untouched: frozenset[str]

    def settle(self) -> None:
        """Raise RowChanged when somebody has to look at what others changed."""
        if self.theirs:
            raise RowChanged


def opening(values: Values) -> Values:
    """Return a form's values together with what it is opened with."""
    return MultiDict([*values.items(multi=True), (OPENED, json.dumps(_fields(values)))])


def meet(typed: Values, now: Values) -> Meeting:
    """Compare what came back with what is there now; a form that does not say is up to date."""
    current, mine = _fields(now), _fields(typed)
    opened = _read(typed.get(OPENED, ""), current)
    ours = {key for key in {*opened, *mine} if opened.get(key) != mine.get(key)}
    if any(MARK in key for key in ours):
        ours.add("choices")
    changed = [
        key
        for key in dict.fromkeys((*opened, *current))
        if opened.get(key) != current.get(key) and mine.get(key) != current.get(key)
    ]
    values = _taken_over(typed, now, {key for key in changed if key not in ours})
    values[OPENED] = json.dumps(current)
    theirs = tuple(key for key in changed if _name_in(key) not in MOVING)
    return Meeting(values, theirs, _untouched(values, current))


def tell(
    now: Values,
    names: tuple[str, ...],
    labels: Mapping[str, str],
    words: Mapping[str, Mapping[str, str]] | None = None,
) -> list[dict[str, str]]:
    """Return the heading and the present text of what others changed, of fields with a label.

    `words` has, by field, what stands for a value that is none to read; "" is nothing chosen.
    """
    return [
        {
            "label": labels[name],
            "text": ", ".join(
                (words or {}).get(name, {}).get(text, text) for text in now.getlist(name) or [""]
            ),
        }
        for name in names
        if name in labels
    ]


def _untouched(values: Values, current: Fields) -> frozenset[str]:
    owners = _owners(values)
    return frozenset(
        key
        for key, owner in owners.items()
        if _name_in(owner) in MOVING
        and {_name_in(owner): _texts(values, key)} == (current.get(owner) or {_name_in(owner): []})
    )


def _taken_over(typed: Values, now: Values, keys: set[str]) -> Values:
    """Return the form with these of its things as they are now."""
    mine, current = _owners(typed), _owners(now)
    is_all_theirs = "choices" in keys
    values: Values = MultiDict(
        (key, text)
        for key, text in typed.items(multi=True)
        if mine.get(key) not in keys and not (is_all_theirs and key.startswith("choices."))
    )
    for key, owner in current.items():
        if (owner in keys and MARK not in owner) or (is_all_theirs and key.startswith("choices.")):
            values.setlist(key, now.getlist(key))
    if not is_all_theirs:
        texts = {owner: now.getlist(key) for key, owner in current.items() if owner in keys}
        for key, owner in mine.items():
            if MARK in owner and owner in keys:
                values.setlist(key, texts.get(owner, []))
        _forget_rows(values, now)
    return values


def _forget_rows(values: Values, now: Values) -> None:
    """Let choices that are there no more become new ones, if whoever saves wants to keep them."""
    known = {now.get(f"choices.{number}.id") for number in row_numbers(now, "choices")}
    for number in row_numbers(values, "choices"):
        if values.get(f"choices.{number}.id") not in known:
            values[f"choices.{number}.id"] = ""


def _owners(values: Values) -> dict[str, str]:
    """Return for each field what it belongs to; what moves of a choice is the choice's own."""
    numbers = row_numbers(values, "choices")
    ids = {f"choices.{number}": values.get(f"choices.{number}.id") for number in numbers}
    found = {}
    for key in values:
        row, _, name = key.rpartition(".")
        head = key.partition(".")[0]
        if name in MOVING and ids.get(row):
            found[key] = f"{ids[row]}{MARK}{name}"
        elif key not in NOT_KEPT:
            found[key] = head if head in ROWS else key
    return found


def _name_in(owner: str) -> str:
    return owner.rpartition(MARK)[2]


def _fields(values: Values) -> Fields:
    found: Fields = {}
    for key, owner in _owners(values).items():
        texts = _texts(values, key)
        if texts:
            found.setdefault(owner, {})[owner if MARK in owner else key] = texts
    return found


def _texts(values: Values, key: str) -> list[str]:
    return sorted(
        text for raw in values.getlist(key) if (text := raw.replace("\r\n", "\n").strip())
    )


def _read(text: str, default: Fields) -> Fields:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return default
    return found if isinstance(found, dict) else default
