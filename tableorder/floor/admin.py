"""The address that a table's printed code leads to, and the code itself.

A printed address must work from a phone: loopback is never printed.
"""

from __future__ import annotations

from io import BytesIO
from ipaddress import ip_address
from urllib.parse import urlsplit

import segno
from flask import current_app, request

from tableorder.floor.errors import AddressUnknown


def code_link(key: str) -> str:
    """Return the link that a table's code holds; raises AddressUnknown."""
    base: str = current_app.extensions["settings"].public_url or request.host_url.rstrip("/")
    if _is_loopback(urlsplit(base).hostname or ""):
        raise AddressUnknown(address=base)
    return f"{base}/q/{key}"


def code_svg(key: str) -> bytes:
    """Draw a table's code; raises AddressUnknown."""
    picture = BytesIO()
    _code(key).save(picture, kind="svg", scale=8, border=4)
    return picture.getvalue()


def code_uri(key: str) -> str:
    """Draw a table's code as the address of a picture; raises AddressUnknown."""
    return str(_code(key).svg_data_uri(scale=8, border=4))


def _code(key: str) -> segno.QRCode:
    return segno.make_qr(code_link(key), error="m")


def _is_loopback(host: str) -> bool:
    name = host.rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
