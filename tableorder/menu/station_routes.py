"""The JSON API of the kitchen's stations."""

from __future__ import annotations

from dataclasses import asdict

from flask import jsonify
from flask.typing import ResponseReturnValue

from tableorder.access import access
from tableorder.apidoc import Response as Answers
from tableorder.apidoc import describe
from tableorder.auth.queries import Crew, StaffView
from tableorder.menu import answers, queries, schemas, stations
from tableorder.menu.routes import bp
from tableorder.web import parse_json


@bp.get("/api/stations")
@describe(resp=Answers(HTTP_200=answers.StationsOut), tags=["menu"])
@access("staff", role="screen")
def list_stations(who: Crew) -> ResponseReturnValue:
    """List the stations of the kitchen in order."""
    return jsonify(stations=[*map(asdict, queries.list_stations(who.store.id))])


@bp.post("/api/stations")
@describe(json=schemas.CreateStation, resp=Answers(HTTP_201=answers.StationOut), tags=["menu"])
@access("staff", role="manager")
def create_station(who: StaffView) -> ResponseReturnValue:
    """Add a station."""
    station_id = stations.create_station(who.store, parse_json(schemas.CreateStation).changes())
    return asdict(queries.get_station(who.store.id, station_id)), 201


@bp.patch("/api/stations/<int:station_id>")
@describe(json=schemas.ChangeStation, resp=Answers(HTTP_200=answers.StationOut), tags=["menu"])
@access("staff", role="manager")
def change_station(who: StaffView, station_id: int) -> ResponseReturnValue:
    """Change the fields of a station that are sent."""
    stations.change_station(who.store, station_id, parse_json(schemas.ChangeStation).changes())
    return asdict(queries.get_station(who.store.id, station_id))


@bp.delete("/api/stations/<int:station_id>")
@describe(resp=Answers(HTTP_204=None), tags=["menu"])
@access("staff", role="manager")
def delete_station(who: StaffView, station_id: int) -> ResponseReturnValue:
    """Delete a station; what it cooked falls to the first of the others."""
    stations.delete_station(who.store, station_id)
    return "", 204


@bp.put("/api/stations/positions")
@describe(json=schemas.Positions, resp=Answers(HTTP_204=None), tags=["menu"])
@access("staff", role="manager")
def order_stations(who: StaffView) -> ResponseReturnValue:
    """Put stations in this order."""
    stations.order_stations(who.store, parse_json(schemas.Positions).ids)
    return "", 204
