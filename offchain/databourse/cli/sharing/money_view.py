"""What each agent of a round for money gets, gives and pays, and why."""

from __future__ import annotations

from typing import Any

from databourse.cli.session import Session
from databourse.cli.sharing.found import SharingRound
from databourse.cli.sharing.graph import Disc, Graph
from databourse.cli.sharing.reporting_money import values_json
from databourse.market.sharing.money.outcome import Outcome
from databourse.market.sharing.money.params import MIXED_VCG

_MOST_NAMES, _MOST_ROWS = 6, 100


def tell(session: Session, one: SharingRound) -> None:
    """Shows the agents and sponsors, and after them why each trades as it does."""
    outcome = _outcome(one)
    shown = range(min(len(one.agents), _MOST_ROWS))
    mixed = outcome.params.mode == MIXED_VCG
    session.output.table(
        ["entry>", "agent", "sells>", "to", "buys>", "from", "worth>", "pays>", "gets>", *["in data>"] * mixed],
        [
            (
                one.agents[agent],
                one.name(session, one.agents[agent]),
                outcome.reading.reports[agent].size or None,
                _names(session, one, _buyers(outcome, agent)),
                _lots(outcome, agent) or None,
                _names(session, one, list(outcome.bought[agent].sellers)),
                session.tokens(outcome.bought[agent].value),
                session.tokens(max(0, outcome.paid.net[agent])),
                session.tokens(max(0, -outcome.paid.net[agent])),
                *[session.tokens(outcome.paid.data[agent])] * mixed,
            )
            for agent in shown
        ],
    )
    if not outcome.alike:
        _tell_purchases(session, one, outcome)
    sponsors = [index for index, _ in outcome.reading.sponsors]
    for index in [one.agents[agent] for agent in shown] + sponsors:
        session.output.say(f"  {one.name(session, index)} (entry {index}): {' '.join(one.why(session, index))}")
    if len(one.agents) > _MOST_ROWS:
        session.output.say(f"… and {len(one.agents) - _MOST_ROWS} more agents; --json has all of them.")


def _tell_purchases(session: Session, one: SharingRound, outcome: Outcome) -> None:
    """Every purchase with its cost and margin, where costs are not the same for all."""
    if not outcome.trades:
        return
    session.output.table(
        ["buyer", "seller", "lots>", "cost>", "margin>", "buyer pays>", "seller gets>"],
        [
            (
                one.name(session, one.agents[trade.buyer]),
                one.name(session, one.agents[trade.seller]),
                outcome.reading.reports[trade.seller].size,
                *map(session.tokens, (trade.cost, trade.margin, trade.pays, trade.gets)),
            )
            for trade in outcome.trades[:_MOST_ROWS]
        ],
        title="Purchases",
    )
    if len(outcome.trades) > _MOST_ROWS:
        session.output.say(f"… and {len(outcome.trades) - _MOST_ROWS} more purchases; --json has all of them.")


def as_json(session: Session, one: SharingRound) -> dict[str, Any]:
    """The agents in entry order, every purchase, and the sponsors, for programs; parties by entry."""
    outcome = _outcome(one)
    entries, paid = one.agents, dict(outcome.paid.sponsored)
    return {
        "agents": [
            {
                "entry": entries[agent],
                "who": outcome.reading.accounts[agent],
                "dataset": report.dataset,
                "lots": report.size,
                **values_json(report),
                "buys_from": [entries[seller] for seller in outcome.bought[agent].sellers],
                "sells_to": [entries[buyer] for buyer in _buyers(outcome, agent)],
                "bought_lots": _lots(outcome, agent),
                "worth": str(outcome.bought[agent].value),
                "pays": str(max(0, outcome.paid.net[agent])),
                "gets": str(max(0, -outcome.paid.net[agent])),
                "data": str(outcome.paid.data[agent]),
                "why": list(one.why(session, entries[agent])),
            }
            for agent, report in enumerate(outcome.reading.reports)
        ],
        "trades": [
            {
                "seller": entries[trade.seller],
                "buyer": entries[trade.buyer],
                "cost": str(trade.cost),
                "margin": str(trade.margin),
                "pays": str(trade.pays),
                "gets": str(trade.gets),
            }
            for trade in outcome.trades
        ],
        "sponsors": [
            {"entry": index, "who": one.round.entries[index].who, "cap": str(cap), "pays": str(paid.get(index, 0))}
            for index, cap in outcome.reading.sponsors
        ],
        "deficit": str(outcome.paid.deficit),
        "traded": outcome.paid.traded,
    }


def told(session: Session, one: SharingRound) -> list[tuple[str, str]]:
    """What is settled, a line for each."""
    outcome = _outcome(one)
    lines = [
        ("purchases", str(len(outcome.trades))),
        ("agents pay", session.tokens(sum(max(0, amount) for amount in outcome.paid.net))),
        ("agents get", session.tokens(sum(max(0, -amount) for amount in outcome.paid.net))),
    ]
    if outcome.reading.sponsors:
        lines.append(("sponsors pay", session.tokens(sum(amount for _, amount in outcome.paid.sponsored))))
    return lines


def graph(session: Session, one: SharingRound) -> Graph:
    """Who sells to whom, for drawing."""
    outcome = _outcome(one)
    discs = []
    for agent, report in enumerate(outcome.reading.reports):
        net = outcome.paid.net[agent]
        money = f"{'pays' if net > 0 else 'gets'} {session.tokens(abs(net))}"
        lots = f"{report.size:,} lots, buys {_lots(outcome, agent):,}"
        active = bool(outcome.bought[agent].sellers or _buyers(outcome, agent))
        discs.append(Disc(report.size, active, one.name(session, one.agents[agent]), f"{lots}\n{money}"))
    edges = tuple((trade.seller, trade.buyer) for trade in outcome.trades)
    title = f"{one.slot}: {len(edges)} purchase{'s' * (len(edges) != 1)} among {len(discs)} agents"
    return Graph(title, tuple(discs), edges, directed=True)


def _outcome(one: SharingRound) -> Outcome:
    assert isinstance(one.outcome, Outcome)
    return one.outcome


def _buyers(outcome: Outcome, agent: int) -> list[int]:
    return [trade.buyer for trade in outcome.trades if trade.seller == agent]


def _lots(outcome: Outcome, agent: int) -> int:
    return sum(outcome.reading.reports[seller].size for seller in outcome.bought[agent].sellers)


def _names(session: Session, one: SharingRound, agents: list[int]) -> str | None:
    names = [one.name(session, one.agents[agent]) for agent in agents[:_MOST_NAMES]]
    more = len(agents) - _MOST_NAMES
    return ", ".join(names) + (f" and {more} more" if more > 0 else "") or None
