"""A dataset at a weight: as many of its rows, chosen by a seed.

The seed puts all rows in an order; a weight takes them from its start. So what is delivered later at a higher weight is
added to what the buyer has, and every row still has its number and its proof in the dataset's Merkle tree.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction

from databourse.datasets.csv_file import CsvDataset
from databourse.errors import InvalidInput
from databourse.mechanisms.sharing.distortion.checking import check_seed, check_weight

_PURPOSE = b"databourse rows of a part"


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a dataset.

    Attributes:
        columns: their names.
        numbers: of the rows in the whole dataset, from 0, ascending.
        lines: the rows as they stand in the file.
    """

    columns: tuple[str, ...]
    numbers: tuple[int, ...]
    lines: tuple[str, ...]

    def chunks(self) -> list[bytes]:
        """The rows as they stand in the Merkle tree of the whole dataset."""
        return [number.to_bytes(4) + line.encode() for number, line in zip(self.numbers, self.lines, strict=True)]

    def __add__(self, other: Part) -> Part:
        """Both parts together.

        Raises:
            InvalidInput: they are of datasets with other columns, or share a row.
        """
        if self.columns != other.columns:
            raise InvalidInput.of("columns", other.columns, f"the part that it is added to has {self.columns}")
        shared = set(self.numbers) & set(other.numbers)
        if shared:
            raise InvalidInput.of("row", min(shared), "it is in both parts")
        rows = sorted(zip(self.numbers + other.numbers, self.lines + other.lines, strict=True))
        return Part(self.columns, tuple(number for number, _ in rows), tuple(line for _, line in rows))


def part_at(dataset: CsvDataset, weight: Fraction | int, seed: bytes) -> Part:
    """The rows that are delivered at a weight: that share of them, rounded up.

    Raises:
        InvalidInput: the weight is not from 0 to 1, or the seed has not 32 bytes.
    """
    return extra_part(dataset, 0, weight, seed)


def extra_part(dataset: CsvDataset, before: Fraction | int, after: Fraction | int, seed: bytes) -> Part:
    """The rows that lift what was delivered from one weight to another.

    Raises:
        InvalidInput: a weight is not from 0 to 1, they fall, or the seed has not 32 bytes.
    """
    first, last = check_weight("before", before), check_weight("after", after)
    if first > last:
        raise InvalidInput.of("after", str(last), f"it must not be below {first}: what is delivered is not taken back")
    order = shuffled_rows(dataset.units, seed)
    numbers = sorted(order[row_count_up(dataset.units, first) : row_count_up(dataset.units, last)])
    return Part(dataset.columns, tuple(numbers), tuple(dataset.lines[number] for number in numbers))


def row_count_up(rows: int, weight: Fraction) -> int:
    """How many rows a weight is, rounded up: nobody gets less than the weight says."""
    return -(-rows * weight.numerator // weight.denominator)


def shuffled_rows(rows: int, seed: bytes) -> list[int]:
    """All rows in the order of the seed, by the SHA-256 of purpose, seed and number: the same in any language.

    Raises:
        InvalidInput: the seed has not 32 bytes.
    """
    start = hashlib.sha256(_PURPOSE + check_seed(seed))

    def digest(row: int) -> bytes:
        whole = start.copy()
        whole.update(row.to_bytes(8))
        return whole.digest()

    return sorted(range(rows), key=digest)
