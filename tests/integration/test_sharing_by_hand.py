"""A round of data for data and one for money in a terminal, exactly as the README shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from databourse.chain import devnet
from databourse.demo.scenario import STATIONS
from databourse.demo.stations import cut, read_series, write
from tests.integration.test_by_hand import bourse
from tests.integration.test_chain_by_hand import blocks, typed


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where a new user stands; whatever runs there is stopped at the end."""
    yield tmp_path
    devnet.stop()


def test_two_rounds_of_sharing(folder: Path) -> None:
    bourse("devnet start --port 0")
    bourse("deploy --yes")
    for station in STATIONS:
        write(station, cut(station, read_series(station.series)), folder)
    for path, owner in zip(sorted(folder.glob("*.csv")), ("alice", "bob", "carol", "dave", "erin"), strict=False):
        bourse(f"dataset register {path.name} --kind temperature --from {owner} --yes")

    commands, shown = blocks("## Sharing rounds by hand")[:2]
    told = [typed(line) for line in commands.splitlines() if line]
    matched, sold = (
        one for line, one in zip(commands.replace("\n\n", "\n").splitlines(), told, strict=True) if " show " in line
    )
    assert "Drawn to weather.png." in matched and (folder / "weather.png").stat().st_size > 10_000
    gains = {"bob": "11 DBT", "alice": "14 DBT", "carol": "12.5 DBT", "dave": "7 DBT", "erin": "0 DBT"}
    rows = [line.split() for line in matched.splitlines()]
    assert gains == {row[2]: " ".join(row[-2:]) for row in rows if len(row) > 8 and row[2] in gains}
    assert set(shown.splitlines()) <= {line.rstrip() for line in sold.splitlines()}
    assert "It pays 10 DBT of the deficit of 10 DBT, within its cap of 80 DBT." in sold
    assert "The audit passes" in bourse("audit replay --independent")
