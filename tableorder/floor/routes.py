"""The JSON API of the dining room."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask import Response as Answered
from flask.typing import ResponseReturnValue

from tableorder.access import access
from tableorder.apidoc import Response, describe
from tableorder.auth.devices import unpair_device
from tableorder.auth.queries import Crew, StaffView
from tableorder.auth.routes import APPROVAL_ERRORS, approved
from tableorder.errors import NotFound
from tableorder.floor import closing, managing, merging, moving
from tableorder.floor.admin import code_svg
from tableorder.floor.bill_queries import get_bill
from tableorder.floor.errors import (
    AddressUnknown,
    MergeOver,
    PartyChanged,
    SameTable,
    TableFree,
    TableOccupied,
    TableUsed,
    UnfinishedOrders,
)
from tableorder.floor.queries import TableData, list_devices, list_tables
from tableorder.floor.schemas import (
    BillOut,
    Closing,
    DeviceList,
    Merge,
    Move,
    MoveLines,
    NewTableList,
    NewTables,
    Pause,
    TableChange,
    TableFacts,
    TableList,
    TableOut,
    TwoTables,
)
from tableorder.i18n import localize
from tableorder.order.errors import LineCancelled, TooManyPortions
from tableorder.stream import log
from tableorder.table.errors import TablesExist
from tableorder.table.queries import get_table
from tableorder.web import parse_json

bp = Blueprint("floor", __name__)


@bp.get("/api/tables")
@describe(resp=Response(HTTP_200=TableList), tags=["tables"])
@access("staff", role="screen")
def tables(who: Crew) -> ResponseReturnValue:
    """List the tables with their party and total."""
    seq = log.last_seq(who.store.id)
    return jsonify(tables=list_tables(who.store.id), seq=seq)


@bp.get("/api/tables/<int:table_id>/bill")
@describe(resp=Response(HTTP_200=BillOut), errors=(TableFree,), tags=["tables"])
@access("staff", role="screen")
def bill(who: Crew, table_id: int) -> ResponseReturnValue:
    """Return what the table's party has to pay so far."""
    table = get_table(who.store.id, table_id)
    party = closing.find_party(table)
    return jsonify(localize(get_bill(who.store, table, party)))


@bp.post("/api/tables/<int:table_id>/open")
@describe(resp=Response(HTTP_200=TableOut), errors=(TableOccupied,), tags=["tables"])
@access("staff", role="screen")
def open_table(who: Crew, table_id: int) -> ResponseReturnValue:
    """Seat a party at a free table."""
    closing.open_table(who, table_id)
    return jsonify(_table(who, table_id))


@bp.post("/api/tables/<int:table_id>/close")
@describe(
    json=Closing,
    resp=Response(HTTP_200=TableOut),
    errors=(TableFree, PartyChanged, UnfinishedOrders, *APPROVAL_ERRORS),
    tags=["tables"],
)
@access("staff", role="screen")
def close_table(who: Crew, table_id: int) -> ResponseReturnValue:
    """Close the table's session, deciding each unfinished order."""
    body = parse_json(Closing)
    who = approved(who, body.approval)
    if not all(key.isdecimal() and len(key) < 10 for key in body.orders):
        raise NotFound
    decisions = {int(key): value for key, value in body.orders.items()}
    closing.close_table(who, table_id, decisions, party=body.session_id)
    return jsonify(_table(who, table_id))


@bp.post("/api/tables/<int:table_id>/move")
@describe(
    json=Move,
    resp=Response(HTTP_200=TwoTables),
    errors=(SameTable, TableFree, PartyChanged, TableOccupied),
    tags=["tables"],
)
@access("staff", role="screen")
def move_party(who: Crew, table_id: int) -> ResponseReturnValue:
    """Move the table's party, with all that is theirs, to a free table."""
    body = parse_json(Move)
    moving.move_party(who, table_id, to=body.to, party=body.session_id)
    return _two_tables(who, table_id, body.to)


@bp.post("/api/tables/<int:table_id>/merge")
@describe(
    json=Merge, resp=Response(HTTP_200=TwoTables), errors=(SameTable, TableFree), tags=["tables"]
)
@access("staff", role="screen")
def merge_parties(who: Crew, table_id: int) -> ResponseReturnValue:
    """Merge the table's party into that of another table; its own table is free then."""
    into = parse_json(Merge).into
    merging.merge_parties(who, table_id, into=into)
    return _two_tables(who, table_id, into)


