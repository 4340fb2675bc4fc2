"""What every experiment can be told, and how it is run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from databourse.cli.progress import progress
from databourse.cli.session import Session
from databourse.cli.values import Count
from databourse.errors import UsageError

if TYPE_CHECKING:
    from databourse.experiments.folder import Experiment

S = TypeVar("S")  # settings of an experiment
Function = TypeVar("Function", bound=Callable[..., Any])

_SEED = Count(0, 2**63 - 1)
_JOBS = Count(1, 64)


@dataclass(frozen=True)
class How:
    """The options that do not change what comes out."""

    out: Path
    only: str | None
    fresh: bool
    render: bool
    jobs: int


def folder_options(default: str) -> Callable[[Function], Function]:
    """`--out` and `--only`."""
    return _all(
        click.option(
            "--out",
            type=click.Path(file_okay=False, path_type=Path),
            default=default,
            show_default=True,
            help="Folder that gets the report, the figures and the results.",
        ),
        click.option("--only", metavar="TOPICS", help="Compute only these, separated by commas; see below."),
    )


def run_options(*, seed: int, quick: str) -> Callable[[Function], Function]:
    """`--seed`, `--quick`, `--fresh`, `--render` and `--jobs`; the seed is None unless it is given."""
    return _all(
        click.option("--seed", type=_SEED, help=f"Every random choice follows from it.  [default: {seed}]"),
        click.option("--quick", is_flag=True, help=quick),
        click.option("--fresh", is_flag=True, help="Compute again what the folder has already."),
        click.option("--render", is_flag=True, help="Compute nothing: draw and write again what the folder has."),
        click.option("--jobs", type=_JOBS, default=2, show_default=True, help="How many processes compute."),
    )


def compute(session: Session, experiment: Experiment[S], settings: S, how: How) -> None:
    """Runs an experiment, or writes its report again, and tells where it is.

    Raises:
        UsageError: if options exclude each other.
        InvalidInput: as the experiment.
    """
    from databourse.experiments.folder import REPORT

    if how.render:
        if how.fresh or how.only is not None:
            raise UsageError("--render computes nothing, so it goes with neither --fresh nor --only", "leave one out")
        results = experiment.write_again(settings, how.out)
    else:
        topics = [] if how.only is None else [topic.strip() for topic in how.only.split(",")]
        shown = _shown(session)
        results = experiment.run(settings, how.out, topics=topics, jobs=how.jobs, fresh=how.fresh, progress=shown)
    session.output.say(f"The report is {how.out / REPORT}.")
    session.output.result({"report": str(how.out / REPORT), "results": results})


def _all(*options: Callable[[Function], Function]) -> Callable[[Function], Function]:
    def decorate(function: Function) -> Function:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def _shown(session: Session) -> Callable[[str, int], AbstractContextManager[Callable[[int], None]]]:
    """A bar for each part while it runs, and a line when it is done."""

    @contextmanager
    def shown(title: str, tasks: int) -> Iterator[Callable[[int], None]]:
        started = time.monotonic()
        with progress(session, title, tasks) as advance:
            yield advance
        seconds = f"{time.monotonic() - started:.0f} s" if tasks else "found finished"
        session.output.say(f"{title}: {seconds}")

    return shown
