"""Compress texts on their way out: gunicorn does not, and most restaurants have no proxy.

What carries a strong ETag (static files, the menu) is compressed once and kept; a page is made for
one reader and compressed lightly each time. Never a stream, a picture, or a page of staff: it
holds a secret beside words that a link may choose, and its compressed length would tell (BREACH).
"""

from __future__ import annotations

import gzip
import re
import threading

from cachetools import LRUCache
from flask import Flask, Response, g, request

TEXTS = frozenset({"text/html", "text/css", "text/javascript", "application/json", "image/svg+xml"})
SMALLEST = 1024
KEPT_BYTES = 16 * 2**20
BEST, QUICK = 9, 3
MARK = "-gzip"
"""Ends the ETag of a compressed answer: other bytes, another strong tag."""

COMMENTS = re.compile(
    rb"^[ \t]*(?:/\*\*(?!!)(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*$", re.MULTILINE | re.DOTALL
)
"""What stands on lines of its own in a script and only readers need; licences stay."""

_kept: LRUCache[str, bytes] = LRUCache(KEPT_BYTES, getsizeof=len)
_access = threading.Lock()


def init_app(app: Flask) -> None:
    """Compress the application's answers for clients that take gzip."""
    app.before_request(_unmark_tags)
    app.after_request(_compress)


def _unmark_tags() -> None:
    """Let a client's tag of a compressed answer stand for the content that it was made of."""
    tags = request.environ.get("HTTP_IF_NONE_MATCH", "")
    g.knows_compressed = f'{MARK}"' in tags
    if g.knows_compressed:
        request.environ["HTTP_IF_NONE_MATCH"] = tags.replace(f'{MARK}"', '"')


def _compress(response: Response) -> Response:
    if not _may_be_compressed(response):
        return response
    response.vary.add("Accept-Encoding")
    tag, is_weak = response.get_etag()
    tag = None if is_weak else tag
    if response.status_code == 200 and request.accept_encodings["gzip"]:
        body = _kept_body(tag, response) if tag else _gzip(response, QUICK)
        if not body:
            return response
        response.set_data(body)
        response.content_encoding = "gzip"
    elif response.status_code != 304 or not g.get("knows_compressed"):
        return response
    if tag:
        response.set_etag(tag + MARK)
    return response


def _may_be_compressed(response: Response) -> bool:
    is_endless = response.is_streamed and not response.direct_passthrough
    if response.mimetype not in TEXTS or response.content_encoding or is_endless:
        return False
    return response.mimetype != "text/html" or "to_staff" not in request.cookies


def _kept_body(tag: str, response: Response) -> bytes:
    key = f"{request.path} {tag}"
    with _access:
        kept = _kept.get(key)
    if kept is None:
        kept = _gzip(response, BEST)
        with _access:
            _kept[key] = kept
    elif kept:
        response.close()
    return kept


def _gzip(response: Response, level: int) -> bytes:
    """Return the body compressed; nothing where that gains nothing.

    Scripts leave their comments behind, a fifth of what a phone would fetch; lines keep their
    numbers.
    """
    response.direct_passthrough = False
    data = response.get_data()
    if response.mimetype == "text/javascript":
        data = COMMENTS.sub(lambda found: b"\n" * found[0].count(b"\n"), data)
    return gzip.compress(data, level, mtime=0) if len(data) >= SMALLEST else b""
