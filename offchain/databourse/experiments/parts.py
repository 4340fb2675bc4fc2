"""An experiment is a list of parts; a part is cut into tasks, and tasks run on as many cores as they may.

What a task returns depends on its own arguments only, never on the core or on the order, so results are the same for
any number of jobs. Parts that measure time run alone.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from databourse.errors import BourseError
from databourse.experiments.store import Json, Store

S = TypeVar("S")  # settings of an experiment: a dataclass


#: Shows how far a part is: takes its title and the number of its tasks (0: it was found finished), and gives what is to
#: be told how many more are done.
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


@dataclass(frozen=True)
class Part(Generic[S]):
    """One figure or table.

    Attributes:
        name: as people choose it.
        title: what it finds out.
        needs: names of the settings that its result depends on.
        tasks: from the settings to the arguments of each task.
        work: one task, a function of a module, because other processes run it.
        combine: from the settings and the tasks' results, in order, to the part's result: plain JSON values.
        alone: whether its tasks run one after the other, so that times mean something.
    """

    name: str
    title: str
    needs: Sequence[str]
    tasks: Callable[[S], Sequence[tuple[Any, ...]]]
    work: Callable[..., Json]
    combine: Callable[[S, list[Json]], Json]
    alone: bool = False

    def parameters(self, settings: S) -> dict[str, Json]:
        """The settings that its result depends on."""
        return {name: getattr(settings, name) for name in self.needs}


def chunks(count: int, size: int) -> list[range]:
    """0 to `count` - 1 in tasks of `size`."""
    return [range(first, min(first + size, count)) for first in range(0, count, size)]


def run_parts(
    parts: Iterable[Part[S]], settings: S, store: Store, *, jobs: int, fresh: bool, progress: Progress
) -> dict[str, Json]:
    """Results of all parts by name; those that the store has are not computed again, unless `fresh`."""
    results = {}
    with _workers(jobs) as workers:
        for part in parts:
            parameters = part.parameters(settings)
            found = None if fresh else store.find(part.name, parameters)
            if found is None:
                found = store.keep(part.name, parameters, _compute(part, settings, workers, progress))
            else:
                with progress(part.title, 0):
                    pass
            results[part.name] = found
    return results


def _compute(part: Part[S], settings: S, workers: Executor | None, progress: Progress) -> Json:
    tasks = part.tasks(settings)
    if workers is None or part.alone:
        results: Iterable[Json] = (part.work(*task) for task in tasks)
    else:
        futures = [workers.submit(part.work, *task) for task in tasks]
        results = (future.result() for future in futures)
    done = []
    with progress(part.title, len(tasks)) as advance:
        for result in results:
            done.append(result)
            advance(1)
    return part.combine(settings, done)


@contextmanager
def _workers(jobs: int) -> Iterator[Executor | None]:
    """Processes of their own, started when first needed; none for a single job."""
    if jobs == 1:
        yield None
        return
    # spawned, not forked: whoever shows the progress may have threads, and their locks must not be copied
    # and ^C, which reaches all of them, ends them without a word
    workers = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield workers
    except BrokenProcessPool as error:
        hint = "perhaps for want of memory: try again with one job; parts that are finished are kept"
        raise BourseError("a process that computed has been killed", hint) from error
    finally:
        workers.shutdown(cancel_futures=True)
