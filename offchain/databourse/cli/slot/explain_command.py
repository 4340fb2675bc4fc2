"""`bourse slot explain`: a whole slot in words, and as a picture."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.command import Command, reads
from databourse.cli.session import Session


@click.command(
    cls=Command,
    examples="""
    bourse slot explain temperature
    bourse slot explain temperature/7 --plot book.png
    bourse slot explain --file book.json --plot book.svg
    """,
)
@click.argument("slot", required=False)
@click.option("--file", metavar="FILE", help="An instance as `bourse solve auction` takes it, instead of a slot.")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw the book (png, svg, pdf).")
@reads
def explain(session: Session, slot: str | None, file: str | None, plot: Path | None) -> None:
    """Explain SLOT: how many win, the prices and what set them, who just missed and why, the surplus.

    While the round is not settled, this is the outcome with the entries so far. The picture shows both sides by rank
    (bids fall, asks rise), winners strong and losers pale, the prices, and where the curves cross. Of a single entry,
    `bourse why` tells more.
    """
    from databourse.cli.slot import explaining

    explaining.explain_book(session, slot, file, plot)
