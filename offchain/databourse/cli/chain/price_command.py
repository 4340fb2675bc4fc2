"""`bourse chain price`: what the equilibrium tells a holder to ask, and the next buyer to pay."""

from __future__ import annotations

import click

from databourse.cli.chain.options import CHAIN, LICENCE, MODEL_HELP, OFFER
from databourse.cli.command import Command, reads_as
from databourse.cli.session import Session

_HELP = f"""\
Tell what the equilibrium of a chain makes of a valuation: the price that the holder of LICENCE should post, or, with
--offer, whether the next buyer should accept it.

The chain's matrix, as the contract applies it, and the model are solved backwards from the last trade. A price is
rounded down to a base unit, because buyers accept at exactly their threshold. It holds for chains in which every holder
sells once, and for players who all believe the model.

{MODEL_HELP}

A valuation between two of the model's counts itself, and what comes after it is as likely as after the nearest one.
"""


@click.command(
    cls=Command,
    help=_HELP,
    examples="""
    bourse chain price 1 --valuation 1 --model "published:1'"
    bourse chain price --chain 3 --valuation 3.2 --model model.json --from bob
    bourse chain price --offer 7 --valuation 3.2 --model model.json
    """,
)
@click.argument("licence", type=LICENCE, required=False)
@click.option("--chain", type=CHAIN, help="Of several licences of yours, the one in this chain.")
@click.option("--offer", type=OFFER, help="Tell its next buyer whether to accept it.")
@click.option("--valuation", metavar="V", required=True, help="What the data are worth to you, in tokens.")
@click.option("--model", required=True, help="What everybody believes of everybody's valuations.")
@reads_as
def price(
    session: Session, licence: int | None, chain: int | None, offer: int | None, valuation: str, model: str
) -> None:
    """See `_HELP`, which shares paragraphs with other commands."""
    from databourse.cli.chain import pricing

    if offer is None:
        pricing.tell_price(session, licence, chain, valuation, model)
    else:
        pricing.tell_threshold(session, offer, valuation, model)
