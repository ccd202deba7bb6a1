"""Requests and answers of pairing, joining and sessions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tableorder.auth.schemas import StoreAnswer
from tableorder.web import Answer, PlainText, Request

KEY_PATTERN = r"^[A-Za-z0-9_-]{1,43}$"


class PairRequest(Request):
    """Which table a tablet wants to stand for."""

    store_code: Annotated[PlainText, Field(min_length=1, max_length=40)]
    table_number: Annotated[int, Field(ge=1, le=9999)]
    pin: Annotated[str, Field(pattern=r"^[0-9]{4,8}$")]


class SessionRequest(Request):
    """Start or join: a device with a token says nothing, a phone without one names its table."""

    table_key: Annotated[str, Field(pattern=KEY_PATTERN)] | None = None
    code: Annotated[str, Field(pattern=r"^[0-9]{4}$")] | None = None


class TableAnswer(Answer):
    """A table as a guest sees it; at a paused one guests order nothing, and are told why."""

    id: int
    number: int
    label: str
    is_paused: bool
    pause_message: str


class SessionAnswer(Answer):
    """One party's stay; `code` lets more phones in where the store asks for one."""

    id: int
    opened_at: str
    code: str | None


class DeviceAnswer(Answer):
    """The asking device: a tablet or a phone; `is_admitted` is false while it waits for staff."""

    id: int
    kind: str
    is_admitted: bool


class WaitingAnswer(Answer):
    """A phone that waits until staff admit it."""

    id: int
    since: str


class PlaceAnswer(Answer):
    """Which table."""

    id: int
    number: int


class PartyAnswer(Answer):
    """A session with the phones that wait to join it."""

    id: int
    table: PlaceAnswer
    code: str
    opened_at: str
    waiting: list[WaitingAnswer]


class WhereaboutsAnswer(Answer):
    """The session in which a party is now."""

    session: PartyAnswer


class PairAnswer(Answer):
    """A table token; `expires_in` is in seconds."""

    access_token: str
    expires_in: int
    table: TableAnswer


class PresentAnswer(Answer):
    """Where a guest's device is; `session` is null at a free table."""

    session: SessionAnswer | None
    table: TableAnswer
    store: StoreAnswer
    device: DeviceAnswer


class StartAnswer(PresentAnswer):
    """The session that was started or joined, with a token for a phone that came without one."""

    access_token: str | None = None
    expires_in: int | None = None
