"""`bourse experiment resale`: the paper of the resale chains under review."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from databourse.cli.command import Command, local
from databourse.cli.experiment.computing import How, compute, folder_options, run_options
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse experiment resale
    bourse experiment resale --quick --out quick-look
    bourse experiment resale --only table1,fig2
    bourse experiment resale --only theorems --seed 7 --json
    """,
)
@folder_options("resale-review")
@run_options(seed=2606, quick="Shorter chains and fewer random ones: under a minute.")
@local
def resale(
    session: Session,
    out: Path,
    only: str | None,
    seed: int | None,
    quick: bool,
    fresh: bool,
    render: bool,
    jobs: int,
) -> None:
    r"""Review the paper behind resale chains: its Table 1, Figs 2 and 3, and every claim, put to a test.

    Writes README.md (the report: the published numbers beside the exact ones, tables, verdicts), the figures as SVG and
    results.json into a folder; with --json, the results to standard output too. A few minutes on two cores.

    An interrupted run goes on where it stopped: a part that the folder has, computed with the same settings and the
    same code, is not computed again. For one seed everything but the measured times is the same on every run and for
    any number of jobs. --render writes the report again without computing, from what any version has computed.

    \b
    Topics for --only:
      table1      welfare and volume of the four models under RAW, AVE and OPT, beside the published cells
      fig2        success rate of each trade, utility of each player
      fig3        chains of 2 to 10 trades
      rounding    ties: what rounding and other tie rules make of Table 1
      optimum     the best matrix with and without zero shares
      equilibria  no deviation pays, in random games searched through; the paper's algorithm against the fast one
      theorems    Theorems 4.3 and 4.4 and Lemma C.2 in random homogeneous models, and without their assumptions
      fptas       the promised and the achieved accuracy on continuous models
      speed       time of the algorithm as written, of ours, and of the search for OPT
      examples    smallest counterexamples
      market      what a real market adds: whole shares, payments elsewhere, trees
    """
    from databourse.experiments.resale.experiment import EXPERIMENT
    from databourse.experiments.resale.settings import QUICK, Settings

    settings = QUICK if quick else Settings()
    if seed is not None:
        settings = replace(settings, seed=seed)
    compute(session, EXPERIMENT, settings, How(out, only, fresh, render, jobs))
