"""What tables, pairing and joining can answer besides success."""

from __future__ import annotations

from tableorder.auth.errors import WrongCredentials
from tableorder.errors import N_, Conflict, Forbidden, NotFound


class WrongPin(WrongCredentials):
    """Table number and PIN do not belong together; never says which one is wrong."""

    message = N_("The table number or PIN is not right.")


class CodeUnknown(NotFound):
    """A printed code that leads to no table, perhaps because it was replaced."""

    code = "CODE_UNKNOWN"
    message = N_("This code is not in use any more. Please ask our staff.")


class AdmissionRefused(Forbidden):
    """The store does not let phones in by the printed code alone."""

    code = "ADMISSION_REFUSED"
    message = N_("Please ask our staff to open this table for your phone.")


class CodeMissing(Forbidden):
    """A party sits at the table, and joining it needs its session's code."""

    code = "CODE_MISSING"
    message = N_("Please enter this table's 4-digit code.")


class WrongCode(Forbidden):
    """The code is not that of the session; after some wrong ones the session gets a new code."""

    code = "WRONG_CODE"
    message = N_("This is not the table's code. Please look at it once more.")


class TablesExist(Conflict):
    """Some of the tables to create are there already; none was created."""

    code = "TABLES_EXIST"
    message = N_("These tables exist already, so none was created: %(numbers)s")
