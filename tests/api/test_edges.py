"""What no page sends, but anyone can: it is refused, never a fault of ours."""

import pytest
from flask.testing import FlaskClient


@pytest.mark.parametrize("origin", ["http://[", "null", "http://evil.example"])
@pytest.mark.parametrize("path", ["/api/session", "/api/auth/login", "/login"])
def test_a_foreign_or_broken_origin_is_refused(client: FlaskClient, path: str, origin: str) -> None:
    answer = client.post(path, json={}, headers={"Origin": origin})
    assert answer.status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "[", "[::1"])
def test_an_unknown_or_broken_host_is_refused(client: FlaskClient, host: str) -> None:
    assert client.get("/health/live", headers={"Host": host}).status_code == 400


def test_a_wrong_method_says_so(client: FlaskClient) -> None:
    answer = client.put("/api/orders", json={})
    assert (answer.status_code, answer.json["error"]["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert "POST" in answer.headers["Allow"]
