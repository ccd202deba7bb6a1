"""What signing in and keeping accounts can answer besides success."""

from __future__ import annotations

from tableorder.errors import N_, Conflict, Forbidden, NotFound, NotSignedIn


class WrongCredentials(NotSignedIn):
    """Store, name and password do not belong together; never says which one is wrong."""

    code = "WRONG_CREDENTIALS"
    message = N_("The store code, user name or password is not right.")


class StoreExists(Conflict):
    """Another store has this code."""

    code = "STORE_EXISTS"
    message = N_("There is already a store with the code %(store)s.")


class StoreUnknown(NotFound):
    """No store has this code."""

    code = "STORE_UNKNOWN"
    message = N_("There is no store with the code %(store)s.")


class AccountExists(Conflict):
    """Another account of the store has this user name."""

    code = "ACCOUNT_EXISTS"
    message = N_("There is already an account named %(username)s in this store.")


class AccountUnknown(NotFound):
    """No account of the store has this user name."""

    code = "ACCOUNT_UNKNOWN"
    message = N_("There is no account named %(username)s in this store.")


class LastOwner(Conflict):
    """The change would leave the store without an owner."""

    code = "LAST_OWNER"
    message = N_("A store needs at least one owner.")


class PinRequired(Forbidden):
    """On a shared screen somebody's PIN has to stand behind this; the details name the action."""

    code = "PIN_REQUIRED"
    message = N_("Please confirm this with your PIN.")

    def __init__(self, action: str) -> None:
        super().__init__(details={"action": action})


class WrongPassword(Forbidden):
    """The present password was asked for, and this is not it."""

    code = "WRONG_PASSWORD"
    message = N_("Your present password is not right.")


class WrongApproval(Forbidden):
    """The PIN is not this person's; never says whether there is such a person."""

    code = "WRONG_PIN"
    message = N_("This PIN is not right.")


class WrongScreenCode(WrongCredentials):
    """No screen waits for this code, or not any more; never says which."""

    message = N_("The store code or the screen's code is not right, or the code has expired.")


class ScreenPaired(Conflict):
    """The screen is connected, so it needs no code."""

    code = "SCREEN_PAIRED"
    message = N_("This screen is connected already. Disconnect it first.")
