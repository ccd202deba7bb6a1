"""The JSON API of this feature; each view parses, calls one service and presents."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("menu", __name__)
