"""`bourse experiment coalition`: the paper of the coalitions under review."""

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
    bourse experiment coalition
    bourse experiment coalition --quick --out quick-look
    bourse experiment coalition --only fig12,table2
    bourse experiment coalition --only stability --seed 7 --json
    """,
)
@folder_options("coalition-review")
@run_options(seed=2206, quick="Fewer random games and devices: under a minute.")
@local
def coalition(
    session: Session,
    out: Path,
    only: str | None,
    seed: int | None,
    quick: bool,
    fresh: bool,
    render: bool,
    jobs: int,
) -> None:
    r"""Review the paper behind coalitions: its Figs 4 and 8 to 12, Table II, its 32.72 %, and every claim.

    Writes README.md (the report: what is published beside what is computed, tables, verdicts), the figures as SVG and
    results.json into a folder; with --json, the results to standard output too. A few minutes on two cores.

    An interrupted run goes on where it stopped: a part that the folder has, computed with the same settings and the
    same code, is not computed again. For one seed everything but the measured times is the same on every run and for
    any number of jobs. --render writes the report again without computing, from what any version has computed.

    \b
    Topics for --only:
      fig4       value of samples in common, with noise
      table2     Tables I and II: who sells first, and who bears the cost
      fig8       correlation learnt sample by sample: the stop rule, and how far off it is
      fig9       valuation at offered prices, and what leakage takes
      fig10      utility in the coalition of another type
      fig11      time, and the coalitions that form against the exact optimum
      fig12      average payoff with and without coalitions: every reading of the 32.72 %
      types      distributed Shapley values; what noise leaves of types
      value      coalition value and problem P, as published and repaired
      theorem2   budget balance, IR, linearity, truthfulness, symmetry; all lies in random contract games
      stability  whether Algorithm 1 ends, in random leakage games and a counterexample
      discovery  what the private discovery of types hides, and what it takes on trust
    """
    from databourse.experiments.coalition.experiment import EXPERIMENT
    from databourse.experiments.coalition.settings import QUICK, Settings

    settings = QUICK if quick else Settings()
    if seed is not None:
        settings = replace(settings, seed=seed)
    compute(session, EXPERIMENT, settings, How(out, only, fresh, render, jobs))
