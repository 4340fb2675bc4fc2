"""Real hourly temperatures, cut into the datasets of several stations.

The package vega_datasets ships two series that come from NOAA: a temperature (°F) for each of 8,759 hours of 2010, for
Seattle and for San Francisco. From day to day they change by tenths of a degree only, so they must be averages over
many years of measuring rather than the readings of one. Values and times are used as they stand there.

The stations are ours. Each is a stretch of weeks of one series, and to give them different quality some lost hours
(outages of 6 to 60 hours, whose rows are missing) and some lost values (rows with an empty cell), drawn with a fixed
seed. One gap is real: 14 March has no hour from 3 to 4, when the clocks were changed.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from databourse.errors import NotFound

SOURCES = {"seattle": "seattle-temps.csv", "san-francisco": "sf-temps.csv"}
"""The file of each series inside vega_datasets."""

HOURS_A_WEEK = 168
_SEED = 2010

Row = tuple[str, str]
"""Time and temperature, as they stand in the source."""


@dataclass(frozen=True)
class Station:
    """What one seller has.

    Attributes:
        series: a key of `SOURCES`.
        seller: devnet name of its owner.
        weeks: first and last week, counted from 1.
        outages: share of its hours that we take away, in stretches.
        blanks: share of the values that we take away from the hours that are left.
    """

    series: str
    seller: str
    weeks: tuple[int, int]
    outages: float = 0.0
    blanks: float = 0.0

    @property
    def span(self) -> str:
        """Its weeks, for people."""
        return f"{self.weeks[0]}-{self.weeks[1]}"

    @property
    def label(self) -> str:
        """How it is called in the registry."""
        return f"{self.series}, weeks {self.span}"

    @property
    def file_name(self) -> str:
        """How its file is called."""
        return f"{self.series}-weeks-{self.weeks[0]:02}-{self.weeks[1]:02}.csv"


def read_series(name: str) -> list[Row]:
    """All hours of a series, the first hour of the year first.

    Raises:
        NotFound: the package that ships it is not installed.
    """
    try:
        from vega_datasets import local_data
    except ImportError as error:
        raise NotFound("the package vega_datasets is not installed", "run the demo with `make demo`") from error
    folder = Path(local_data.seattle_temps.filepath).parent
    with (folder / SOURCES[name]).open(encoding="utf-8", newline="") as file:
        return [(row["date"], row["temp"]) for row in csv.DictReader(file)]


def cut(station: Station, series: Sequence[Row]) -> list[Row]:
    """The rows that the station has, in order of time."""
    first, last = station.weeks
    rows = list(series[(first - 1) * HOURS_A_WEEK : last * HOURS_A_WEEK])
    chance = random.Random(f"{_SEED} {station.series} {station.weeks}")
    lost = _outages(len(rows), station.outages, chance)
    kept = [row for hour, row in enumerate(rows) if hour not in lost]
    blank = set(chance.sample(range(len(kept)), round(station.blanks * len(kept))))
    return [(time, "" if hour in blank else value) for hour, (time, value) in enumerate(kept)]


def write(station: Station, rows: Sequence[Row], folder: Path) -> Path:
    """Writes the station's CSV file; every row is a unit that the market can trade."""
    path = folder / station.file_name
    lines = ["time,temperature_f", *(f"{time},{value}" for time, value in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _outages(hours: int, share: float, chance: random.Random) -> set[int]:
    """Hours without a row. The first and the last stay: a series that is shorter at its ends has no gap."""
    lost: set[int] = set()
    while len(lost) < share * hours:
        start, length = chance.randrange(1, hours - 61), chance.randint(6, 60)
        lost.update(range(start, start + length))
    return lost
