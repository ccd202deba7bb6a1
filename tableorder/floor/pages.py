"""The HTML pages of this feature, on the same blueprint as its API."""

from __future__ import annotations

from tableorder.floor.routes import bp

__all__ = ["bp"]
