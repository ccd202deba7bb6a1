"""A busy evening, so that every screen has something of each kind to show."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from tests.browser.house import House

NOTE = (
    "알레르기가 있어요. 땅콩과 새우는 빼 주시고, 국물은 조금만 주세요. Please keep the sauce apart."
)


def write(house: House, statement: str, *values: Any) -> None:
    """Change the restaurant's database beside its server: what would take hours to come about."""
    with closing(sqlite3.connect(house.folder / "app.db", timeout=10)) as database, database:
        database.execute(statement, values)


def act(house: House, method: str, path: str, **body: Any) -> Any:
    """Do something as the owner."""
    return house.call(method, f"/api/{path}", body, token=house.staff)


def busy_evening(house: House) -> dict[str, Any]:
    """Fill the house, and return the orders that tests look for by what became of them.

    Table 1 orders and calls, 2 waits too long, 3 is only seated, 4 paused, 5 not confirmed yet, 6
    has finished; the party of table 7 has left. The others are free.
    """
    tables = {number: table["id"] for number, table in house.tables().items()}
    act(
        house,
        "PATCH",
        f"tables/{tables[1]}",
        label="창가 자리 by the window",
        zone="홀 Hall",
        seats=4,
    )
    past = [house.order(table=7, dish=dish, quantity=dish + 1, note=NOTE) for dish in range(3)]
    house.advance(past[0], "confirmed", "preparing", "ready")
    act(house, "PATCH", f"orders/{past[1]['id']}", status="cancelled", reason="재료 소진 sold out")
    act(house, "DELETE", f"orders/{past[2]['id']}", reason="=잘못 눌렀어요 rang twice")
    act(house, "POST", f"tables/{tables[7]}/close", orders={str(past[0]["id"]): "complete"})
    shown = {"past": past[0], "cancelled": past[1], "deleted": past[2]}
    shown["new"] = house.order(table=1, quantity=3, note=NOTE)
    shown["cooking"] = house.order(table=1, dish=1)
    house.advance(shown["cooking"], "confirmed", "preparing")
    house.call_staff(1, "bill")
    shown["late"] = house.order(table=2, dish=2)
    earlier = "UPDATE orders SET created_at = datetime(created_at, '-25 minutes') WHERE id = ?"
    write(house, earlier, shown["late"]["id"])
    act(house, "POST", f"tables/{tables[3]}/open")
    act(
        house, "PUT", f"tables/{tables[4]}/pause", is_paused=True, message="그릴을 청소하고 있어요."
    )
    shown["held"] = house.order(table=5)
    write(house, "UPDATE orders SET held = 1 WHERE id = ?", shown["held"]["id"])
    shown["served"] = house.order(table=6)
    house.advance(shown["served"], "confirmed", "preparing", "ready", "completed")
    return shown
