"""Handwritten digits: the 1,797 that scikit-learn brings along, and MNIST where there is a network."""

from __future__ import annotations

import numpy as np

from databourse.errors import NetworkError
from databourse.learning.extras import needs
from databourse.learning.rows import Rows


@needs("sklearn")
def digits() -> Rows:
    """1,797 real digits of 8 × 8 pixels, from 0 to 1."""
    from sklearn.datasets import load_digits

    features, labels = load_digits(return_X_y=True)
    return Rows.of(features / 16, labels)


@needs("sklearn")
def mnist() -> Rows:
    """70,000 digits of 28 × 28 pixels, from 0 to 1, which scikit-learn downloads once and keeps.

    Raises:
        NetworkError: they cannot be had.
    """
    from sklearn.datasets import fetch_openml

    try:
        features, labels = fetch_openml("mnist_784", version=1, return_X_y=True, as_frame=False)
    except OSError as error:
        raise NetworkError(f"MNIST cannot be downloaded: {error}", "the bundled digits need no network") from error
    return Rows.of(features / 255, labels)


def split(rows: Rows, validation: int, seed: int = 0) -> tuple[Rows, Rows]:
    """Rows to train on and so many others to validate with, drawn at random."""
    order = np.random.default_rng(seed).permutation(len(rows))
    drawn, rest = order[:validation], order[validation:]
    return Rows.of(rows.features[rest], rows.labels[rest]), Rows.of(rows.features[drawn], rows.labels[drawn])


def shared_out(rows: Rows, parties: int) -> list[Rows]:
    """The rows dealt out to so many parties, one after the other."""
    return [Rows.of(rows.features[party::parties], rows.labels[party::parties]) for party in range(parties)]
