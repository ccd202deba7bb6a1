"""Long work beside the loop that serves everyone: it runs in the thread pool, the caller waits.

What runs there touches no session, request or `g`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import gevent

from tableorder.errors import AppError

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")


def run(call: Callable[_Given, _Result], *args: _Given.args, **kwargs: _Given.kwargs) -> _Result:
    """Return what `call` returns, or raise what it raises."""

    def attempt() -> _Result | AppError:
        # Refusals are handed back instead: the pool would print them as faults of ours.
        try:
            return call(*args, **kwargs)
        except AppError as error:
            return error

    outcome: _Result | AppError = gevent.get_hub().threadpool.apply(attempt)
    if isinstance(outcome, AppError):
        raise outcome
    return outcome
