"""Imports point one way: down the layers of a feature, and down from feature to feature.

`layer_of` says what a file is. Routes and pages stand on the use cases, these on queries, models
and pure rules. What a feature offers to those above it: its use cases, queries, rules, errors,
schemas and models. Files that write its own rows for its own use cases stay its own.
"""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import pytest

from tests.architecture.modules import LOWER, WHOLE, Module, feature_of, layer_of, modules

WITHIN = {
    "edge": {"edge", "schemas", "use case", "queries", "models", "pure", "errors"},
    "use case": {"use case", "queries", "models", "pure", "errors"},
    "schemas": {"schemas", "pure", "errors"},
    "queries": {"queries", "models", "pure", "errors"},
    "models": {"models", "pure"},
    "errors": {"errors", "pure"},
    "pure": {"pure", "errors"},
}
BETWEEN = {
    # Pages of one visit share what they show: a remembered store, how a store is presented.
    "edge": {"edge", "schemas", "use case", "queries", "pure", "errors"},
    "use case": {"use case", "queries", "models", "pure", "errors"},
    "schemas": {"schemas", "pure"},
    "queries": {"queries", "models", "pure"},
    "models": set(),
    "errors": {"errors", "pure"},
    "pure": {"pure"},
}
OWN = {"choices", "editing", "records", "events", "images", "pictures"}
"""They write what belongs to one feature; the others go through its service."""

WEB = {"access", "apidoc", "clock", "errors", "extensions", "forms", "i18n", "ids", "merging",
       "pages", "pool", "protection", "security", "settings", "sheets", "web"}  # fmt: skip
WRITING = {"clock", "db", "errors", "extensions", "i18n", "ids", "pool", "security", "settings",
           "sheets"}  # fmt: skip
CORE = {
    "edge": WEB | {"stream.log"},
    "use case": WRITING | {"stream.log"},
    "schemas": {"errors", "web"},
    "queries": {"clock", "db", "errors", "i18n", "walltime"},
    "models": {"db"},
    "errors": {"errors"},
    "pure": {"errors", "walltime"},
}
ASSEMBLING = {"tableorder", "tableorder.cli", "tableorder.prepare", *WHOLE}
"""They put the application together, or do a thing to the whole of it: they know every feature."""

NO_FLASK = {"use case", "queries", "models", "errors", "pure"}
KEEPS_STATE_OF_A_PROCESS = {"tableorder.auth.limits", "tableorder.menu.cache"}
"""What they count or keep hangs on the running application, so they ask Flask for it."""


def of_features(*layers: str) -> list[Module]:
    found = [m for m in modules().values() if m.feature and m.layer in (layers or WITHIN)]
    assert found
    return found


def file_of(name: str) -> str:
    return name.split(".")[2] if name.count(".") > 1 else "__init__"


def test_every_package_is_known() -> None:
    packages = {name.split(".")[1] for name in modules() if name.count(".") > 1}
    assert packages == {*LOWER, "stream", "demo"}


def test_a_feature_s_layers_look_downwards() -> None:
    faults = [
        f"{module.name} imports {name}"
        for module in of_features()
        for name in module.own_imports
        if feature_of(name) == module.feature and layer_of(name) not in WITHIN[module.layer]
    ]
    assert faults == []


def test_features_look_downwards() -> None:
    faults = [
        f"{module.name} imports {name}"
        for module in of_features()
        for name in module.own_imports
        if feature_of(name) not in {None, module.feature, *LOWER[str(module.feature)]}
    ]
    assert faults == []


def test_features_use_what_others_offer() -> None:
    faults = [
        f"{module.name} imports {name}"
        for module in of_features()
        for name in module.own_imports
        if feature_of(name) not in {None, module.feature}
        and (layer_of(name) not in BETWEEN[module.layer] or file_of(name) in OWN)
    ]
    assert faults == []


def test_a_feature_s_layers_take_from_the_core_what_is_theirs() -> None:
    faults = [
        f"{module.name} imports {name}"
        for module in of_features()
        for name in module.own_imports
        if not feature_of(name) and name.removeprefix("tableorder.") not in CORE[module.layer]
    ]
    assert faults == []


def test_the_stream_knows_no_feature() -> None:
    streams = [module for module in modules().values() if module.is_stream]
    assert streams
    assert [m.name for m in streams if any(map(feature_of, m.own_imports))] == []


def test_the_core_knows_features_only_where_it_must() -> None:
    """`access` reads from the database who is asking; the start puts everything together."""
    faults = [
        f"{module.name} imports {name}"
        for module in modules().values()
        if not (module.feature or module.is_stream or module.name in ASSEMBLING)
        for name in module.own_imports
        if feature_of(name)
        and not (module.name == "tableorder.access" and layer_of(name) == "queries")
    ]
    assert faults == []


def test_rules_need_nothing_but_python() -> None:
    assert {m.name: m.foreign_imports for m in of_features("pure") if m.foreign_imports} == {}


def test_only_the_edge_knows_that_there_is_a_web() -> None:
    web = {"flask", "flask_babel", "werkzeug"}
    below = [m for m in of_features(*NO_FLASK) if m.name not in KEEPS_STATE_OF_A_PROCESS]
    assert [m.name for m in below if m.foreign_imports & web] == []


def test_the_edge_never_touches_the_database() -> None:
    database = {"sqlalchemy", "flask_sqlalchemy"}
    faults = [
        module.name
        for module in of_features("edge", "schemas")
        if "tableorder.db" in module.imports or module.foreign_imports & database
    ]
    assert faults == []


def test_no_module_needs_itself() -> None:
    graph = {module.name: set(module.own_imports) for module in modules().values()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail("imports go round: " + " → ".join(error.args[1]))
