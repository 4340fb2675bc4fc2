from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from databourse.errors import BourseError
from databourse.experiments.parts import Part, run_parts
from databourse.experiments.store import Store


@dataclass(frozen=True)
class Sizes:
    count: int = 5
    unused: int = 0


class Watch:
    """Writes down what it is told of the progress."""

    def __init__(self) -> None:
        self.told: list[tuple[str, int, int]] = []

    @contextmanager
    def __call__(self, title: str, tasks: int) -> Iterator[Callable[[int], None]]:
        done: list[int] = []
        yield done.append
        self.told.append((title, tasks, sum(done)))


def square(number: int) -> int:
    return number * number


def part(work: Callable[..., int] = square) -> Part[Sizes]:
    return Part(
        "squares", "Squares", ("count",), lambda s: [(i,) for i in range(s.count)], work, lambda _, found: found
    )


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_stand_in_order_for_any_number_of_jobs(tmp_path: Path, jobs: int) -> None:
    watch = Watch()
    store = Store(tmp_path / "results.json", "code")
    results = run_parts([part()], Sizes(), store, jobs=jobs, fresh=False, progress=watch)
    assert results == {"squares": [0, 1, 4, 9, 16]}
    assert watch.told == [("Squares", 5, 5)]


def test_what_is_finished_is_not_computed_again(tmp_path: Path) -> None:
    def refuse(number: int) -> int:
        raise AssertionError(number)

    store = Store(tmp_path / "results.json", "code")
    run_parts([part()], Sizes(), store, jobs=1, fresh=False, progress=Watch())
    watch = Watch()
    # a setting that the part does not depend on may change
    again = run_parts([part(refuse)], Sizes(unused=1), store, jobs=1, fresh=False, progress=watch)
    assert again == {"squares": [0, 1, 4, 9, 16]}
    assert watch.told == [("Squares", 0, 0)]
    for settings, fresh in ((Sizes(count=2), False), (Sizes(), True)):
        with pytest.raises(AssertionError):
            run_parts([part(refuse)], settings, store, jobs=1, fresh=fresh, progress=Watch())


def test_parts_that_were_finished_before_an_interruption_stay(tmp_path: Path) -> None:
    def interrupted(number: int) -> int:
        raise KeyboardInterrupt(number)

    second = Part[Sizes]("other", "Other", (), lambda _: [(1,)], interrupted, lambda _, found: found)
    store = Store(tmp_path / "results.json", "code")
    with pytest.raises(KeyboardInterrupt):
        run_parts([part(), second], Sizes(), store, jobs=1, fresh=False, progress=Watch())
    assert Store(tmp_path / "results.json", "code").find("squares", {"count": 5}) == [0, 1, 4, 9, 16]


def test_parts_that_measure_time_run_in_this_process(tmp_path: Path) -> None:
    seen: list[int] = []
    alone = Part[Sizes]("alone", "Alone", (), lambda _: [(1,), (2,)], seen.append, lambda *_: len(seen), alone=True)
    store = Store(tmp_path / "results.json", "code")
    assert run_parts([alone], Sizes(), store, jobs=2, fresh=False, progress=Watch()) == {"alone": 2}


def kill_itself(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_killed_process_is_told(tmp_path: Path) -> None:
    store = Store(tmp_path / "results.json", "code")
    with pytest.raises(BourseError, match="has been killed"):
        run_parts([part(kill_itself)], Sizes(), store, jobs=2, fresh=False, progress=Watch())
