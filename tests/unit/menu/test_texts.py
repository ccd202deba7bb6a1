"""Language maps: whatever is sent, what is taken is clean, bounded and in known languages."""

from __future__ import annotations

import unicodedata
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from tableorder.i18n import LANGUAGES
from tableorder.menu import texts, vocabulary

NAME: TypeAdapter[dict[str, str]] = TypeAdapter(texts.Name)
DESCRIPTION: TypeAdapter[dict[str, str]] = TypeAdapter(texts.Description)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)
)
maps = st.dictionaries(st.sampled_from([*LANGUAGES, "fr", "", "KO"]), st.text() | anything)


def test_the_languages_are_those_of_the_interface() -> None:
    assert set(get_args(texts.Language)) == set(LANGUAGES)


def test_every_code_has_its_name() -> None:
    assert set(vocabulary.LABELS) == set(get_args(vocabulary.Label))
    assert set(vocabulary.ALLERGENS) == set(get_args(vocabulary.Allergen))


def test_allergens_are_those_of_both_rules_each_once() -> None:
    both, korea, europe = vocabulary.ALLERGEN_RULES.values()
    assert (len((*both, *korea)), len((*both, *europe))) == (19, 14)
    assert sorted((*both, *korea, *europe)) == sorted(vocabulary.ALLERGENS)


@given(maps | anything)
def test_what_is_taken_is_clean_and_what_is_not_is_refused(value: Any) -> None:
    try:
        taken = NAME.validate_python(value, strict=True)
    except ValidationError:
        return
    assert taken.keys() <= LANGUAGES.keys()
    for text in taken.values():
        assert 0 < len(text) <= 100
        assert text == text.strip()
        assert unicodedata.is_normalized("NFC", text)
        assert not any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text)
        text.encode()
    assert NAME.validate_python(taken, strict=True) == taken


@given(
    st.dictionaries(
        st.sampled_from(list(LANGUAGES)), st.text(alphabet="가나 abc😀あ중", max_size=100)
    )
)
def test_ordinary_names_are_taken_as_they_are(value: dict[str, str]) -> None:
    expected = {code: text.strip() for code, text in value.items() if text.strip()}
    assert NAME.validate_python(value, strict=True) == expected


def test_a_description_may_have_lines_and_a_name_may_not() -> None:
    assert DESCRIPTION.validate_python({"ko": " 첫 줄\r\n둘째 줄\n"}) == {"ko": "첫 줄\n둘째 줄"}
    with pytest.raises(ValidationError):
        NAME.validate_python({"ko": "첫 줄\n둘째 줄"})


@pytest.mark.parametrize("sign", ["\u0007", "\u202e", "\u2066", "\u200f", "\ufeff", "\ud800"])
def test_signs_that_hide_or_turn_text_are_refused(sign: str) -> None:
    for adapter in (NAME, DESCRIPTION):
        with pytest.raises(ValidationError):
            adapter.validate_python({"ko": f"밥{sign}상"})
