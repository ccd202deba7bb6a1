"""Health: whether this process, its database, its cache and its events work."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from tableorder import clock
from tableorder.access import public
from tableorder.db import db

bp = Blueprint("health", __name__)


def app_version() -> str:
    """Return the version of this installation."""
    try:
        return version("tableorder")
    except PackageNotFoundError:
        return "0.1.0"


@bp.get("/health")
@public
def health() -> ResponseReturnValue:
    """Tell how the services stand; 503 only when the database fails."""
    database = _database_answers()
    events = current_app.extensions["hub"].is_live
    services = {
        "database": "connected" if database else "failed",
        "cache": "active",
        "events": "live" if events else "stopped",
    }
    status = "unhealthy" if not database else "healthy" if events else "degraded"
    answer: dict[str, Any] = {
        "status": status,
        "timestamp": clock.iso(clock.utc_now()),
        "services": services,
        "version": app_version(),
    }
    return jsonify(answer), 200 if database else 503


@bp.get("/health/live")
@public
def live() -> ResponseReturnValue:
    """Answer while the process does."""
    return jsonify(status="alive")


def _database_answers() -> bool:
    try:
        db.session.execute(sa.text("SELECT 1 FROM stores LIMIT 1"))
    except SQLAlchemyError:
        return False
    return True
