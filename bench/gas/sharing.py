"""What sharing rounds for money cost in gas: reporting, and settling ten and thirty agents in every mode.

Every agent has an account of its own with something in the series already, sells a dataset, and reports a table of
eight values; costs are equal. About a third of all possible purchases are made.
"""

from __future__ import annotations

import random
from itertools import accumulate

from eth_account.signers.local import LocalAccount

from bench.gas.participants import act_as, checked, series_for
from bench.gas.snapshot import Gas
from bench.stage import Stage, trader
from databourse.market.settlement import Settlement
from databourse.market.sharing import SHARING
from databourse.market.sharing.money.inputs import Report, Sponsor
from databourse.market.sharing.money.params import MODES
from databourse.money import TOKEN

AGENTS = (10, 30)
#: What a payment costs the Market, in or out: everything else of settling is for authenticating and checking.
PAYMENT = 5_450

_LOT, _COST, _VALUES = 100, TOKEN, 8
_MOST_LOTS = 4


def measure(here: Stage) -> Gas:
    """Gas of every operation of sharing rounds for money, by plain name."""
    people = [trader(30_000 + number) for number in range(max(AGENTS))]
    series = series_for(here, "sharing", people)
    gas: Gas = {}
    for mode in MODES:
        for count in AGENTS:
            gas |= _settled(here, series, mode, people[:count])
    return gas


def _settled(here: Stage, series: int, mode: str, people: list[LocalAccount]) -> Gas:
    """A round that these people report to, with a sponsor whose cap reaches."""
    market, chance = here.exchange.market.functions, random.Random(len(people))
    share = {"share": 500_000_000} if mode == "competitive" else {}
    params = SHARING.encode_params({"mode": mode, "lot": _LOT, "cost": _COST} | share)
    terms, named, _ = here.open_round(series, here.exchange.checker("sharing"), params)
    reports = []
    for number, person in enumerate(people, start=1):
        payload = _report(chance, number, len(people)).encode()
        reports.append(act_as(here, person, market.enterWith(series, 400 * TOKEN, named, payload)))
    if mode == "vcg":
        here.act("operator", market.enterWith(series, 900 * TOKEN, named, Sponsor(900 * TOKEN).encode()))
    here.go_to(terms.close_at)
    entries = here.history().round(series).entries
    solution = SHARING.solve(entries, params, {})
    settlement = Settlement.of(entries, solution).struct()
    used = here.act("solver", market.settle(terms.struct(), settlement)).gas
    trades, paid = len(SHARING.trades(solution)), len(solution.debits) + len(solution.credits)
    if not trades:
        raise RuntimeError(f"nothing is traded by {len(people)} agents in the mode {mode}")
    name = f"settle {len(people)} agents, sharing {mode} ({trades} purchases)"
    gas = {
        name: used,
        f"{name}, without its {paid} debits and credits": used - PAYMENT * paid,
        f"{name}, the checker alone": checked(here, "sharing", bytes(32), params, settlement),
    }
    if (mode, len(people)) == (MODES[0], AGENTS[0]):
        gas = {f"report a dataset and a table of {_VALUES} values": reports[-1].gas} | gas
    return gas


def _report(chance: random.Random, number: int, agents: int) -> Report:
    """Values that fall from lot to lot, so that buyers want a third of what there is or less."""
    steps = sorted((chance.randint(0, 6 * TOKEN) for _ in range(_VALUES)), reverse=True)
    # a first lot that makes everybody buy something
    steps[0] += agents * TOKEN // 10
    return Report(number, chance.randint(1, _MOST_LOTS), _LOT, _COST, tuple(accumulate(steps)))
