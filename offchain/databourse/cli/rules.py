"""The rules of the double auction as commands name them, and their facts at the end of a command's help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from databourse.cli.command import Command

if TYPE_CHECKING:
    from databourse.mechanisms.double_auction.analysis.facts import Facts

SETTLED = ("kth-price", "trade-reduction", "dantm")
"""The rules that a contract settles, the default first."""

ALL = (*SETTLED, "dadpm", "dadpm-split")


class RuleCommand(Command):
    """A command that lets people choose a rule: its help tells what each is worth."""

    def __init__(self, *args: Any, rules: tuple[str, ...] = ALL, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The facts, then the examples."""
        from databourse.mechanisms.double_auction.analysis.facts import facts_of

        for name in self.rules:
            facts = facts_of(name)
            with formatter.section(name):
                for paragraph in (facts.summary, *_in_short(facts)):
                    formatter.write_text(paragraph)
        super().format_epilog(ctx, formatter)


def _in_short(facts: Facts) -> list[str]:
    """What holds and fails, how often lies pay, one counterexample, the assumptions."""
    lies = "; ".join(f"{name}: {one.told()}" if name else one.told() for name, one in facts.lies.items())
    told = [f"Holds: {'; '.join(facts.holds)}."]
    told += [f"Fails: {'; '.join(facts.fails)}."] if facts.fails else []
    told.append(f"Measured: {lies}.")
    for example in facts.counterexamples[:1]:
        where = " where an assumption fails" if example.outside else ""
        told.append(f"Smallest counterexample{where}: {example.told()}.")
    return [*told, f"Assumes: {'; '.join(facts.assumptions)}."]
