"""`bourse chain list`, `show` and `earnings`: what chains there are, who holds what, and who earned what."""

from __future__ import annotations

import click

from databourse.cli.chain.options import CHAIN
from databourse.cli.command import Command, reads, reads_as
from databourse.cli.session import Session
from databourse.cli.values import DATASET


@click.command(
    "list",
    cls=Command,
    examples="""
    bourse chain list
    bourse chain list --dataset 1
    """,
)
@click.option("--dataset", type=DATASET, help="Only the chains of this dataset.")
@reads
def list_(session: Session, dataset: int | None) -> None:
    """List all chains, with their matrices, holders and what was paid in them."""
    from databourse.cli.chain import listing

    listing.list_chains(session, dataset)


@click.command(
    cls=Command,
    examples="""
    bourse chain show 1
    bourse chain show 1 --json
    """,
)
@click.argument("chain", type=CHAIN)
@reads
def show(session: Session, chain: int) -> None:
    """Draw CHAIN as a tree: who holds the data from whom, what each paid and earned, and the offers that stand."""
    from databourse.cli.chain import showing

    showing.show_chain(session, chain)


@click.command(
    cls=Command,
    examples="""
    bourse chain earnings
    bourse chain earnings alice
    bourse chain earnings alice --chain 1 --csv earnings.csv
    """,
)
@click.argument("name", required=False)
@click.option("--chain", type=CHAIN, help="Only in this chain.")
@click.option("--csv", "file", metavar="FILE", help="Write all payments as CSV, in tokens; - is standard output.")
@reads_as
def earnings(session: Session, name: str | None, chain: int | None, file: str | None) -> None:
    """Show what everybody earned and paid in resale chains; of NAME every single payment.

    A payment is direct (of the licence's buyer to its seller) or upstream (a share of a later sale); a share that is
    due is credited by `bourse chain claim`.
    """
    from databourse.cli.chain import earning

    earning.show_earnings(session, name or session.sender, chain, file)
