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
