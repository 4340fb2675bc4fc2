"""Ridge regression of every set of parties from statistics of each party: what is added up needs no training again.

One-vs-all least squares with a squared penalty: W = (X'X + αI)⁻¹ X'Y, where Y has a column a label. X'X and X'Y of
pooled data are the sums of the parties', so 2^M models cost 2^M small systems of equations and no pass over the data.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from databourse.errors import InvalidInput
from databourse.learning.extras import needs
from databourse.learning.problem import Problem
from databourse.learning.rows import Floats
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.learning.subsets import members

#: Systems that are solved together.
_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class Ridge:
    """A trainer whose models come from sums.

    Attributes:
        penalty: α, above 0; not of the constant column.
    """

    penalty: float = 1.0

    def __post_init__(self) -> None:
        """Checks the penalty.

        Raises:
            InvalidInput: it is not above 0; the systems would have no unique solution.
        """
        if not 0 < self.penalty < np.inf:
            raise InvalidInput.of("penalty", self.penalty, "it must be above 0 and finite")

    @property
    def identity(self) -> str:
        """Name and penalty."""
        return f"ridge {self.penalty!r}"

    def predict(self, features: Floats, codes: Ints, asked: Floats) -> Ints:
        """What the model of pooled data answers; the label of the largest value, of equal ones the first."""
        present = np.bincount(codes) > 0
        answers: Ints = np.where(present, _with_constant(asked) @ self.weights(features, codes), -np.inf).argmax(axis=1)
        return answers

    def weights(self, features: Floats, codes: Ints) -> Floats:
        """The model of pooled data: of shape (columns + 1, labels), the last row that of the constant."""
        squares, products = _statistics(features, codes, int(codes.max()) + 1)
        found: Floats = _solved((squares + _penalties(self.penalty, len(squares)))[None], products[None])[0]
        return found


@needs("threadpoolctl")
def ridge_counts(
    problem: Problem, trainer: Ridge, masks: Sequence[int], jobs: int | None = None
) -> Iterator[tuple[list[int], Ints]]:
    """Pieces of a table, from as many threads as there are processors or jobs.

    Yields:
        Masks, and counts of shape (masks, tasks).
    """
    from threadpoolctl import threadpool_limits

    sums = _Sums.of(problem, trainer.penalty)
    pieces = [list(masks[start : start + _AT_ONCE]) for start in range(0, len(masks), _AT_ONCE)]
    # small systems, one thread each; solving lets other threads run
    with threadpool_limits(limits=1), ThreadPoolExecutor(jobs or os.cpu_count()) as pool:
        yield from zip(pieces, pool.map(sums.counts, pieces), strict=True)


@dataclass(frozen=True, eq=False)
class _Sums:
    """What is added up: of shape (parties, …), flat, in the order of the data's hashes."""

    place: dict[int, int]
    squares: Floats
    products: Floats
    present: Floats
    penalties: Floats
    asked: Floats
    right: Ints
    starts: Ints

    @classmethod
    def of(cls, problem: Problem, penalty: float) -> _Sums:
        order = problem.in_order((1 << len(problem.parties)) - 1)  # sums of floats depend on it a little
        labels = len(problem.labels)
        found = [_statistics(problem.parties[party].features, problem.codes[party], labels) for party in order]
        present = [np.bincount(problem.codes[party], minlength=labels) for party in order]
        return cls(
            {party: number for number, party in enumerate(order)},
            np.array([squares.ravel() for squares, _ in found]),
            np.array([products.ravel() for _, products in found]),
            np.array(present, dtype=np.float64),
            _penalties(penalty, problem.parties[0].columns + 1),
            _with_constant(problem.asked),
            np.concatenate(problem.task_codes)[:, None],
            problem.starts,
        )

    def counts(self, masks: Sequence[int]) -> Ints:
        """Of shape (masks, tasks)."""
        size, labels = len(self.penalties), self.present.shape[1]
        inside = np.zeros((len(masks), len(self.place)))
        for row, mask in enumerate(masks):
            inside[row, [self.place[party] for party in members(mask)]] = 1
        systems = (inside @ self.squares).reshape(-1, size, size) + self.penalties
        weights = _solved(systems, (inside @ self.products).reshape(-1, size, labels))
        values = (self.asked @ weights.transpose(1, 0, 2).reshape(size, -1)).reshape(-1, len(masks), labels)
        answers = np.where(inside @ self.present > 0, values, -np.inf).argmax(axis=2)
        counts: Ints = np.add.reduceat(answers == self.right, self.starts, axis=0, dtype=np.int64).T
        return counts


def _statistics(features: Floats, codes: Ints, labels: int) -> tuple[Floats, Floats]:
    """X'X and X'Y, of shape (columns + 1, columns + 1) and (columns + 1, labels)."""
    table = _with_constant(features)
    targets = np.eye(labels)[codes]
    return table.T @ table, table.T @ targets


def _solved(systems: Floats, products: Floats) -> Floats:
    """What solves each of the systems; where numbers are so large that the penalty is rounded away, the shortest."""
    try:
        return np.linalg.solve(systems, products)
    except np.linalg.LinAlgError:
        if len(systems) > 1:
            return np.concatenate([_solved(*one) for one in zip(systems[:, None], products[:, None], strict=True)])
        shortest: Floats = np.linalg.lstsq(systems[0], products[0], rcond=None)[0]
        return shortest[None]


def _with_constant(features: Floats) -> Floats:
    return np.column_stack((features, np.ones(len(features))))


def _penalties(penalty: float, size: int) -> Floats:
    diagonal = np.full(size, penalty)
    diagonal[-1] = 0
    return np.diag(diagonal)
