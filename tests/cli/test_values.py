from __future__ import annotations

import pytest

from databourse.cli.values import format_duration, parse_duration
from databourse.errors import InvalidInput
from tests.cli.conftest import refused


@pytest.mark.parametrize(
    ("text", "seconds"), [("90s", 90), ("10m", 600), ("1h30m", 5400), ("2d", 172800), (" 1H ", 3600), ("1m1m", 120)]
)
def test_durations(text: str, seconds: int) -> None:
    assert parse_duration(text, "close in") == seconds


@pytest.mark.parametrize("text", ["", "10", "m", "1.5h", "10 m", "1y", "0s", "-5m", "9999999999d", "999999999d", "١m"])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(InvalidInput, match="close in is "):
        parse_duration(text, "close in")


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (59, "59 s"), (60, "1 min"), (5400, "1 h 30 min"), (90061, "1 d 1 h")]
)
def test_durations_for_people(seconds: int, text: str) -> None:
    assert format_duration(seconds) == text


BID = ("bid", "1", "--from", "alice", "--yes")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--price", "-1", "--quantity", "1"), "price is '-1', but must not be negative"),
        (("--price", "abc", "--quantity", "1"), "price is 'abc', but must be a number"),
        (("--price", "1,5", "--quantity", "1"), "price is '1,5', but must be digits with a decimal point"),
        (("--price", "1e3", "--quantity", "1"), "price is '1e3', but must be written without an exponent"),
        (("--price", "0." + "1" * 19, "--quantity", "1"), "must have at most 18 decimals"),
        (("--price", "9" * 30, "--quantity", "1"), "but must be at most 309485009.8"),
        (("--price", "9" * 5000, "--quantity", "1"), "(5002 characters), but must be at most"),
        (("--price", "1", "--quantity", "0"), "quantity is '0', but must be a whole number from 1 to 4294967295"),
        (("--price", "1", "--quantity", "-2"), "quantity is '-2', but must not be negative"),
        (("--price", "1", "--quantity", "1.5"), "quantity is '1.5', but must be a whole number"),
        (("--price", "1", "--quantity", "4294967296"), "quantity is '4294967296', but must be a whole number from 1"),
        (("--price", "1", "--quantity", "many"), "quantity is 'many', but must be a number"),
        (("--price", "1", "--quantity", "1", "--min-quality", "16"), "min quality is '16', but must be a whole number"),
        (("--price", "1", "--quantity", "1", "--min-quality", "-1"), "min quality is '-1', but must not be negative"),
        (("--price", "300000000", "--quantity", "2"), "price times quantity is '600000000', but must be at most 3094"),
    ],
)
def test_bad_bids_are_refused_before_any_node_is_asked(options: tuple[str, ...], message: str) -> None:
    assert message in refused(2, *BID, *options)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("ask", "1", "--dataset", "x", "--price", "1", "--quantity", "1"), "dataset is 'x', but must be a number"),
        (("ask", "1", "--dataset", "1", "--price", "1", "--quantity", "0"), "quantity is '0'"),
        (("slot", "open", "1", "--close-in", "ten"), "close in is 'ten', but must be a duration"),
        (("slot", "open", "1", "--close-in", "1m", "--k", "0"), "k is '0', but must be a whole number from 1 to 65535"),
        (("slot", "list", "--last", "0"), "last is '0', but must be a whole number from 1"),
        (("order", "cancel", "1", "first"), "entry is 'first', but must be a number"),
        (("devnet", "start", "--port", "70000"), "port is '70000', but must be a whole number from 0 to 65535"),
        (("wallet", "withdraw", "1", "everything"), "amount is 'everything', but must be a number"),
    ],
)
def test_bad_values_of_other_commands(words: tuple[str, ...], message: str) -> None:
    assert message in refused(2, *words)
