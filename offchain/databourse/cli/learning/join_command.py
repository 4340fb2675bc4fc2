"""`bourse learning join`: bringing data into a learning round."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Command, sends
from databourse.cli.learning.options import RUNNER
from databourse.cli.session import Session

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    cls=Command,
    examples="""
    bourse learning join clinics --train north.csv --validation north-validation.csv --from alice
    bourse learning join clinics/2 --train north.npz --validation task.npz --runner http://10.0.0.7:8570 --from alice
    bourse learning join clinics --from alice                          # only uploads again what was entered
    """,
)
@click.argument("slot")
@click.option("--train", "train_file", type=_FILE, help="Your data: .csv, .npz or .npy, as `bourse learning train`.")
@click.option("--validation", "validation_file", type=_FILE, help="Rows that all models are judged by, with others'.")
@click.option("--label", metavar="COLUMN", help="Column with the labels in CSV files.  [default: the last]")
@RUNNER
@click.option("--top-up/--no-top-up", default=True, help="Bring what is missing from the wallet (default), or refuse.")
@sends
def join(
    session: Session,
    slot: str,
    train_file: Path | None,
    validation_file: Path | None,
    label: str | None,
    runner: str | None,
    top_up: bool,
) -> None:
    """Join SLOT with your data, encrypted for its runner.

    Your entry commits to the encrypted data and locks what an accuracy of 1 costs. You pay at most that times what your
    own model gets wrong; the rest comes back. The data are uploaded after that. If the upload fails, the same command
    uploads them again: they are kept, encrypted, on this machine until the round is over. Whose data the runner does
    not have when it trains pays nothing but the entry fee, and gets nothing.

    Everybody's models are judged by everybody's validation rows together. The model comes back encrypted for a key of
    yours: `bourse learning download-model`.
    """
    from databourse.cli.learning import joining

    joining.join_round(session, slot, joining.Wish(train_file, validation_file, label, runner, top_up))
