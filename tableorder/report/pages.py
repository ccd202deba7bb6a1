"""The HTML pages of this feature, on the same blueprint as its API."""

from __future__ import annotations

from tableorder.report.routes import bp

__all__ = ["bp"]
