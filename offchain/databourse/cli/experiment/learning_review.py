"""`bourse experiment learning`: the paper of collaborative learning under review."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from databourse.cli.command import Command, local
from databourse.cli.experiment.computing import How, compute, folder_options, run_options
from databourse.cli.session import Session
from databourse.cli.values import Count

_ROWS = Count(200, 70_000)


@click.command(
    cls=Command,
    examples="""
    bourse experiment learning
    bourse experiment learning --quick --out quick-look
    bourse experiment learning --only fig3bc,theorem1
    bourse experiment learning --data mnist --rows 10000 --only fig2
    """,
)
@folder_options("learning-review")
@click.option(
    "--data",
    type=click.Choice(("digits", "mnist")),
    default="digits",
    show_default=True,
    help="Pictures: those of scikit-learn, or MNIST, which it downloads once.",
)
@click.option("--rows", type=_ROWS, help="Pictures in use, drawn at random.  [default: 1797, all of the digits]")
@run_options(seed=1911, quick="Fewer pictures, splits and tables: about a minute.")
@local
def learning(
    session: Session,
    out: Path,
    only: str | None,
    data: str,
    rows: int | None,
    seed: int | None,
    quick: bool,
    fresh: bool,
    render: bool,
    jobs: int,
) -> None:
    r"""Review the paper behind collaborative learning: its Figs 2 to 4, Theorem 1, and every claim, put to a test.

    Writes README.md (the report: the published shape beside ours, tables, verdicts), the figures as SVG and
    results.json into a folder; with --json, the results to standard output too. A few minutes on two cores. Needs
    scikit-learn: pip install 'databourse[learning]'.

    An interrupted run goes on where it stopped: a part that the folder has, computed with the same settings and the
    same code, is not computed again. For one seed and one version of scikit-learn everything is the same on every run
    and for any number of jobs. --render writes the report again without computing, from what any version has computed.

    \b
    Topics for --only:
      fig2         accuracy with up to 50 copies of one digit, logistic regression and networks
      fig3a        values of parties with two labels each, and the selection of data by them
      fig3bc       shares of a party that copies itself, by u and by v, and its net money
      fig4         models of use for one task only, over the strength λ
      assumptions  whether copies do nothing, more data never harm, accuracy is supermodular
      theorem1     one to three copies in random tables, and the index that tells
      tasks        a task for each: copies and phantom tasks, published and gap-weighted
      properties   balance, symmetry, zero element, who gains by a newcomer
      examples     smallest counterexamples
      copies       copies of real data, four kinds of models
      identities   entering in two halves, with half of the data, or two as one
      validation   validation sets that are nearly solved
      values       values of rows against values of parties
      estimators   sampled values against exact ones
    """
    from databourse.experiments.learning.experiment import EXPERIMENT
    from databourse.experiments.learning.pictures import pictures
    from databourse.experiments.learning.settings import QUICK, Settings

    given = {name: value for name, value in {"rows": rows, "seed": seed}.items() if value is not None}
    settings = replace(QUICK if quick else Settings(), data=data, **given)
    if not render:
        pictures(settings.data, settings.rows)  # what is not there is told, or downloaded, before other processes start
    compute(session, EXPERIMENT, settings, How(out, only, fresh, render, jobs))
