"""`bourse experiment sharing`: the paper of the sharing rounds under review."""

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
    bourse experiment sharing
    bourse experiment sharing --quick --out quick-look
    bourse experiment sharing --only stability,lies
    bourse experiment sharing --only vcg --seed 7 --json
    """,
)
@folder_options("sharing-review")
@run_options(seed=2107, quick="Fewer random games and markets: a few seconds.")
@local
def sharing(
    session: Session,
    out: Path,
    only: str | None,
    seed: int | None,
    quick: bool,
    fresh: bool,
    render: bool,
    jobs: int,
) -> None:
    r"""Review the paper behind sharing rounds: its propositions, remarks and examples, every claim put to a test.

    Writes README.md (the report: what is claimed beside what is computed, tables, verdicts), the figures as SVG and
    results.json into a folder; with --json, the results to standard output too. A minute on two cores.

    An interrupted run goes on where it stopped: a part that the folder has, computed with the same settings and the
    same code, is not computed again. For one seed everything is the same on every run and for any number of jobs.
    --render writes the report again without computing, from what any version has computed.

    \b
    Topics for --only:
      stability  every preference of three agents: whether the match is stable, and whether anything is
      sizes      the match by sizes of data; Example 3.5, Remark 3.4, ties; proposals counted
      prices     competitive prices at cost, alone at the maximum, all at the maximum
      vcg        payments in both readings of (20): deficit, surplus, who loses; the published split
      mixed      data payments that no weight makes up for; distorted-mixed-VCG
      lies       what a lie is worth in VCG and in mixed-VCG: 15, 23, 39
      queries    data by the query: prices, and rings that the match misses
    """
    from databourse.experiments.sharing.experiment import EXPERIMENT
    from databourse.experiments.sharing.settings import QUICK, Settings

    settings = QUICK if quick else Settings()
    if seed is not None:
        settings = replace(settings, seed=seed)
    compute(session, EXPERIMENT, settings, How(out, only, fresh, render, jobs))
