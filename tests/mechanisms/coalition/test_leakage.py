from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.leakage import Covariance, half_widths, interval, learn, samples_needed


def drawn(rounds: int, seed: int = 0, shift: float = 0.0) -> npt.NDArray[np.float64]:
    """X, Y and Z = 0.5X + Y of the paper."""
    both = np.random.default_rng(seed).standard_normal((rounds, 2))
    matrix: npt.NDArray[np.float64] = np.column_stack([both, 0.5 * both[:, 0] + both[:, 1]]) + shift
    return matrix


@pytest.mark.parametrize("shift", [0.0, 1e6])
def test_row_by_row_in_batches_and_at_once_are_the_same(shift: float) -> None:
    rows = drawn(500, shift=shift)
    one, batches = Covariance(3), Covariance(3)
    for row in rows:
        one.add(row)
    for begin in range(0, 500, 130):
        batches.add_all(rows[begin : begin + 130])
    batches.add_all([])
    for online in (one, batches):
        assert online.count == 500
        assert online.mean == pytest.approx(rows.mean(axis=0))
        assert online.products / 499 == pytest.approx(np.cov(rows.T), rel=1e-6)
        assert online.correlation == pytest.approx(np.corrcoef(rows.T), rel=1e-6, abs=1e-6)


def test_influence_is_the_share_of_variance() -> None:
    online = Covariance(3)
    online.add_all(drawn(20_000))
    assert np.diagonal(online.influence).tolist() == [0, 0, 0]
    assert (online.influence == online.influence.T).all()
    assert online.influence[0, 2] == pytest.approx(0.2, abs=0.02)
    assert online.influence[1, 2] == pytest.approx(0.8, abs=0.02)
    assert online.influence[0, 1] == pytest.approx(0, abs=0.002)
    mean = (online.influence[0, 1] + online.influence[0, 2] + online.influence[1, 2]) / 3
    assert mean == pytest.approx(1 / 3, abs=0.01)  # what a coalition hides of the paper's three sellers


def test_what_does_not_vary_reveals_nothing() -> None:
    online = Covariance(2)
    assert online.influence.tolist() == [[0, 0], [0, 0]]
    for value in (1.0, 2.0, 5.0):
        online.add([value, 7.0])
    assert online.correlation.tolist() == [[1, 0], [0, 0]]


def test_the_stop_rule_by_its_definition() -> None:
    rows = drawn(3_000, seed=5, shift=100.0)
    learnt = learn(rows, precision=2e-3, patience=10)
    calm, before = 0, None
    online = Covariance(3)
    for count, row in enumerate(rows, start=1):
        online.add(row)
        now = online.correlation
        if count > 2 and before is not None:
            calm = calm + 1 if np.abs(now - before).max() <= 2e-3 else 0
        before = now
        if calm == 10:
            break
    assert learnt.stopped and learnt.rounds == count
    assert learnt.correlation == pytest.approx(online.correlation, abs=1e-9)
    assert learnt.change <= 2e-3
    assert learnt.influence == pytest.approx(online.influence, abs=1e-9)


def test_it_goes_on_over_the_boundary_of_what_is_read_at_once() -> None:
    rows = drawn(20_000, seed=2)
    learnt = learn(rows, precision=2e-4)
    assert learnt.stopped and learnt.rounds > 4_096
    assert learnt.correlation == pytest.approx(np.corrcoef(rows[: learnt.rounds].T), abs=1e-9)


def test_the_first_two_rounds_are_no_sign_of_calm() -> None:
    assert learn(np.ones((30, 2)), patience=20).rounds == 22


def test_samples_run_out() -> None:
    learnt = learn(drawn(300), precision=0)
    assert not learnt.stopped and learnt.rounds == 300
    assert learnt.half_width == pytest.approx(half_widths(learnt.correlation, 300))


def test_stopping_is_no_accuracy() -> None:
    """Where the rule for 5e-4 stops, the half-width of the uncorrelated pair is above 0.03."""
    learnt = learn(drawn(4_000))
    assert learnt.stopped and learnt.change <= 5e-4
    assert learnt.half_width[0, 1] > 60 * 5e-4


def test_half_widths_cover_the_truth() -> None:
    truth = math.sqrt(0.2)
    covered = fisher = 0
    for seed in range(200):
        online = Covariance(3)
        online.add_all(drawn(400, seed))
        r = float(online.correlation[0, 2])
        covered += abs(r - truth) <= half_widths(online.correlation, 400)[0, 2]
        low, high = interval(r, 400)
        fisher += low <= truth <= high
    assert 180 <= covered <= 199 and 180 <= fisher <= 199  # 190 expected


def test_samples_that_are_needed() -> None:
    needed = samples_needed(0.3, 0.01)
    assert 1.96 * (1 - 0.09) / math.sqrt(needed) <= 0.01 < 1.96 * (1 - 0.09) / math.sqrt(needed - 1)
    assert samples_needed(1, 0.1) == 0


def test_an_interval_never_leaves_the_range() -> None:
    low, high = interval(0.99, 5)
    assert -1 < low < 0.99 < high < 1
    assert interval(1, 5) == (1, 1)


@pytest.mark.parametrize(
    ("samples", "options", "message"),
    [
        ([[1, 2]], {}, "rounds of samples is 1"),
        ([[1], [2]], {}, "devices in samples is 1"),
        ([1, 2], {}, "samples has 1 dimensions"),
        ([[1, 2], [3]], {}, "samples is no matrix of numbers"),
        ([["a", 2], [3, 4]], {}, "samples is no matrix of numbers"),
        ([[1, 2], [3, float("nan")]], {}, "samples[1][1] is nan, but it must be finite"),
        ([[1, 2], [float("inf"), 3]], {}, "samples[1][0] is inf"),
        ([[1, 2], [2, 3]], {"patience": 0}, "patience is 0"),
        ([[1, 2], [2, 3]], {"precision": 2}, "precision is 2"),
    ],
)
def test_bad_samples(samples: object, options: dict[str, float], message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        learn(samples, **options)  # type: ignore[arg-type]
    assert message in error.value.message


def test_bad_rounds() -> None:
    online = Covariance(2)
    with pytest.raises(InvalidInput, match="there are 3 values, but 2 variables"):
        online.add([1, 2, 3])
    with pytest.raises(InvalidInput, match=r"values\[1\] is nan"):
        online.add([1, float("nan")])
    with pytest.raises(InvalidInput, match="rows has 3 columns, but there are 2 variables"):
        online.add_all([[1, 2, 3]])
    with pytest.raises(InvalidInput, match="variables is 0"):
        Covariance(0)
    with pytest.raises(InvalidInput, match="samples is 3"):
        interval(0.5, 3)
    assert online.count == 0
