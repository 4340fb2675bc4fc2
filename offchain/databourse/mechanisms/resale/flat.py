"""A model in columns of floats, as the compiled solver goes through it; large models are best made this way.

The transitions are kept by the state that is moved to, because the solver takes buyers from the highest threshold down
and adds each to all sellers' expectations at once. A step in which most states can follow most keeps its zeros as well:
a loop over all of a column is faster than one over a list of places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from databourse.errors import InvalidInput
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.resale.kernel.layout import Chain, Floats
from databourse.mechanisms.resale.numbers import LARGEST_FLOAT, SLACK, to_floats

if TYPE_CHECKING:
    from databourse.mechanisms.resale.model import Model

#: From this share of possible moves on a step is kept with its zeros.
DENSE_FROM = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """The possible moves of one step: entry k goes from state `sources[k]` to state `targets[k]`; no pair twice."""

    sources: Ints
    targets: Ints
    probabilities: Floats


@dataclass(frozen=True, eq=False)
class FlatModel:
    """A model of floats. `chain` holds all of it in the order that kernels expect."""

    chain: Chain

    @classmethod
    def of(cls, model: Model) -> FlatModel:
        """The same model, its numbers rounded to floats.

        Raises:
            InvalidInput: if a number is beyond 1e300.
        """
        return cls(
            _chain(
                [np.array(to_floats(row)) for row in model.valuations],
                np.array(to_floats(model.prior)),
                [np.array([to_floats(row) for row in step]) for step in model.transitions],
            )
        )

    @classmethod
    def build(
        cls, valuations: Sequence[npt.ArrayLike], prior: npt.ArrayLike, transitions: Sequence[npt.ArrayLike | Moves]
    ) -> FlatModel:
        """From arrays: as `Model` takes them, except that a step may also be given as its possible moves.

        Raises:
            InvalidInput: as `Model` does.
        """
        supports = [_numbers(f"valuations[{player}]", support, 1) for player, support in enumerate(valuations)]
        if len(supports) < 2 or len(transitions) != len(supports) - 1:
            counted = f"there are valuations of {len(supports)} players and {len(transitions)} steps"
            raise InvalidInput(f"{counted}, but there must be two players or more, and a step between any two")
        for player, support in enumerate(supports):
            if not len(support):
                raise InvalidInput(f"valuations[{player}] is empty, but a player has at least one valuation")
        first = _probabilities("prior", prior, 1)
        if len(first) != len(supports[0]):
            raise InvalidInput(f"prior has {len(first)} probabilities, but it must have {len(supports[0])}")
        _check_sums("prior", np.array([first.sum()]))
        steps = [
            _step(f"transitions[{player}]", step, len(supports[player]), len(supports[player + 1]))
            for player, step in enumerate(transitions)
        ]
        return cls(_chain(supports, first, steps))

    @property
    def trades(self) -> int:
        """The number n of trades; players are numbered 0..n."""
        return len(self.chain.dense)

    @property
    def valuations(self) -> tuple[Floats, ...]:
        """By player: its states."""
        return tuple(self.chain.values[begin:end] for begin, end in pairwise(self.chain.offsets))


def _chain(supports: list[Floats], prior: Floats, steps: list[Floats | Moves]) -> Chain:
    sizes = list(map(len, supports))
    cells = [height * width for height, width in pairwise(sizes)]
    possible = [len(step.probabilities) if isinstance(step, Moves) else int(np.count_nonzero(step)) for step in steps]
    dense = [moves >= DENSE_FROM * most for moves, most in zip(possible, cells, strict=True)]
    entries = [most if full else moves for full, most, moves in zip(dense, cells, possible, strict=True)]
    ends = list(accumulate(entries, initial=0))
    starts = [np.zeros(sizes[0], dtype=np.int64)]
    sources = np.zeros(ends[-1], dtype=np.int32)  # where a step is dense they are not looked at
    probabilities = np.empty(ends[-1])
    for player, (begin, end) in enumerate(pairwise(ends)):
        width, step = sizes[player + 1], steps[player]
        if dense[player]:
            probabilities[begin:end] = _matrix(step, sizes[player], width).T.ravel()
            starts.append(begin + sizes[player] * np.arange(width))
        else:
            moves = _moves(step)
            order = np.lexsort((moves.sources, moves.targets))
            sources[begin:end] = moves.sources[order]
            probabilities[begin:end] = moves.probabilities[order]
            counts = np.bincount(moves.targets, minlength=width)
            starts.append(begin + np.cumsum(counts) - counts)
    return Chain(
        offsets=np.array(list(accumulate(sizes, initial=0))),
        values=np.concatenate(supports),
        prior=prior,
        starts=np.concatenate([*starts, ends[-1:]]),
        sources=sources,
        probabilities=probabilities,
        dense=np.array(dense, dtype=np.int64),
    )


def _matrix(step: Floats | Moves, height: int, width: int) -> Floats:
    if not isinstance(step, Moves):
        return step
    matrix = np.zeros((height, width))
    matrix[step.sources, step.targets] = step.probabilities
    return matrix


def _moves(step: Floats | Moves) -> Moves:
    if isinstance(step, Moves):
        return step
    sources, targets = step.nonzero()
    return Moves(sources, targets, step[sources, targets])


def _step(field: str, step: npt.ArrayLike | Moves, height: int, width: int) -> Floats | Moves:
    if not isinstance(step, Moves):
        matrix = _probabilities(field, step, 2)
        if matrix.shape != (height, width):
            raise InvalidInput(f"{field} is {matrix.shape[0]} by {matrix.shape[1]}, but it must be {height} by {width}")
        _check_sums(field, matrix.sum(axis=1))
        return matrix
    sources = _states(f"{field}.sources", step.sources, height)
    targets = _states(f"{field}.targets", step.targets, width)
    probabilities = _probabilities(f"{field}.probabilities", step.probabilities, 1)
    if not len(sources) == len(targets) == len(probabilities):
        raise InvalidInput(f"{field} has sources, targets and probabilities of different lengths")
    if len(np.unique(sources * width + targets)) != len(sources):
        raise InvalidInput(f"{field} has the same move twice")
    _check_sums(field, np.bincount(sources, probabilities, height).astype(np.float64))
    return Moves(sources, targets, probabilities)


def _states(field: str, states: npt.ArrayLike, count: int) -> Ints:
    found = np.asarray(states)
    if found.ndim != 1 or not np.issubdtype(found.dtype, np.integer):
        raise InvalidInput(f"{field} must be a column of integers")
    if len(found) and not 0 <= found.min() <= found.max() < count:
        raise InvalidInput(f"{field} has states from {found.min()} to {found.max()}, but they are 0 to {count - 1}")
    return found.astype(np.int64)


def _probabilities(field: str, values: npt.ArrayLike, dimensions: int) -> Floats:
    found = _numbers(field, values, dimensions)
    if (found < 0).any():
        where = "][".join(map(str, np.argwhere(found < 0)[0]))
        raise InvalidInput(f"{field}[{where}] is negative, but a probability must not be")
    return found


def _numbers(field: str, values: npt.ArrayLike, dimensions: int) -> Floats:
    found = np.ascontiguousarray(values, dtype=np.float64)
    if found.ndim != dimensions:
        raise InvalidInput(f"{field} has {found.ndim} dimensions, but it must have {dimensions}")
    wrong = ~(np.abs(found) <= LARGEST_FLOAT)
    if wrong.any():
        where = np.argwhere(wrong)[0]
        place = "][".join(map(str, where))
        raise InvalidInput.of(f"{field}[{place}]", float(found[tuple(where)]), "it must be finite and within 1e300")
    return found


def _check_sums(field: str, sums: Floats) -> None:
    wrong = np.abs(sums - 1) > SLACK
    if wrong.any():
        row = int(np.argmax(wrong))
        where = field if field == "prior" else f"{field}[{row}]"
        raise InvalidInput(f"{where} sums to {sums[row]}, but probabilities must sum to 1")
