"""What store codes, user names and passwords may look like, and how long guessing waits."""

import unicodedata

import pytest

from tableorder.auth import rules
from tableorder.auth.limits import LONGEST_DELAY, delay_after, network_of
from tableorder.auth.pages import _LOCAL_PATH


@pytest.mark.parametrize("code", ["a", "cafe", "cafe-gangnam", "7", "a" * 40])
def test_a_store_code_is_small_letters_digits_and_hyphens(code):
    assert rules.is_store_code(code)


@pytest.mark.parametrize(
    "code", ["", "Cafe", "-cafe", "cafe-", "카페", "a b", "a/b", "a\0", "a" * 41, "cafe\n"]
)
def test_anything_else_is_no_store_code(code):
    assert not rules.is_store_code(code)


def test_a_store_names_every_fault_at_once():
    faults = rules.check_store(code="?", name=" ", timezone="Mars/Base", currency="won")
    assert [fault.path for fault in faults] == ["code", "name", "timezone", "currency"]


def test_a_good_store_has_no_fault():
    assert not rules.check_store(
        code="cafe", name="모퉁이식당", timezone="Asia/Seoul", currency="KRW"
    )


@pytest.mark.parametrize("name", ["owner", "kim.min-ji_2", "김민지"])
def test_user_names_may_be_of_any_script(name):
    assert not rules.check_username(rules.normal_username(name))


@pytest.mark.parametrize("name", ["", "x", "a b", "a/b", "<b>", "a\0b", "a" * 41])
def test_user_names_have_no_spaces_and_signs(name):
    assert rules.check_username(rules.normal_username(name))


def test_a_user_name_has_one_spelling():
    decomposed = unicodedata.normalize("NFD", "김민지")
    assert rules.normal_username(f" {decomposed} ") == "김민지"
    assert rules.normal_username("Owner") == "owner"


@pytest.mark.parametrize(("length", "faults"), [(7, 1), (8, 0), (200, 0), (201, 1)])
def test_a_password_is_neither_short_nor_endless(length, faults):
    assert len(rules.check_password("x" * length)) == faults


def test_delays_double_up_to_a_bound():
    assert [delay_after(over) for over in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert delay_after(10_000) == LONGEST_DELAY


def test_an_ipv6_host_is_known_by_its_network():
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff")
    assert network_of("2001:db8::1") != network_of("2001:db8:0:1::1")
    assert network_of("::ffff:192.0.2.1") == network_of("192.0.2.1")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")
    assert network_of(None) == network_of(None)


@pytest.mark.parametrize("path", ["/", "/board", "/history?from=2026-01-01&x=%2F", "/a//b"])
def test_a_way_back_may_be_a_path_of_ours(path):
    assert _LOCAL_PATH.fullmatch(path)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "board",
        "//evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "/\t/evil.test",
        "/ /evil.test",
        "https://evil.test",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=1",
        "/board\n",
        "/보드",
    ],
)
def test_a_way_back_never_leads_away(path):
    assert not _LOCAL_PATH.fullmatch(path)
