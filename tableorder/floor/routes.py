"""The JSON API of the dining room."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from tableorder.access import access
from tableorder.apidoc import Response, describe
from tableorder.auth.queries import StaffView
from tableorder.errors import NotFound
from tableorder.floor import closing
from tableorder.floor.errors import TableFree, TableOccupied, UnfinishedOrders
from tableorder.floor.queries import TableData, list_tables
from tableorder.floor.schemas import Closing, TableList, TableOut
from tableorder.stream import log
from tableorder.web import parse_json

bp = Blueprint("floor", __name__)


@bp.get("/api/tables")
@describe(resp=Response(HTTP_200=TableList), tags=["tables"])
@access("staff")
def tables(who: StaffView) -> ResponseReturnValue:
    """List the tables with their party and total."""
    seq = log.last_seq(who.store.id)
    return jsonify(tables=list_tables(who.store.id), seq=seq)


@bp.post("/api/tables/<int:table_id>/open")
@describe(resp=Response(HTTP_200=TableOut), errors=(TableOccupied,), tags=["tables"])
@access("staff")
def open_table(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Seat a party at a free table."""
    closing.open_table(who, table_id)
    return jsonify(_table(who, table_id))


@bp.post("/api/tables/<int:table_id>/close")
@describe(
    json=Closing,
    resp=Response(HTTP_200=TableOut),
    errors=(TableFree, UnfinishedOrders),
    tags=["tables"],
)
@access("staff")
def close_table(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Close the table's session, deciding each unfinished order."""
    body = parse_json(Closing)
    if not all(key.isdecimal() and len(key) < 10 for key in body.orders):
        raise NotFound
    closing.close_table(who, table_id, {int(key): value for key, value in body.orders.items()})
    return jsonify(_table(who, table_id))


def _table(who: StaffView, table_id: int) -> TableData:
    return next(table for table in list_tables(who.store.id) if table["id"] == table_id)
