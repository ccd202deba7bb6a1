"""The modules of the application as their source tells them: imports, functions, calls."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = "tableorder"

# A feature may import those that stand after it.
FEATURES = ("report", "floor", "order", "menu", "table", "auth")
LOWER = {
    "report": {"floor", "order", "menu", "table", "auth"},
    "floor": {"order", "menu", "table", "auth"},
    "order": {"menu", "table", "auth"},
    "menu": {"auth"},
    "table": {"auth"},
    "auth": set(),
}
LAYERS = {
    "__init__": "pure",
    "routes": "edge",
    "pages": "edge",
    "forms": "edge",
    "admin": "edge",
    "renewal": "edge",
    "schemas": "schemas",
    "answers": "schemas",
    "texts": "schemas",
    "queries": "queries",
    "tree": "queries",
    "offer": "queries",
    "reach": "queries",
    "findings": "queries",
    "models": "models",
    "rules": "pure",
    "availability": "pure",
    "sold": "pure",
    "nesting": "pure",
    "vocabulary": "pure",
    "errors": "errors",
}
"""What a file of a feature is, also as the end of its name: `call_routes` are routes.

One with any other name does a part of the service's work.
"""

WHOLE = {"tableorder.demo.seed", "tableorder.housekeeping", "tableorder.upkeep"}
"""Use cases over all features: the demo store is written whole or not at all, old rows go, jobs
are claimed."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One source file."""

    name: str
    path: Path

    @cached_property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @property
    def feature(self) -> str | None:
        return feature_of(self.name)

    @property
    def layer(self) -> str:
        return layer_of(self.name)

    @property
    def is_stream(self) -> bool:
        return self.name.startswith(f"{PACKAGE}.stream")

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def functions(self) -> Iterator[Function]:
        return self.nodes(ast.FunctionDef, ast.AsyncFunctionDef)  # type: ignore[return-value]

    def calls(self) -> Iterator[str]:
        """The names of what is called: `f` of `f()`, `commit` of `session.commit()`."""
        for node in self.nodes(ast.Call):
            called = node.func  # type: ignore[attr-defined]
            if isinstance(called, ast.Name | ast.Attribute):
                yield called.id if isinstance(called, ast.Name) else called.attr

    @cached_property
    def imports(self) -> frozenset[str]:
        """Every module that this one imports, ours and others', by full name."""
        found: set[str] = set()
        for node in self.nodes(ast.Import, ast.ImportFrom):
            found |= set(_imported(node))
        return frozenset(found - {self.name})

    @property
    def own_imports(self) -> list[str]:
        return sorted(name for name in self.imports if name.split(".")[0] == PACKAGE)

    @property
    def foreign_imports(self) -> set[str]:
        """The libraries that it imports, without Python's own."""
        tops = {name.split(".")[0] for name in self.imports}
        return tops - {PACKAGE} - set(sys.stdlib_module_names)


def feature_of(name: str) -> str | None:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in FEATURES else None


def layer_of(name: str) -> str:
    parts = name.split(".")
    if feature_of(name) is None:
        return "core"
    file = parts[2] if len(parts) > 2 else "__init__"
    return LAYERS.get(file) or LAYERS.get(file.rpartition("_")[2], "use case")


@cache
def modules() -> dict[str, Module]:
    """All modules by their full name."""
    files = sorted((ROOT / PACKAGE).rglob("*.py"))
    names = {file: ".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files}
    return {
        name: Module(name, file)
        for file, name in ((file, name.removesuffix(".__init__")) for file, name in names.items())
    }


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute here"
        for alias in node.names:
            yield _module_meant(f"{node.module}.{alias.name}", str(node.module))


def _module_meant(whole: str, parent: str) -> str:
    """`from a import b` means the module a.b where there is one, else the module a."""
    path = ROOT.joinpath(*whole.split("."))
    return whole if path.with_suffix(".py").is_file() or path.is_dir() else parent
