"""The edge: bodies in, answers out, and the one place that turns errors into answers.

Views parse with `parse_json`, call one service and give `jsonify`-able data or `page(...)`.
"""

from __future__ import annotations

import json
import sqlite3
import unicodedata
from typing import Annotated, Any, TypeVar

from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.json.provider import DefaultJSONProvider
from flask_babel import gettext
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError
from pydantic_core import PydanticCustomError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.routing import IntegerConverter
from werkzeug.wrappers import Response as AnyResponse

from tableorder import errors
from tableorder.errors import N_, AppError, FieldFault, Invalid, Sentence
from tableorder.i18n import is_language_map, localize

Schema = TypeVar("Schema", bound=BaseModel)

HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co"})
JOINERS = "\u200c\u200d"  # scripts and emoji need them
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0" + JOINERS)  # nothing is seen of them
JSON_LIMIT = 256 * 1024
DEEPEST = 20
LARGEST_ID = 2**31 - 1

STATUSES: tuple[tuple[type[AppError], int], ...] = (
    (errors.BadRequest, 400),
    (errors.NotSignedIn, 401),
    (errors.Forbidden, 403),
    (errors.NotFound, 404),
    (errors.Conflict, 409),
    (errors.Gone, 410),
    (errors.TooLarge, 413),
    (errors.UnsupportedMedia, 415),
    (errors.TooManyRequests, 429),
    (errors.Unavailable, 503),
    (errors.DiskFull, 507),
)

HTTP_ERRORS: dict[int, type[AppError]] = {
    400: errors.BadRequest,
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
    413: errors.TooLarge,
    415: errors.UnsupportedMedia,
}

FIELD_MESSAGES = {
    "missing": N_("This field is required."),
    "extra_forbidden": N_("This field is not known here."),
    "int_type": N_("Must be a whole number."),
    "int_from_float": N_("Must be a whole number."),
    "int_parsing": N_("Must be a whole number."),
    "bool_type": N_("Must be true or false."),
    "string_type": N_("Must be a text."),
    "list_type": N_("Must be a list."),
    "tuple_type": N_("Must be a list."),
    "dict_type": N_("Must be an object."),
    "model_type": N_("Must be an object."),
    "string_too_long": N_("At most %(max_length)s characters."),
    "string_too_short": N_("At least %(min_length)s characters."),
    "too_long": N_("Choose at most %(max_length)s."),
    "too_short": N_("Choose at least %(min_length)s."),
    "greater_than_equal": N_("Must be at least %(ge)s."),
    "less_than_equal": N_("Must be at most %(le)s."),
    "literal_error": N_("Must be one of: %(expected)s."),
    "string_pattern_mismatch": N_("Does not have the right form."),
    "control_characters": N_("Must not hold control characters."),
    "repeated": N_("The same entry stands here twice."),
    "not_a_week": N_("Give one for each weekday, or none at all."),
}


def plain_line(text: str) -> str:
    """Refuse signs that hide or reorder text or no database stores; what shows nothing is empty."""
    if any(unicodedata.category(sign) in HIDDEN and sign not in JOINERS for sign in text):
        raise PydanticCustomError("control_characters", "control characters")
    is_seen = any(sign not in BLANK and not sign.isspace() for sign in text)
    return unicodedata.normalize("NFC", text.strip()) if is_seen else ""


def one_line(text: str) -> str:
    """Put a text of several lines on one; otherwise as `plain_line`."""
    return plain_line(" ".join(text.split()))


PlainText = Annotated[str, AfterValidator(plain_line)]
"""One line of text: trimmed, composed (NFC), without control or direction characters."""


class Request(BaseModel):
    """Parent of every request schema: strict types, unknown fields refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Answer(BaseModel):
    """Parent of every answer schema."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


def parse_json(schema: type[Schema]) -> Schema:
    """Read the body as JSON into `schema`; raises TooLarge, BadRequest or Invalid."""
    if (request.content_length or 0) > JSON_LIMIT:
        raise errors.TooLarge
    request.max_content_length = JSON_LIMIT
    return check(schema, _read_object(request.get_data(cache=False)))


def parse_query(schema: type[Schema]) -> Schema:
    """Read the query string into `schema` (which must not be strict); raises Invalid."""
    asked = {key: value for key, value in request.args.items() if key not in {"lang", "as"}}
    return check(schema, asked, extra="forbid")


def check(schema: type[Schema], data: Any, **how: Any) -> Schema:
    """Validate `data` against `schema`; raises Invalid that never repeats the rejected values."""
    try:
        return schema.model_validate(data, **how)
    except ValidationError as error:
        raise Invalid([_fault(found) for found in error.errors()]) from None


