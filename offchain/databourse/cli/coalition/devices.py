"""The devices that a command joins with: one from its options, or a table of them from a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from databourse.chain.records import Dataset
from databourse.cli import catalog
from databourse.cli.coalition.options import MOST_TYPE
from databourse.cli.session import Session
from databourse.datasets.csv_file import read_csv
from databourse.datasets.merkle import MerkleTree
from databourse.errors import InvalidInput, NotFound
from databourse.money import parse_count

COLUMNS = ("dataset", "file", "samples", "type", "from")
_MOST_DATASET, _MOST_SAMPLES = 2**64 - 1, 2**32 - 1


@dataclass(frozen=True)
class Wanted:
    """A device that should join.

    Attributes:
        where: what errors call it, with a blank at its end, or nothing.
        dataset: its dataset.
        samples: how many of them; None for all its units.
        type: of its data.
        account: name of who joins with it; None for the owner of the dataset, under the name that it has here.
    """

    where: str
    dataset: Dataset
    samples: int | None
    type: int
    account: str | None


def read_devices(session: Session, path: Path) -> list[Wanted]:
    """The devices in a CSV file: dataset (or the file that was registered as one), type, and if given samples and from.

    Raises:
        NotFound: there is no such file, or no such dataset.
        InvalidInput: a column is missing or unknown, or a cell is no such value.
    """
    data = read_csv(path)
    for column in data.columns:
        if column not in COLUMNS or data.columns.count(column) > 1:
            raise InvalidInput.of(f"{path}: column", column, f"must be one of {', '.join(COLUMNS)}, each once")
    for column, missing in (("type", {"type"}), ("dataset", {"dataset", "file"})):
        if not missing & set(data.columns):
            raise InvalidInput(f"{path} has no column {column}", f"its first line names some of {', '.join(COLUMNS)}")
    registry = _Registry(session)
    found = []
    for line, row in enumerate(data.rows, start=2):
        cells, where = dict(zip(data.columns, row, strict=True)), f"{path}, row {line}: "
        number = (
            parse_count(cells["dataset"], f"{where}dataset", 1, _MOST_DATASET)
            if cells.get("dataset")
            else registry.number_of(cells.get("file", ""), where)
        )
        samples = cells.get("samples")
        found.append(
            Wanted(
                where=where,
                dataset=session.exchange.dataset(number),
                samples=parse_count(samples, f"{where}samples", 1, _MOST_SAMPLES) if samples else None,
                type=parse_count(cells["type"], f"{where}type", 0, MOST_TYPE),
                account=cells.get("from") or session.sender,
            )
        )
    return found


class _Registry:
    """Finds a registered dataset by the file that it is."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._numbers: dict[bytes, int] | None = None

    def number_of(self, file: str, where: str) -> int:
        if not file:
            raise InvalidInput(f"{where}there is neither a dataset nor a file")
        root = MerkleTree(read_csv(Path(file)).chunks()).root
        if self._numbers is None:
            # of several with the same data the first: they can be anybody's copies
            listed = reversed(catalog.datasets(self._session.exchange))
            self._numbers = {one.root: one.dataset.number for one in listed}
        if root not in self._numbers:
            raise NotFound(f"{where}{file} is not registered", "register it with `bourse dataset register`")
        return self._numbers[root]
