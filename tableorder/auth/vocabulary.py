"""The fixed words of a store's settings. Pure: standard library only."""

from __future__ import annotations

from typing import Any, Literal, get_args

Language = Literal["ko", "en", "ja", "zh"]
Role = Literal["owner", "manager", "staff"]
Admission = Literal["open", "code", "staff"]
OrderFlow = Literal["full", "short"]
GuardedAction = Literal["void_after_cooking", "close_unfinished"]

GUARDED_ACTIONS: tuple[GuardedAction, ...] = get_args(GuardedAction)
"""What asks for a person's PIN on a shared screen, unless the store chooses otherwise."""

CALL_REASONS: tuple[dict[str, Any], ...] = (
    {
        "key": "water",
        "name": {"ko": "물", "en": "Water", "ja": "お水", "zh": "加水"},
    },
    {
        "key": "cutlery",
        "name": {"ko": "수저·앞접시", "en": "Cutlery", "ja": "取り皿・箸", "zh": "餐具"},
    },
    {
        "key": "bill",
        "name": {"ko": "계산", "en": "Bill", "ja": "お会計", "zh": "结账"},
    },
    {
        "key": "help",
        "name": {"ko": "직원 호출", "en": "Help", "ja": "スタッフを呼ぶ", "zh": "呼叫服务员"},
    },
)
"""What guests of a new store may call for."""
