"""`bourse experiment auction`: the paper of the double auction under review."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from databourse.cli.command import Command, local
from databourse.cli.experiment.computing import How, compute, folder_options, run_options
from databourse.cli.session import Session
from databourse.cli.values import Count
from databourse.money import parse_count

_RUNS = Count(5, 10_000)


@click.command(
    cls=Command,
    examples="""
    bourse experiment auction
    bourse experiment auction --quick --out quick-look
    bourse experiment auction --only fig7,audit --runs 200
    bourse experiment auction --bidders 10,50,200 --seed 7 --json
    """,
)
@folder_options("double-auction-review")
@click.option("--runs", type=_RUNS, help="Random markets behind each point of a figure.  [default: 100]")
@click.option("--bidders", metavar="NUMBERS", help="Numbers of bidders, half of them buyers.  [default: 10,20,…,100]")
@run_options(seed=2022, quick="Fewer markets and prices: about a minute.")
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
    from databourse.experiments.auction.experiment import EXPERIMENT
    from databourse.experiments.auction.settings import QUICK, Settings

    chosen = {"runs": runs, "bidders": _numbers(bidders), "seed": seed}
    given = {name: value for name, value in chosen.items() if value is not None}
    settings = replace(QUICK if quick else Settings(), **given)  # type: ignore[arg-type]  # each has its field's type
    compute(session, EXPERIMENT, settings, How(out, only, fresh, render, jobs))


def _numbers(text: str | None) -> tuple[int, ...] | None:
    if text is None:
        return None
    return tuple(parse_count(word.strip(), "--bidders", 0, 2**32 - 1) for word in text.split(","))
