"""`bourse solve auction`: double auctions by any of the rules."""

from __future__ import annotations

import click

from databourse.cli.command import Command, local
from databourse.cli.instance_file import at_line, parse_json, read_instances
from databourse.cli.session import Session
from databourse.errors import InvalidInput


@click.command(
    cls=Command,
    examples="""
    bourse solve auction book.json
    bourse solve auction books.jsonl > outcomes.jsonl
    echo '{"rule": "kth-price", "bids": [], "asks": []}' | bourse solve auction -
    """,
)
@click.argument("file")
@local
def auction(session: Session, file: str) -> None:  # noqa: ARG001 - the answer is JSON with and without --json
    r"""Solve double auctions.

    FILE holds one instance (.json), or one a line (.jsonl, answered line by line as they are read); - reads either from
    standard input. Money is in base units: integers, as strings of digits above 2^53. An instance is

    \b
      {"rule": "kth-price" | "trade-reduction" | "dantm" | "dadpm" | "dadpm-split",
       "bids": [{"price": 6, "quantity": 1, "min_quality": 0}, …],
       "asks": [{"price": 2, "quantity": 1, "quality": 0, "start": 0}, …],
       "options": {…}}

    with the options

    \b
      kth-price        k: how many of the cheapest asks may trade (null: the square root of their number, rounded up)
      trade-reduction  uniform: false | true
      dantm            quality_filter: true | false, pairing: "extended" | "strict"
      dadpm            seed, epsilon_buyers: [1, 10], epsilon_sellers: [1, 10], quality_filter: true | false
      dadpm-split      seed, price_grid: [0, 2, 4, …], epsilon: [1, 1]

    Epsilon is [numerator, denominator]. A seed is 64 hexadecimal digits, drawn for one slot and kept secret: who knows
    it can draw everything again. Seeds stand in FILE and not on the command line, where others could see them.

    \b
    What holds (see docs/double-auction.md):
      kth-price        truthful; the price is the ask of rank K + 1
      trade-reduction  truthful; the marginal bid and ask do not trade
      dantm            as published: better prices for liars; some lie pays in most small markets
      dadpm            as published: not truthful; hides who wins, but its prices are somebody's bid and ask
      dadpm-split      truthful, budget 0; its two prices are private, who trades at them is public
    """
    from databourse.mechanisms import double_auction
    from databourse.mechanisms.double_auction.json_format import outcome_text

    for number, text in read_instances(file):
        try:
            outcome = double_auction.solve(*double_auction.parse_instance(parse_json(text)))
        except InvalidInput as error:
            raise at_line(number, error) from error
        for piece in outcome_text(outcome, indent=None if number else 2):
            click.echo(piece, nl=False)
        click.echo()
