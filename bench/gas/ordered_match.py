"""What bilateral rounds cost in gas: taking part, settling up to as many agents as there can be, and evidence.

Every agent has an account of its own. Values rise less and less, so that of many agents a smaller part of all pairs
shares; for the evidence five agents have values for which the match is not stable.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from bench.gas.snapshot import Gas
from bench.stage import Stage, trader
from databourse.chain.sharing_evidence import record
from databourse.chain.typed_data import Order
from databourse.market.mechanism import Solution
from databourse.market.rounds import Round
from databourse.market.settlement import Settlement
from databourse.market.sharing import ORDERED_MATCH
from databourse.market.sharing.match.evidence import find
from databourse.market.sharing.match.inputs import Agent
from databourse.market.sharing.match.playing import Matched
from databourse.market.terms import Terms

AGENTS = (10, 50, 100, 230)

_LOT, _BATCH = 5, 100
#: Of each lot more; nothing after the last of 254.
_RISES = range(1_000, 238, -3)
#: Three units are worth something, fewer are not: agent 0 and a smaller one share, and others would have it.
_ALL_OR_NOTHING, _SIZES = (0, 0, 0, 9), (2, 1, 1, 1, 1)


@dataclass(frozen=True)
class _Settled:
    terms: Terms
    round: Round
    solution: Solution[Matched]
    gas: int


def measure(here: Stage) -> Gas:
    """Gas of entering, settling and recording evidence, by plain name."""
    market = here.exchange.market.functions
    here.create_series("ordered-match", ("ordered-match",))
    series = here.exchange.read(market.seriesCount())
    gas: Gas = {}
    for count in AGENTS:
        chance = random.Random(count)
        one = _settled(here, series, (0, *accumulate(_RISES)), _LOT, [_agent(chance, at) for at in range(count)])
        gas[f"settle {count} agents, ordered-match ({len(one.solution.detail.edges):,} pairs share)"] = one.gas
    one = _settled(here, series, _ALL_OR_NOTHING, 1, [Agent(1 + at, size, 1, 0) for at, size in enumerate(_SIZES)])
    evidence = find(one.solution.detail).evidence
    if evidence is None:
        raise RuntimeError("the match is stable, so there is no evidence to record")
    recorded = here.act("carol", record(here.exchange, one.round, one.solution, evidence))
    gas[f"record a coalition of {len(evidence.coalition)} that blocks a match of {len(_SIZES)}"] = recorded.gas
    return gas


def _agent(chance: random.Random, number: int) -> Agent:
    scale = chance.randint(1, 9)
    return Agent(1 + number, chance.randint(_LOT, 4 * _LOT), scale, scale * chance.randint(0, 4 * _RISES[0]))


def _settled(here: Stage, series: int, values: Sequence[int], lot: int, agents: Sequence[Agent]) -> _Settled:
    """A round that these agents enter by signed orders, each for somebody else."""
    market = here.exchange.market.functions
    params = ORDERED_MATCH.encode_params({"values": values, "lot": lot})
    terms, named, _ = here.open_round(series, here.exchange.checker("ordered-match"), params)
    people = [trader(32_000 + number) for number in range(len(agents))]
    orders = [
        here.sign(person, Order(named, person.address, 0, agent.encode(), here.rounds_opened, 2**39, 0))
        for person, agent in zip(people, agents, strict=True)
    ]
    for start in range(0, len(orders), _BATCH):
        here.act("operator", market.enterSigned(series, named, 0, b"".join(orders[start : start + _BATCH])))
    here.go_to(terms.close_at)
    one = here.history().round(series)
    if len(one.entries) != len(agents):
        raise RuntimeError(f"only {len(one.entries)} of {len(agents)} orders were taken")
    solution = ORDERED_MATCH.solve(one.entries, params, {})
    receipt = here.act("solver", market.settle(terms.struct(), Settlement.of(one.entries, solution).struct()))
    return _Settled(terms, one, solution, receipt.gas)
