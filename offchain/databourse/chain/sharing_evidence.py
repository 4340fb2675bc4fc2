"""Blocking coalitions of bilateral sharing rounds on a chain: put on record, and read."""

from __future__ import annotations

from web3.contract.contract import ContractFunction

from databourse.chain.exchange import Exchange
from databourse.chain.logs import Topics, event_topic, topic_of
from databourse.market.mechanism import Solution
from databourse.market.rounds import Round
from databourse.market.settlement import Settlement
from databourse.market.sharing.match.evidence import Evidence
from databourse.market.sharing.match.playing import Matched
from databourse.market.terms import slot_id


def record(exchange: Exchange, one: Round, solution: Solution[Matched], evidence: Evidence) -> ContractFunction:
    """Records that a coalition blocks the match of a round; anyone may, until the next round of the series opens.

    Args:
        exchange: the contracts that it is for.
        one: the round, settled, and the latest of its series.
        solution: its match.
        evidence: the coalition and what it would rather have; `evidence.refusal` says whether it holds.

    Raises:
        NotDeployed: the deployment has no contract for it.
    """
    settlement = Settlement.of(one.entries, solution, one.posts)
    return exchange.evidence.functions.record(one.terms.struct(), settlement.struct(), *evidence.encode())


def recorded(exchange: Exchange, one: Round) -> list[tuple[str, Evidence]]:
    """Who recorded which coalitions of a round, in order; the contract has seen that each of them blocks the match.

    Raises:
        NotDeployed: the deployment has no contract for it.
    """
    wanted: Topics = [
        event_topic(exchange.evidence.abi, "BlockingCoalition"),
        topic_of(slot_id(one.series, one.number)),
    ]
    found = exchange.events(to_block=exchange.connection.head(), topics=wanted)
    return [
        (event.args["reporter"], Evidence.decode(event.args["coalition"], event.args["edges"]))
        for event in found
        if event.address == exchange.deployment.evidence
    ]
