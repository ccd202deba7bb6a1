"""The guests' menu as ready bytes, kept until it changes.

An entry is found by language and by the store as it was read with the reader's identity, the
menu's version included: a change is visible at once in every process, and nothing has to be
dropped. What changes by itself (hours, the business day) ends an entry at that moment. Bounded:
the least used goes first.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cachetools import TTLCache
from flask import current_app, json
from flask.blueprints import BlueprintSetupState

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.menu.queries import get_menu
from tableorder.menu.tree import TreeBuilder, next_change

LARGEST = 256
EXTENSION = "menu_cache"

Key = tuple[StoreView, str]


@dataclass(frozen=True, slots=True)
class GuestMenu:
    """The menu in one language: the answer's bytes with their ETag, and the same as data."""

    json_bytes: bytes
    etag: str
    tree: dict[str, Any]
    valid_until: datetime
    _fragments: dict[str, str] = field(default_factory=dict)

    def fragment(self, name: str, render: Callable[[dict[str, Any]], str]) -> str:
        """Return the HTML that `render` makes of the tree, made once for as long as it is kept.

        It may depend on nothing but the tree and the reader's language.
        """
        if name not in self._fragments:
            self._fragments[name] = render(self.tree)
        return self._fragments[name]


class MenuCache:
    """A bounded store of guest menus; with a lifetime of 0 s it keeps none."""

    def __init__(self, lifetime: int) -> None:
        self._kept: TTLCache[Key, GuestMenu] = TTLCache(LARGEST if lifetime else 0, lifetime)
        self._access = threading.Lock()
        self._building = threading.Lock()

    def get(self, key: Key, build: Callable[[], GuestMenu]) -> GuestMenu:
        """Return the kept menu while it holds, else build it: one at a time, the others wait."""
        found = self._find(key)
        if found:
            return found
        with self._building:
            return self._find(key) or self._keep(key, build())

    def _find(self, key: Key) -> GuestMenu | None:
        with self._access:
            found = self._kept.get(key)
        return found if found and clock.utc_now() < found.valid_until else None

    def _keep(self, key: Key, made: GuestMenu) -> GuestMenu:
        with self._access:
            if self._kept.maxsize:
                self._kept[key] = made
        return made


def init(state: BlueprintSetupState) -> None:
    """Give the application its cache."""
    lifetime = state.app.extensions["settings"].cache_ttl
    state.app.extensions[EXTENSION] = MenuCache(lifetime)


def guest_menu(store: StoreView, language: str) -> GuestMenu:
    """Return the store's menu in one language, as it is now."""
    cache: MenuCache = current_app.extensions[EXTENSION]
    return cache.get((store, language), lambda: _build(store, language))


def _build(store: StoreView, language: str) -> GuestMenu:
    now = clock.utc_now()
    menu = get_menu(store.id)
    tree = TreeBuilder(store, menu, language=language, now=now).build()
    json_bytes = json.dumps(tree).encode()
    # Made of the content, the tag is the same in every process and after every restart.
    source = b"%d:%s:%s" % (store.id, language.encode(), json_bytes)
    etag = hashlib.sha256(source).hexdigest()[:32]
    return GuestMenu(json_bytes, etag, tree, next_change(store, menu, now=now))
