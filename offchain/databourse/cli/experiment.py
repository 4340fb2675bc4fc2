"""`bourse experiment`: the figures and claims of the papers, computed again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from databourse.cli.command import Group, local
from databourse.cli.progress import progress
from databourse.cli.session import Session
from databourse.cli.values import Count
from databourse.errors import UsageError
from databourse.money import parse_count

if TYPE_CHECKING:
    from databourse.experiments.auction.settings import Settings

_SEED = Count(0, 2**63 - 1)
_RUNS = Count(5, 10_000)
_JOBS = Count(1, 64)


@click.group(cls=Group)
def experiment() -> None:
    """Compute a paper's published figures and claims again."""


@experiment.command(
    examples="""
    bourse experiment auction
    bourse experiment auction --quick --out quick-look
    bourse experiment auction --only fig7,audit --runs 200
    bourse experiment auction --bidders 10,50,200 --seed 7 --json
    """
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default="double-auction-review",
    show_default=True,
    help="Folder that gets the report, the figures and the results.",
)
@click.option("--only", metavar="TOPICS", help="Compute only these, separated by commas; see below.")
@click.option("--runs", type=_RUNS, help="Random markets behind each point of a figure.  [default: 100]")
@click.option("--bidders", metavar="NUMBERS", help="Numbers of bidders, half of them buyers.  [default: 10,20,…,100]")
@click.option("--seed", type=_SEED, help="Every random choice follows from it.  [default: 2022]")
@click.option("--quick", is_flag=True, help="Fewer markets and prices: about a minute.")
@click.option("--fresh", is_flag=True, help="Compute again what the folder has already.")
@click.option("--render", is_flag=True, help="Compute nothing: draw and write again what the folder has.")
@click.option("--jobs", type=_JOBS, default=2, show_default=True, help="How many processes compute.")
@local
def auction(
    session: Session,
    out: Path,
    only: str | None,
    runs: int | None,
    bidders: str | None,
    seed: int | None,
    quick: bool,
    fresh: bool,
    render: bool,
    jobs: int,
) -> None:
    r"""Review the paper behind dantm and dadpm: its Figs 5 to 10, its claims, and an audit of every rule.

    Writes README.md (the report: the published shape beside ours, tables, verdicts), the figures as SVG and
    results.json into a folder; with --json, the results to standard output too. A few minutes on two cores.

    An interrupted run goes on where it stopped: a part that the folder has, computed with the same settings and the
    same code, is not computed again. For one seed everything but the measured times of Fig 8 is the same on every run
    and for any number of jobs. --render writes the report again without computing, from what any version has computed.

    \b
    Topics for --only:
      fig5 … fig10  the paper's figures
      ranges        whether other ranges of the uniform distributions change the orderings
      audit         every lie in random small markets, and in all price profiles of three bids and three asks
      gains         gains from trade against the optimum
      privacy       differential privacy of the whole mechanism, exactly
      examples      smallest counterexamples; coalitions and false names
    """
    from databourse.experiments.auction.experiment import REPORT, run, write_again

    if render and (fresh or only is not None):
        raise UsageError("--render computes nothing, so it goes with neither --fresh nor --only", "leave one out")
    settings = _settings(quick, runs, _numbers(bidders), seed)
    if render:
        results = write_again(settings, out)
    else:
        topics = [] if only is None else [topic.strip() for topic in only.split(",")]
        results = run(settings, out, topics=topics, jobs=jobs, fresh=fresh, progress=_shown(session))
    session.output.say(f"The report is {out / REPORT}.")
    session.output.result({"report": str(out / REPORT), "results": results})


def _settings(quick: bool, runs: int | None, bidders: tuple[int, ...] | None, seed: int | None) -> Settings:
    from databourse.experiments.auction.settings import QUICK, Settings

    chosen = {"runs": runs, "bidders": bidders, "seed": seed}
    given = {name: value for name, value in chosen.items() if value is not None}
    return replace(QUICK if quick else Settings(), **given)  # type: ignore[arg-type]  # each has its field's type


def _numbers(text: str | None) -> tuple[int, ...] | None:
    if text is None:
        return None
    return tuple(parse_count(word.strip(), "--bidders", 0, 2**32 - 1) for word in text.split(","))


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
