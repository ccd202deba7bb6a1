"""The API document says what the API does: routes, shapes, refusals."""

import re
import warnings

import pytest
from jsonschema_rs import meta, validator_for

from tableorder.openapi import document
from tests import factories
from tests.actors import line, staff_of, tablet_at

UNDOCUMENTED = {"/api/openapi.json"}


@pytest.fixture(scope="module")
def sample(sqlite_template, tmp_path_factory):
    """The document, as any application gives it."""
    from tableorder import create_app
    from tests.conftest import make_settings

    app = create_app(make_settings(tmp_path_factory.mktemp("document")))
    with app.app_context():
        yield app, document()


def operations(doc):
    return {
        (path, method): operation
        for path, methods in doc["paths"].items()
        for method, operation in methods.items()
    }


def routes(app):
    return {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and rule.rule not in UNDOCUMENTED
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }


def references(value):
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        value = list(value.values())
    for entry in value if isinstance(value, list) else ():
        yield from references(entry)


def test_every_route_is_in_the_document_and_nothing_else(sample):
    app, doc = sample
    assert set(operations(doc)) == routes(app)


def test_operations_have_names_of_their_own(sample):
    names = [operation["operationId"] for operation in operations(sample[1]).values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)


def test_every_operation_says_what_it_does_and_who_may_call_it(sample):
    doc = sample[1]
    known = {tag["name"] for tag in doc["tags"]}
    for operation in operations(doc).values():
        assert operation["summary"].endswith(".")
        assert set(operation["tags"]) <= known
        assert "default" in operation["responses"]


def test_what_needs_a_sign_in_is_documented_as_that(sample):
    app, doc = sample
    found = operations(doc)
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        kinds = app.view_functions[rule.endpoint].access.kinds if "/api/" in path else ()
        for method in {m.lower() for m in rule.methods} & {m for p, m in found if p == path}:
            named = {name for way in found[path, method]["security"] for name in way}
            assert ({} in found[path, method]["security"]) == (not kinds)
            assert {f"{kind}Cookie" for kind in kinds} <= named


def test_schemas_have_plain_names_and_lead_somewhere(sample):
    doc = sample[1]
    schemas = doc["components"]["schemas"]
    assert all(re.fullmatch(r"[A-Z][A-Za-z]+", name) for name in schemas)
    for reference in references(doc):
        _, _, kind, name = reference.split("/")
        assert name in doc["components"][kind], reference


def test_no_two_schemas_share_a_name():
    from tableorder.web import Answer, Request

    kinds, waiting = [], [Answer, Request]
    while waiting:
        found = waiting.pop().__subclasses__()
        kinds += found
        waiting += found
    ours = {kind for kind in kinds if kind.__module__.startswith("tableorder.")}
    names = [kind.__name__ for kind in ours]
    assert sorted(names) == sorted(set(names))


def test_the_document_has_the_form_of_openapi_3_1(sample):
    doc = sample[1]
    assert doc["openapi"].startswith("3.1.")
    assert {"title", "version"} <= doc["info"].keys()
    assert "servers" not in doc
    for schema in doc["components"]["schemas"].values():
        meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    for (path, _), operation in operations(doc).items():
        named = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
        assert named == set(re.findall(r"{(\w+)}", path))
        assert all(response.keys() & {"description", "$ref"}
                   for response in operation["responses"].values())  # fmt: skip


def test_orders_need_their_key_and_the_stream_is_a_stream(sample):
    found = operations(sample[1])
    headers = {p["name"]: p for p in found["/api/orders", "post"]["parameters"]}
    assert headers["Idempotency-Key"]["required"]
    assert headers["Idempotency-Key"]["in"] == "header"
    stream = found["/api/sse/orders", "get"]["responses"]["200"]
    assert list(stream["content"]) == ["text/event-stream"]


def test_unsafe_calls_by_cookie_carry_the_csrf_value(sample):
    for (_, method), operation in operations(sample[1]).items():
        for way in operation["security"]:
            if way.keys() & {"staffCookie", "tableCookie"}:
                assert ("csrf" in way) == (method != "get")


def test_refusals_are_documented_with_their_codes(sample):
    responses = operations(sample[1])["/api/orders", "post"]["responses"]
    text = str(responses["422"])
    assert "ORDER_REFUSED" in text
    assert "IDEMPOTENCY_KEY_REUSED" in text
    assert "HEADER_MISSING" in str(responses["400"])
    assert "PRICE_CHANGED" in str(responses["409"])
    assert "SESSION_CLOSED" in str(responses["410"])


def test_the_library_s_own_pages_are_not_served(client):
    for name in ("swagger", "redoc", "scalar"):
        assert client.get(f"/api/openapi.json/{name}/").status_code == 404
        assert client.get(f"/api/{name}/").status_code == 404


