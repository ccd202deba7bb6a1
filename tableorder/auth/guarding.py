"""Actions that a shared screen does not take by itself: a person stands behind them with a PIN."""

from __future__ import annotations

from tableorder import security
from tableorder.auth import limits
from tableorder.auth.account_queries import find_pin_holder
from tableorder.auth.errors import PinRequired, WrongApproval
from tableorder.auth.queries import Crew, ScreenView, StaffView


def check_guarded(who: object, action: str) -> None:
    """Raise PinRequired when `who` is a shared screen and its store guards `action`."""
    if isinstance(who, ScreenView) and action in who.store.guarded_actions:
        raise PinRequired(action)


def require_person(who: Crew, action: str) -> StaffView:
    """Return the person who asks; raises PinRequired when a shared screen asks by itself."""
    if isinstance(who, ScreenView):
        raise PinRequired(action)
    return who


def approve(screen: ScreenView, *, account_id: int, pin: str, address: str | None) -> StaffView:
    """Return the person whose PIN this is, to act as them for one request.

    What a screen may ask for, a person of any role may do. Raises WrongApproval, TooManyRequests.
    """
    attempt = limits.begin_attempt(f"pin:{screen.store.id}/{account_id}", address)
    found = find_pin_holder(screen.store.id, account_id)
    if not security.verify_secret(found.pin_hash if found else None, pin) or found is None:
        raise WrongApproval
    attempt.take_back()
    return StaffView(found.id, found.username, found.role, jti="", store=screen.store)
