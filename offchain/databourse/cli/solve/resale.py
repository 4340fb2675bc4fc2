"""`bourse solve resale`: the equilibrium of resale chains, or the matrix with the best one."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from databourse.cli.command import Command, local
from databourse.cli.instance_file import at_line, parse_json, read_instances
from databourse.cli.session import Session
from databourse.cli.solve.optimising import Wish, optimised, search_options
from databourse.errors import InvalidInput, UsageError


@click.command(
    cls=Command,
    examples="""
    bourse solve resale chain.json
    bourse solve resale --details chains.jsonl > equilibria.jsonl
    bourse solve resale --optimise chain.json
    bourse solve resale --optimise --zero-shares --restarts 50 --checkpoint search.json chain.json
    echo '{"valuations": [[0],[3]], "prior": [1], "transitions": [[[1]]], "reallocation":"raw"}' | bourse solve resale -
    """,
)
@click.argument("file")
@click.option("--details", is_flag=True, help="Also what the matrix leaves over, and figures for each trade.")
@search_options
@local
def resale(
    session: Session,
    file: str,
    details: bool,
    optimise: bool,
    zero_shares: bool,
    seed: int | None,
    restarts: int | None,
    generations: int | None,
    checkpoint: Path | None,
) -> None:
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

    Valuations from an interval are solved on a grid, within an error that is chosen:

    \b
      {"density": {"family": "tilt", "rate": 2},   or a list, with one for each trade
       "trades": 3,
       "support": [0, 1],
       "epsilon": 0.1,                             the error allowed, in proportion to 1 + |gain|
       "reallocation": "average",
       "first": 0.5,                               player 0's valuation; left out: any, as likely
       "measure": 4}                               left out: trust the proof; else measure on cells cut in so many

    \b
      uniform                 any value, as likely, whatever the seller's is
      tilt: rate              in proportion to exp(rate x y), for x after y
      laplace: pull, scale    in proportion to exp(-|x - pull y| / scale)
      copula: dependence      uniform on the whole, dependent on y; between -1 and 1

    The answer then begins with the guarantee: the number of cells, their width, and that no threshold and no gain from
    a price is off by more than epsilon (1 + |gain|). Welfare, volume and utilities are those of the grid.

    --optimise searches for the matrix, of columns that sum to 1, with the highest welfare. The answer has it as
    reallocation, then its equilibrium, then how it was found, beside the welfare of the instance's own reallocation
    (average, if it has none). As published, every share is positive; --zero-shares searches more. Nothing proves that
    there is no better matrix: more restarts, or another seed, may find one. A search that is interrupted goes on from
    its checkpoint, with the same result; one that is finished goes on if more restarts are asked for.
    """
    wish = Wish(zero_shares, seed, restarts, generations, checkpoint)
    if wish.given and not optimise:
        raise UsageError(f"{wish.given[0]} is for a search", "add --optimise")
    for number, text in read_instances(file):
        if checkpoint and number:
            raise UsageError(
                "--checkpoint keeps one search, but FILE holds an instance a line", "solve them one by one"
            )
        try:
            answer = _answer(session, text, details, wish if optimise else None)
        except InvalidInput as error:
            raise at_line(number, error) from error
        click.echo(json.dumps(answer, indent=None if number else 2))


def _answer(session: Session, text: str, details: bool, wish: Wish | None) -> dict[str, Any]:
    from databourse.mechanisms.resale import equilibrium_to_json, parse_instance, solve
    from databourse.mechanisms.resale.continuous.json_format import is_continuous, solve_continuous_instance

    instance = parse_json(text, Decimal)
    if is_continuous(instance):
        if wish:
            raise InvalidInput("a search takes finite supports, but this instance has a density")
        return solve_continuous_instance(instance, details)
    if wish:
        return optimised(session, instance, wish, details)
    return equilibrium_to_json(solve(parse_instance(instance)), details)