def _read_object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise errors.BadRequest from None
    if not isinstance(data, dict) or _depth(data) > DEEPEST:
        raise errors.BadRequest
    return data


def _depth(data: Any) -> int:
    level, depth = [data], 0
    while level and depth <= DEEPEST:
        depth += 1
        level = [
            child
            for node in level
            if isinstance(node, dict | list)
            for child in (node.values() if isinstance(node, dict) else node)
        ]
    return depth


def _fault(found: Any) -> FieldFault:
    kind = found["type"]
    if kind in {"too_long", "too_short"} and isinstance(found["input"], str):
        kind = f"string_{kind}"  # what a validator returned is measured without its type
    message = FIELD_MESSAGES.get(kind, N_("This value is not valid."))
    path = ".".join(str(part) for part in found["loc"])
    return FieldFault(path, kind.upper(), message, **found.get("ctx", {}))


class RowNumber(IntegerConverter):
    """A row's id in an address; what no database could hold becomes 0, which no row has."""

    def to_python(self, value: str) -> int:
        """Return the id, or 0; refusing it here would be answered with 405, not with 404."""
        number = int(super().to_python(value))
        return number if number <= LARGEST_ID else 0


def page(template: str, *, status: int = 200, **context: Any) -> Response:
    """Render an HTML page; it is for this reader alone and never kept by a cache."""
    response = Response(render_template(template, **context), status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def is_api() -> bool:
    """Tell whether the request is answered in JSON."""
    return request.path.startswith("/api/") or request.path == "/health"


def init_app(app: Flask) -> None:
    """Register the error handlers and write JSON compactly, in its own order."""
    json_provider = app.json
    if isinstance(json_provider, DefaultJSONProvider):
        json_provider.ensure_ascii = False
        json_provider.sort_keys = False
        json_provider.compact = True
    app.url_map.converters["int"] = RowNumber
    app.register_error_handler(AppError, _answer_app_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    app.register_error_handler(OperationalError, _answer_database_error)
    app.register_error_handler(Exception, _answer_unexpected)


def status_of(error: AppError) -> int:
    """Return the HTTP status of an error; what is not listed is refused content, 422."""
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 422)


def _answer_app_error(error: AppError) -> AnyResponse:
    status = status_of(error)
    if not is_api() and isinstance(error, errors.NotSignedIn):
        return redirect(_sign_in_page(error.kind), code=303)
    response = _error_response(error, status)
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _sign_in_page(kind: str) -> str:
    if kind == "staff":
        return url_for("auth.login_page", next=request.full_path.rstrip("?"))
    return url_for("table.home")


def _error_response(error: AppError, status: int) -> Response:
    sentence = gettext(error.message, **error.params)
    if not is_api():
        template = "guest/closed.html" if isinstance(error, errors.Gone) else "errors/error.html"
        return page(template, status=status, message=sentence, code=error.code)
    body = {
        "code": error.code,
        "message": sentence,
        "details": _details(error),
        "request_id": g.get("request_id"),
    }
    response = jsonify(error=body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _details(error: AppError) -> dict[str, Any]:
    if isinstance(error, Invalid):
        fields = [
            {
                "path": fault.path,
                "code": fault.code,
                "message": gettext(fault.message, **localize(fault.params)),
            }
            for fault in error.fields
        ]
        return {"fields": fields}
    return dict(_told(error.details))


def _told(value: Any) -> Any:
    """Tell every sentence and language map in `value` in the reader's language."""
    if isinstance(value, Sentence):
        return gettext(value.message, **localize(dict(value.params)))
    if isinstance(value, list):
        return [_told(entry) for entry in value]
    if isinstance(value, dict) and not is_language_map(value):
        return {key: _told(entry) for key, entry in value.items()}
    return localize(value)


def _answer_http_error(error: HTTPException) -> AnyResponse:
    if isinstance(error, RequestEntityTooLarge):
        return _error_response(errors.TooLarge(), 413)
    if error.code is None or error.code < 400:
        return error.get_response()
    response = _error_response(HTTP_ERRORS.get(error.code, AppError)(), error.code)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def _answer_database_error(error: OperationalError) -> AnyResponse:
    """Tell a full disk and a busy database from a fault of ours; the details go to the log only."""
    text = str(error.orig).lower()
    if "disk is full" in text or "no space left" in text:
        return _error_response(errors.DiskFull(), 507)
    if "locked" in text or "connection" in text or isinstance(error.orig, sqlite3.OperationalError):
        return _answer_app_error(errors.Unavailable())
    return _answer_unexpected(error)


def _answer_unexpected(error: Exception) -> AnyResponse:
    current_app.logger.error("unexpected error", exc_info=error)
    return _error_response(errors.InternalError(), 500)
