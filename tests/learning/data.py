"""Small data sets with something to learn from."""

from __future__ import annotations

import numpy as np

from databourse.learning import Problem, Rows


def blobs(rows: int, seed: int, labels: int = 3, noise: float = 0.7) -> Rows:
    """Points around a corner for each label."""
    chance = np.random.default_rng(seed)
    codes = chance.integers(0, labels, rows)
    centres = np.array([[0, 0, 1], [2, 0, 0], [0, 2, 0], [2, 2, 1]], dtype=float)
    return Rows.of(centres[codes] + noise * chance.standard_normal((rows, 3)), codes)


def problem(parties: int = 3, tasks: int = 1, rows: int = 12, seed: int = 0) -> Problem:
    return Problem.of(
        [blobs(rows + party, 100 * seed + party) for party in range(parties)],
        [blobs(25 + task, 100 * seed + 50 + task) for task in range(tasks)],
    )
