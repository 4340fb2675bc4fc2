"""`bourse solve`: a mechanism's solver on a file, JSON in and JSON out, without a chain."""

from __future__ import annotations

import json

import click

from databourse.cli.command import Group, local
from databourse.cli.instance_file import parse_json, read_instances
from databourse.cli.session import Session
from databourse.errors import InvalidInput


@click.group(cls=Group)
def solve() -> None:
    """Solve an instance from a file, without a chain.

    The answer is JSON, instance by instance in the order of the questions.
    """


@solve.command(
    examples="""
    bourse solve auction book.json
    bourse solve auction books.jsonl > outcomes.jsonl
    echo '{"rule": "kth-price", "bids": [], "asks": []}' | bourse solve auction -
    """
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
            raise _at(number, error) from error
        for piece in outcome_text(outcome, indent=None if number else 2):
            click.echo(piece, nl=False)
        click.echo()


@solve.command(
    examples="""
    bourse solve resale chain.json
    bourse solve resale --details chains.jsonl > equilibria.jsonl
    echo '{"valuations": [[0],[3]], "prior": [1], "transitions": [[[1]]], "reallocation":"raw"}' | bourse solve resale -
    """
)
@click.argument("file")
@click.option("--details", is_flag=True, help="Also what the matrix leaves over, and figures for each trade.")
@local
def resale(session: Session, file: str, details: bool) -> None:  # noqa: ARG001 - the answer is JSON anyway
    r"""Solve resale chains: what each owner asks, who buys, and what everybody gains.

    Players 0 to n stand in a row, and in trade j player j - 1 sells to player j. Each knows only what the data is worth
    to itself; it asks one price, has a share of it and of all later prices, and buys if that makes up for what it pays.

    FILE holds one instance (.json), or one a line (.jsonl, answered line by line as they are read); - reads either from
    standard input. An instance is

    \b
      {"valuations": [[0], [1, 3]],            player by player, every valuation it may have
       "prior": [1],                           the probabilities of player 0's valuations
       "transitions": [[["1/2", "1/2"]]],      from each to the next: a row for each valuation of the seller, with the
                                               probabilities of the buyer's
       "reallocation": "raw",                  or "average", {"tbds": "1/2"}, or a matrix
       "arithmetic": "float"}                  or "exact"

    A number is a JSON number or a rational in a string. A matrix has a row for each player but the last and a column
    for each trade from 0 (all zero) to n: the share of that trade's price that the player gets. It must have the data
    before the trade, and a column sums to at most 1.

    \b
      raw            the whole price to the seller
      average        the same share to everybody who had the data before
      tbds           a seller keeps 1 - alpha of what reaches it and passes alpha on to the one it bought from

    The answer has the thresholds (the highest price at which a player buys) and prices (asked of the next player) by
    player and valuation; sale is false where no price can be asked, as nobody would buy even for nothing; then welfare,
    volume (the expected number of trades) and the players' utilities. Exact arithmetic answers with rationals; in
    floats, numbers that differ by rounding alone count as equal. Of several best prices the lowest is asked, and who
    is indifferent buys.
    """
    from decimal import Decimal

    from databourse.mechanisms.resale import equilibrium_to_json, parse_instance
    from databourse.mechanisms.resale import solve as solve_chain

    for number, text in read_instances(file):
        try:
            equilibrium = solve_chain(parse_instance(parse_json(text, Decimal)))
        except InvalidInput as error:
            raise _at(number, error) from error
        click.echo(json.dumps(equilibrium_to_json(equilibrium, details), indent=None if number else 2))


def _at(line: int | None, error: InvalidInput) -> InvalidInput:
    """The error with the line that it is in, if there are several."""
    return InvalidInput(f"line {line}: {error.message}", error.hint) if line else error
