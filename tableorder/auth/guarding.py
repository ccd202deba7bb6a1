"""Actions that a shared screen does not take by itself: a person stands behind them with a PIN."""

from __future__ import annotations

from tableorder.auth.errors import PinRequired
from tableorder.auth.queries import ScreenView


def check_guarded(who: object, action: str) -> None:
    """Raise PinRequired when `who` is a shared screen and its store guards `action`."""
    if isinstance(who, ScreenView) and action in who.store.guarded_actions:
        raise PinRequired(action)
