"""`bourse learning open`: a learning round."""

from __future__ import annotations

import click

from databourse.cli.command import Command, sends
from databourse.cli.learning.options import MOST_PARTIES, RUNNER
from databourse.cli.session import Session
from databourse.cli.values import DURATION, TOKENS, Count


@click.command(
    "open",
    cls=Command,
    examples="""
    bourse learning open clinics --runner http://127.0.0.1:8570 --budget 100 --close-in 10m --from operator
    bourse learning open clinics --budget 50 --model ridge --set penalty=0.5 --close-in 1h --train-within 2h
    bourse learning open clinics --budget 50 --max-parties 14 --bond 20 --challenge-for 30m --close-in 1h
    """,
)
@click.argument("series")
@RUNNER
@click.option("--budget", type=TOKENS, required=True, help="What an accuracy of 1 costs; each party locks so much.")
@click.option("--max-parties", type=Count(1, MOST_PARTIES), default=5, show_default=True, help="How many can join.")
@click.option("--model", default="logistic", show_default=True, help="What is trained; see `bourse learning train`.")
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="A parameter of the model.")
@click.option("--close-in", type=DURATION, required=True, help="How long it takes parties, such as 10m or 1h30m.")
@click.option("--train-within", type=DURATION, default="30m", show_default=True, help="Time to train after that.")
@click.option("--settle-within", type=DURATION, default="1h", show_default=True, help="Time to settle it after that.")
@click.option("--bond", type=TOKENS, help="More than 12 parties: behind a proposed outcome.  [default: 10]")
@click.option("--challenge-for", type=DURATION, help="More than 12 parties: time to refute a proposal.  [default: 10m]")
@sends
def open_(
    session: Session,
    series: str,
    runner: str | None,
    budget: int,
    max_parties: int,
    model: str,
    settings: tuple[str, ...],
    close_in: int,
    train_within: int,
    settle_within: int,
    bond: int | None,
    challenge_for: int | None,
) -> None:
    """Open the next round of SERIES, as one in which parties learn together.

    Parties encrypt their data for the runner that you name and lock --budget each. After the close the runner trains a
    model for every set of parties, and signs how many validation rows each gets right: that table decides everything.
    What a party pays at most is --budget times what its own model gets wrong. Outcomes of up to 12 parties are checked
    completely by the contract; those of more are proposed with a bond, and anybody can refute a false one.

    The runner's keys and the hash of its code become part of the round's terms. The arbiter of the series can replace a
    table that is disputed.
    """
    from databourse.cli.learning import starting

    wish = starting.Wish(
        runner=runner,
        budget=budget,
        max_parties=max_parties,
        model=model,
        settings=settings,
        bond=bond,
        challenge_for=challenge_for,
        close_in=close_in,
        train_within=train_within,
        settle_within=settle_within,
    )
    starting.start_round(session, series, wish)
