"""The rules of the dining room: parties come, call, move, become one and leave."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.evening.chance import ANYONE, GUESTS, PICK, STAFF, Chance
from tests.evening.things import Party, read_call

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

    @rule(name=STAFF, place=PICK, decisions=st.lists(DECISION, max_size=4))
    def staff_close_a_table(self, name: str, place: int, decisions: list[str]) -> None:
        table = self.a_table(place, is_taken=True)
        party = self.model.party_at(table)
        unfinished = [o for o in self.model.orders_of(party and party.id) if o.is_unfinished]
        decided = [*decisions, *["complete"] * len(unfinished)]
        chosen = {o.id: word for o, word in zip(unfinished, decided, strict=False) if word}
        body = {"orders": {str(key): word for key, word in chosen.items()}}
        answer = self.send(name, "POST", f"/api/tables/{table}/close", body)
        self.expect(answer, None, self.model.close, self.who(name), table, chosen)

    @rule(name=STAFF, what=st.sampled_from(["move", "merge", "unmerge"]), place=PICK, other=PICK)
    def staff_rearrange(self, name: str, what: str, place: int, other: int) -> None:
        """A party moves, becomes one with another, or parts from it again."""
        merged = [merge.table for merge in self.model.merges[-1:]]
        if what == "unmerge" and merged:
            table, body = self.pick(place, merged, self.house.tables), {}
        else:
            what = "merge" if what == "unmerge" else what
            table = self.a_table(place, is_taken=True)
            to = self.a_table(other, is_taken=what == "merge")
            body = {"to" if what == "move" else "into": to}
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
