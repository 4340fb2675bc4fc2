"""`bourse coalition open`: a coalition round with its buyer's contracts."""

from __future__ import annotations

from pathlib import Path

import click

from databourse.cli.coalition.options import CONTRACT, CONTRACTS_HELP
from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.cli.values import DURATION, TOKENS, Count

_HELP = f"""\
Open the next round of SERIES, as a round of coalitions, and enter your contracts in the same transaction.

{CONTRACTS_HELP}

\b
In the contract game every device goes where it earns most, the largest first; a contract pays its whole budget to the
devices in it.
In the leakage game a type has one contract, the first. Its budget is divided among all devices of the type, and a
device's part shrinks with what the devices outside its coalition reveal of its data (--influence, among types). Of
each other member of its coalition it pays --cost. The outcome is proposed with --bond and final if nobody shows within
--challenge-in that a device gains by moving to where it is welcome.

\b
FILE of --influence holds a square matrix by types: CSV rows, or JSON, as `bourse coalition leakage --out` writes it.
The diagonal is between two devices of one type.

Others may enter contracts as well, with `bourse coalition offer`, up to --most-contracts together.
"""


@click.command(
    "open",
    cls=Command,
    help=_HELP,
    examples="""
    bourse coalition open fleet --contract 0:60 --contract 0:40 --contract 1:25 --close-in 10m --from operator
    bourse coalition open fleet --contracts contracts.csv --entry-bond 2 --close-in 1h --reveal-in 30m
    bourse coalition open fleet --game leakage --contract 0:60 --contract 1:40 --influence types.json --close-in 10m
    """,
)
@click.argument("series")
@click.option("--contract", "words", type=CONTRACT, multiple=True, metavar="TYPE:BUDGET", help="One of your contracts.")
@click.option("--contracts", "file", type=click.Path(dir_okay=False, path_type=Path), help="Contracts from a file.")
@click.option("--game", type=click.Choice(["contract", "leakage"]), default="contract", show_default=True)
@click.option("--entry-bond", type=TOKENS, default="1", show_default=True, help="Lost by who does not open its entry.")
@click.option("--bond", type=TOKENS, help="leakage: behind a proposed outcome.  [default: 10]")
@click.option("--cost", type=TOKENS, help="leakage: of each other member of a coalition.  [default: 0]")
@click.option("--influence", type=click.Path(path_type=Path), help="leakage: what types reveal of each other.")
@click.option("--most-contracts", type=Count(1, 255), help="Of all buyers together.  [default: 10, or yours]")
@click.option("--close-in", type=DURATION, required=True, help="How long it takes entries, such as 10m or 1h30m.")
@click.option("--reveal-in", type=DURATION, default="10m", show_default=True, help="Time to open entries after that.")
@click.option("--settle-within", type=DURATION, default="1h", show_default=True, help="Time to settle it after that.")
@click.option("--challenge-in", type=DURATION, help="leakage: time to refute a proposal.  [default: 10m]")
@click.option("--top-up/--no-top-up", default=True, help="Bring what is missing from the wallet (default), or refuse.")
@sends
def open_(
    session: Session,
    series: str,
    words: tuple[tuple[int, int], ...],
    file: Path | None,
    game: str,
    entry_bond: int,
    bond: int | None,
    cost: int | None,
    influence: Path | None,
    most_contracts: int | None,
    close_in: int,
    reveal_in: int,
    settle_within: int,
    challenge_in: int | None,
    top_up: bool,
) -> None:
    """See `_HELP`, which shares a paragraph with another command."""
    from databourse.cli.coalition import options, starting, wishing

    wish = wishing.Wish(
        rule=f"{game}-game",
        contracts=options.read_contracts(words, file),
        entry_bond=entry_bond,
        bond=bond,
        cost=cost,
        influence=options.read_influence(influence) if influence else None,
        most_contracts=most_contracts,
        times=wishing.Times(close_in, reveal_in, settle_within, challenge_in),
        top_up=top_up,
    )
    starting.start_round(session, series, wish)
