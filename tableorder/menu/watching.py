"""Look at what a change of the menu takes from guests, before it is kept.

Whoever changes the menu on our pages is told first, and does it anyway by naming what they have
seen. The change is written, looked at in its own transaction and taken back: so the same rules hold
whatever wrote it, and nobody can change the menu between the question and the answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from tableorder import clock
from tableorder.auth.queries import StoreView
from tableorder.errors import Sentence
from tableorder.menu.drafts import harm
from tableorder.menu.errors import WouldBreak
from tableorder.menu.findings import MESSAGES, Finding
from tableorder.menu.queries import get_menu

Seen = Collection[str] | None
"""Keys of the findings that somebody has seen; None where nobody asks, as programs do not."""


@contextmanager
def watching(store: StoreView, seen: Seen) -> Iterator[None]:
    """Raise WouldBreak when what is written inside does harm that is not among the `seen`.

    It has to stand inside the transaction, which the error takes back.
    """
    if seen is None:
        yield
        return
    before = get_menu(store.id)
    yield
    found = harm(store, before, get_menu(store.id), now=clock.utc_now())
    if not {finding.key for finding in found} <= {*seen}:
        raise WouldBreak(found, details={"findings": [_tell(finding) for finding in found]})


def _tell(finding: Finding) -> dict[str, Any]:
    message = Sentence(MESSAGES[finding.problem], finding.params)
    return {"code": finding.problem.value, "key": finding.key, "message": message}
