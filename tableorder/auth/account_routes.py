"""The JSON API of the people who work in a store, on the blueprint of signing in."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from tableorder import clock
from tableorder.access import access
from tableorder.apidoc import Response, describe
from tableorder.auth import accounts
from tableorder.auth.account_queries import AccountView, get_account, list_accounts, list_crew
from tableorder.auth.errors import AccountExists, LastOwner, WrongPassword
from tableorder.auth.queries import Crew, StaffView
from tableorder.auth.routes import bp
from tableorder.auth.schemas import (
    AccountChange,
    AccountList,
    AccountOut,
    CrewList,
    NewAccount,
    PasswordChange,
    PinChange,
)
from tableorder.errors import FieldFault, Forbidden, Invalid, TooManyRequests
from tableorder.web import FIELD_MESSAGES, parse_json

__all__ = ["bp", "check_theirs"]

owner = access("staff", role="owner")


@bp.get("/api/accounts")
@describe(resp=Response(HTTP_200=AccountList), tags=["people"])
@owner
def list_accounts_api(who: StaffView) -> ResponseReturnValue:
    """List the people who work in the store."""
    return jsonify(accounts=[_present(found) for found in list_accounts(who.store.id)])


@bp.post("/api/accounts")
@describe(
    json=NewAccount, resp=Response(HTTP_201=AccountOut), errors=(AccountExists,), tags=["people"]
)
@owner
def add_account(who: StaffView) -> ResponseReturnValue:
    """Add a person."""
    body = parse_json(NewAccount)
    account_id = accounts.create_account(who.store.id, **body.model_dump())
    return jsonify(_present(get_account(who.store.id, account_id))), 201


@bp.patch("/api/accounts/<int:account_id>")
@describe(
    json=AccountChange,
    resp=Response(HTTP_200=AccountOut),
    errors=(AccountExists, LastOwner),
    tags=["people"],
)
@owner
def change_account(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Change a person's name or role; another role signs them out everywhere."""
    changes = parse_json(AccountChange).model_dump(exclude_unset=True)
    accounts.change_account(who.store.id, account_id, changes)
    return jsonify(_present(get_account(who.store.id, account_id)))


@bp.delete("/api/accounts/<int:account_id>")
@describe(resp=Response("HTTP_204"), errors=(LastOwner,), tags=["people"])
@owner
def delete_account(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Remove a person; what they did stays in the records under their name."""
    accounts.delete_account(who.store.id, account_id)
    return "", 204


@bp.post("/api/accounts/<int:account_id>/password")
@describe(
    json=PasswordChange,
    resp=Response("HTTP_204"),
    errors=(WrongPassword, TooManyRequests),
    tags=["people"],
)
@access("staff")
def change_password(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Set a password, which signs that person out everywhere; one's own needs the present one."""
    check_theirs(who, account_id)
    body = parse_json(PasswordChange)
    if account_id == who.account_id:
        if body.old_password is None:
            raise Invalid([FieldFault("old_password", "MISSING", FIELD_MESSAGES["missing"])])
        accounts.check_own_password(who, body.old_password, address=request.remote_addr)
    accounts.set_password(who.store.id, account_id, body.password)
    return "", 204


@bp.post("/api/accounts/<int:account_id>/sign-out")
@describe(resp=Response("HTTP_204"), tags=["people"])
@access("staff")
def sign_out_everywhere(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Sign a person out on all devices: oneself, or as an owner anyone."""
    check_theirs(who, account_id)
    accounts.end_sign_ins(who.store.id, account_id)
    return "", 204


@bp.put("/api/accounts/<int:account_id>/pin")
@describe(json=PinChange, resp=Response("HTTP_204"), tags=["people"])
@access("staff")
def set_pin(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Set the PIN that speaks for a person on shared screens: oneself, or as an owner anyone."""
    check_theirs(who, account_id)
    accounts.set_pin(who.store.id, account_id, parse_json(PinChange).pin)
    return "", 204


@bp.delete("/api/accounts/<int:account_id>/pin")
@describe(resp=Response("HTTP_204"), tags=["people"])
@access("staff")
def remove_pin(who: StaffView, account_id: int) -> ResponseReturnValue:
    """Take a person's PIN away: oneself, or as an owner anyone."""
    check_theirs(who, account_id)
    accounts.set_pin(who.store.id, account_id, None)
    return "", 204


@bp.get("/api/crew")
@describe(resp=Response(HTTP_200=CrewList), tags=["people"])
@access("staff", role="screen")
def crew(who: Crew) -> ResponseReturnValue:
    """List who can approve on a shared screen: the people who have a PIN."""
    found = list_crew(who.store.id)
    return jsonify(crew=[{"id": one.id, "username": one.username} for one in found])


def check_theirs(who: StaffView, account_id: int) -> None:
    """Raise Forbidden unless this is the asker's own account, or the asker an owner."""
    if who.account_id != account_id and who.role != "owner":
        raise Forbidden


def _present(account: AccountView) -> dict[str, Any]:
    moments = {
        "created_at": clock.iso(account.created_at),
        "signed_in_at": clock.iso(account.signed_in_at) if account.signed_in_at else None,
    }
    return {**asdict(account), **moments}
