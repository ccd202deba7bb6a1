"""How prices are changed in one go: by an amount or by per cent, rounded to a step. Pure."""

from __future__ import annotations

from dataclasses import dataclass

WHOLE = 10_000
"""All of a price, in basis points."""


@dataclass(frozen=True, slots=True)
class PriceChange:
    """By how much a price changes: `basis_points` (100 are 1 %) of it, then `amount`.

    The result is the nearest multiple of `step`, half of one upwards; `amount` and `step` are in
    the currency's smallest unit.
    """

    amount: int = 0
    basis_points: int = 0
    step: int = 1


def new_price(price: int, change: PriceChange) -> int:
    """Return the changed price, which may be below 0: whoever asks decides about that."""
    exact = price * (WHOLE + change.basis_points) + change.amount * WHOLE
    step = WHOLE * change.step
    return (exact + step // 2) // step * change.step
