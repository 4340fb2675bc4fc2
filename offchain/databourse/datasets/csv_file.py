"""A CSV file as a dataset: its first line names the columns, every further one is a unit and a chunk.

Units are what the market trades, so each must be provable by itself: chunk `i` is the number `i` in four bytes, big
endian, and the row as it stands in the file, without the end of the line. The number keeps a row from passing for
another unit.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from databourse.errors import InvalidInput, NotFound

MOST_UNITS = 2**32 - 1
"""The registry counts units in 32 bits."""


@dataclass(frozen=True)
class CsvDataset:
    """A CSV file that was read.

    Attributes:
        columns: names from the first line.
        rows: cells of each unit, stripped of blanks; every row has as many as there are columns.
        lines: each unit as it stands in the file.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]

    @property
    def units(self) -> int:
        """Number of units."""
        return len(self.lines)

    def chunks(self) -> list[bytes]:
        """What the Merkle tree is built over, one chunk for each unit."""
        return [number.to_bytes(4) + line.encode() for number, line in enumerate(self.lines)]


def read_csv(path: Path) -> CsvDataset:
    """Reads a CSV file (UTF-8, commas, quotes where needed; a unit may not go over several lines).

    Raises:
        NotFound: there is no such file.
        InvalidInput: it is no such file, has no rows, or a row has another number of cells than there are columns.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} cannot be read as text: {error}", "give a CSV file in UTF-8") from error
    return parse_csv(text, str(path))


def parse_csv(text: str, name: str = "the file") -> CsvDataset:
    """`read_csv` for a text that is at hand; `name` is what errors call it."""
    # only these end a line: str.splitlines would also cut at form feeds and the like inside a cell
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    try:
        cells = [tuple(cell.strip() for cell in row) for row in csv.reader(io.StringIO("\n".join(lines)), strict=True)]
    except csv.Error as error:
        raise InvalidInput(f"{name} is not valid CSV: {error}") from error
    if len(cells) != len(lines):
        raise InvalidInput(f"{name} has a cell that goes over several lines", "write each unit on one line")
    if len(lines) < 2:
        raise InvalidInput(f"{name} has no units", "its first line names the columns, every further one is a unit")
    for number, row in enumerate(cells[1:], start=2):
        if len(row) != len(cells[0]):
            raise InvalidInput.of(f"{name}, row {number}", f"{len(row)} cells", f"must have {len(cells[0])}")
    if len(lines) - 1 > MOST_UNITS:
        raise InvalidInput.of(f"{name}: units", len(lines) - 1, f"must be at most {MOST_UNITS}")
    return CsvDataset(cells[0], tuple(cells[1:]), tuple(lines[1:]))
