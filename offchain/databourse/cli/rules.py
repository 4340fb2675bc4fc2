"""The rules as commands name them, and their facts at the end of a command's help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from databourse.cli.command import Command

if TYPE_CHECKING:
    from databourse.mechanisms.double_auction.analysis.facts import Facts
    from databourse.mechanisms.rule_facts import RuleFacts

SETTLED = ("kth-price", "trade-reduction", "dantm")
"""The rules of the double auction that a contract settles, the default first."""

ALL = (*SETTLED, "dadpm", "dadpm-split")
"""The rules of the double auction."""

GAMES = ("contract-game", "leakage-game")
"""The games of coalitions, which contracts settle."""

SHARING = ("ordered-match", "sharing", "sharing-costs")
"""The rules of sharing, which contracts settle."""

LEARNING = ("learning",)
"""The rule of collaborative learning, which a contract settles."""

CHECKED = (*SETTLED, *GAMES, *SHARING, *LEARNING)
"""All rules that contracts settle."""

_NOUNS = {"coalition": GAMES, "sharing": SHARING, "learning": LEARNING}


def noun_of(rule: str | None) -> str:
    """What the commands for rounds of a rule are called, as in `bourse sharing show`; `slot` serves them all."""
    return next((noun for noun, rules in _NOUNS.items() if rule in rules), "slot")


class RuleCommand(Command):
    """A command that lets people choose a rule: its help tells what each is worth."""

    def __init__(self, *args: Any, rules: tuple[str, ...] = ALL, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The facts, then the examples."""
        for name in self.rules:
            facts = facts_of(name)
            with formatter.section(name):
                for paragraph in (facts.summary, *facts.in_short()):
                    formatter.write_text(paragraph)
        super().format_epilog(ctx, formatter)


def facts_of(name: str) -> Facts | RuleFacts:
    """What is known of a rule of any kind.

    Raises:
        InvalidInput: there is no such rule.
    """
    if name in GAMES:
        from databourse.mechanisms.coalition.analysis.facts import FACTS as GAME_FACTS

        return next(facts for facts in GAME_FACTS if facts.rule == name)
    if name in SHARING:
        from databourse.mechanisms.sharing.analysis.facts import FACTS as SHARING_FACTS

        return next(facts for facts in SHARING_FACTS if facts.rule == name)
    if name in LEARNING:
        from databourse.mechanisms.learning.analysis.facts import FACTS as LEARNING_FACTS

        return next(facts for facts in LEARNING_FACTS if facts.rule == name)
    from databourse.mechanisms.double_auction.analysis import facts

    return facts.facts_of(name)
