"""`bourse chain create`: a chain for a dataset, with the equilibrium that its matrix leads to."""

from __future__ import annotations

import click

from databourse.cli.chain.known_issues import HELP
from databourse.cli.chain.options import MATRIX_HELP, MODEL_HELP, SALES, UNLIMITED
from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.values import DATASET, Count

_MOST_DEPTH = 32
_HELP = f"""\
Open a chain for DATASET; only its owner can.

{MATRIX_HELP}

With --model the equilibrium is shown that the matrix leads to, beside that of raw resale: welfare, trades, how often
the data reach each player, and what it gains. Nothing is sent before you agree.

{MODEL_HELP}

The buyer in trade j pays the gas for crediting j - 1 upstream sellers. In trades deeper than --pay-at-once they are
credited when they, or anybody for them, run `bourse chain claim`: the same amounts to the unit.

{HELP}
"""


@click.command(
    cls=Command,
    help=_HELP,
    examples="""
    bourse chain create 1 --from alice
    bourse chain create 1 --matrix tbds:0.5 --depth 5 --sales unlimited --from alice
    bourse chain create 1 --matrix shares.json --model model.json --from alice
    bourse chain create 1 --matrix optimal --model "published:1'" --depth 5 --from alice
    """,
)
@click.argument("dataset", type=DATASET)
@click.option("--matrix", default="average", show_default=True, help="raw, average, tbds:ALPHA, optimal, or a file.")
@click.option(
    "--depth",
    type=Count(1, _MOST_DEPTH),
    help="Most trades from owner to last buyer.  [default: as matrix or model, or 8]",
)
@click.option("--pay-at-once", type=Count(0, _MOST_DEPTH), help="Deepest trade that credits everybody.  [default: 8]")
@click.option("--sales", type=SALES, default="1", show_default=True, help=f"Buyers of each holder, or {UNLIMITED}.")
@click.option("--model", help="Valuations that the equilibrium is shown for, and the optimal matrix is found for.")
@sends
def create(
    session: Session,
    dataset: int,
    matrix: str,
    depth: int | None,
    pay_at_once: int | None,
    sales: int,
    model: str | None,
) -> None:
    """See `_HELP`, which shares paragraphs with other commands."""
    from databourse.cli.chain import creating

    creating.create_chain(session, dataset, creating.Wish(matrix, depth, pay_at_once, sales, model))
