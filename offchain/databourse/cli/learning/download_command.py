"""`bourse learning download-model`: the model that a party gets."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Command, sends
from databourse.cli.learning.options import RUNNER
from databourse.cli.session import Session

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    "download-model",
    cls=Command,
    examples="""
    bourse learning download-model clinics --out model.npz --from alice
    bourse learning download-model clinics/2 --out model.npz --validation north-validation.csv --from alice
    """,
)
@click.argument("slot")
@click.option("--out", type=_FILE, required=True, help="Where to write the model; a file that is there is kept.")
@click.option("--validation", type=_FILE, help="Tell how much of these rows of yours the model gets right.")
@click.option("--label", metavar="COLUMN", help="Column with the labels in CSV files.  [default: the last]")
@click.option("--unpickle", is_flag=True, help="Try a model that is more than weights, too: runs what is in its file.")
@RUNNER
@sends
def download_model(
    session: Session,
    slot: str,
    out: Path,
    validation: Path | None,
    label: str | None,
    unpickle: bool,
    runner: str | None,
) -> None:
    r"""Get the model that everybody's data made in SLOT, once it is settled: fetched, decrypted, checked, written.

    It is encrypted for the key that you joined with, and signed by the runner. Models of logistic regression and ridge
    are weights, which run nothing:

    \b
      from pathlib import Path
      from databourse.runner.model_file import unpack_model

      model = unpack_model(Path("model.npz").read_bytes())
      model.linear.predict(features)        # an array of shape (rows, columns): labels

    Of others the file holds scikit-learn's own object, pickled, which `model.estimator()` gives; it answers with places
    in `model.labels`. Unpickling runs code of whoever made the file: only do so if you trust the runner.
    """
    from databourse.cli.learning import downloading

    downloading.download(session, slot, downloading.Wish(out, validation, label, unpickle, runner))