def test_the_page_and_the_document_are_there_for_anyone(client):
    page = client.get("/docs")
    assert page.status_code == 200
    assert b"/api/orders" in page.data
    first = client.get("/api/openapi.json")
    again = client.get("/api/openapi.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def check_answer(answer, path, method):
    """Check an answer against what the document says of it."""
    doc = document()
    response = operations(doc)[path, method]["responses"][str(answer.status_code)]
    schema = response["content"]["application/json"]["schema"]
    parts = {"components": doc["components"]}
    validator_for({**parts, **schema}, validate_formats=False).validate(answer.json)


@pytest.fixture
def dining(app, client):
    with app.app_context():
        store = factories.make_store()
        table = factories.make_table(store)
        group, choices = factories.make_group(store, {"large": 500}, least=0)
        item = factories.make_item(store, price=9000, groups=(group,))
        guest = tablet_at(client, store, table)
        owner = staff_of(client, store, role="owner")
        yield {"guest": guest, "owner": owner, "item": item, "table": table, "choices": choices}


def test_answers_are_what_the_document_says(dining):
    guest, owner = dining["guest"], dining["owner"]
    check_answer(guest.send("POST", "/api/session", {}), "/api/session", "post")
    check_answer(guest.get("/api/session"), "/api/session", "get")
    check_answer(guest.get("/api/menus"), "/api/menus", "get")
    check_answer(owner.get("/api/menus?view=edit"), "/api/menus", "get")
    wish = line(dining["item"], 2, choice_ids=[dining["choices"]["large"]])
    placed = guest.order(wish, total=19000)
    assert placed.status_code == 201
    check_answer(placed, "/api/orders", "post")
    check_answer(owner.get("/api/orders"), "/api/orders", "get")
    check_answer(owner.get("/api/tables"), "/api/tables", "get")
    bill = owner.get(f"/api/tables/{dining['table']}/bill")
    check_answer(bill, "/api/tables/{table_id}/bill", "get")
    party = owner.get(f"/api/sessions/{placed.json['session_id']}")
    check_answer(party, "/api/sessions/{session_id}", "get")
    check_answer(owner.advance(placed.json, "confirmed"), "/api/orders/{order_id}", "patch")
    changes = owner.get(f"/api/orders/{placed.json['id']}/changes")
    check_answer(changes, "/api/orders/{order_id}/changes", "get")
    check_answer(owner.close(dining["table"]), "/api/tables/{table_id}/close", "post")
    call = guest.call("water")
    check_answer(call, "/api/calls", "post")
    check_answer(guest.call("water"), "/api/calls", "post")
    check_answer(owner.answer(call.json, "acknowledged"), "/api/calls/{call_id}", "patch")
    check_answer(owner.get("/api/calls"), "/api/calls", "get")
    check_answer(owner.get("/api/call-reasons"), "/api/call-reasons", "get")
    closed = owner.close(dining["table"], **{f"o{placed.json['id']}": "complete"})
    check_answer(closed, "/api/tables/{table_id}/close", "post")
    check_answer(owner.get("/api/history"), "/api/history", "get")
    for part in ("categories", "option-groups", "auth/me"):
        check_answer(owner.get(f"/api/{part}"), f"/api/{part}", "get")


def test_refusals_are_what_the_document_says(dining):
    guest, owner = dining["guest"], dining["owner"]
    path = "/api/orders"
    check_answer(guest.order(line(dining["item"]), total=1), path, "post")
    check_answer(guest.order(line(999), total=1), path, "post")
    check_answer(guest.order(total=1), path, "post")
    check_answer(guest.send("POST", path, {}, Idempotency_Key=""), path, "post")
    check_answer(guest.get("/api/tables"), "/api/tables", "get")
    check_answer(owner.get("/api/orders/999"), "/api/orders/{order_id}", "get")
    check_answer(owner.get("/api/orders?status=eaten"), path, "get")


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_no_request_that_the_document_allows_is_a_fault_of_ours(dining, app):
    import schemathesis
    from hypothesis import HealthCheck, Phase, settings
    from schemathesis.checks import not_a_server_error

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    calm = settings(
        max_examples=6,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    headers = {name: dining["owner"].headers[name] for name in ("Authorization",)}
    for result in schema.get_all_operations():
        operation = result.ok()
        if "text/event-stream" in str(operation.definition.raw) or operation.path.endswith(
            ("logout", "sign-out")
        ):
            continue

        @calm
        @operation_given(operation)
        def check(case):
            case.call_and_validate(headers=headers, checks=[not_a_server_error])

        check()


def operation_given(operation):
    """Draw calls of one operation."""
    from hypothesis import given

    return given(case=operation.as_strategy())
