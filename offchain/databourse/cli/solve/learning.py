"""`bourse solve learning`: what parties pay for a better model, and what their data earn."""

from __future__ import annotations

import json

import click

from databourse.cli.command import Command, local
from databourse.cli.instance_file import at_line, parse_json, read_instances
from databourse.cli.session import Session
from databourse.errors import InvalidInput


@click.command(
    cls=Command,
    examples="""
    bourse solve learning market.json
    bourse solve learning --details market.json
    bourse solve learning markets.jsonl > outcomes.jsonl
    echo '{"parties":2, "correct":[0,5,6,9], "validation_size":10, "budget_per_unit":1000}' | bourse solve learning -
    """,
)
@click.argument("file")
@click.option("--details", is_flag=True, help="Also the tables that counted, and what was against the measured ones.")
@local
def learning(session: Session, file: str, details: bool) -> None:  # noqa: ARG001 - the answer is JSON anyway
    r"""Solve markets of models: what parties pay for a better one, and what their data earn.

    FILE holds one instance (.json), or one a line (.jsonl, answered line by line as they are read); - reads either from
    standard input. `bourse learning train` makes instances from data. An instance has one task that all parties share,
    or a task each:

    \b
      {"parties": 3,
       "correct": [0, 5, …],          for each set of parties, how many validation rows the model of their data gets
                                      right; bit i of the place says whether party i is in: 8 counts for 3 parties
       "validation_size": 100,
       "budget_per_unit": 1000000}    base units that an accuracy of 1 costs
      {"parties": 3,
       "tasks": [{"owner": 0, "correct": […]}, …],
       "validation_size": [100, …],   task by task
       "budget_per_unit": 1000000,
       "weighting": "gap" | "literal"}

    The answer has, party by party,

    \b
      gains               how much more accurate everybody's model is than the own; pot is their sum
      shapley             the share of the pot that the data earn
      replication_index   at most 0: to enter again with a copy of the data would not have paid; above 0 it may have
      fees                deposited: the budget for what is missing to accuracy 1, rounded up
      charges             what the gain costs: the pot in money, rounded down, by largest remainder of the gains
      payouts             the same money by largest remainder of the Shapley values
      returns             fee - charge + payout
      net                 return - fee; all together 0

    Payments are base units in the form of the budget: for a string of digits, strings above 2^53. What counts is the
    monotone closure of the counts: the best that each set of parties reaches when some of it leave their data out, and
    0 without data.

    \b
    What holds (see docs/learning-python.md):
      one task      copies do not pay where the index is at most 0, as wherever data complement each other
      a task each   "literal" is the published rule: a task that one's own data solve already costs nothing, and pays.
                    "gap", the default, weighs tasks by their owners' gains, which leaves little of that
    """
    from databourse.mechanisms.learning import solve_instance

    for number, text in read_instances(file):
        try:
            outcome = solve_instance(parse_json(text), details)
        except InvalidInput as error:
            raise at_line(number, error) from error
        click.echo(json.dumps(outcome, indent=None if number else 2))
