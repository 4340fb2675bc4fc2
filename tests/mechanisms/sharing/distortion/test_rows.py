from __future__ import annotations

import hashlib
from fractions import Fraction

import pytest

from databourse.datasets.csv_file import parse_csv
from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.distortion import extra_part, part_at, row_count_up, shuffled_rows

SEED = bytes(range(32))
DATA = parse_csv("time,value\n" + "".join(f"{row},{row * row}\n" for row in range(100)))


def test_a_part_has_that_share_of_the_rows_rounded_up() -> None:
    for weight, rows in ((0, 0), (Fraction(1, 1000), 1), (Fraction(1, 2), 50), (Fraction(501, 1000), 51), (1, 100)):
        part = part_at(DATA, weight, SEED)
        assert len(part.numbers) == len(part.lines) == rows
        assert part.lines == tuple(DATA.lines[number] for number in part.numbers)
        assert list(part.numbers) == sorted(set(part.numbers))
    assert (
        row_count_up(3, Fraction(1, 3)) == 1
        and row_count_up(3, Fraction(2, 3)) == 2
        and row_count_up(0, Fraction(1)) == 0
    )


def test_what_is_lifted_is_added_to_what_is_there() -> None:
    quarter = part_at(DATA, Fraction(1, 4), SEED)
    more = extra_part(DATA, Fraction(1, 4), Fraction(2, 3), SEED)
    assert quarter + more == part_at(DATA, Fraction(2, 3), SEED)
    rest = extra_part(DATA, Fraction(2, 3), 1, SEED)
    whole = quarter + more + rest
    assert whole.numbers == tuple(range(100)) and whole.lines == DATA.lines
    assert extra_part(DATA, 1, 1, SEED).numbers == ()


def test_rows_can_be_proved_where_they_stood() -> None:
    part = part_at(DATA, Fraction(1, 3), SEED)
    assert part.chunks() == [DATA.chunks()[number] for number in part.numbers]
    assert part_at(DATA, 1, SEED).chunks() == DATA.chunks()


def test_the_order_is_that_of_hashes_which_anybody_can_compute() -> None:
    digests = [hashlib.sha256(b"databourse rows of a part" + SEED + row.to_bytes(8)).digest() for row in range(20)]
    assert [digests[row] for row in shuffled_rows(20, SEED)] == sorted(digests)
    assert shuffled_rows(20, SEED) != shuffled_rows(20, bytes(32)) and shuffled_rows(0, SEED) == []
    assert sorted(shuffled_rows(1000, SEED)) == list(range(1000))
    # over many seeds every row is as likely to be delivered
    counts = [0] * 10
    for seed in range(2_000):
        counts[shuffled_rows(10, seed.to_bytes(32))[0]] += 1
    assert all(120 < count < 280 for count in counts)


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (0, Fraction(3, 2), "after is '3/2', but it must be from 0 to 1"),
        (Fraction(-1, 2), 1, "before is '-1/2'"),
        (Fraction(1, 2), Fraction(1, 4), "after is '1/4', but it must not be below 1/2"),
        (0, 0.5, "after is 0.5, but it must be a Fraction"),
        (0, True, "after is True"),
    ],
)
def test_bad_weights(before: Fraction, after: Fraction, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        extra_part(DATA, before, after, SEED)


@pytest.mark.parametrize("seed", [b"", bytes(31), "x" * 32, bytearray(32)])
def test_bad_seeds_are_not_shown(seed: bytes) -> None:
    with pytest.raises(InvalidInput, match=r"^the seed must be 32 bytes, drawn for one delivery and kept secret$"):
        part_at(DATA, 1, seed)


def test_parts_that_do_not_fit_together() -> None:
    part = part_at(DATA, Fraction(1, 2), SEED)
    with pytest.raises(InvalidInput, match="it is in both parts"):
        part + part_at(DATA, Fraction(1, 4), SEED)
    with pytest.raises(InvalidInput, match="columns is"):
        part + part_at(parse_csv("other\n1\n"), 1, SEED)
