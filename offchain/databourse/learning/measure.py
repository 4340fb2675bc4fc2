"""From data to tables: a model for every set of parties, each asked every validation set.

2^M − 1 models serve all tasks. Sets with equal data share one; what a memo knows is not trained again. Models are
trained by joblib: in this process, in several, or wherever `joblib.parallel_config` says, such as a Dask cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import numpy as np

from databourse.learning.extras import needs
from databourse.learning.memo import Memo, cell_key
from databourse.learning.problem import Problem
from databourse.learning.ridge import Ridge, ridge_counts
from databourse.learning.trainer import Trainer
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.learning.subsets import check_parties
from databourse.mechanisms.learning.table import Table

#: Told how many sets more are done.
Advance = Callable[[int], None]
#: The work is cut into so many pieces at most: each is written down when it is done.
_PIECES = 256


@dataclass(frozen=True, slots=True)
class Measured:
    """Tables as they were measured, one for each validation set, and what that took.

    Attributes:
        tables: not closed yet; the count without data is 0.
        trained: models that were trained now.
        known: sets of parties that needed none, since the memo knew them or other sets had equal data.
    """

    tables: tuple[Table, ...]
    trained: int
    known: int


def measure(
    problem: Problem,
    trainer: Trainer,
    *,
    memo: Memo | None = None,
    jobs: int | None = None,
    advance: Advance | None = None,
) -> Measured:
    """Train whatever is not known, and count.

    Args:
        problem: parties and tasks.
        trainer: makes the models; a `Ridge` makes all of them from statistics of each party's data at once.
        memo: remembers cells; what it knows is not trained.
        jobs: processes; None leaves it to `joblib.parallel_config`, whose default is this process.
        advance: told how many of the 2^M − 1 sets more are done.

    Raises:
        InvalidInput: there are more than 24 parties, or some model cannot be trained.
        BourseError: joblib is not installed, or the memo cannot be written.
    """
    parties = check_parties(len(problem.parties))
    told = advance or (lambda _: None)
    by_data: dict[tuple[str, ...], list[int]] = {}
    for mask in range(1, 1 << parties):
        data = tuple(problem.parties[party].digest for party in problem.in_order(mask))
        by_data.setdefault(data, []).append(mask)
    names = {masks[0]: _names(problem, trainer, data) for data, masks in by_data.items()}
    sharing = {masks[0]: masks for masks in by_data.values()}
    with Memo() if memo is None else nullcontext(memo) as kept:
        known = kept.known([name for cells in names.values() for name in cells])
        missing = [mask for mask, cells in names.items() if not all(name in known for name in cells)]
        told((1 << parties) - 1 - sum(len(sharing[mask]) for mask in missing))
        for masks, counts in _trained(problem, trainer, missing, jobs):
            cells = [
                (name, count)
                for mask, row in zip(masks, counts.tolist(), strict=True)
                for name, count in zip(names[mask], row, strict=True)
            ]
            kept.keep(cells)
            known.update(cells)
            told(sum(len(sharing[mask]) for mask in masks))
    correct = np.zeros((len(problem.tasks), 1 << parties), dtype=np.int64)
    for mask, masks in sharing.items():
        correct[:, masks] = np.array([[known[name]] for name in names[mask]])
    tables = tuple(Table(parties, counts, len(rows)) for counts, rows in zip(correct, problem.tasks, strict=True))
    return Measured(tables, len(missing), (1 << parties) - 1 - len(missing))


def cell(problem: Problem, trainer: Trainer, mask: int) -> list[int]:
    """One cell of each table, trained again: what a dispute about a cell asks for."""
    return _counts(problem, trainer, [mask])[0].tolist()  # type: ignore[no-any-return]


def _names(problem: Problem, trainer: Trainer, data: Sequence[str]) -> list[str]:
    """Of a set's cells, one for each task."""
    return [cell_key(trainer.identity, data, rows.digest) for rows in problem.tasks]


def _trained(
    problem: Problem, trainer: Trainer, masks: list[int], jobs: int | None
) -> Iterator[tuple[list[int], Ints]]:
    """Pieces of the work as they are done: masks, and counts of shape (masks, tasks)."""
    if isinstance(trainer, Ridge):
        yield from ridge_counts(problem, trainer, masks, jobs)
    elif masks:
        yield from _in_parallel(problem, trainer, masks, jobs)


@needs("joblib")
def _in_parallel(
    problem: Problem, trainer: Trainer, masks: list[int], jobs: int | None
) -> Iterator[tuple[list[int], Ints]]:
    import joblib

    # the largest first, so that the last to end are short
    ordered = sorted(masks, key=lambda mask: -sum(len(problem.codes[party]) for party in problem.in_order(mask)))
    parallel = joblib.Parallel(n_jobs=jobs, return_as="generator_unordered", batch_size=1)
    work = [ordered[start::_PIECES] for start in range(min(_PIECES, len(ordered)))]
    yield from parallel(joblib.delayed(_piece)(problem, trainer, piece) for piece in work)


def _piece(problem: Problem, trainer: Trainer, masks: list[int]) -> tuple[list[int], Ints]:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1):  # models are small: more threads would wait for each other
        return masks, _counts(problem, trainer, masks)


def _counts(problem: Problem, trainer: Trainer, masks: Sequence[int]) -> Ints:
    """Of shape (masks, tasks)."""
    right = np.concatenate(problem.task_codes)
    counts = [
        np.add.reduceat(trainer.predict(*problem.pooled(mask), problem.asked) == right, problem.starts, dtype=np.int64)
        for mask in masks
    ]
    return np.array(counts)
