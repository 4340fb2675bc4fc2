"""`bourse solve resale` on valuations from an interval: grid, guarantee, measure, and bad input."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ok, refused
from tests.cli.resale_files import DENSITY, written


def test_a_density_gives_grid_guarantee_and_equilibrium(tmp_path: Path) -> None:
    answer = ok("solve", "resale", "--details", written(tmp_path, {**DENSITY, "measure": 4})).json
    assert list(answer)[:3] == ["guarantee", "measured", "points"]
    cells = answer["guarantee"]["cells"]
    assert answer["guarantee"]["epsilon"] == 0.2
    assert answer["points"] == pytest.approx([cell / cells for cell in range(cells)])
    assert [len(row) for row in answer["thresholds"]] == [cells] * 3
    assert 0 <= answer["measured"]["prices"] < answer["measured"]["thresholds"] <= 0.2
    assert answer["trade_rates"][0] == pytest.approx(1)
    plain = ok("solve", "resale", written(tmp_path, DENSITY)).json
    assert "measured" not in plain
    assert plain["welfare"] == answer["welfare"]


def test_densities_can_be_written_in_several_ways(tmp_path: Path) -> None:
    one = ok("solve", "resale", written(tmp_path, {**DENSITY, "density": "uniform", "first": 0.25})).json
    listed: dict[str, Any] = {**DENSITY, "density": ["uniform", {"family": "uniform"}], "first": "1/4"}
    del listed["trades"]
    assert ok("solve", "resale", written(tmp_path, listed)).json == one
    assert ok("solve", "resale", written(tmp_path, {**listed, "trades": 2})).json == one
    for law in ({"family": "laplace", "pull": "1/2", "scale": 2}, {"family": "copula", "dependence": -0.25}):
        assert ok("solve", "resale", written(tmp_path, {**DENSITY, "density": law})).json["guarantee"]["lipschitz"] > 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"density": "normal"}, "density is {'family': 'normal'}, but it must be a family"),
        ({"density": 7}, "density is 7"),
        ({"density": {"family": ["tilt"]}}, "it must be a family"),
        ({"density": {"family": "tilt"}}, "density has no 'rate'"),
        ({"density": {"family": "tilt", "rate": 1, "scale": 1}}, "density has an unknown key 'scale'"),
        ({"density": {"family": "tilt", "rate": "fast"}}, "density.rate is 'fast'"),
        ({"density": {"family": "laplace", "pull": 1, "scale": 0}}, "density.scale is 0.0"),
        ({"density": ["uniform", "bell"]}, "density[1] is"),
        ({"density": ["uniform"]}, "trades is 2, but there are 1 densities"),
        ({"density": []}, "trades is 2, but there are 0 densities"),
        ({"trades": None}, "the instance has no 'trades'"),
        ({"trades": 0}, "trades is 0"),
        ({"trades": 1.5}, "trades is 1.5, but it must be an integer"),
        ({"support": [0]}, "support is [0]"),
        ({"support": [1, 0]}, "support is [1.0, 0.0]"),
        ({"support": [0, "x"]}, "support[1] is 'x'"),
        ({"epsilon": 0}, "epsilon is 0.0"),
        ({"epsilon": 1e-9}, "or more can be had"),
        ({"first": 2}, "first is 2.0"),
        ({"measure": 0}, "measure is 0"),
        ({"measure": 64, "epsilon": 0.02}, "measure is 64, but 250 cells"),
        ({"reallocation": [[0, 1]]}, "reallocation has 1 rows"),
        ({"arithmetic": "exact"}, "unknown key 'arithmetic'"),
    ],
)
def test_bad_densities(change: dict[str, Any], message: str, tmp_path: Path) -> None:
    assert message in refused(2, "solve", "resale", written(tmp_path, {**DENSITY, **change}))


def test_help_tells_families_and_guarantee() -> None:
    told = ok("solve", "resale", "--help").out
    for word in ("tilt: rate", "copula: dependence", "guarantee"):
        assert word in told
