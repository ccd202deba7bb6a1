"""The API document for programs, and the page that tells it to people, from files of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from tableorder.access import public
from tableorder.apidoc import DOCUMENT
from tableorder.openapi import REFERENCE, Json, document
from tableorder.web import page

bp = Blueprint("docs", __name__)

BOUNDS = {
    "minimum": "≥ {}", "maximum": "≤ {}", "minLength": "length ≥ {}", "maxLength": "length ≤ {}",
    "minItems": "entries ≥ {}", "maxItems": "entries ≤ {}", "pattern": "{}", "default": "= {}",
}  # fmt: skip


class Field(NamedTuple):
    """A field of a body, an answer or an address; `inside` are the fields of what it holds."""

    name: str
    kind: str
    is_required: bool
    rules: str
    text: str
    inside: list[Field]


class Operation(NamedTuple):
    """What one method of one path does, as the page tells it."""

    id: str
    method: str
    path: str
    summary: str
    text: str
    needs: str
    parameters: list[Field]
    body: list[Field]
    answers: list[Answer]


class Answer(NamedTuple):
    """One status of an operation."""

    status: str
    text: str
    kind: str
    fields: list[Field]


@bp.get(f"/{DOCUMENT}")
@public
def openapi_json() -> ResponseReturnValue:
    """Return the OpenAPI document."""
    response = jsonify(document())
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return response.make_conditional(request)


@bp.get("/docs")
@public
def docs_page() -> Response:
    """Tell the API to people."""
    found = document()
    operations = {tag["name"]: [*_operations(found, tag["name"])] for tag in found["tags"]}
    return page("docs.html", info=found["info"], tags=found["tags"], operations=operations)


def _operations(found: Json, tag: str) -> Iterator[Operation]:
    schemas = found["components"]["schemas"]
    for path, methods in found["paths"].items():
        for method, about in methods.items():
            if tag in about["tags"]:
                yield _operation(method.upper(), path, about, schemas)


def _operation(method: str, path: str, about: Json, schemas: Json) -> Operation:
    content = about.get("requestBody", {}).get("content", {})
    body: Json = next((part["schema"] for part in content.values()), {})
    return Operation(
        id=about["operationId"],
        method=method,
        path=path,
        summary=about["summary"],
        text=about.get("description", ""),
        needs=_needs(about),
        parameters=[_parameter(entry, schemas) for entry in about["parameters"]],
        body=_fields(body, schemas),
        answers=[
            _answer(status, answer, schemas)
            for status, answer in about["responses"].items()
            if status != "default"
        ],
    )


def _needs(about: Json) -> str:
    """Name who may call: a table, the least role of staff, both, or anyone (an empty text)."""
    names = {name for entry in about["security"] for name in entry}
    if {} in about["security"]:
        return ""
    table = ["table"] if "tableCookie" in names else []
    return " / ".join([*table, *([about["x-least-role"]] if "x-least-role" in about else [])])


def _parameter(entry: Json, schemas: Json) -> Field:
    field = _field(entry["name"], entry["schema"], schemas, is_required=entry["required"])
    return field._replace(text=entry.get("description", ""), kind=f"{entry['in']} · {field.kind}")


def _answer(status: str, answer: Json, schemas: Json) -> Answer:
    content = answer.get("content", {})
    media = next(iter(content), "")
    schema = content[media]["schema"] if media else {}
    fields = _fields(schema, schemas) if status < "400" else []
    return Answer(status, answer["description"], media, fields)


def _fields(schema: Json, schemas: Json, seen: tuple[str, ...] = ()) -> list[Field]:
    """List the fields of an object, of a list's entries, or of each alternative in turn."""
    if name := schema.get("$ref", "").removeprefix(REFERENCE):
        return [] if name in seen else _fields(schemas[name], schemas, (*seen, name))
    inner = schema.get("items") or schema.get("additionalProperties")
    if isinstance(inner, dict):
        return _fields(inner, schemas, seen)
    if "anyOf" in schema:
        return [field for one in schema["anyOf"] for field in _fields(one, schemas, seen)]
    required = schema.get("required", [])
    return [
        _field(name, entry, schemas, is_required=name in required, seen=seen)
        for name, entry in schema.get("properties", {}).items()
    ]


def _field(
    name: str, schema: Json, schemas: Json, *, is_required: bool, seen: tuple[str, ...] = ()
) -> Field:
    return Field(
        name=name,
        kind=_kind(schema),
        is_required=is_required,
        rules=", ".join(_rules(schema)),
        text=schema.get("description", ""),
        inside=_fields(schema, schemas, seen),
    )


def _kind(schema: Json) -> str:
    """Write a schema's type: `integer | null`, `NewOrderLine[]`, `"open" | "closed"`."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REFERENCE)
    values = [f'"{value}"' for value in schema.get("enum", [])]
    if one_of := values or [_kind(one) for one in schema.get("anyOf", [])]:
        return " | ".join(dict.fromkeys(one_of))
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))}[]"
    if isinstance(schema.get("additionalProperties"), dict):
        return f"{{…: {_kind(schema['additionalProperties'])}}}"
    return str(schema.get("const") or schema.get("format") or schema.get("type") or "any")


def _rules(schema: Json) -> Iterator[str]:
    for key, words in BOUNDS.items():
        if key in schema:
            value = schema[key]
            yield words.format(json.dumps(value) if key == "default" else value)
    for one in schema.get("anyOf", []):
        yield from _rules(one)
