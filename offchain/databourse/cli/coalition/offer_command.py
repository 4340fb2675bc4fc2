"""`bourse coalition offer`: contracts of a further buyer."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.coalition.options import CONTRACT, CONTRACTS_HELP
from databourse.cli.command import Command, sends
from databourse.cli.session import Session

_HELP = f"""\
Enter contracts in SLOT, a coalition round that others may have entered contracts in already.

{CONTRACTS_HELP}

The sum of the budgets, and the series' entry fee, are locked until the round is over. What no device earned comes back.
"""


@click.command(
    cls=Command,
    help=_HELP,
    examples="""
    bourse coalition offer fleet --contract 0:30 --contract 2:12.5 --from alice
    bourse coalition offer fleet/3 --contracts contracts.csv --from alice --yes
    """,
)
@click.argument("slot")
@click.option("--contract", "words", type=CONTRACT, multiple=True, metavar="TYPE:BUDGET", help="One of your contracts.")
@click.option("--contracts", "file", type=click.Path(dir_okay=False, path_type=Path), help="Contracts from a file.")
@click.option("--top-up/--no-top-up", default=True, help="Bring what is missing from the wallet (default), or refuse.")
@sends
def offer(session: Session, slot: str, words: tuple[tuple[int, int], ...], file: Path | None, top_up: bool) -> None:
    """See `_HELP`, which shares a paragraph with another command."""
    from databourse.cli.coalition import offering, options

    offering.offer_contracts(session, slot, options.read_contracts(words, file), top_up)