@bp.post("/api/tables/<int:table_id>/unmerge")
@describe(resp=Response(HTTP_200=TwoTables), errors=(MergeOver, TableOccupied), tags=["tables"])
@access("staff", role="screen")
def unmerge_parties(who: Crew, table_id: int) -> ResponseReturnValue:
    """Undo, within 30 seconds, the merge by which the party of this table left it."""
    other_id = merging.unmerge_parties(who, table_id)
    return _two_tables(who, table_id, other_id)


@bp.post("/api/tables/<int:table_id>/move-lines")
@describe(
    json=MoveLines,
    resp=Response(HTTP_200=TwoTables),
    errors=(SameTable, TableFree, LineCancelled, TooManyPortions),
    tags=["tables"],
)
@access("staff", role="screen")
def move_lines(who: Crew, table_id: int) -> ResponseReturnValue:
    """Move single lines of the table's orders to another table, opened if it is free."""
    body = parse_json(MoveLines)
    moving.move_lines(who, table_id, to=body.to, portions=body.portions())
    return _two_tables(who, table_id, body.to)


@bp.put("/api/tables/<int:table_id>/pause")
@describe(json=Pause, resp=Response(HTTP_200=TableOut), tags=["tables"])
@access("staff")
def pause_table(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Let guests of the table order nothing for the time being, or let them order again."""
    body = parse_json(Pause)
    managing.pause_table(who, table_id, is_paused=body.is_paused, message=body.message)
    return jsonify(_table(who, table_id))


@bp.post("/api/tables")
@describe(
    json=NewTables,
    resp=Response(HTTP_201=NewTableList),
    errors=(TablesExist,),
    tags=["tables"],
)
@access("staff", role="manager")
def add_tables(who: StaffView) -> ResponseReturnValue:
    """Add tables and answer their PINs, this once."""
    body = parse_json(NewTables)
    added = managing.add_tables(
        who, body.wanted(), label=body.label, zone=body.zone, seats=body.seats
    )
    tables = [{"id": one.id, "number": one.number, "pin": one.pin} for one in added]
    return jsonify(tables=tables), 201, {"Cache-Control": "no-store"}


@bp.patch("/api/tables/<int:table_id>")
@describe(json=TableChange, resp=Response(HTTP_200=TableFacts), tags=["tables"])
@access("staff", role="manager")
def change_table(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Change a table's label, zone, seats or PIN."""
    changes = parse_json(TableChange).model_dump(exclude_unset=True)
    managing.change_table(who, table_id, changes)
    return _facts(who, table_id)


@bp.delete("/api/tables/<int:table_id>")
@describe(resp=Response("HTTP_204"), errors=(TableUsed,), tags=["tables"])
@access("staff", role="manager")
def delete_table(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Delete a table at which nobody ever sat."""
    managing.delete_table(who, table_id)
    return "", 204


@bp.post("/api/tables/<int:table_id>/rotate-key")
@describe(resp=Response(HTTP_200=TableFacts), tags=["tables"])
@access("staff", role="manager")
def rotate_key(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Give the table a new code; the printed one leads nowhere from now on."""
    managing.rotate_key(who, table_id)
    return _facts(who, table_id)


@bp.get("/api/tables/<int:table_id>/qr.svg")
@describe(
    resp=Response("HTTP_200"), errors=(AddressUnknown,), media="image/svg+xml", tags=["tables"]
)
@access("staff")
def table_code(who: StaffView, table_id: int) -> ResponseReturnValue:
    """Draw the table's QR code."""
    picture = code_svg(get_table(who.store.id, table_id).key)
    return Answered(picture, mimetype="image/svg+xml", headers={"Cache-Control": "no-store"})


@bp.get("/api/devices")
@describe(resp=Response(HTTP_200=DeviceList), tags=["tables"])
@access("staff")
def devices(who: StaffView) -> ResponseReturnValue:
    """List the paired tablets and the phones of open sessions."""
    return jsonify(devices=list_devices(who.store.id))


@bp.delete("/api/devices/<int:device_id>")
@describe(resp=Response("HTTP_204"), tags=["tables"])
@access("staff", role="manager")
def unpair(who: StaffView, device_id: int) -> ResponseReturnValue:
    """Unpair a tablet, or send a phone out of its session."""
    unpair_device(who.store.id, device_id)
    return "", 204


def _facts(who: StaffView, table_id: int) -> ResponseReturnValue:
    return TableFacts.model_validate(get_table(who.store.id, table_id)).model_dump()


def _table(who: Crew, table_id: int) -> TableData:
    return next(table for table in list_tables(who.store.id) if table["id"] == table_id)


def _two_tables(who: Crew, *table_ids: int) -> ResponseReturnValue:
    tables = {table["id"]: table for table in list_tables(who.store.id)}
    return jsonify(tables=[tables[table_id] for table_id in table_ids])
