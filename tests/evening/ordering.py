"""The rules of orders: guests and staff place them, take from them, bring them forward."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from werkzeug.test import TestResponse

from tests.actors import line as wish_for
from tests.evening.chance import ANYONE, GUESTS, PICK, STAFF, has_orders
from tests.evening.dining import Dining
from tests.evening.things import Line, Order, Who, read

CHOICE = st.sampled_from([None, True, False])
STATION = st.sampled_from([None, 0, 1])
WISH = st.dictionaries(st.integers(0, 2), st.integers(1, 3), min_size=1)
STATUSES = st.sampled_from(["pending", "confirmed", "preparing", "ready", "completed"])


class Ordering(Dining):
    """What happens to an order before and beside the kitchen."""

    def patch(self, name: str, order: Order, **body: Any) -> TestResponse:
        return self.send(name, "PATCH", f"/api/orders/{order.id}", body)

    def tell(self, name: str, order: Order, what: str, **body: Any) -> TestResponse:
        return self.send(name, "POST", f"/api/orders/{order.id}/{what}", body)

    def mark(self, name: str, order: Order, line: Line, status: str, **more: Any) -> TestResponse:
        path = f"/api/orders/{order.id}/items/{line.id}"
        return self.send(name, "PATCH", path, {"status": status, **more})

    def choice(self, who: Who, goes_back: bool | None) -> dict[str, bool]:
        """What staff choose about the stock; guests do not."""
        return {} if who.is_guest or goes_back is None else {"return_stock": goes_back}

    @rule(name=ANYONE, place=PICK, wish=WISH)
    def somebody_orders(self, name: str, place: int, wish: dict[int, int]) -> None:
        """Guests for their own table, staff for any."""
        who, actor = self.who(name), self.house.people[name]
        table = self.model.table_of(who) if who.is_guest else self.a_table(place, is_taken=True)
        wanted = {self.house.dishes[index]: quantity for index, quantity in wish.items()}
        sent = {
            "total": sum(dish.price * quantity for dish, quantity in wanted.items()),
            "key": f"wish-{self.model.now}",
            **({} if who.is_guest else {"table_id": table}),
        }
        lines = [wish_for(dish.id, quantity) for dish, quantity in wanted.items()]
        answer = self.ask(name, actor.order, *lines, **sent)
        if not self.expect(answer, None, self.model.check_order, who, wanted):
            return
        party = self.seated(answer.json["session_id"], table, "tablet" if who.is_guest else "staff")
        entries = zip(answer.json["items"], wanted.items(), strict=True)
        ordered = [Line(entry["id"], dish, quantity) for entry, (dish, quantity) in entries]
        held = self.model.is_held(who, party.id)
        order = Order(answer.json["id"], party.id, ordered, held, who)
        self.house.wishes[order.id] = (name, lambda: actor.order(*lines, **sent))
        self.expect(answer, order, self.model.add, order)

    @rule(name=STAFF, guest=GUESTS, place=PICK, other=PICK, wish=WISH)
    def staff_merge_by_mistake(
        self, name: str, guest: str, place: int, other: int, wish: dict[int, int]
    ) -> None:
        """A guest orders before it is noticed."""
        self.staff_rearrange(name, "merge", place, other)
        self.somebody_orders(guest, 0, wish)
        self.staff_rearrange(name, "unmerge", 0, 0)

    @rule(name=STAFF, guest=GUESTS, is_paused=st.booleans(), wish=WISH)
    def staff_pause_a_table(
        self, name: str, guest: str, wish: dict[int, int], *, is_paused: bool
    ) -> None:
        """A guest there orders all the same."""
        table = self.model.table_of(self.who(guest))
        answer = self.send(name, "PUT", f"/api/tables/{table}/pause", {"is_paused": is_paused})
        pause = self.model.pause
        self.expect(answer, None, pause, self.who(name), table, is_paused=is_paused)
        self.somebody_orders(guest, 0, wish)

    @has_orders
    @rule(name=STAFF, place=PICK, line=PICK, other=PICK, count=st.integers(1, 3))
    def staff_move_a_line(self, name: str, place: int, line: int, other: int, count: int) -> None:
        """What goes becomes an order of its own, unless the whole order goes."""
        order = self.an_order(place)
        chosen = self.a_line(order, line)
        table, to = self.model.parties[order.session].table, self.a_table(other, is_taken=True)
        portions = {chosen.id: min(count, chosen.quantity) if place else count}
        lines = [{"item_id": key, "quantity": number} for key, number in portions.items()]
        path = f"/api/tables/{table}/move-lines"
        answer = self.send(name, "POST", path, {"to": to, "lines": lines})
        if not self.expect(answer, None, self.model.move_lines, table, to, portions):
            return
        orders = {entry["id"]: entry for entry in self.house.look("orders")}
        (session,) = [t["session"]["id"] for t in self.house.look("tables") if t["id"] == to]
        part = self.model.part(order, portions, self.seated(session, to, "staff"))
        assert read(orders[order.id]) == self.model.view(order)
        if part:
            self.take_in(part, orders)

    def take_in(self, part: Order, orders: dict[int, Any]) -> None:
        """The one order that is new to the model is the part; it tells what its ids are."""
        (new,) = [key for key in orders if key not in self.model.orders]
        part.id = new
        for line, entry in zip(part.lines, orders[new]["items"], strict=True):
            line.id = line.id or entry["id"]
        self.model.orders[new] = part
        assert read(orders[new]) == self.model.view(part)

    @precondition(lambda self: self.house.wishes)
    @rule(place=PICK)
    def an_answer_was_lost_and_it_is_sent_again(self, place: int) -> None:
        order_id = list(self.house.wishes)[-1 - place % len(self.house.wishes)]
        order, (name, send) = self.model.orders[order_id], self.house.wishes[order_id]
        answer = self.ask(name, send)
        assert (answer.status_code, read(answer.json)) == (200, self.model.view(order))

    @has_orders
    @rule(name=ANYONE, place=PICK, goes_back=CHOICE, has_pin=st.booleans())
    def somebody_cancels(
        self, name: str, place: int, goes_back: bool | None, *, has_pin: bool
    ) -> None:
        order = self.an_order(place, name)
        who, approval = self.acting(name, has_pin=has_pin)
        more = self.choice(who, goes_back)
        answer = self.patch(name, order, status="cancelled", reason="mistake", **more, **approval)
        self.expect(answer, order, self.model.cancel, who, order, more.get("return_stock"))

    @has_orders
    @rule(
        name=ANYONE,
        place=PICK,
        line=PICK,
        quantity=st.integers(0, 3),
        goes_back=CHOICE,
        has_pin=st.booleans(),
    )
    def somebody_lowers(
        self,
        name: str,
        place: int,
        line: int,
        quantity: int,
        goes_back: bool | None,
        *,
        has_pin: bool = False,
    ) -> None:
        order = self.an_order(place, name)
        who, approval = self.acting(name, has_pin=has_pin)
        item = self.a_line(order, line).id
        more = self.choice(who, goes_back)
        lines = [{"id": item, "quantity": quantity}]
        answer = self.patch(name, order, items=lines, **more, **approval)
        lower = self.model.lower
        self.expect(answer, order, lower, who, order, {item: quantity}, more.get("return_stock"))

    @has_orders
    @rule(name=STAFF, place=PICK, line=PICK, goes_back=CHOICE, has_pin=st.booleans())
    def staff_cancel_a_line(
        self, name: str, place: int, line: int, goes_back: bool | None, *, has_pin: bool
    ) -> None:
        order = self.an_order(place)
        who, approval = self.acting(name, has_pin=has_pin)
        chosen, more = self.a_line(order, line), self.choice(who, goes_back)
        answer = self.mark(name, order, chosen, "cancelled", **more, **approval)
        self.expect(answer, order, self.model.cancel_line, who, order, chosen, goes_back)

    @has_orders
    @rule(name=STAFF, place=PICK, goes_back=CHOICE, has_pin=st.booleans())
    def staff_delete(self, name: str, place: int, goes_back: bool | None, *, has_pin: bool) -> None:
        order = self.an_order(place)
        who, approval = self.acting(name, has_pin=has_pin)
        body = {"reason": "mistake", **self.choice(who, goes_back), **approval}
        answer = self.send(name, "DELETE", f"/api/orders/{order.id}", body)
        self.expect(answer, order, self.model.delete, who, order, goes_back)

    @has_orders
    @rule(name=ANYONE, place=PICK, status=st.none() | STATUSES)
    def somebody_advances(self, name: str, place: int, status: str | None) -> None:
        """To any status, or to the next."""
        order, who = self.an_order(place, name), self.who(name)
        wanted = status or self.model.next_status(order) or "completed"
        answer = self.patch(name, order, status=wanted)
        self.expect(answer, order, self.model.advance, who, order, wanted)

    @has_orders
    @rule(name=STAFF, place=PICK)
    def staff_see_it(self, name: str, place: int) -> None:
        order = self.an_order(place)
        answer = self.tell(name, order, "seen")
        self.expect(answer, order, self.model.see, self.who(name), order)

    @has_orders
    @rule(name=STAFF, place=PICK)
    def staff_accept(self, name: str, place: int) -> None:
        order = self.an_order(place)
        answer = self.tell(name, order, "accept")
        self.expect(answer, order, self.model.accept, self.who(name), order)

    @has_orders
    @rule(name=STAFF, place=PICK)
    def staff_know_an_old_version(self, name: str, place: int) -> None:
        """Then nothing changes: what they ask for stands already, or is refused."""
        order = self.an_order(place)
        answer = self.tell(name, order, "bump", version=order.version + 1)
        assert answer.status_code == 409 or read(answer.json) == self.model.view(order)
