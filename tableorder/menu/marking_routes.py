"""The JSON API of what staff do while the store is open: sold out, counts, paused stations."""

from __future__ import annotations

from dataclasses import asdict

from flask.typing import ResponseReturnValue

from tableorder.access import access
from tableorder.apidoc import Response as Answers
from tableorder.apidoc import describe
from tableorder.auth.queries import Crew, StaffView
from tableorder.menu import answers, marking, option_queries, queries, schemas, tree
from tableorder.menu.routes import bp, item_of
from tableorder.web import parse_json


@bp.put("/api/menus/<int:item_id>/availability")
@describe(json=schemas.Availability, resp=Answers(HTTP_200=answers.ItemOut), tags=["menu"])
@access("staff")
def set_item_availability(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Mark an item sold out, or available again."""
    marking.set_item_sold_out(who.store, item_id, **_marks(parse_json(schemas.Availability)))
    return item_of(who, item_id)


@bp.put("/api/menus/<int:item_id>/stock")
@describe(json=schemas.StockCount, resp=Answers(HTTP_200=answers.ItemOut), tags=["menu"])
@access("staff")
def set_item_stock(who: StaffView, item_id: int) -> ResponseReturnValue:
    """Count what there is of an item; nobody can order more than that."""
    marking.set_item_stock(who.store, item_id, parse_json(schemas.StockCount).stock)
    return item_of(who, item_id)


@bp.put("/api/choices/<int:choice_id>/availability")
@describe(json=schemas.Availability, resp=Answers(HTTP_200=answers.ChoiceOut), tags=["menu"])
@access("staff")
def set_choice_availability(who: StaffView, choice_id: int) -> ResponseReturnValue:
    """Mark a choice sold out, or available again."""
    marking.set_choice_sold_out(who.store, choice_id, **_marks(parse_json(schemas.Availability)))
    return tree.choice_answer(option_queries.get_choice(who.store.id, choice_id))


@bp.put("/api/stations/<int:station_id>/pause")
@describe(json=schemas.StationPause, resp=Answers(HTTP_200=answers.StationOut), tags=["menu"])
@access("staff", role="screen")
def pause_station(who: Crew, station_id: int) -> ResponseReturnValue:
    """Pause a station: what it cooks cannot be ordered; or let it go on."""
    pause = parse_json(schemas.StationPause)
    marking.pause_station(who.store, station_id, **pause.model_dump())
    return asdict(queries.get_station(who.store.id, station_id))


def _marks(body: schemas.Availability) -> dict[str, bool]:
    return {"is_sold_out": body.is_sold_out, "until_tomorrow": body.until == "tomorrow"}
