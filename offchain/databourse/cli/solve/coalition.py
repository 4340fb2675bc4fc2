"""`bourse solve coalition`: who is with whom, and what each is paid."""

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
    bourse solve coalition game.json
    bourse solve coalition games.jsonl > outcomes.jsonl
    echo '{"game": "types", "scores": [0.1, 0.8], "levels": 5}' | bourse solve coalition -
    """,
)
@click.argument("file")
@local
def coalition(session: Session, file: str) -> None:  # noqa: ARG001 - the answer is JSON anyway
    r"""Solve coalitions of devices: who is with whom, and what each is paid.

    FILE holds one instance (.json), or one a line (.jsonl, answered line by line as they are read); - reads either from
    standard input. An instance is one of

    \b
      {"game": "contract",
       "devices": [{"samples": 7, "type": 0}, …],
       "contracts": [{"type": 0, "budget": 60}, …]}
      {"game": "leakage",
       "prices": [10, 1],                     by device
       "influence": [[0, 1], [1, 0]],         symmetric, from 0 to 1, 0 on the diagonal
       "coalition_cost": 1, "bonus": 0,       0 if they are left out
       "mode": "outside" | "inside", "consent": true | false, "seed": 0,
       "solver": "forming" | "exact"}
      {"game": "types", "scores": [0.1, 0.8], "levels": 5}

    \b
      contract   each contract's budget is shared by devices of its type in proportion to samples; the largest device is
                 placed first, where it earns most. The answer has each device's contract (null if its type has none),
                 the payments (base units, strings above 2^53; budgets may be strings too), and whether it is stable.
      leakage    a device with price p in coalition S gets p / (1 + g) + bonus * ln((1 + |S|) / 2) - cost * (|S| - 1),
                 where g is the mean influence of those outside S, or of those inside. Devices switch, coalitions merge
                 and split until nobody wants to; with consent, only where nobody who receives a device loses by it.
                 "exact" finds the partition with the largest sum of payoffs, of up to 20 devices. The answer has the
                 coalitions, the payoffs, whether it is a Nash equilibrium and whether it is individually stable (nobody
                 gains by going where it is welcome), how many steps were made, and the sum of payoffs.
      types      the type of each score from 0 to 1: which of so many equal levels it is in.

    Without consent the leakage game may have no stable partition: {"prices": [10, 1], "influence": [[0, 1], [1, 0]],
    "coalition_cost": 1, …} cycles, and the answer says that it is not stable. What holds: see
    docs/coalition-python.md.
    """
    from databourse.mechanisms.coalition import solve_instance

    for number, text in read_instances(file):
        try:
            outcome = solve_instance(parse_json(text))
        except InvalidInput as error:
            raise at_line(number, error) from error
        click.echo(json.dumps(outcome, indent=None if number else 2))
