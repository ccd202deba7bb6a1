"""The stream of events."""

from __future__ import annotations

from flask import Blueprint, Flask

from tableorder.stream import models

__all__ = ["bp", "init_app", "models"]

bp = Blueprint("stream", __name__)


def init_app(app: Flask) -> None:
    """Start the hub."""
