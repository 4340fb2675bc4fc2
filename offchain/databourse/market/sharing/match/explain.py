"""Why an entry of a bilateral round shares with those it shares with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from databourse.market.coalition.telling import count, listed
from databourse.market.entries import Entry
from databourse.market.mechanism import Explanation, Money
from databourse.market.sharing.match.playing import Matched
from databourse.market.sharing.match.reading import Fate
from databourse.mechanisms.sharing.bilateral import proposals

_MONEY = frozenset({"cost", "alone", "worth", "gain"})
_UNCOUNTED = "It costs nothing but the entry fee, which goes to whoever settles the round."


def explain(entry: Entry, matched: Matched, money: Money) -> Explanation:
    """The explanation of one entry."""
    status = matched.reading.statuses[entry.index]
    if status.fate is Fate.AGENT:
        return _explain_agent(entry, matched, money)
    if status.fate is Fate.SUPERSEDED and status.agent:
        why = f"Entry {status.by} came later with the same dataset, {status.agent.dataset}: it counts instead."
    else:
        why = f"It takes no part: {status.fault}."
    kind = "agent" if status.agent else "none"
    return _told(entry, matched, kind, ("no entry", status.fate.value), [why, _UNCOUNTED], {"by": status.by})


def _explain_agent(entry: Entry, matched: Matched, money: Money) -> Explanation:
    number, game = matched.reading.entries.index(entry.index), matched.game
    partners, units = matched.partners[number], matched.units(number)
    alone = game.utility(number, frozenset())
    numbers = {
        "dataset": matched.reading.agents[number].dataset,
        "size": game.sizes[number],
        "scale": game.scales[number],
        "cost": game.costs[number],
        "rank": game.ranking.index(number) + 1,
        "partners": len(partners),
        "units": units,
        "alone": alone,
        "worth": game.scales[number] * game.value(units),
        "gain": matched.utility(number) - alone,
    }
    unwilling, unwanted = _refusals(matched, number)
    sentences = [_shares(matched, number, money)]
    if unwilling:
        sentences.append(f"It would not have gained by sharing with {_entries(matched, unwilling)}, when it was asked.")
    if unwanted:
        sentences.append(
            f"It would have gained by sharing with {_entries(matched, unwanted)} as well, who would not have gained."
        )
    if partners:
        outcome = ("traded", "match")
    else:
        outcome = ("lost", "refused" if unwanted else "own refusal" if unwilling else "alone")
    return _told(entry, matched, "agent", outcome, sentences, numbers)


def _refusals(matched: Matched, number: int) -> tuple[list[int], list[int]]:
    """With whom the agent would not have gained when it was proposed; and who alone would not have."""
    unwilling: list[int] = []
    unwanted: list[int] = []
    for made in proposals(matched.game):
        if number in (made.proposer, made.other) and not made.accepted:
            proposes = made.proposer == number
            gains = made.proposer_gains if proposes else made.other_gains
            (unwilling if gains <= 0 else unwanted).append(made.other if proposes else made.proposer)
    return unwilling, unwanted


def _shares(matched: Matched, number: int, money: Money) -> str:
    partners, game = matched.partners[number], matched.game
    own = count(game.sizes[number], "unit")
    if not partners:
        return f"It shares with nobody, and has its own {own}."
    units, alone = matched.units(number), game.utility(number, frozenset())
    return (
        f"It shares its {own} with {_entries(matched, partners)} and has {count(units, 'unit')} in the end. They are "
        f"worth {money(game.scales[number] * game.value(units))} to it, its own alone {money(alone)}; "
        f"{count(len(partners), 'partner')} at {money(game.costs[number])} each leave it a gain of "
        f"{money(matched.utility(number) - alone)}."
    )


def _entries(matched: Matched, agents: Sequence[int]) -> str:
    told = [f"{matched.reading.entries[agent]} ({count(matched.game.sizes[agent], 'unit')})" for agent in agents]
    return f"{'entry' if len(told) == 1 else 'entries'} {listed(told)}"


def _told(
    entry: Entry,
    matched: Matched,
    kind: str,
    outcome: tuple[str, str],
    sentences: Sequence[str],
    numbers: Mapping[str, int | None],
) -> Explanation:
    return Explanation.without_prices(entry, kind, outcome, sentences, numbers, _MONEY, _proof(entry, matched))


def _proof(entry: Entry, matched: Matched) -> tuple[str, ...]:
    agents = len(matched.reading.agents)
    return (
        f"Reading all entries, {len(matched.reading.statuses)}, from the last to the first, the checker finds "
        f"{count(agents, 'agent')} with different datasets.",
        "The hints name them by size, the largest first, of equal ones the earlier entry. The checker sees that they "
        "are in that order and that no agent is missing.",
        f"In that order each proposes to all below it, {count(agents * (agents - 1) // 2, 'proposal')} in all. For "
        "each the checker adds up the units that both would have and looks up what they are worth: two share if, for "
        f"both of them, the rise times its scale is above its cost. These are {count(len(matched.edges), 'pair')}, and "
        "the allocation names exactly them.",
        f"For entry {entry.index} it therefore accepts no debit and no credit: nobody pays here.",
    )
