"""`bourse solve sharing`: who shares data with whom, for data or for money."""

from __future__ import annotations

import json
from decimal import Decimal

import click

from databourse.cli.command import Command, local
from databourse.cli.instance_file import at_line, parse_json, read_instances
from databourse.cli.session import Session
from databourse.errors import InvalidInput


@click.command(
    cls=Command,
    examples="""
    bourse solve sharing market.json
    bourse solve sharing rounds.jsonl > outcomes.jsonl
    echo '{"mechanism": "ordered-match", "utilities": [{"": 1, "1": 0}, {"": 0, "0": 10}]}' | bourse solve sharing -
    """,
)
@click.argument("file")
@local
def sharing(session: Session, file: str) -> None:  # noqa: ARG001 - the answer is JSON anyway
    r"""Solve the sharing of data: data for data, data for money, or data by the query.

    FILE holds one instance (.json), or one a line (.jsonl, answered line by line as they are read); - reads either from
    standard input. Agents are 0, 1, 2, …, and an instance is one of

    \b
      {"mechanism": "ordered-match",
       "utilities": [{"": 0, "1": 4, "1,2": 7, …}, …],  by agent, of every set of partners
       "order": [0, 1, 2], "accept": "strict" | "weak", "check": true}
      {"mechanism": "ordered-match", "sizes": [5, 3, 2],
       "scale": [1, 1, 1], "cost": [0.1, 0.1, 0.1], "curve": "sqrt" | "log" | "saturating"}
      {"mechanism": "ordered-match", "sizes": [5, 3, 2], "table": [[0, 9, 17, …], …], "cost": [1, 8, 2]}
      {"mechanism": "competitive" | "vcg" | "mixed-vcg" | "distorted-mixed-vcg",
       "utilities": [{"": 0, "1": 10, …}, …],           by buyer, of every set of sellers
       "costs": [[0, 1], [1, 0]]}                       row i, column j: what i bears when j gets its data
      {"mechanism": "queries",
       "marginal_values": [[[], [9, 6, 3]], …],         by buyer and seller, of the first, second, … query
       "price": [[0, 2], [2, 0]],                       row j, column i: what seller j asks of buyer i
       "cap": [[0, 2], [3, 0]],                         the most queries by buyer and seller, if any
       "epsilon_per_query": [0.1, 0.1], "epsilon_budget": [1, 1]}

    For money, instead of "utilities", "family" is {"sizes": [5, 3], "table": [[0, 6, 11, …], …]} (by buyer, the value
    of each total size bought, the last also of all beyond) or {"values": [[0, 4], [7, 0]]} (of sellers, adding up).
    A match has curves or tables over the size of an agent's own data and its partners' together: sqrt is √D, log is
    ln(1 + D), saturating is 1 - 1/√D, times the scale, and each partner costs the cost.

    Numbers are JSON numbers or rationals such as "1/3", and exact; the answer has integers (strings above 2^53) and
    rationals in strings. Only a curve over sizes is computed in floats.

    \b
      ordered-match         each agent in the order proposes to those after it; an edge where both like it better. With
                            sizes the order is theirs, the largest first. The answer has the edges, the welfare, for up
                            to 5 agents a coalition that would rather have other edges (null if there is none), and
                            with "check" (up to 12 agents) what stability rests on, and why it fails.
      competitive           the greatest welfare; each sale at the seller's cost, and the interval of prices that hold
      vcg                   no lie pays; "sponsor" is what somebody has to bring
      mixed-vcg             the deficit is paid in data: payments in data and in money, which adds up to 0. "weights":
                            true finds the weight of the data that each gets, of a concave table, or "infeasible".
                            "split": "published" has the paper's split, whose "balance" may not be 0.
      distorted-mixed-vcg   data are sold at "base_weight" ("1/2") of their size, and lifted to 1 at most
      queries               each buyer in turn buys while a query is worth more than its price, within cap and budget

    \b
    What holds:
      ordered-match         stable under a common strict ranking, limited complementarity and strict preferences; not
                            always the greatest welfare
      vcg                   truthful, individually rational; never a surplus
      mixed-vcg             budget balanced; individually rational where every weight is feasible and reports are true;
                            not dominant-strategy truthful: who reports to value data less is given more of it

    Mixed-VCG cannot pay in data whoever values no more data. Plain VCG with a sponsor is the truthful alternative. See
    docs/sharing-python.md.
    """
    from databourse.mechanisms.sharing import solve_instance

    for number, text in read_instances(file):
        try:
            outcome = solve_instance(parse_json(text, Decimal))
        except InvalidInput as error:
            raise at_line(number, error) from error
        click.echo(json.dumps(outcome, indent=None if number else 2))
