"""`bourse slot simulate`: one book under every rule, side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from databourse.cli.command import Command, reads
from databourse.cli.rules import ALL
from databourse.cli.session import Session
from databourse.cli.simulation import rule_options
from databourse.cli.values import Count


def _with_rule_options(function: Any) -> Any:
    for option in reversed(rule_options.OPTIONS):
        function = option(function)
    return function


@click.command(
    cls=Command,
    examples="""
    bourse slot simulate temperature
    bourse slot simulate --file book.json --rule kth-price --rule dantm --no-quality-filter
    bourse slot simulate temperature/7 --rule dadpm-split --epsilon 2 --grid-max 5 --grid-steps 50
    bourse slot simulate temperature --rule dadpm --draws 1000 --seed-file seed.txt --plot rules.png
    """,
)
@click.argument("slot", required=False)
@click.option("--file", metavar="FILE", help="An instance as `bourse solve auction` takes it, instead of a slot.")
@click.option("--rule", "rules", type=click.Choice(ALL), multiple=True, help="Only this rule; can be repeated.")
@_with_rule_options
@click.option("--draws", type=Count(1, 100_000), default="100", show_default=True, help="Of the rules that draw.")
@click.option(
    "--seed-file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File that keeps the seed of the draws; a new one is made.  [default: a new seed, kept nowhere]",
)
@click.option(
    "--lies",
    type=Count(0),
    metavar="N",
    help="Look for lies with N solves a rule at most.  [default: some seconds; 0 with over 2,000 orders]",
)
@click.option("--unverified", is_flag=True, help="Sellers can lie upwards about quality and units too.")
@click.option("--plot", type=click.Path(dir_okay=False, path_type=Path), help="Draw who gains what (png, svg, pdf).")
@reads
def simulate(session: Session, slot: str | None, file: str | None, rules: tuple[str, ...], **said: Any) -> None:
    r"""Run the book of SLOT, or of a file, under every rule, and compare.

    Told are the winners, what they pay and get, the welfare of both sides, the gains from trade and their share of the
    optimum, the surplus, and who would gain by lying: every participant's price, quality and quantity are misreported,
    one at a time, while all others stay as they are. The book counts as the truth. A slot can be simulated at any time
    of its life; with one --rule the whole outcome is shown.

    \b
    dadpm and dadpm-split draw from a secret seed.
      Their figures are averages over --draws, with standard errors; the outcome shown is that
      of the first draw. Lies are compared draw by draw; only significant gains are told.
      The default price grid of dadpm-split is 1, 2, 5, 10, … up to 100 tokens (files: 1,000
      base units). A grid has to be fixed without a look at the bids, or it tells of them.
      No contract settles these rules yet: that comes with sealed bids.

    Amounts for people are in tokens; those of a file are in base units, as there. What each rule is worth is told by
    `bourse rule show RULE`.
    """
    from databourse.cli.simulation import simulating

    simulating.compare(session, slot, file, tuple(dict.fromkeys(rules)) or ALL, simulating.Wish.of(said))
