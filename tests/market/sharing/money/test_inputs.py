"""Reports and sponsors, byte for byte."""

from __future__ import annotations

from dataclasses import replace

import pytest

from databourse.errors import InvalidInput
from databourse.market.entries import MAX_LOCK
from databourse.market.faults import Fault
from databourse.market.sharing.money.inputs import Report, Sponsor, read_payload

LOW, HIGH = "0x" + "00" * 19 + "01", "0x" + "00" * 19 + "02"
PLAIN = Report(7, 3, 10, 2, (10, 18))


def test_a_report_has_the_layout_that_the_checkers_read() -> None:
    packed = replace(PLAIN, exceptions=((LOW, 5),)).encode()
    exception = bytes(19) + b"\1" + bytes(10) + b"\5"
    head = b"\x08" + bytes(7) + b"\7" + b"\0\3" + b"\0\0\0\x0a" + bytes(10) + b"\2" + b"\1"
    assert packed == head + exception + b"\0\2" + bytes(10) + b"\x0a" + bytes(10) + b"\x12"


@pytest.mark.parametrize(
    "report",
    [
        PLAIN,
        Report(0, 0, 1, 0),
        replace(PLAIN, table=(), additive=((LOW, 4), (HIGH, MAX_LOCK))),
        replace(PLAIN, table=(), additive=()),
        replace(PLAIN, exceptions=((LOW, 0), (HIGH, 9))),
        replace(PLAIN, table=tuple(range(255))),
    ],
)
def test_what_is_written_is_read_again(report: Report) -> None:
    assert read_payload(report.encode()) == report


def test_a_sponsor_is_twelve_bytes() -> None:
    assert Sponsor(258).encode() == b"\x09" + bytes(9) + b"\1\2"
    assert read_payload(Sponsor(258).encode()) == Sponsor(258)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (replace(PLAIN, size=0), "size is 0, but dataset is 7"),
        (replace(PLAIN, dataset=0), "size is 3, but dataset is 0"),
        (replace(PLAIN, size=2**16), "size is 65536"),
        (replace(PLAIN, lot=0), "lot is 0"),
        (replace(PLAIN, cost=-1), "cost is -1"),
        (replace(PLAIN, table=(3, 2)), r"table\[1\] is 2"),
        (replace(PLAIN, table=(1,) * 256), "table has 256"),
        (replace(PLAIN, table=(MAX_LOCK + 1,)), r"table\[0\]"),
        (replace(PLAIN, additive=()), "table and additive are both given"),
        (replace(PLAIN, exceptions=((HIGH, 1), (LOW, 1))), r"exceptions\[1\]"),
        (replace(PLAIN, table=(), additive=((LOW, 1), (LOW, 1))), r"additive\[1\]"),
        (replace(PLAIN, table=(), additive=((LOW, -1),)), r"additive\[0\] is -1"),
    ],
)
def test_what_no_rule_would_count_is_not_written(wrong: Report, named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        wrong.encode()


@pytest.mark.parametrize("cap", [0, MAX_LOCK + 1])
def test_a_sponsor_has_a_cap(cap: int) -> None:
    with pytest.raises(InvalidInput, match="cap is"):
        Sponsor(cap).encode()


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (b"", "the payload's tag"),
        (b"\7", "the payload's tag"),
        (b"\x08" * 27, "the payload's length"),
        (PLAIN.encode()[:-1], "the payload's length"),
        (PLAIN.encode() + b"\0", "the payload's length"),
        (PLAIN.encode()[:27] + b"\2\0", "the family"),
        (b"\x09" + bytes(11), "cap"),
        (b"\x09" + bytes(10), "the payload's length"),
        (PLAIN.encode()[:-11] + bytes(11), "table[1]"),
        (b"\x08" + bytes(8) + PLAIN.encode()[9:], "size"),
    ],
)
def test_what_is_neither_says_why(payload: bytes, field: str) -> None:
    fault = read_payload(payload)
    assert isinstance(fault, Fault)
    assert fault.field == field


@pytest.mark.parametrize(
    ("table", "concave"),
    [((), True), ((5,), True), ((5, 9, 12), True), ((5, 5), True), ((0, 1), False), ((5, 9, 14), False)],
)
def test_concave_tables_count_the_step_from_nothing(table: tuple[int, ...], concave: bool) -> None:
    assert replace(PLAIN, table=table).is_concave is concave
