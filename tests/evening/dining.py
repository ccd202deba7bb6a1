"""The rules of the dining room: parties come, call, move, become one and leave."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.evening.chance import ANYONE, GUESTS, PICK, STAFF, Chance
from tests.evening.things import Party, read_call

MEANT = st.sampled_from(["", "", "theirs", "another"])
"""Which party a request names: none, that of the table, or one that is not there."""
HOUR = 61 * 60
LAST_HOUR = 8 * HOUR
"""Before the next business day begins."""
DECISION = st.sampled_from(["complete", "cancel", "complete", "cancel", ""])


class Dining(Chance):
    """What happens to parties and their calls."""

    def seated(self, session: int, table: int, opened_by: str) -> Party:
        """The party that sits at a table, made known when it has just come."""
        if self.model.party_at(table) is None:
            assert session not in self.model.parties
            self.model.seat(session, table, opened_by)
        party = self.model.get_party(table)
        assert party.id == session
        return party

    @rule(name=STAFF, place=PICK)
    def staff_open_a_table(self, name: str, place: int) -> None:
        table = self.a_table(place, is_taken=False)
        answer = self.send(name, "POST", f"/api/tables/{table}/open")
        if self.expect(answer, None, self.model.check_free, table):
            self.seated(answer.json["session"]["id"], table, "staff")

    @rule(name=st.sampled_from(["tablet 1", "tablet 2"]))
    def a_tablet_starts(self, name: str) -> None:
        answer = self.send(name, "POST", "/api/session")
        self.seated(answer.json["session"]["id"], self.who(name).table or 0, "tablet")

    @rule(place=PICK)
    def a_phone_comes(self, place: int) -> None:
        table = self.a_table(place, is_taken=False)
        answer = self.ask("phone", self.house.join, table)
        assert answer.status_code == 200, answer.json
        party = self.seated(answer.json["session"]["id"], table, "phone")
        self.house.admit_phone(party.id, answer.json["access_token"])

    def meant(self, which: str, table: int, place: int) -> dict[str, int]:
        """What a request says of the party that it means."""
        party = self.model.party_at(table)
        theirs = [party.id] if party else []
        others = [key for key in self.model.parties if key not in theirs]
        known = {"theirs": theirs, "another": others}.get(which)
        return {"session_id": known[-1 - place % len(known)]} if known else {}

    @precondition(lambda self: self.model.now < LAST_HOUR)
    @rule(name=st.none() | GUESTS)
    def an_hour_passes(self, name: str | None) -> None:
        """Who ordered nothing is taken to have left, but for one who was busy just now."""
        if name == "phone":
            self.a_phone_comes(0)
        elif name:
            self.a_tablet_starts(name)
        self.time.shift(HOUR)
        self.model.now += HOUR
        busy = None
        if name:
            answer = self.send(name, "POST", "/api/session/use")
            if self.expect(answer, None, self.model.admit, self.who(name)):
                busy = self.model.session_of(self.who(name))
        self.is_agreed = False
        self.house.close_idle()
        self.model.leave_idle(busy)
        self.is_agreed = True

    @rule(
        name=STAFF,
        place=PICK,
        decisions=st.lists(DECISION, max_size=4),
        which=MEANT,
        has_pin=st.booleans(),
    )
    def staff_close_a_table(
        self, name: str, place: int, decisions: list[str], which: str, *, has_pin: bool
    ) -> None:
        table = self.a_table(place, is_taken=True)
        party = self.model.party_at(table)
        unfinished = [o for o in self.model.orders_of(party and party.id) if o.is_unfinished]
        decided = [*decisions, *["complete"] * len(unfinished)]
        chosen = {o.id: word for o, word in zip(unfinished, decided, strict=False) if word}
        meant = self.meant(which, table, place)
        who, approval = self.acting(name, has_pin=has_pin)
        body = {"orders": {str(key): word for key, word in chosen.items()}, **meant, **approval}
        answer = self.send(name, "POST", f"/api/tables/{table}/close", body)
        self.expect(answer, None, self.model.close, who, table, chosen, *meant.values())

    @rule(
        name=STAFF,
        what=st.sampled_from(["move", "merge", "unmerge"]),
        place=PICK,
        other=PICK,
        which=MEANT,
    )
    def staff_rearrange(
        self, name: str, what: str, place: int, other: int, which: str = ""
    ) -> None:
        """A party moves, becomes one with another, or parts from it again."""
        merged = [merge.table for merge in self.model.merges[-1:]]
        if what == "unmerge" and merged:
            table, body = self.pick(place, merged, self.house.tables), {}
        else:
            what = "merge" if what == "unmerge" else what
            table = self.a_table(place, is_taken=True)
            to = self.a_table(other, is_taken=what == "merge")
            body = {"to" if what == "move" else "into": to}
            if what == "move":
                body |= self.meant(which, table, place)
        answer = self.send(name, "POST", f"/api/tables/{table}/{what}", body)
        self.expect(answer, None, getattr(self.model, what), table, *body.values())

    @rule(name=GUESTS, reason=st.sampled_from(["water", "bill"]))
    def a_guest_calls(self, name: str, reason: str) -> None:
        who = self.who(name)
        answer = self.send(name, "POST", "/api/calls", {"reason": reason})
        if self.expect(answer, None, self.model.check_call, who):
            self.model.call(who, answer.json["id"], reason)
            self.is_as_known(answer.json)

    @precondition(lambda self: self.model.calls)
    @rule(name=ANYONE, place=PICK, status=st.sampled_from(["acknowledged", "done"]))
    def somebody_answers_a_call(self, name: str, place: int, status: str) -> None:
        calls = list(self.model.calls.values())
        call = self.pick(place, [call for call in calls if call.status != "done"], calls)
        answer = self.send(name, "PATCH", f"/api/calls/{call.id}", {"status": status})
        if self.expect(answer, None, self.model.answer, self.who(name), call, status):
            self.is_as_known(answer.json)

    def is_as_known(self, answer: dict) -> None:
        assert read_call(answer) == self.model.calls[answer["id"]].view()
