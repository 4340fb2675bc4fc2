"""The markets of the reference values as rounds: purchases, prices and payments are those, and the checkers agree.

Where agents can have sizes such that everybody's values only depend on the total that it buys, and never fall, a round
has the market itself: tables of values. Most markets have another one with the same outcome, in which all values add
up: to each buyer the sellers that it buys from are worth the highest prices that these could ask.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, product
from typing import Any

import pytest

from databourse.market.mechanism import Solution
from databourse.market.sharing import SHARING_COSTS
from databourse.market.sharing.money.inputs import Named
from databourse.market.sharing.money.outcome import Outcome, Trade
from databourse.market.sharing.money.params import WHOLE
from tests.differential.sharing.campaign import claimed, refusal
from tests.differential.sharing.rounds import Round
from tests.market.scripted import account
from tests.market.sharing.money.rounds import LOT, Reports
from tests.mechanisms.sharing.golden import INSTANCES

MARKETS = [case for case in INSTANCES if case["input"]["mechanism"] == "mixed-vcg"]
_SIZES = range(1, 6)

Sets = dict[tuple[int, ...], int]


def _utilities(case: dict[str, Any]) -> list[Sets]:
    return [
        {tuple(map(int, filter(None, some.split(",")))): value for some, value in one.items()}
        for one in case["input"]["utilities"]
    ]


def _by_total(values: Sets, sizes: tuple[int, ...]) -> list[tuple[int, int]]:
    return sorted((sum(sizes[seller] for seller in some), value) for some, value in values.items())


def _fits(values: Sets, sizes: tuple[int, ...]) -> bool:
    steps = pairwise(_by_total(values, sizes))
    return all(less <= more and (total != other or less == more) for (total, less), (other, more) in steps)


def _sizes(case: dict[str, Any]) -> tuple[int, ...] | None:
    """Sizes of which everybody's values are a function, if there are any."""
    utilities = _utilities(case)
    tried = product(_SIZES, repeat=len(utilities))
    return next((sizes for sizes in tried if all(_fits(values, sizes) for values in utilities)), None)


def _table(values: Sets, sizes: tuple[int, ...]) -> list[int]:
    """Totals that no set has are worth what the next smaller one is."""
    totals = dict(_by_total(values, sizes))
    table = [0]
    for lots in range(1, max(totals) + 1):
        table.append(totals.get(lots, table[-1]))
    return table[1:]


def _named(amounts: dict[int, int]) -> Named:
    named = [(account(f"agent {agent}"), amount) for agent, amount in amounts.items()]
    return tuple(sorted(named, key=lambda one: int(one[0], 16)))


def _costs(case: dict[str, Any], seller: int) -> Named:
    return _named({buyer: cost for buyer, cost in enumerate(case["input"]["costs"][seller]) if buyer != seller})


def _in_tables(case: dict[str, Any]) -> Reports:
    script, sizes = Reports(), _sizes(case)
    assert sizes is not None
    for agent, values in enumerate(_utilities(case)):
        script.agent(sizes[agent], *_table(values, sizes), exceptions=_costs(case, agent))
    return script


def _added_up(case: dict[str, Any]) -> Reports:
    script, prices = Reports(), case["output"]["prices"]
    for agent, sellers in enumerate(case["output"]["purchases"]):
        worth = _named({seller: prices[f"{seller}->{agent}"][1] for seller in sellers})
        script.agent(1, additive=worth, exceptions=_costs(case, agent))
    return script


def _settled(script: Reports, mode: str, bond: int, share: int = 0) -> Solution[Outcome]:
    """The outcome of the round, which the checker agrees to."""
    params = SHARING_COSTS.encode_params({"mode": mode, "share": share, "lot": LOT, "bond": bond})
    one = Round(0, SHARING_COSTS, params, bytes(32), tuple(script.entries))
    solution = SHARING_COSTS.solve(one.entries, params, {})
    assert refusal(one, claimed(one, one.entries, solution)) is None
    return solution


def _is_strict(case: dict[str, Any]) -> bool:
    """Nothing is bought that could as well be had elsewhere: if values add up, there is no elsewhere."""
    return all(cost < most for cost, most in case["output"]["prices"].values())


CASES: list[tuple[Callable[[dict[str, Any]], Reports], dict[str, Any]]] = [
    *((_in_tables, case) for case in MARKETS if _sizes(case) is not None),
    *((_added_up, case) for case in MARKETS if _is_strict(case)),
]


def test_most_markets_can_be_rounds() -> None:
    made = [make for make, _ in CASES]
    assert (made.count(_in_tables), made.count(_added_up)) == (25, 54)


@pytest.mark.parametrize("bond", [0, 500])
@pytest.mark.parametrize(("make", "case"), CASES, ids=[f"{case['name']}{make.__name__}" for make, case in CASES])
def test_a_market_as_a_round(make: Callable[[dict[str, Any]], Reports], case: dict[str, Any], bond: int) -> None:
    expected, script = case["output"], make(case)
    prices, agents = expected["prices"], len(expected["payments"])

    mixed = _settled(script, "mixed-vcg", bond)
    assert [sorted(one.sellers) for one in mixed.detail.bought] == expected["purchases"]
    assert {_edge(one): [one.cost, one.cost + one.margin] for one in mixed.detail.trades} == prices
    assert [-data for data in mixed.detail.paid.data] == expected["data_payments"]
    assert _net(mixed, agents) == expected["monetary_payments"]
    assert sum(amount for _, amount in mixed.debits) - sum(amount for _, amount in mixed.credits) == expected["balance"]

    assert _prices(_settled(script, "competitive", bond)) == {edge: cost for edge, (cost, _) in prices.items()}
    assert _prices(_settled(script, "competitive", bond, WHOLE)) == _highest(make, case)

    # with a sponsor the payments are those of VCG
    deficit = -sum(expected["payments"])
    script.sponsor(deficit + 1)
    sponsored = _settled(script, "vcg", bond)
    assert _net(sponsored, agents) == expected["payments"]
    assert dict(sponsored.debits).get(agents, 0) == deficit


def _net(solution: Solution[Outcome], agents: int) -> list[int]:
    """What each agent, which has the entry of its number, pays less what it gets."""
    paid, got = dict(solution.debits), dict(solution.credits)
    return [paid.get(agent, 0) - got.get(agent, 0) for agent in range(agents)]


def _edge(one: Trade) -> str:
    return f"{one.seller}->{one.buyer}"


def _prices(solution: Solution[Outcome]) -> dict[str, int]:
    trades = solution.detail.trades
    assert all(one.pays == one.gets for one in trades)
    return {_edge(one): one.pays for one in trades}


def _highest(make: Callable[[dict[str, Any]], Reports], case: dict[str, Any]) -> dict[str, int]:
    """The upper ends of all intervals, but the lower ones for a buyer to whom all together are not worth these."""
    found: dict[str, int] = {}
    for buyer, sellers in enumerate(case["output"]["purchases"]):
        prices = {f"{seller}->{buyer}": case["output"]["prices"][f"{seller}->{buyer}"] for seller in sellers}
        total = sum(most for _, most in prices.values())
        worth = total if make is _added_up else _utilities(case)[buyer][tuple(sellers)]
        found |= {edge: most if total <= worth else cost for edge, (cost, most) in prices.items()}
    return found
