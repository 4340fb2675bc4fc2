"""What rounds for money at any costs take in gas: settled at once, and proposed, challenged and finalised.

Every agent has an account of its own with something in the series already, sells a dataset at a cost of its own, at
another one to two of the others, and reports a table of eight values that rises anyhow.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from eth_account.signers.local import LocalAccount

from bench.gas.participants import act_as, series_for
from bench.gas.snapshot import Gas
from bench.stage import OPEN_SECONDS, Stage, trader
from databourse.market.mechanism import Solution
from databourse.market.rounds import Round
from databourse.market.settlement import Settlement
from databourse.market.sharing import SHARING_COSTS
from databourse.market.sharing.costs.proposal import write_alloc
from databourse.market.sharing.money.inputs import Report
from databourse.market.sharing.money.outcome import Outcome
from databourse.market.sharing.money.playing import NOTHING
from databourse.market.terms import Terms
from databourse.money import TOKEN

#: Agents of rounds that are settled at once, and of one that is proposed: as many as there can be.
SETTLED, PROPOSED = (10, 12), 40

_LOT, _VALUES, _EXCEPTIONS = 100, 8, 2
_MOST_LOTS = 4
_BOND = 5 * TOKEN


def measure(here: Stage) -> Gas:
    """Gas of settling, proposing, challenging and finalising, by plain name."""
    people = [trader(31_000 + number) for number in range(PROPOSED)]
    series = series_for(here, "sharing-costs", people)
    gas: Gas = {}
    for count in SETTLED:
        terms, one = _reported(here, series, people[:count], bond=0)
        right = SHARING_COSTS.solve(one.entries, terms.params, {})
        settled = here.act("solver", here.exchange.market.functions.settle(terms.struct(), _settlement(one, right)))
        gas[f"settle {count} agents, sharing-costs ({_purchases(right)})"] = settled.gas
    return gas | _proposed(here, series, people)


def _proposed(here: Stage, series: int, people: Sequence[LocalAccount]) -> Gas:
    """A false outcome is proposed and challenged, then the right one proposed and finalised."""
    market = here.exchange.market.functions
    terms, one = _reported(here, series, people, bond=_BOND)
    right = SHARING_COSTS.solve(one.entries, terms.params, {})
    # the first that buys something is to buy nothing
    demand = list(right.detail.demand)
    demand[next(buyer for buyer, bought in enumerate(demand) if bought.sellers)] = NOTHING
    alloc = write_alloc(replace(right.detail, demand=tuple(demand)))
    false = SHARING_COSTS.resolve(one.entries, terms.params, (), alloc)
    objection = next(SHARING_COSTS.objections(one.entries, terms.params, (), alloc))
    here.act("solver", market.propose(terms.struct(), _settlement(one, false)))
    challenged = here.act("operator", market.challenge(terms.struct(), objection.packed))
    proposed = here.act("solver", market.propose(terms.struct(), _settlement(one, right)))
    here.go_to(terms.close_at + OPEN_SECONDS // 4)
    finalised = here.act("operator", market.finalise(terms.struct(), _settlement(one, right)))
    paid = len(right.debits) + len(right.credits)
    return {
        f"propose {PROPOSED} agents, sharing-costs ({_purchases(right)})": proposed.gas,
        f"challenge one of {PROPOSED} agents' purchases, with a better set of sellers": challenged.gas,
        f"finalise {PROPOSED} agents, sharing-costs ({paid} debits and credits)": finalised.gas,
    }


def _reported(here: Stage, series: int, people: Sequence[LocalAccount], bond: int) -> tuple[Terms, Round]:
    """A round that these people have reported to."""
    market, chance = here.exchange.market.functions, random.Random(len(people))
    params = SHARING_COSTS.encode_params({"mode": "competitive", "share": 500_000_000, "lot": _LOT, "bond": bond})
    checker, phases = here.exchange.checker("sharing-costs"), SHARING_COSTS.phases(params)
    terms, named = here.next_round(series, checker, params, phases)
    here.act("operator", market.open(terms.struct()))
    for number, person in enumerate(people, start=1):
        payload = _report(chance, number, people).encode()
        act_as(here, person, market.enterWith(series, 400 * TOKEN, named, payload))
    here.go_to(terms.close_at)
    return terms, here.history().round(series)


def _report(chance: random.Random, number: int, people: Sequence[LocalAccount]) -> Report:
    values = tuple(accumulate(chance.randint(0, 6 * TOKEN) for _ in range(_VALUES)))
    buyers = sorted((one.address for one in chance.sample(people, _EXCEPTIONS)), key=lambda who: int(who, 16))
    exceptions = tuple((who, _cost(chance)) for who in buyers)
    return Report(number, chance.randint(1, _MOST_LOTS), _LOT, _cost(chance), values, exceptions=exceptions)


def _cost(chance: random.Random) -> int:
    return chance.randint(TOKEN, 8 * TOKEN)


def _purchases(solution: Solution[Outcome]) -> str:
    return f"{len(SHARING_COSTS.trades(solution))} purchases"


def _settlement(one: Round, solution: Solution[Outcome]) -> tuple[bytes, ...]:
    return Settlement.of(one.entries, solution).struct()
