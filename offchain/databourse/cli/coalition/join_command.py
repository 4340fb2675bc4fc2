"""`bourse coalition join`: devices, sealed."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.coalition.options import TYPE
from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.values import DATASET, Count
from databourse.errors import UsageError


@click.command(
    cls=Command,
    examples="""
    bourse coalition join fleet --dataset 3 --type 0 --from bob
    bourse coalition join fleet/2 --dataset 3 --samples 500 --type 1 --out fleet.jsonl --from bob --yes
    bourse coalition join fleet --devices devices.csv
    """,
)
@click.argument("slot")
@click.option("--dataset", type=DATASET, help="Number of a dataset of yours.")
@click.option("--samples", type=Count(1), help="How many of its units take part.  [default: all]")
@click.option("--type", "kind", type=TYPE, help="Type of the data; see `bourse coalition type`.")
@click.option("--devices", type=click.Path(dir_okay=False, path_type=Path), help="Many devices from a CSV file.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to keep what opens them.")
@click.option("--top-up/--no-top-up", default=True, help="Bring what is missing from the wallet (default), or refuse.")
@sends
def join(
    session: Session,
    slot: str,
    dataset: int | None,
    samples: int | None,
    kind: int | None,
    devices: Path | None,
    out: Path | None,
    top_up: bool,
) -> None:
    r"""Join SLOT with a device: so many samples of a dataset of yours, and what type they have.

    Nobody sees any of it before the round has closed: the entry holds a hash, and what opens it stays in a file that
    only you can read. Open it in time with `bourse coalition reveal`. Who does not, or loses the file, loses the entry
    bond; the bond comes back otherwise, when the round is over.

    \b
    FILE of --devices has a row for each device, and in its first line the columns
      dataset or file   number of a dataset, or the CSV file that was registered as one
      type              of its data
      samples           all units where it is left out
      from              who joins with it: the owner of the dataset where it is left out
    as `bourse coalition type --out` writes it. The keys of all of them must be here.
    """
    from databourse.cli.coalition import joining
    from databourse.cli.coalition.devices import Wanted, read_devices

    if devices is not None:
        if not (dataset is None and samples is None and kind is None):
            raise UsageError("--devices cannot be joined with --dataset, --samples or --type", "the file has them")
        wanted = read_devices(session, devices)
    elif dataset is None or kind is None:
        missing = "--dataset" if dataset is None else "--type"
        raise UsageError(f"{missing} is missing", "name a dataset and the type of its data, or a file with --devices")
    else:
        wanted = [Wanted("", session.exchange.dataset(dataset), samples, kind, session.sender_name)]
    joining.join_round(session, slot, wanted, out, top_up)
