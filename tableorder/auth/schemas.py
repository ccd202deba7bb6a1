"""Requests and answers of signing in, of people and screens, and of the store's settings."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from tableorder.auth.rules import LONGEST_NAME, LONGEST_PASSWORD
from tableorder.auth.vocabulary import Admission, GuardedAction, Language, OrderFlow, Role
from tableorder.web import Answer, PlainText, Request

Username = Annotated[PlainText, Field(min_length=1, max_length=40)]
Secret = Annotated[str, Field(min_length=1, max_length=LONGEST_PASSWORD)]
Pin = Annotated[str, Field(pattern=r"^[0-9]{4,6}$")]
StoreCode = Annotated[PlainText, Field(min_length=1, max_length=40)]


Entry = TypeVar("Entry", bound=str)


def _each_once(entries: list[Entry]) -> list[Entry]:
    if len(set(entries)) < len(entries):
        raise PydanticCustomError("repeated", "an entry stands here twice")
    return entries


class LoginRequest(Request):
    """Who wants to sign in, and where."""

    store_code: StoreCode
    username: Username
    password: Secret


class AccountAnswer(Answer):
    """A person who works in a store."""

    id: int
    username: str
    role: str


class StoreAnswer(Answer):
    """A store as whoever is signed in to it sees it; the first language is its own."""

    code: str
    name: str
    currency: str
    timezone: str
    languages: list[str]


class LoginAnswer(Answer):
    """A staff token; `expires_in` is in seconds."""

    access_token: str
    expires_in: int
    account: AccountAnswer


class MeAnswer(Answer):
    """Who is signed in, and where."""

    account: AccountAnswer
    store: StoreAnswer


class NewAccount(Request):
    """A person to add; they change the password themselves."""

    username: Username
    password: Secret
    role: Role


class AccountChange(Request):
    """What changes of a person; what is left out stays."""

    username: Username = ""
    role: Role = "staff"


class PasswordChange(Request):
    """A new password; one's own needs the present one beside it."""

    password: Secret
    old_password: Secret | None = None


class PinChange(Request):
    """The PIN that speaks for a person on shared screens."""

    pin: Pin


class Approval(Request):
    """A person who stands behind what a shared screen asks for."""

    account_id: Annotated[int, Field(ge=1, le=2**31 - 1)]
    pin: Pin


class AccountOut(Answer):
    """A person, with their living sign-ins and when the last of these began."""

    id: int
    username: str
    role: Role
    has_pin: bool
    created_at: str
    sign_ins: int
    signed_in_at: str | None


class AccountList(Answer):
    """The people who work in the store."""

    accounts: list[AccountOut]


class CrewMember(Answer):
    """Someone who can approve on a shared screen."""

    id: int
    username: str


class CrewList(Answer):
    """The people who have a PIN."""

    crew: list[CrewMember]


class NewScreen(Request):
    """A shared screen to add, under a name that says where it hangs."""

    name: Annotated[PlainText, Field(min_length=1, max_length=40)]


class ScreenPairing(Request):
    """What is typed on the screen: the store, and the code that was shown once."""

    store_code: StoreCode
    code: Annotated[str, Field(pattern=r"^[0-9]{4} ?[0-9]{4}$")]


class ScreenName(Answer):
    """Which screen."""

    id: int
    name: str


class ScreenOut(ScreenName):
    """A screen: paired, or waiting until `code_expires_at` for its code."""

    is_paired: bool
    created_at: str
    code_expires_at: str | None


class ScreenList(Answer):
    """The store's screens."""

    screens: list[ScreenOut]


class ScreenCodeOut(ScreenName):
    """The code that pairs a screen; it is told this once."""

    code: str
    code_expires_at: str


class ScreenToken(Answer):
    """A staff token that a screen works with; `expires_in` is in seconds."""

    access_token: str
    expires_in: int
    screen: ScreenName


class StoreChange(Request):
    """What changes of the store's settings; what is left out stays.

    `languages` are the menu's, the store's own first; `day_starts_at` is in minutes after midnight.
    """

    name: Annotated[PlainText, Field(min_length=1, max_length=LONGEST_NAME)] = ""
    languages: Annotated[list[Language], AfterValidator(_each_once), Field(min_length=1)] = Field(
        []
    )
    admission: Admission = "code"
    order_flow: OrderFlow = "full"
    day_starts_at: Annotated[int, Field(ge=0, le=1439)] = 0
    guarded_actions: Annotated[list[GuardedAction], AfterValidator(_each_once)] = Field([])


class StoreSettings(StoreAnswer):
    """The store's settings; currency and time zone are fixed when it is made."""

    admission: Admission
    order_flow: OrderFlow
    day_starts_at: int
    guarded_actions: list[GuardedAction]
    is_taking_orders: bool
    pause_message: str


def _week(times: list[str | None]) -> list[str | None]:
    if len(times) not in {0, 7}:
        raise PydanticCustomError("not_a_week", "none, or one for each weekday")
    return times if any(times) else []


Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class OrderingChange(Request):
    """What changes of how many orders the kitchen takes; what is left out stays.

    `last_orders` has a time for each weekday from Monday on, null for none; one up to the business
    day's start is of the night after it. `order_gap` is in minutes between two orders of a table,
    `order_limit` in portions of an order; 0 is no limit.
    """

    is_taking_orders: bool = True
    pause_message: Annotated[PlainText, Field(max_length=200)] = ""
    last_orders: Annotated[list[Clock | None], Field(max_length=7), AfterValidator(_week)] = Field(
        []
    )
    order_gap: Annotated[int, Field(ge=0, le=240)] = 0
    order_limit: Annotated[int, Field(ge=0, le=999)] = 0


class OrderingSettings(Answer):
    """How many orders the kitchen takes; the limits are for guests, not for staff."""

    is_taking_orders: bool
    pause_message: str
    last_orders: list[str | None]
    order_gap: int
    order_limit: int
