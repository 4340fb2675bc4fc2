"""What a rule that draws hides and what not, for people and programs."""

from __future__ import annotations

from fractions import Fraction

import click

from databourse.cli.output import Output
from databourse.cli.slot.subject import Subject
from databourse.mechanisms.double_auction.analysis.facts import facts_of
from databourse.mechanisms.double_auction.analysis.privacy import statement
from databourse.mechanisms.double_auction.analysis.simulation import Simulated

_WIDTH = 100
_INDENT = 18


def tell_privacy(output: Output, subject: Subject, one: Simulated) -> None:
    """The privacy parameters, what follows from them, and where the rule is settled."""
    told = statement(one.rule, one.options)
    output.say()
    output.say(f"Privacy of {one.rule}")
    for head, sentences in (
        ("parameters", [_parameters(subject, one)]),
        ("guaranteed", list(map(str, told.guarantees))),
        ("not guaranteed", told.missing),
        ("limits", told.limits),
        ("settled", [facts_of(one.rule).settlement]),
    ):
        for place, sentence in enumerate(sentences):
            first = f"  {'' if place else head:{_INDENT - 2}}"
            output.say(click.wrap_text(sentence, _WIDTH, initial_indent=first, subsequent_indent=" " * _INDENT))
    output.say()


def privacy_json(one: Simulated) -> dict[str, object]:
    """The same for programs; epsilon and delta are statistics, so they are floating-point numbers."""
    told = statement(one.rule, one.options)
    return {
        "guarantees": [{"what": one.what, "epsilon": one.epsilon, "delta": one.delta} for one in told.guarantees],
        "missing": list(told.missing),
        "limits": list(told.limits),
    }


def _parameters(subject: Subject, one: Simulated) -> str:
    if "price_grid" not in one.options:
        buyers, sellers = (Fraction(*one.options.get(f"epsilon_{side}", (1, 10))) for side in ("buyers", "sellers"))
        return f"ε {buyers} for bids, {sellers} for asks"
    grid = one.options["price_grid"]
    lowest, highest = subject.unit.exact(min(grid)), subject.unit.exact(max(grid))
    return f"ε {Fraction(*one.options.get('epsilon', (1, 1)))}; {len(grid)} prices from {lowest} to {highest}"
