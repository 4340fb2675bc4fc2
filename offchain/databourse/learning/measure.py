"""From data to tables: a model for every set of parties, each asked every validation set.

2^M − 1 models serve all tasks. Sets with equal data share one; what a memo knows is not trained again. Models are
trained by joblib: in this process, in several, or wherever `joblib.parallel_config` says, such as a Dask cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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
#: So many pieces of work for each process, so that all of them end at about the same time.
_PIECES_EACH = 16


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
    kept = Memo() if memo is None else memo
    told = advance or (lambda _: None)
    by_data: dict[tuple[str, ...], list[int]] = {}
    for mask in range(1, 1 << parties):
        data = tuple(problem.parties[party].digest for party in problem.in_order(mask))
        by_data.setdefault(data, []).append(mask)
    names = {data: _names(problem, trainer, data) for data in by_data}
    known = kept.known([name for cells in names.values() for name in cells])
    missing = [data for data, cells in names.items() if not all(name in known for name in cells)]
    told(sum(len(by_data[data]) for data in by_data) - sum(len(by_data[data]) for data in missing))
    asked = {by_data[data][0]: data for data in missing}
    for masks, counts in _trained(problem, trainer, list(asked), jobs):
        cells = [
            (name, int(count))
            for mask, row in zip(masks, counts, strict=True)
            for name, count in zip(names[asked[mask]], row, strict=True)
        ]
        kept.keep(cells)
        known.update(cells)
        told(sum(len(by_data[asked[mask]]) for mask in masks))
    correct = np.zeros((len(problem.tasks), 1 << parties), dtype=np.int64)
    for data, masks in by_data.items():
        correct[:, masks] = np.array([[known[name]] for name in names[data]])
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
    parallel = joblib.Parallel(n_jobs=jobs, return_as="generator_unordered", pre_dispatch="all", batch_size=1)
    pieces = max(1, min(len(ordered), _PIECES_EACH * joblib.effective_n_jobs(jobs)))
    work = [ordered[start::pieces] for start in range(pieces)]
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
