"""Numbers and amounts as people write them, in forms and in sheets.

What is no number goes on as its text: the schema says why.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import cache

from babel.numbers import get_currency_precision, get_currency_symbol

from tableorder.i18n import LANGUAGES

HUGE = 18
"""Digits from which a number is only too large: a million of them are not made an integer."""
MARKS = {"KRW": ("원", "\\"), "JPY": ("円", "엔", "\\"), "CNY": ("元",)}
"""How people write a currency besides its code and symbols; keyboards and fonts of Korea and Japan
have their sign in the backslash's place."""

_half_width: dict[int, str] = {
    **{0xFF01 + place: chr(0x21 + place) for place in range(94)},
    0xFFE5: "¥", 0xFFE6: "₩", 0x2212: "-",
}  # fmt: skip


def amount_text(amount: int, currency: str) -> str:
    """Write an amount of the smallest unit as a person types it: 3000 → "30.00" for dollars."""
    return str(Decimal(amount).scaleb(-get_currency_precision(currency)))


def read_amount(text: str, currency: str) -> int | str:
    """Read an amount as people write it, such as "₩12,000" or "12,000원"; else return the text."""
    return _read(text, _written(currency), get_currency_precision(currency))


def read_number(text: str) -> int | str:
    """Read a whole number as people write it, such as "1,000" or "-5"; else return the text."""
    return _read(text, _written(), 0)


def _read(text: str, written: re.Pattern[str], places: int) -> int | str:
    """Read a number in its unit of so many decimal places; what is not whole in it stays a text."""
    found = written.fullmatch(text.translate(_half_width).strip())
    try:
        value = Decimal("".join(found.groups()).replace(",", "") if found else "")
    except InvalidOperation:
        return text
    value = value.scaleb(places)
    if value.adjusted() > HUGE:
        value = Decimal(10**HUGE).copy_sign(value)
    return int(value) if value == int(value) else text


@cache
def _written(currency: str = "") -> re.Pattern[str]:
    """Return how numbers are written: sign, digits, and the currency's marks around them.

    A comma separates thousands and nothing else: "12,50" is not 1250.
    """
    symbols = {get_currency_symbol(currency, language) for language in LANGUAGES if currency}
    marks = {currency, *MARKS.get(currency, ()), *(s.translate(_half_width) for s in symbols)}
    mark = "|".join(map(re.escape, sorted(marks, key=len, reverse=True)))
    # Possessive: whatever somebody sends is read once.
    digits = r"[0-9]{1,3}(?:,[0-9]{3})++(?:\.[0-9]*+)?|[0-9]*+(?:\.[0-9]*+)?"
    told = rf"([-+]?)\s*+(?:{mark})?\s*+([-+]?(?:{digits}))\s*+(?:{mark})?"
    return re.compile(told, re.IGNORECASE)
