"""`bourse learning train`: from data sets to an instance of `bourse solve learning`."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Command, local
from databourse.cli.learning.training import Wish, trained
from databourse.cli.session import Session
from databourse.cli.values import TOKENS, Count

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    cls=Command,
    examples="""
    bourse learning train north.csv south.csv west.csv --validation common.csv --out market.json
    bourse learning train a.npz b.npz --validation a-task.npz --validation b-task.npz --model ridge --out market.json
    bourse learning train *.csv --validation v.csv --model sklearn.svm.SVC --set C=10 --memo cells --jobs 2 --out m.json
    bourse learning train a.csv b.csv --validation v.csv --json | bourse solve learning -
    """,
)
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option(
    "--validation", "tasks", multiple=True, required=True, type=_FILE, help="Validation set: one for all, or one each."
)
@click.option("--label", metavar="COLUMN", help="Column with the labels in CSV files.  [default: the last]")
@click.option("--model", default="logistic", show_default=True, help="What is trained; see below.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter of the model.")
@click.option("--threshold", type=float, help="Train each task on data that add at least so much accuracy to it.")
@click.option("--budget", type=TOKENS, default="1", show_default=True, help="Tokens that an accuracy of 1 costs.")
@click.option("--memo", type=_FILE, help="Remember trained models here, and train none that is there.")
@click.option("--jobs", type=Count(1, 1024), default=1, show_default=True, help="How many processes train.")
@click.option("--out", type=_FILE, help="Write the instance into this file; without it, to standard output.")
@local
def train(
    session: Session,
    files: tuple[Path, ...],
    tasks: tuple[Path, ...],
    label: str | None,
    model: str,
    settings: tuple[str, ...],
    threshold: float | None,
    budget: int,
    memo: Path | None,
    jobs: int,
    out: Path | None,
) -> None:
    r"""Train a model for every set of parties, and count what each gets right.

    FILES are the parties' data, one each, in the order of the market: .csv (a line of names, then rows of numbers and a
    label), .npz (arrays features and labels, or X and y) or .npy (labels in the last column). With one validation set
    all parties share its task; with as many as there are parties, each has its own, in the same order.

    What comes out is an instance of `bourse solve learning`: 2^M counts for M parties, for 2^M - 1 models. With --memo
    an interrupted run goes on where it stopped, and another market trains only sets of data that are new.

    \b
    Models:
      logistic, knn (1 neighbour), forest, bayes, network    of scikit-learn
      sklearn.svm.SVC                                        any other classifier of it, by its place
      ridge                                                  least squares with a penalty: of all sets at once, by sums

    --set gives a model a parameter: --set n_neighbors=5; of ridge, --set penalty=0.5. Whatever draws random numbers has
    seed 0 unless it is set, so that every count can be trained again. Needs pip install 'databourse[learning]'.
    """
    trained(session, files, tasks, Wish(label, model, settings, threshold, budget, memo, jobs, out))
