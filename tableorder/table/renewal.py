"""Give a tablet a new token when its old one is half over or gone.

`access` recognises the tablet by its long-lived secret and leaves it in `g.renew_device`. The token
is signed when the page is rendered, so that the page's forms carry the new double-submit value, and
given with the page. JSON answers never set cookies, nor does what a shared cache may keep.
"""

from __future__ import annotations

from flask import Response, g
from flask_jwt_extended import get_csrf_token

from tableorder import security
from tableorder.errors import Unavailable
from tableorder.security import Token
from tableorder.table import service
from tableorder.table.routes import bp
from tableorder.web import is_api


def _renewed_token() -> Token | None:
    """Sign the token once a request, or return None when none is due."""
    if "renew_device" not in g or is_api():
        return None
    if "renewed_token" not in g:
        tablet, _secret = g.renew_device
        g.renewed_token = service.device_token(tablet.device_id, tablet.store.id)
    token: Token = g.renewed_token
    return token


@bp.app_context_processor
def _new_form_value() -> dict[str, str]:
    token = _renewed_token()
    return {"csrf_table": get_csrf_token(token.value)} if token else {}


@bp.after_app_request
def _give_token(response: Response) -> Response:
    token = _renewed_token()
    if token is None or response.cache_control.public:
        return response
    tablet, secret = g.renew_device
    security.set_token_cookie(response, "table", token)
    security.set_device_cookie(response, secret)
    try:
        service.extend_secret(tablet)
    except Unavailable:
        return response  # the next renewal extends it; the page must not wait for that
    return response
