"""`bourse chain simulate`: whole chains in equilibrium, under one matrix after the other, with the money moving."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.chain.options import MATRIX_HELP, MODEL_HELP
from databourse.cli.command import Command, reads
from databourse.cli.session import Session
from databourse.cli.values import Count

MOST_RUNS = 10_000
_HELP = f"""\
Play chains in equilibrium under several matrices, and compare what comes of it with the exact expectation.

The same valuations are drawn for every matrix. Each player posts and accepts as the equilibrium tells it, and every
payment is made: on the devnet by its accounts, which may take minutes for thousands of chains, or with --offline in a
model of the contract in memory. At the end all accounts are compared with what the draws say, to the base unit. With
--runs 0 nothing is played: only the expectations are shown.

{MATRIX_HELP}

{MODEL_HELP}
"""


@click.command(
    cls=Command,
    help=_HELP,
    examples="""
    bourse chain simulate
    bourse chain simulate --model model.json --matrix average --matrix tbds:0.5 --matrix shares.json --runs 0
    bourse chain simulate --model published:2 --trades 8 --runs 2000 --offline --plot welfare.png
    """,
)
@click.option("--model", default="published:1'", show_default=True, help="What valuations are drawn from.")
@click.option("--trades", type=Count(1, 32), help="Length of the chains.  [default: 5, or what the model has]")
@click.option("--matrix", "matrices", multiple=True, help="Can be repeated.  [default: raw, average, optimal]")
@click.option("--runs", type=Count(0, MOST_RUNS), default="100", show_default=True, help="Chains for each matrix.")
@click.option(
    "--seed", type=Count(0, 2**63 - 1), default="1", show_default=True, help="Everything drawn follows from it."
)
@click.option("--offline", is_flag=True, help="Play in memory: no node is needed.")
@click.option("--pay-at-once", type=Count(0, 32), help="Deeper trades are claimed at the end.  [default: all trades]")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw the comparison (png, svg, pdf).")
@reads
def simulate(
    session: Session,
    model: str,
    trades: int | None,
    matrices: tuple[str, ...],
    runs: int,
    seed: int,
    offline: bool,
    pay_at_once: int | None,
    plot: Path | None,
) -> None:
    """See `_HELP`, which shares paragraphs with other commands."""
    from databourse.cli.chain import simulating

    wish = simulating.Wish(model, trades, matrices, runs, seed, pay_at_once, plot)
    simulating.compare(session, wish, offline)
