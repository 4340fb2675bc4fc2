"""`bourse rule`: what the rules of rounds do, and what their claims are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from databourse.cli.command import Group, local
from databourse.cli.rules import ALL, GAMES, LEARNING, SHARING, facts_of
from databourse.cli.session import Session

if TYPE_CHECKING:
    from databourse.mechanisms.double_auction.analysis.facts import Facts
    from databourse.mechanisms.rule_facts import RuleFacts

_WIDTH = 100


@click.group(cls=Group)
def rule() -> None:
    """The rules of auctions, coalitions, sharing and learning: what each does, what holds of it and what fails.

    `bourse experiment auction`, `coalition`, `sharing` and `learning` recompute the figures; docs/double-auction.md,
    docs/coalition.md, docs/sharing.md and docs/learning.md are the rule books.
    """


@rule.command(
    "list",
    examples="""
    bourse rule list
    bourse rule list --json
    """,
)
@local
def list_(session: Session) -> None:
    """List the rules: whether a lie can pay, how much they trade, and whether a contract settles them."""
    from databourse.mechanisms.coalition.analysis import facts as coalition
    from databourse.mechanisms.double_auction.analysis.facts import FACTS
    from databourse.mechanisms.learning.analysis import facts as learning
    from databourse.mechanisms.sharing.analysis import facts as sharing

    session.output.table(
        ["rule", "a lie about the price pays", "gains, equal quality>", "random quality>", "settled"],
        [_row(facts) for facts in FACTS],
        title="Double auction",
    )
    session.output.say()
    session.output.table(
        ["rule", "more samples pay", "two identities pay", "settled"],
        [_game_row(facts) for facts in coalition.FACTS],
        title="Coalition rounds",
    )
    session.output.say()
    session.output.table(
        ["rule", "a lie pays, where searched", "settled"],
        [_searched_row(facts) for facts in sharing.FACTS],
        title="Sharing rounds",
    )
    session.output.say()
    session.output.table(
        ["rule", "a copy pays, by the shape of accuracy", "settled"],
        [_searched_row(facts) for facts in learning.FACTS],
        title="Learning rounds",
    )
    session.output.say()
    session.output.say("kth-price is the default. `bourse rule show RULE` tells more, with the counterexamples.")
    session.output.result([facts.as_dict() for facts in (*FACTS, *coalition.FACTS, *sharing.FACTS, *learning.FACTS)])


@rule.command(
    examples="""
    bourse rule show kth-price
    bourse rule show dantm --json
    """
)
@click.argument("name", metavar="RULE", type=click.Choice((*ALL, *GAMES, *SHARING, *LEARNING)))
@local
def show(session: Session, name: str) -> None:
    """Show what RULE does, what of its claims holds and fails, the smallest counterexamples, and the assumptions."""
    facts = facts_of(name)
    session.output.say(click.wrap_text(f"{facts.rule}: {facts.summary}", _WIDTH))
    for head, sentences in facts.sections():
        session.output.say()
        session.output.say(f"{head}:")
        for sentence in sentences:
            session.output.say(click.wrap_text(sentence, _WIDTH, initial_indent="  - ", subsequent_indent="    "))
    session.output.result(facts.as_dict())


def _row(facts: Facts) -> tuple[str, ...]:
    shares = facts.lies[facts.variant]
    lies = max(shares.buyers[0], shares.sellers[0])
    return (
        f"{facts.rule}, {facts.variant}" if facts.variant else facts.rule,
        f"in {lies:.0%} of small markets" if lies else "never",
        *(f"{share:.1%}" for share in facts.gains),
        "on the chain" if facts.settled else "off chain",
    )


def _game_row(facts: RuleFacts) -> tuple[str, ...]:
    found = (facts.lies.get(kind) for kind in ("more samples", "two identities"))
    shares = ("not searched" if share is None else f"in {share:.0%} of small games" for share in found)
    return facts.rule, *shares, _settled(facts)


def _searched_row(facts: RuleFacts) -> tuple[str, ...]:
    shares = (f"{kind}: {f'in {share:.0%} of small cases' if share else 'never'}" for kind, share in facts.lies.items())
    return facts.rule, "; ".join(shares), _settled(facts)


def _settled(facts: RuleFacts) -> str:
    if facts.at_once:
        return "on the chain, at once"
    return "on the chain, proposed" if facts.rule in GAMES else "on the chain, at once or proposed"
