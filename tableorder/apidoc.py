"""The OpenAPI document, made from the routes' own schemas."""

from __future__ import annotations

from typing import Any

from flask import Flask
from spectree import Response, SpecTree

spec = SpecTree(
    "flask",
    title="TableOrder",
    version="1",
    path="api",
    filename="openapi.json",
    mode="strict",
    annotations=False,
)


def describe(**parts: Any) -> Any:
    """Describe a route (`json`, `query`, `resp`, `tags`) in the document; it validates nothing."""
    return spec.validate(skip_validation=True, **parts)


__all__ = ["Response", "describe", "init_app", "spec"]


def init_app(app: Flask) -> None:
    """Serve the document."""
    spec.register(app)
