"""What the house asks of every module, function and view."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from statistics import median, quantiles

from tests.architecture.modules import ROOT, WHOLE, Function, layer_of, modules

LONGEST_MODULE = 300
LONGEST_FUNCTION = 60
LONGEST_VIEW = 15
METHODS = {"get", "post", "put", "patch", "delete", "route"}


def functions() -> Iterator[tuple[str, Function]]:
    for module in modules().values():
        yield from ((f"{module.name}.{f.name}", f) for f in module.functions())


def length(function: Function) -> int:
    """The lines of a function without its decorators."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def body_length(function: Function) -> int:
    """The lines of a function's statements, its docstring left out."""
    first, *rest = function.body
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    body = rest if is_docstring else [first, *rest]
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def is_view(function: Function) -> bool:
    return any(
        isinstance(mark, ast.Call)
        and isinstance(mark.func, ast.Attribute)
        and mark.func.attr in METHODS
        for mark in function.decorator_list
    )


def test_modules_are_short() -> None:
    lengths = {m.name: len(m.source.splitlines()) for m in modules().values()}
    assert {name: count for name, count in lengths.items() if count > LONGEST_MODULE} == {}


def test_functions_are_short_and_most_are_small() -> None:
    lengths = {name: length(function) for name, function in functions()}
    assert {name: count for name, count in lengths.items() if count > LONGEST_FUNCTION} == {}
    assert median(lengths.values()) <= 10
    assert quantiles(lengths.values(), n=10)[8] <= 25


def test_a_view_parses_calls_and_presents() -> None:
    views = {name: body_length(function) for name, function in functions() if is_view(function)}
    assert len(views) > 30
    assert {name: count for name, count in views.items() if count > LONGEST_VIEW} == {}


def test_nothing_is_imported_inside_a_function() -> None:
    """Such an import hides a circle."""
    hidden = [
        name
        for name, function in functions()
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function))
    ]
    assert hidden == []


def test_every_module_says_why_it_exists() -> None:
    assert [m.name for m in modules().values() if not ast.get_docstring(m.tree)] == []


def test_use_cases_alone_open_transactions() -> None:
    writers = {m.name for m in modules().values() if "transaction" in set(m.calls())}
    others = {name for name in writers if layer_of(name) != "use case"}
    assert others <= WHOLE
    assert "tableorder.order.placing" in writers


def test_nobody_commits_but_the_transaction() -> None:
    committing = {m.name for m in modules().values() if "commit" in set(m.calls())}
    assert committing == {"tableorder.db"}


def test_what_promises_a_time_runs_with_nothing_beside_it() -> None:
    forgotten = []
    for file in sorted((ROOT / "tests" / "browser").glob("test_*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        marks = [ast.unparse(one) for one in tree.body if isinstance(one, ast.Assign)]
        if "pytestmark = pytest.mark.alone" in marks:
            continue
        for test in tree.body:
            if isinstance(test, ast.FunctionDef) and test.name.startswith("test_"):
                marks = [ast.unparse(mark) for mark in test.decorator_list]
                if promises_a_time(test) and "pytest.mark.alone" not in marks:
                    forgotten.append(f"{file.name}: {test.name}")
    assert forgotten == []


def promises_a_time(test: ast.FunctionDef) -> bool:
    """Whether it waits for something on a page no longer than so many seconds."""
    return any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr.startswith(("to_", "not_to_", "wait_for_"))
        and any(word.arg == "timeout" for word in call.keywords)
        for call in ast.walk(test)
    )
