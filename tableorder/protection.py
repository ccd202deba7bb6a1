"""What protects every answer: trusted hosts, the origin of forms, security headers.

No route-specific rule stands here; who may use a route is `access.py`'s.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

from tableorder.errors import N_, BadRequest, Forbidden
from tableorder.extensions import cors
from tableorder.settings import Settings

POLICY = (
    "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
PARTS = frozenset({"text/css", "text/javascript", "image/webp"})
SNIFFING = {"X-Content-Type-Options": "nosniff"}
HEADERS = {
    **SNIFFING,
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


FRAMED = {
    "Content-Security-Policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    "X-Frame-Options": "SAMEORIGIN",
}
"""For a page that our own pages may hold in a frame."""


class HostRefused(BadRequest):
    """The request names a host that this installation does not answer for."""

    code = "HOST_REFUSED"
    message = N_("This address is not served here. Set PUBLIC_URL or TRUSTED_HOSTS to allow it.")


class OriginRefused(Forbidden):
    """A form came from a page of another origin."""

    code = "ORIGIN_REFUSED"
    message = N_("This form came from another address. Open the page anew and try again.")


def init_app(app: Flask, settings: Settings) -> None:
    """Put the protections around the application."""
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    if settings.cors_origins:
        cors.init_app(
            app,
            resources=r"/api/*",
            origins=list(settings.cors_origins),
            supports_credentials=True,
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key", "X-CSRF-TOKEN",
                           "X-Acting-As", "If-Match", "If-None-Match", "Last-Event-ID"],
            expose_headers=["ETag", "Location", "Idempotency-Replayed", "Retry-After"],
        )  # fmt: skip
    app.before_request(_check_host)
    app.after_request(_add_headers)


def _is_part(response: Response) -> bool:
    """Tell whether it is a part of pages alone: a policy of its own would be 400 idle bytes.

    A worker is a page of its own in this: it goes by the policy that came with its script.
    """
    return response.mimetype in PARTS and "/workers/" not in request.path


def check_origin() -> None:
    """Refuse a form that another origin's page sent; browsers name the origin of every POST."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    settings: Settings = current_app.extensions["settings"]
    allowed = {request.host_url.rstrip("/"), settings.public_url, *settings.cors_origins}
    try:
        parts = urlsplit(origin)
    except ValueError:
        raise OriginRefused from None
    if f"{parts.scheme}://{parts.netloc}" not in allowed:
        raise OriginRefused


def check_named_origin() -> None:
    """Refuse a call that another origin's page makes; programs name no origin and may pass."""
    if request.headers.get("Origin") is not None:
        check_origin()


def _check_host() -> None:
    try:
        name = urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        raise HostRefused from None
    if not _is_trusted(name.rstrip("."), current_app.extensions["settings"]):
        raise HostRefused


def _is_trusted(name: str, settings: Settings) -> bool:
    public = urlsplit(settings.public_url or "").hostname
    if name in {"localhost", public, *settings.trusted_hosts} or name.endswith(".local"):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_private or address.is_loopback


def _add_headers(response: Response) -> Response:
    for name, value in (SNIFFING if _is_part(response) else HEADERS).items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
