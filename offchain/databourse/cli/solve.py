"""`bourse solve`: a mechanism's solver on a file, JSON in and JSON out, without a chain."""

from __future__ import annotations

import json

import click

from databourse.cli.command import Group, local
from databourse.cli.instance_file import is_one_a_line, lines_of, parse_json, read_text
from databourse.cli.session import Session
from databourse.errors import InvalidInput


@click.group(cls=Group)
def solve() -> None:
    """Solve an instance from a file, without a chain.

    The answer is JSON in the same form and order as the question. Money is in base units: integers, as strings of
    digits above 2^53.
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

    FILE holds one instance (.json), or one a line (.jsonl, answered by one line each); - reads either from standard
    input. An instance is

    \b
      {"rule": "kth-price" | "trade-reduction" | "dantm",
       "bids": [{"price": 6, "quantity": 1, "min_quality": 0}, …],
       "asks": [{"price": 2, "quantity": 1, "quality": 0, "start": 0}, …],
       "options": {…}}

    with the options k (kth-price; null: the square root of the number of asks, rounded up), uniform
    (trade-reduction), quality_filter and pairing "extended" | "strict" (dantm).

    \b
    What holds (see docs/double-auction.md):
      kth-price        truthful; the price is the ask of rank K + 1
      trade-reduction  truthful; the marginal bid and ask do not trade
      dantm            as published: better prices for liars; some lie pays in most small markets
    """
    from databourse.mechanisms.double_auction import solve_instance

    text = read_text(file)
    if not is_one_a_line(text, file):
        click.echo(json.dumps(solve_instance(parse_json(text)), indent=2))
        return
    for number, line in lines_of(text):
        try:
            outcome = solve_instance(parse_json(line))
        except InvalidInput as error:
            raise InvalidInput(f"line {number}: {error.message}", error.hint) from error
        click.echo(json.dumps(outcome))
