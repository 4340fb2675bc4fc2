"""The families of densities: are they laws, and is the log-Lipschitz constant one?"""

from __future__ import annotations

import math

import numpy as np
import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.resale.continuous.densities import FAMILIES, Copula, Density, Laplace, Tilt, Uniform

SUPPORTS = [(0.0, 1.0), (-2.0, 1.0), (-3.0, -1.0), (1.0, 4.0)]
DENSITIES: list[Density] = [
    Uniform(),
    Tilt(0.0),
    Tilt(1.3),
    Tilt(-2.0),
    Tilt(400.0),
    Laplace(0.8, 0.5),
    Laplace(-1.5, 0.3),
    Laplace(30.0, 0.1),
    Copula(0.9),
    Copula(-0.5),
]

each = pytest.mark.parametrize("density", DENSITIES, ids=repr)
everywhere = pytest.mark.parametrize(("low", "high"), SUPPORTS)


def cells(density: Density, low: float, high: float, count: int) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """Valuations given, and for each of them the probabilities of equal cells."""
    edges, given = np.linspace(low, high, count + 1), np.linspace(low, high, 61)
    return given, np.diff(density.cdf(edges[None, :], given[:, None], low, high), axis=1)


@each
@everywhere
def test_it_is_a_law_on_the_support(density: Density, low: float, high: float) -> None:
    _, probabilities = cells(density, low, high, 500)
    assert np.isfinite(probabilities).all()
    assert probabilities.min() > -1e-15
    assert probabilities.sum(axis=1) == pytest.approx(1.0)
    ends = density.cdf(np.array([low, high])[None, :], np.linspace(low, high, 61)[:, None], low, high)
    assert np.abs(ends - [0, 1]).max() < 1e-12


@each
@everywhere
def test_the_logarithm_is_no_steeper_than_it_says(density: Density, low: float, high: float) -> None:
    given, probabilities = cells(density, low, high, 2000)
    both = (probabilities[1:] > 1e-9) & (probabilities[:-1] > 1e-9)  # below, rounding decides
    steps = np.log(probabilities[1:], where=both, out=np.zeros_like(probabilities[1:]))
    steps -= np.log(probabilities[:-1], where=both, out=np.zeros_like(probabilities[1:]))
    steepest = np.abs(steps[both]).max() / (given[1] - given[0])
    assert steepest <= density.lipschitz(low, high) * (1 + 1e-5) + 1e-9


@pytest.mark.parametrize("density", [Tilt(1.3), Laplace(0.8, 2.0), Copula(0.9), Copula(-0.5)], ids=repr)
def test_the_constant_is_not_far_too_large(density: Density) -> None:
    """A grid would be finer than needed: within a factor of two of what is seen."""
    given, probabilities = cells(density, 0.0, 4.0, 500)
    steepest = np.abs(np.diff(np.log(probabilities), axis=0)).max() / (given[1] - given[0])
    assert steepest > density.lipschitz(0.0, 4.0) / 2


@pytest.mark.parametrize("y", [-1.5, 0.0, 0.7])
def test_cdfs_are_integrals_of_the_densities(y: float) -> None:
    low, high = -2.0, 1.0
    edges = np.linspace(low, high, 4001)
    middles = (edges[1:] + edges[:-1]) / 2
    written = {
        Tilt(1.3): np.exp(1.3 * middles * y),
        Laplace(0.8, 0.5): np.exp(-np.abs(middles - 0.8 * y) / 0.5),
        Copula(0.9): 1 + 0.9 * (2 * (middles - low) / 3 - 1) * (2 * (y - low) / 3 - 1),
        Uniform(): np.ones(4000),
    }
    for density, heights in written.items():
        expected = np.concatenate([[0], heights.cumsum() / heights.sum()])
        assert density.cdf(edges, np.array(y), low, high) == pytest.approx(expected, abs=1e-6), density


def test_parameters_out_of_range() -> None:
    for scale in (0.0, -1.0, math.nan):
        with pytest.raises(InvalidInput, match=r"density\.scale is"):
            Laplace(1.0, scale)
    for dependence in (1.0, -1.0, 2.0, math.nan):
        with pytest.raises(InvalidInput, match=r"density\.dependence is"):
            Copula(dependence)


def test_each_family_says_what_it_is() -> None:
    assert {family.family: family for family in FAMILIES.values()} == FAMILIES
    for asked in (lambda law: law.lipschitz(0, 1), lambda law: law.cdf(np.zeros(1), np.zeros(1), 0, 1)):
        with pytest.raises(NotImplementedError):
            asked(Density())  # type: ignore[no-untyped-call]
