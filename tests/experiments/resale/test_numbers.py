"""The numbers of Table 1 and Fig 3, to the digits that were found for them by other programs."""

from __future__ import annotations

from fractions import Fraction

import pytest

from databourse.experiments.resale import chains, optimum, rounding, whole_shares
from databourse.experiments.resale.published import TABLE_1, Cell

Pair = tuple[str, str]

#: Welfare and volume at five trades: RAW, AVE, OPT.
FIVE_TRADES: dict[str, tuple[Pair, Pair, Pair]] = {
    "1": (("4.3926", "0.65984"), ("6.9494", "1.35744"), ("10.7642", "4.4")),
    "1'": (("4.4043", "0.65984"), ("6.9683", "1.35744"), ("10.7881", "4.4")),
    "2": (("0.24368", "0.89216"), ("0.478176", "3.0672"), ("0.62026", "4.5264")),
    "3": (("2.01411", "0.65984"), ("2.56805", "1.35744"), ("2.56805", "1.35744")),
    "4": (("0.24368", "0.89216"), ("0.270336", "1.00704"), ("0.33840", "1.5251")),
}

#: The same at other lengths.
OTHER_LENGTHS: dict[tuple[str, int], tuple[Pair, Pair, Pair]] = {
    ("1'", 3): (("3.3080", "0.624"), ("4.2387", "1.104"), ("5.0404", "1.92")),
    ("2", 3): (("0.164", "0.728"), ("0.164", "0.728"), ("0.2416", "1.744")),
    ("3", 3): (("1.9098", "0.624"), ("2.2610", "1.104"), ("2.2610", "1.104")),
    ("4", 3): (("0.164", "0.728"), ("0.164", "0.728"), ("0.1848", "0.952")),
    ("1'", 8): (("5.5847", "0.6662"), ("16.0424", "2.2883"), ("25.9351", "7.4")),
    ("2", 8): (("0.3350", "1.036"), ("0.9735", "5.0119"), ("1.3086", "7.5862")),
    ("3", 8): (("2.0463", "0.6662"), ("2.7255", "1.4692"), ("2.7255", "1.4692")),
    ("4", 8): (("0.3358", "1.036"), ("0.4392", "1.3620"), ("0.5868", "2.2217")),
}


def check(name: str, trades: int, expected: tuple[Pair, Pair, Pair]) -> None:
    found = chains.under_every_matrix(2606, name, trades)
    for matrix, numbers in zip(("RAW", "AVE", "OPT"), expected, strict=True):
        for measure, printed in zip(("welfare", "volume"), numbers, strict=True):
            digits = len(printed.partition(".")[2])
            assert f"{found[matrix][measure]:.{digits}f}" == printed, (name, trades, matrix, measure)
    for one in found.values():
        assert sum(one["utilities"]) == pytest.approx(one["welfare"])
        assert sum(one["rates"]) == pytest.approx(one["volume"])
        assert len(one["rates"]) == len(one["utilities"]) - 1 == trades


@pytest.mark.parametrize("name", FIVE_TRADES)
def test_five_trades(name: str) -> None:
    check(name, 5, FIVE_TRADES[name])


@pytest.mark.parametrize(("name", "trades"), OTHER_LENGTHS)
def test_other_lengths(name: str, trades: int) -> None:
    check(name, trades, OTHER_LENGTHS[name, trades])


@pytest.mark.parametrize(
    ("name", "matrix", "grid", "welfare", "volume"),
    [
        ("2", "RAW", "k / 10", "0.2320", "0.8586"),
        ("2", "AVE", "k / 10", "0.4740", "3.0531"),
        ("4", "RAW", "−1 + 0.1 i", "0.2422", "0.8874"),
        ("4", "AVE", "−1 + 0.1 i", "0.2703", "1.0070"),
        ("4", "RAW", "i / 10 − 1", "0.2425", "0.8870"),
        ("4", "AVE", "i / 10 − 1", "0.2689", "1.0026"),
    ],
)
def test_rounding_decides_ties_and_nothing_else(name: str, matrix: str, grid: str, welfare: str, volume: str) -> None:
    found = rounding.ties(name, matrix)
    one = found["grids"][grid]
    assert (f"{one['welfare']:.4f}", f"{one['volume']:.4f}") == (welfare, volume)
    # each price that differs is exactly as good as the one that it stands for
    assert one["different"] == one["equal"]
    assert (one["different"] > 0) == (one["welfare"] != found["lowest"]["welfare"])
    assert found["highest"]["welfare"] < one["welfare"] <= found["lowest"]["welfare"]


def test_a_tie_by_hand() -> None:
    """Player 4 of model 2 at 4/10: of five buyers four take 3/10 and three take 4/10."""
    example = rounding.ties("2", "RAW")["grids"]["k / 10"]["example"]
    assert example == {"player": 4, "valuation": "2/5", "prices": ["3/10", "2/5"], "worth": "16/25"}
    assert Fraction(4, 5) * Fraction(3, 10) == Fraction(3, 5) * Fraction(4, 10) == Fraction(16, 25) - Fraction(2, 5)


@pytest.mark.parametrize(("name", "welfare", "volume"), [("3", "2.5896", "1.3834"), ("4", "0.34669", "1.6077")])
def test_shares_of_zero_do_better_if_ties_are_kind(
    name: str, welfare: str, volume: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(optimum, "SEARCHES", 2)
    found = optimum._find(2606, name)
    assert found["zeros"]["welfare"] >= float(welfare) - 1e-5
    assert f"{found['zeros']['volume']:.4f}" == volume
    assert found["zeros"]["highest prices"] < found["positive"]["highest prices"] <= found["positive"]["welfare"]
    assert found["positive"]["reached"] == 2
    for columns in (found[kind]["columns"] for kind in ("zeros", "positive")):
        assert [len(column) for column in columns] == [1, 2, 3, 4, 5]
        assert all(sum(column) == pytest.approx(1, abs=1e-3) for column in columns)


def test_billionths_can_undo_a_tie() -> None:
    """Nine equal shares of 0.111111111 are short of the whole by one billionth, which the direct seller has."""
    (found,) = (one for one in whole_shares._compare("2", 9) if one["matrix"] == "AVE")
    assert found["prices"] == 1
    assert found["welfare"][1] < found["welfare"][0]
    assert all(one["prices"] == 0 and one["welfare"][0] == one["welfare"][1] for one in whole_shares._compare("2", 5))


def test_what_agrees_with_a_printed_cell() -> None:
    cell = Cell(4.524, 0.002)
    assert str(cell) == "4.524 ± 0.002"
    # 4.5245 ± 0.0025 is printed so
    assert cell.agrees(4.5264) and cell.agrees(4.5270) and cell.agrees(4.5210)
    assert not cell.agrees(4.5271) and not cell.agrees(4.5209)


def test_all_cells_of_the_table_are_there() -> None:
    assert {measure: {matrix: len(row) for matrix, row in rows.items()} for measure, rows in TABLE_1.items()} == {
        measure: dict.fromkeys(("RAW", "AVE", "OPT"), 4) for measure in ("welfare", "volume")
    }
