"""Give a tablet or a screen a new token when its old one is half over or gone.

`access` recognises the device by its long-lived secret and leaves it in `g.renewals`. The token is
signed when the page is rendered, so that the page's forms carry the new double-submit value, and
given with the page. JSON answers never set cookies, nor does what a shared cache may keep.
"""

from __future__ import annotations

from contextlib import suppress

from flask import Response, g
from flask_jwt_extended import get_csrf_token

from tableorder import security
from tableorder.access import Renewal
from tableorder.auth import devices
from tableorder.auth.routes import bp
from tableorder.errors import Unavailable
from tableorder.security import Kind, Token
from tableorder.web import is_api


def _renewals() -> dict[Kind, Renewal]:
    found: dict[Kind, Renewal] = {} if is_api() else g.get("renewals", {})
    return found


def _token(kind: Kind, device: Renewal) -> Token:
    """Sign the device's token once a request."""
    signed: dict[Kind, Token] = g.setdefault("renewed_tokens", {})
    if kind not in signed:
        signed[kind] = devices.device_token(kind, device.device_id, device.store_id)
    return signed[kind]


@bp.app_context_processor
def _new_form_values() -> dict[str, str]:
    return {
        f"csrf_{kind}": get_csrf_token(_token(kind, device).value)
        for kind, device in _renewals().items()
    }


@bp.after_app_request
def _give_tokens(response: Response) -> Response:
    if response.cache_control.public:
        return response
    for kind, device in _renewals().items():
        security.set_token_cookie(response, kind, _token(kind, device))
        security.set_device_cookie(response, kind, device.secret)
        with suppress(Unavailable):  # the next renewal extends it; the page must not wait for that
            devices.extend_secret(device.store_id, device.device_id)
    return response
