"""The OpenAPI document: spectree's reading of the routes, completed by what the house knows.

Who may call an operation comes from its access rule, what it refuses from its shape and its notes;
nothing is said here that a route does not say of itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import deepcopy
from functools import cache
from http import HTTPStatus
from typing import Any

from flask import current_app

from tableorder import errors
from tableorder.access import SAFE_METHODS, AccessRule, CsrfFailed
from tableorder.apidoc import Notes, View, notes_of, operation_id, spec
from tableorder.errors import AppError
from tableorder.health import app_version
from tableorder.protection import HostRefused
from tableorder.web import STATUSES

Json = dict[str, Any]

DESCRIPTION = """\
Programs sign in with `POST /api/auth/login` (staff), `POST /api/auth/table` (a table's tablet) or \
`POST /api/auth/screen` (a shared screen), and send the token as `Authorization: Bearer …`. \
Browsers hold it in a cookie; their unsafe calls carry the value of the cookie `to_staff_csrf` or \
`to_table_csrf` in `X-CSRF-TOKEN`.

Amounts are whole numbers in the currency's smallest unit. Times are ISO 8601 in UTC. Texts come \
in the reader's language: `?lang=`, else `Accept-Language`, else the store's own.

Every answer that is not a success has one shape: `{"error": {"code", "message", "details", \
"request_id"}}`. `INVALID` lists the faulty fields in `details.fields`, `ORDER_REFUSED` the lines \
in `details.lines`."""

TAGS = {
    "auth": "Signing in and out, and pairing tablets.",
    "sessions": "A party's stay at a table, as its devices see it.",
    "menu": "The menu for guests, and its keeping by managers.",
    "people": "Who works in the store, with roles, passwords and PINs.",
    "screens": "Boards and kitchen displays that several people share.",
    "store": "The store's settings.",
    "orders": "Placing orders and taking them through their life.",
    "calls": "Guests ask for somebody, and staff answer.",
    "tables": "The dining room: who sits where, opening and closing.",
    "history": "What was ordered, business day by business day.",
    "streams": "Events as they happen.",
}
SCHEMES: Json = {
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "staffCookie": {"type": "apiKey", "in": "cookie", "name": "to_staff"},
    "tableCookie": {"type": "apiKey", "in": "cookie", "name": "to_table"},
    "csrf": {"type": "apiKey", "in": "header", "name": "X-CSRF-TOKEN"},
}
ERROR = {"$ref": "#/components/schemas/ErrorAnswer"}
PLACE = re.compile(r"%\((\w+)\)s")
REFERENCE = "#/components/schemas/"


@cache
def document() -> Json:
    """Return the document; needs an application context the first time."""
    raw: Json = _tidied(deepcopy(spec.spec))
    views = {operation_id(v): v for v in current_app.view_functions.values() if notes_of(v)}
    for operations in raw["paths"].values():
        for method, operation in operations.items():
            _complete(operation, method.upper(), views[operation["operationId"]])
    schemas = raw["components"]["schemas"]
    return {
        "openapi": raw["openapi"],
        "info": _info(),
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": dict(sorted(raw["paths"].items())),
        "components": {
            "schemas": {name: schemas[name] for name in sorted(_used(raw["paths"], schemas))},
            "responses": {"Error": _answer("Any other refusal or fault.", ERROR)},
            "securitySchemes": SCHEMES,
        },
    }


def _info() -> Json:
    return {
        "title": "TableOrder",
        "version": app_version(),
        "description": DESCRIPTION,
        "license": {"name": "MIT", "identifier": "MIT"},
    }


def _complete(operation: Json, method: str, view: View) -> None:
    notes = notes_of(view) or Notes()
    rule: AccessRule = view.access  # type: ignore[attr-defined]
    kinds = (*rule.kinds, *notes.may_be)
    operation["security"] = [*_security(kinds, method), *([] if rule.kinds else [{}])]
    if "staff" in rule.kinds:
        operation["x-least-role"] = rule.role
    successes = {code: a for code, a in operation["responses"].items() if code < "400"}
    successes = successes or {"200": {"description": "OK"}}
    for code, answer in successes.items():
        _complete_success(answer, notes, has_body=code not in {"204", "304"})
    refusals = _refusals(_errors(operation, method, kinds, notes))
    default = {"default": {"$ref": "#/components/responses/Error"}}
    operation["responses"] = successes | refusals | default


def _complete_success(answer: Json, notes: Notes, *, has_body: bool) -> None:
    if has_body and notes.media != "application/json":
        answer["content"] = {notes.media: {"schema": {"type": "string"}}}
    if notes.sends:
        answer["headers"] = {
            name: {"description": text, "schema": {"type": "string"}}
            for name, text in notes.sends.items()
        }


def _security(kinds: Iterable[str], method: str) -> list[Json]:
    proof: Json = {} if method in SAFE_METHODS else {"csrf": []}
    cookies = [{f"{kind}Cookie": [], **proof} for kind in kinds]
    return [{"bearer": []}, *cookies] if cookies else []


def _errors(
    operation: Json, method: str, kinds: tuple[str, ...], notes: Notes
) -> Iterator[type[AppError]]:
    """Yield what an operation can refuse: what its shape tells, then what it says itself."""
    body = operation.get("requestBody", {}).get("content", {})
    places = {parameter["in"] for parameter in operation["parameters"]}
    if body:
        yield from (errors.BadRequest, HostRefused, errors.TooLarge)
    if body or "query" in places:
        yield errors.Invalid
    if "path" in places:
        yield errors.NotFound
    if kinds:
        yield from (errors.NotSignedIn, errors.Forbidden)
    if kinds and method not in SAFE_METHODS:
        yield CsrfFailed
    if "table" in kinds:
        yield errors.Gone
    yield from notes.errors


def _refusals(kinds: Iterable[type[AppError]]) -> Json:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    for kind in kinds:
        found[_status(kind)][kind.code] = PLACE.sub(r"{\1}", kind.message)
    return {str(status): _refusal(status, codes) for status, codes in sorted(found.items())}


def _refusal(status: int, codes: dict[str, str]) -> Json:
    told = "\n".join(f"- `{code}`: {sentence}" for code, sentence in codes.items())
    one_of: Json = {"properties": {"code": {"enum": list(codes)}}}
    schema = {"allOf": [ERROR, {"properties": {"error": one_of}}]}
    return _answer(f"{HTTPStatus(status).phrase}\n\n{told}", schema)


def _answer(description: str, schema: Json) -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _status(kind: type[AppError]) -> int:
    return next((status for parent, status in STATUSES if issubclass(kind, parent)), 422)


def _tidied(value: Any) -> Any:
    """Drop what says nothing: made-up titles, empty descriptions, null for "not sent"."""
    if isinstance(value, list):
        return [_tidied(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    return {
        key: _tidied(entry)
        for key, entry in value.items()
        if not (key == "title" and isinstance(entry, str))
        and not (key == "description" and entry == "")
        and not (key == "default" and entry is None)
    }


def _used(paths: Json, schemas: Json) -> set[str]:
    """Return the names of the schemas that the operations lead to."""
    names, waiting = {"ErrorAnswer"}, [*_references(paths), *_references(schemas["ErrorAnswer"])]
    while waiting:
        name = waiting.pop()
        if name not in names:
            names.add(name)
            waiting += _references(schemas[name])
    return names


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        reference = value.get("$ref", "")
        if isinstance(reference, str) and reference.startswith(REFERENCE):
            yield reference.removeprefix(REFERENCE)
    if isinstance(value, dict | list):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _references(entry)
