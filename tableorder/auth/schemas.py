"""Requests and answers of signing in."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tableorder.auth.rules import LONGEST_PASSWORD
from tableorder.web import Answer, PlainText, Request


class LoginRequest(Request):
    """Who wants to sign in, and where."""

    store_code: Annotated[PlainText, Field(min_length=1, max_length=40)]
    username: Annotated[PlainText, Field(min_length=1, max_length=40)]
    password: Annotated[str, Field(min_length=1, max_length=LONGEST_PASSWORD)]


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
