"""The stations are the source's rows, less what the seed takes away, the same on every machine."""

from __future__ import annotations

import sys

import pytest

from databourse.datasets.csv_file import parse_csv
from databourse.datasets.quality import Quality, measure
from databourse.demo.scenario import STATIONS
from databourse.demo.stations import HOURS_A_WEEK, SOURCES, Row, Station, cut, read_series
from databourse.errors import NotFound


def measured(rows: list[Row]) -> Quality:
    return measure(parse_csv("\n".join(["time,temperature_f", *(f"{time},{value}" for time, value in rows)])))


@pytest.mark.parametrize("name", SOURCES)
def test_the_source_has_every_hour_of_the_year_but_one(name: str) -> None:
    rows = read_series(name)
    quality = measured(rows)
    assert (quality.rows, quality.expected_rows, quality.longest_gap) == (8759, 8760, 1)
    assert quality.completeness == 1


def test_a_station_without_losses_is_a_stretch_of_the_source() -> None:
    series = read_series("seattle")
    rows = cut(Station("seattle", "alice", weeks=(2, 3)), series)
    assert rows == series[HOURS_A_WEEK : 3 * HOURS_A_WEEK]


def test_losses_are_the_shares_that_were_asked_for_and_change_nothing_else() -> None:
    series = read_series("seattle")
    rows = cut(Station("seattle", "alice", weeks=(20, 29), outages=0.2, blanks=0.1), series)
    quality = measured(rows)
    assert 0.75 < quality.continuity <= 0.8
    assert quality.completeness == pytest.approx(0.9, abs=0.001)
    source = dict(series)
    assert all(value in ("", source[time]) for time, value in rows)


def test_a_station_is_the_same_every_time() -> None:
    for station in STATIONS:
        series = read_series(station.series)
        assert cut(station, series) == cut(station, series)


def test_the_demo_has_stations_of_many_grades() -> None:
    grades = [measured(cut(station, read_series(station.series))).grade for station in STATIONS]
    assert grades == [15, 14, 12, 13, 9, 11, 6, 14, 14, 13, 11, 11, 8]


def test_without_the_package_of_the_source_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vega_datasets", None)
    with pytest.raises(NotFound, match="vega_datasets is not installed") as caught:
        read_series("seattle")
    assert "make demo" in str(caught.value.hint)
