"""The dining room of an evening: who sits where, who calls, who moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.evening.things import Call, Merge, Order, Party, Who, refuse

UNDONE_WITHIN = 30
"""Seconds."""


class Floor:
    """Parties come, call, move, become one and leave; their orders go with them."""

    def __init__(self) -> None:
        self.now = 0
        self.parties: dict[int, Party] = {}
        self.orders: dict[int, Order] = {}
        self.calls: dict[int, Call] = {}
        self.merges: list[Merge] = []
        self.phones: list[Who] = []
        self.paused: set[int] = set()

    def finish(self, order: Order, decision: str) -> None:
        """Complete or cancel an order whose party leaves."""
        raise NotImplementedError

    def settle(self, order: Order) -> None:
        """Bring an order to where its lines stand, as staff do who change it."""
        raise NotImplementedError

    # What stands.

    def party_at(self, table: int | None) -> Party | None:
        return next((p for p in self.parties.values() if p.table == table and p.is_open), None)

    def orders_of(self, session: int | None) -> list[Order]:
        return [order for order in self.orders.values() if order.session == session]

    def session_of(self, who: Who) -> int | None:
        if who.kind == "phone":
            return who.session
        party = self.party_at(who.table)
        return party.id if party else None

    def table_of(self, guest: Who) -> int:
        return guest.table or self.parties[guest.session or 0].table

    def is_open(self, order: Order) -> bool:
        return self.parties[order.session].is_open

    def view(self, order: Order) -> dict[str, Any]:
        return order.view(self.parties[order.session].table)

    def admit(self, who: Who) -> None:
        """A phone is out once its party has left."""
        if who.kind == "phone" and not self.parties[who.session or 0].is_open:
            refuse(410, "SESSION_CLOSED")

    def calls_of(self, session: int | None) -> list[Call]:
        """The calls of a party that wait."""
        calls = self.calls.values()
        return [call for call in calls if call.session == session and call.status != "done"]

    # Parties.

    def seat(self, session: int, table: int, opened_by: str) -> None:
        self.parties[session] = Party(session, table, opened_by)

    def check_free(self, table: int) -> None:
        if self.party_at(table):
            refuse(409, "TABLE_OCCUPIED")

    def get_party(self, table: int, meant: int | None = None) -> Party:
        party = self.party_at(table) or refuse(409, "TABLE_FREE")
        if meant not in {None, party.id}:
            refuse(409, "PARTY_CHANGED")
        return party

    def pause(self, who: Who, table: int, *, is_paused: bool) -> None:
        if who.kind == "screen":
            refuse(403, "FORBIDDEN")
        (self.paused.add if is_paused else self.paused.discard)(table)

    def leave_idle(self, busy: int | None) -> None:
        """Who has no order and was not busy for an hour has left; nobody saw what they called."""
        for party in self.parties.values():
            if party.is_open and party.id != busy and not self.orders_of(party.id):
                for call in self.calls_of(party.id):
                    call.status = "done"
                party.is_open = False

    def close(
        self, who: Who, table: int, decisions: Mapping[int, str], meant: int | None = None
    ) -> None:
        party = self.get_party(table, meant)
        unfinished = [order for order in self.orders_of(party.id) if order.is_unfinished]
        if any(order.id not in decisions for order in unfinished):
            refuse(409, "UNFINISHED_ORDERS")
        if unfinished and who.kind == "screen":
            refuse(403, "PIN_REQUIRED")
        for order in unfinished:
            self.finish(order, decisions[order.id])
        for call in self.calls_of(party.id):
            call.status, call.is_seen = "done", True
        party.is_open = False

    def move(self, table: int, to: int, meant: int | None = None) -> None:
        party = self._leaving(table, to, meant)
        self.check_free(to)
        party.table = to
        self._carry(party, self.orders_of(party.id), self.calls_of(party.id))

    def merge(self, table: int, into: int) -> None:
        source = self._leaving(table, into)
        target = self.get_party(into)
        known = {call.reason for call in self.calls_of(target.id)}
        calls = self.calls_of(source.id)
        done = Merge(
            table,
            source,
            target,
            self.now,
            orders=self.orders_of(source.id),
            phones=[phone for phone in self.phones if phone.session == source.id],
            calls=[call for call in calls if call.reason not in known],
            finished=[call for call in calls if call.reason in known],
            newest=max(self.orders, default=0),
        )
        self.merges.append(done)
        self._carry(target, done.orders, done.calls, done.phones)
        for call in done.finished:
            call.status = "done"
        source.is_open = False

    def unmerge(self, table: int) -> None:
        last = next((one for one in self.merges[::-1] if one.table == table), None)
        if last is None or last.is_undone or self.now - last.at > UNDONE_WITHIN:
            refuse(409, "MERGE_OVER")
        if not last.target.is_open:
            refuse(409, "MERGE_OVER")
        self.check_free(table)
        last.is_undone = True
        last.source.is_open, last.source.table = True, table
        target, phones = last.target.id, last.phones
        self._carry(
            last.source,
            [o for o in self.orders_of(target) if o in last.orders or last.was_sent_since(o)],
            [call for call in self.calls_of(target) if call in last.calls],
            [phone for phone in phones if phone.session == target],
        )
        for call in last.finished:
            call.status = "acknowledged" if call.is_seen else "open"

    def move_lines(self, table: int, to: int, portions: Mapping[int, int]) -> None:
        """Check it; whose order is parted, and into what, the answer tells."""
        source = self._leaving(table, to)
        theirs = [order for order in self.orders_of(source.id) if not order.is_deleted]
        lines = {line.id: (order, line) for order in theirs for line in order.lines}
        if not lines.keys() >= portions.keys():
            refuse(404, "NOT_FOUND")
        for item_id, count in portions.items():
            order, line = lines[item_id]
            if order.is_over or line.status == "cancelled":
                refuse(409, "LINE_CANCELLED")
            if count > line.quantity:
                refuse(409, "TOO_MANY_PORTIONS")

    def part(self, order: Order, portions: Mapping[int, int], party: Party) -> Order | None:
        """Let portions go to another party: the whole order, or an order of their own."""
        if portions == {line.id: line.quantity for line in order.live}:
            self._carry(party, [order], [])
            return None
        gone = [line for line in order.lines if line.id in portions]
        part = replace(order, id=0, session=party.id, lines=[], version=1, is_part=True)
        for line in gone:
            count = portions[line.id]
            if count == line.quantity:
                order.lines.remove(line)
                part.lines.append(line)
            else:
                line.quantity -= count
                part.lines.append(replace(line, id=0, quantity=count, void=0))
        for one in (order, part):
            is_seen = one.is_seen
            self.settle(one)
            one.is_seen = is_seen
        return part

    def _leaving(self, table: int, other: int, meant: int | None = None) -> Party:
        if table == other:
            refuse(409, "SAME_TABLE")
        return self.get_party(table, meant)

    def _carry(
        self, goal: Party, orders: list[Order], calls: list[Call], phones: Sequence[Who] = ()
    ) -> None:
        for order in orders:
            order.session = goal.id
            order.version += 1
        for call in calls:
            call.session, call.table = goal.id, goal.table
        for phone in phones:
            phone.session = goal.id

    # Calls.

    def check_call(self, who: Who) -> None:
        self.admit(who)
        if self.session_of(who) is None:
            refuse(409, "NOBODY_SEATED")

    def call(self, who: Who, call_id: int, reason: str) -> None:
        """One that waits for the same reason is answered instead of a new one."""
        party = self.parties[self.session_of(who) or 0]
        if not any(call.reason == reason for call in self.calls_of(party.id)):
            assert call_id not in self.calls
            self.calls[call_id] = Call(call_id, party.id, party.table, reason)

    def answer(self, who: Who, call: Call, status: str) -> None:
        self.admit(who)
        if who.is_guest and call.session != self.session_of(who):
            refuse(404, "NOT_FOUND")
        if who.is_guest and status != "done":
            refuse(403, "FORBIDDEN")
        if call.status == status:
            return
        if call.status == "done":
            refuse(409, "INVALID_TRANSITION")
        call.status = status
        call.is_seen |= not who.is_guest
