"""The HTML pages of this feature, on the same blueprint as its API."""

from __future__ import annotations

from tableorder.table import models
from tableorder.table.routes import bp

__all__ = ["bp", "models"]
