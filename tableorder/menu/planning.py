"""What an import would change: rows of a file beside the rows of the store, and every fault.

Nothing is read or written here. The plan tells each row as it was and as it will be; carried out
under the same version of the menu, it does exactly that.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tableorder.auth.queries import StoreView
from tableorder.errors import N_, FieldFault, Invalid
from tableorder.menu.editing import UNKNOWN
from tableorder.menu.matching import (
    PLACES,
    Current,
    Target,
    Targets,
    match,
    translate,
)
from tableorder.menu.plans import Plan, Row
from tableorder.menu.portable import (
    KINDS,
    REFERENCES,
    SECTIONS,
    Document,
    Entry,
    Values,
    keys_in,
    source_of,
)
from tableorder.menu.soundness import faults_in
from tableorder.menu.unread import Unread
from tableorder.sheets import lossy

MOVING = ("is_sold_out", "sold_out_until", "stock")
"""What moves all day, with every order and every mark, so that a file knows it as it was."""

TWICE = N_("The same entry stands here twice.")


def plan_import(
    store: StoreView,
    current: Mapping[str, Sequence[Entry]],
    wanted: Document,
    *,
    replace: bool,
    counts: bool = False,
) -> Plan:
    """Plan what makes the menu as the file tells it; raises Invalid with every fault.

    Those of reading the file are among them, and those that would only follow from these are not.
    With `replace`, rows of the kinds that the file holds go if it does not name them. Without
    `counts`, rows that are there keep their counts and sold-out marks.
    """
    rows_now: Current = {kind: {e.key: e for e in current[kind]} for kind in KINDS}
    is_own = wanted.store == store.code
    wanted = _with_mentions(rows_now, wanted) if is_own else wanted
    doubled = _doubled(wanted)
    places = (f"{entry.path}.id" for entries in doubled for entry in entries)
    unread = Unread({*wanted.unread, *places})
    targets = match(rows_now, wanted, languages=store.languages, is_own=is_own)
    rows = [
        _row(rows_now, wanted, entry, targets=targets, unread=unread, counts=counts)
        for kind in KINDS
        for entry in wanted.entries[kind]
    ]
    kept = {(kind, target) for (kind, _), target in targets.items()}
    removed = [
        Row(kind, key, entry.values, {}, (), entry.path)
        for kind in KINDS
        if replace and any(entry.values for entry in wanted.entries[kind])
        for key, entry in rows_now[kind].items()
        if (kind, key) not in kept
    ]
    final = _final(rows_now, rows, removed)
    seen = faults_in(store, final, rows=rows, removed=removed)
    faults = [*wanted.faults, *_key_faults(wanted, doubled)]
    faults += (fault for fault in seen if not unread.hides(fault.path))
    if faults:
        raise Invalid(sorted(faults, key=_place))
    changing = [row for row in rows if row.before is None or row.changed]
    return Plan(
        version=store.menu_version,
        stations=frozenset(rows_now["stations"]),
        rows=changing,
        removed=removed,
        orders=_orders(rows_now, rows, final),
        left=sum(row.is_left for row in rows),
    )


def _differs(name: str, before: Values, value: Any) -> bool:
    if name == "image":
        return source_of(before.get(name)) != source_of(value)
    return bool(before.get(name) != value)


def _with_mentions(rows_now: Current, wanted: Document) -> Document:
    """Let references lead to rows of the store that the file itself leaves out."""
    entries = {kind: list(wanted.entries.get(kind, ())) for kind in KINDS}
    known = {(kind, entry.key) for kind in KINDS for entry in entries[kind]}
    for _, kind, key in list(_references(wanted)):
        if (kind, key) not in known and key in rows_now[kind]:
            known.add((kind, key))
            entries[kind].append(Entry(kind, key, {}))
    return dataclasses.replace(wanted, entries=entries)


def _references(wanted: Document) -> Iterator[tuple[str, str, int]]:
    """Yield each reference: where it stands, and the kind and key that it leads to."""
    for entries in wanted.entries.values():
        for entry in entries:
            for name in REFERENCES.keys() & entry.values.keys():
                for key in keys_in(entry.values[name]):
                    yield f"{entry.path}.{name}", REFERENCES[name], key


def _doubled(wanted: Document) -> list[list[Entry]]:
    """List the rows that have one key, where these are several."""
    found: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for kind in KINDS:
        for entry in wanted.entries[kind]:
            found[kind, entry.key].append(entry)
    return [entries for entries in found.values() if len(entries) > 1]


def _key_faults(wanted: Document, doubled: Sequence[Sequence[Entry]]) -> Iterator[FieldFault]:
    """Yield the keys that two rows have, and the references that lead nowhere."""
    for _, *others in doubled:
        yield from (FieldFault(f"{entry.path}.id", "REPEATED", TWICE) for entry in others)
    known = {(kind, entry.key) for kind in KINDS for entry in wanted.entries[kind]}
    unsure = Unread(wanted.unread).kinds
    for path, kind, key in _references(wanted):
        if (kind, key) not in known and kind not in unsure:
            yield FieldFault(path, "NOT_FOUND", UNKNOWN)


def _place(fault: FieldFault) -> tuple[int, list[int]]:
    """Return where in the file a fault is: in which section, row and, of a group, choice."""
    section, *inside = fault.path.split(".")
    places = inside[:3:2] if inside[1:2] == ["choices"] else inside[:1]
    rank = SECTIONS.index(section) if section in SECTIONS else -1
    return rank, [int(place) for place in places if place.isdecimal()]


def _row(
    rows_now: Current,
    wanted: Document,
    entry: Entry,
    *,
    targets: Targets,
    unread: Unread,
    counts: bool,
) -> Row:
    target = targets[entry.kind, entry.key]
    before = rows_now[entry.kind][target].values if isinstance(target, int) else None
    given = {name: translate(targets, name, value) for name, value in entry.values.items()}
    if before and wanted.languages is not None:
        given |= {
            name: _merged(before[name], text, wanted.languages, encoding=wanted.encoding)
            for name, text in given.items()
            if isinstance(text, dict) and isinstance(before.get(name), dict) and name != "image"
        }
    usual = wanted.defaults.get(entry.kind, {})
    # Of what could not be read, the usual value makes nothing else in the menu look wrong.
    blank = {name: value for name, value in usual.items() if f"{entry.path}.{name}" in unread}
    kept = {} if before is None or counts else _unmoved(before, given)
    after = {**(usual if before is None else before), **given, **kept, **blank}
    if before is None:
        return Row(entry.kind, target, before, after, [*given], entry.path)
    changed = [name for name, value in after.items() if _differs(name, before, value)]
    is_left = any(value != given[name] for name, value in kept.items())
    return Row(entry.kind, target, before, after, changed, entry.path, is_left)


def _unmoved(before: Values, given: Values) -> Values:
    """Return what the file tells of counts and marks as the row has it.

    Of a choice that comes to stand for something else the file knows more than the row; the count
    of one that stands for an item is the item's.
    """
    part = before.get("menu_id")
    if given.get("menu_id", part) != part:
        return {}
    return {n: before[n] for n in MOVING if n in given and not (part and n == "stock")}


def _merged(
    before: Values, given: Values, languages: frozenset[str], *, encoding: str | None
) -> Values:
    """Tell a text anew in some languages; the others stay as they are.

    So does a text of which the file holds all that its encoding can write, with question marks in
    the place of other letters: a spreadsheet was saved so, and nobody meant to change it.
    """
    kept = {
        code: text
        for code, text in before.items()
        if code not in languages or (encoding and given.get(code) == lossy(text, encoding))
    }
    given = {code: text for code, text in given.items() if code not in kept}
    merged = {**kept, **given}
    return before if merged == before else merged


def _final(
    rows_now: Current, rows: Sequence[Row], removed: Sequence[Row]
) -> dict[str, dict[Target, Values]]:
    """Return all rows as they will be, by kind and target."""
    final: dict[str, dict[Target, Values]] = {
        kind: {key: entry.values for key, entry in rows_now[kind].items()} for kind in KINDS
    }
    for row in removed:
        del final[row.kind][row.target]
    for row in rows:
        final[row.kind][row.target] = row.after
    return final


def _orders(
    rows_now: Current, rows: Sequence[Row], final: Mapping[str, Mapping[Target, Values]]
) -> dict[str, list[Target]]:
    """Return the new order of each kind whose rows do not stand in the file's order already."""
    found = {}
    for kind in KINDS:
        # A row that is only mentioned has no place in the file.
        told = [row.target for row in rows if row.kind == kind and row.path]
        now = [key for key in rows_now[kind] if key in final[kind]]
        order = _woven(told, now)
        places = {target: final[kind][target].get(PLACES.get(kind, "")) for target in order}
        if _by_place(order, places) != _by_place(now, places):
            found[kind] = order
    return found


def _woven(told: Sequence[Target], now: Sequence[int]) -> list[Target]:
    """Put the rows that the file does not name behind those after which they stand now."""
    order, known, previous = list(told), set(told), None
    for key in now:
        if key not in known:
            order.insert(0 if previous is None else order.index(previous) + 1, key)
        previous = key
    return order


def _by_place(order: Sequence[Target], places: Mapping[Target, Any]) -> dict[Any, list[Target]]:
    """List rows under what they stand under, as they follow each other there."""
    found: dict[Any, list[Target]] = defaultdict(list)
    for target in order:
        found[places[target]].append(target)
    return found
