"""`bourse solver`: the process that settles rounds by itself."""

from __future__ import annotations

import click

from databourse.cli.command import Group, sends
from databourse.cli.session import Session
from databourse.cli.values import DURATION, TOKENS


@click.group(cls=Group)
def solver() -> None:
    """A solver settles rounds when they have closed, and earns their entry fees.

    Anyone can be one: the contract takes no outcome but the right one, or takes a bond that a wrong one costs.
    """


@solver.command(
    examples="""
    bourse solver run --from solver
    bourse solver run --series temperature --series humidity --from solver --yes --json
    bourse solver run --withdraw-above 100 --from solver        # brings the fees into the wallet
    bourse solver run --standby 30s --from solver               # only what others leave for 30 s
    bourse solver run --once --from solver --yes                # what is due now, for cron
    """
)
@click.option("--series", multiple=True, metavar="SERIES", help="Only this one; can be repeated.  [default: all]")
@click.option("--once", is_flag=True, help="Settle what is due now, and end.")
@click.option("--standby", type=DURATION, default=None, help="Leave every round to others for this long first.")
@click.option("--withdraw-above", type=TOKENS, help="Withdraw what is free in a series when it is more than this.")
@click.option("--poll", type=DURATION, default="2s", show_default=True, help="Time between looks at the chain.")
@click.option("--heartbeat", type=DURATION, default="5m", show_default=True, help="Time between signs of life.")
@sends
def run(
    session: Session,
    series: tuple[str, ...],
    once: bool,
    standby: int | None,
    withdraw_above: int | None,
    poll: int,
    heartbeat: int,
) -> None:
    r"""Watch the chain, and settle each round when it has closed and its entries are final.

    You pay the gas and earn the entry fees; they land in your account of the series. --withdraw-above empties that
    account, your own deposits included. Series without a fee are settled too: name those that you want with --series.

    Where outcomes are proposed, the bond must be free in your account of the series; it comes back when the round is
    over, and --withdraw-above would take it away with the fees. What others propose is looked at, and refuted if it is
    false: you win their bond.

    Nothing but the chain is remembered: stop it, kill it, start it again or twice as you like. It outlasts a node that
    goes away, and ends when the node is on another chain. Ctrl-C and SIGTERM let it finish what is in flight.

    What happens is told on standard output, with --json as one object a line: time, level (info, warning, error),
    event, message, and what belongs to the event, money in base units. The events:

    \b
    started, watching, heartbeat, stopped    the process itself
    closed, waiting, settled                 the life of a round
    proposed, finalised                      where outcomes are proposed
    settled-by-other, proposed-by-other      somebody was faster
    challenged                               somebody's false proposal was voided
    postponed                                could not be settled yet: why, and when it is tried again
    no-outcome                               nobody can settle it, such as a learning round without a statement
    deadline-near, aborted                   needs a person: a quarter of the time is left, or none
    collected, not-collected                 fees brought into the wallet, or not
    node-lost, node-back, chain-went-back    the node
    """
    from databourse.cli import solving

    wish = solving.Wish(series, once, standby or 0, withdraw_above, poll, heartbeat)
    solving.run(session, wish)
