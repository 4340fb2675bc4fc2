"""`bourse learning train`: a round's table, or from data sets to an instance of `bourse solve learning`."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Command, sends
from databourse.cli.learning.options import RUNNER
from databourse.cli.session import Session
from databourse.cli.values import TOKENS, Count
from databourse.errors import UsageError

_FILE = click.Path(dir_okay=False, path_type=Path)
SUFFIXES = (".csv", ".npz", ".npy")


@click.command(
    cls=Command,
    examples="""
    bourse learning train clinics --from operator
    bourse learning train clinics --advance --from operator --yes        # devnet: do not wait for the close
    bourse learning train north.csv south.csv west.csv --validation common.csv --out market.json
    bourse learning train a.npz b.npz --validation a-task.npz --validation b-task.npz --model ridge --out market.json
    bourse learning train *.csv --validation v.csv --model sklearn.svm.SVC --set C=10 --memo cells --jobs 2 --out m.json
    bourse learning train a.csv b.csv --validation v.csv --json | bourse solve learning -
    """,
)
@click.argument("files", metavar="SLOT | FILES...", nargs=-1, required=True, type=_FILE)
@RUNNER
@click.option("--advance", is_flag=True, help="SLOT, devnet only: move the chain's clock to the close.")
@click.option(
    "--validation", "tasks", multiple=True, type=_FILE, help="Files: validation set, one for all or one each."
)
@click.option("--label", metavar="COLUMN", help="Column with the labels in CSV files.  [default: the last]")
@click.option("--model", default="logistic", show_default=True, help="Files: what is trained; see below.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter of the model.")
@click.option("--threshold", type=float, help="Train each task on data that add at least so much accuracy to it.")
@click.option("--budget", type=TOKENS, default="1", show_default=True, help="Tokens that an accuracy of 1 costs.")
@click.option("--memo", type=_FILE, help="Remember trained models here, and train none that is there.")
@click.option("--jobs", type=Count(1, 1024), default=1, show_default=True, help="How many processes train.")
@click.option("--out", type=_FILE, help="Write the instance into this file; without it, to standard output.")
@sends
def train(
    session: Session,
    files: tuple[Path, ...],
    runner: str | None,
    advance: bool,
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

    With a SLOT: ask the runner of a learning round to do so, wait for the statement that it signs, check it, and post
    it. Operator, solver and arbiter of the series can, between the close and the time by which it must be trained.
    Whoever has not uploaded by then is absent. Ctrl-C only stops waiting; repeated, the command goes on. If the runner
    ends half way, start it again: what was counted is not trained again.

    With FILES, and without any chain: the parties' data, one each, in the order of the market: .csv (a line of names,
    then rows of numbers and a label), .npz (arrays features and labels, or X and y) or .npy (labels in the last
    column). With one validation set all parties share its task; with as many as there are parties, each has its own, in
    the same order.

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
    if not tasks and len(files) == 1 and files[0].suffix not in SUFFIXES:
        from databourse.cli.learning import round_training

        round_training.train_round(session, str(files[0]), runner, advance)
        return
    if not tasks:
        raise UsageError("--validation is missing", "name a validation set; or a single SLOT, for a round on a chain")
    if advance or runner:
        raise UsageError(f"{'--advance' if advance else '--runner'} belongs to rounds on a chain", "leave it out")
    from databourse.cli.learning.training import Wish, trained

    trained(session, files, tasks, Wish(label, model, settings, threshold, budget, memo, jobs, out))
