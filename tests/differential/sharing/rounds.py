"""Random rounds that sell data for money, as real entries: everything that a round can hold.

Each round has a number, which is all that is needed to make it again; half of them have equal costs, a quarter any
costs, and in a quarter outcomes are proposed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate
from random import Random
from typing import Any

from eth_utils.crypto import keccak

from databourse.market.entries import Entry
from databourse.market.sharing import SHARING, SHARING_COSTS
from databourse.market.sharing.money.params import MODES, WHOLE
from databourse.market.sharing.money.rule import MoneyRule
from tests.market.scripted import account
from tests.market.sharing.money.rounds import LOT, Reports

_AGENTS = [0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 12, 20]
_BOND = 500
#: That a round at any costs can have if it is settled at once.
_MOST_SETTLED = 12


@dataclass(frozen=True)
class Round:
    """A round to settle."""

    number: int
    rule: MoneyRule
    params: bytes
    context: bytes
    entries: tuple[Entry, ...]

    @property
    def variant(self) -> str:
        """The rule, how outcomes are settled, and the mode."""
        proposed = ", proposed" * self.rule.phases(self.params).challengeable
        return f"{self.rule.name}{proposed} ({MODES[self.params[0]]})"


def make_round(number: int) -> Round:
    """The `number`-th round: small sizes and values make ties."""
    rng = Random(f"sharing round {number}")
    unit = rng.choice([1, 1, 10, 10**18])
    script = Reports(cost=unit * rng.choice([0, 1, 2, 3]) + rng.choice([0, 0, 1]))
    most = rng.choice([2, 5, 20])
    any_costs = number % 2 == 1
    makers: list[Callable[[], object]] = [lambda: _agent(rng, script, unit, most, any_costs=any_costs)] * rng.choice(
        _AGENTS
    )
    makers += [lambda: script.sponsor(rng.randint(1, 40 * unit))] * rng.choice([0, 1, 2, 4])
    makers += [lambda: _oddity(rng, script)] * rng.choice([0, 0, 2])
    rng.shuffle(makers)
    for make in makers:
        make()
    mode = MODES[number % 3]
    share = rng.choice([0, WHOLE, WHOLE // 2, rng.randint(0, WHOLE)]) if mode == "competitive" else 0
    options = {"mode": mode, "share": share, "lot": LOT}
    context = keccak(text=f"sharing context {number}")
    if not any_costs:
        params = SHARING.encode_params(options | {"cost": script.cost})
        return Round(number, SHARING, params, context, tuple(script.entries))
    bond = _BOND * (number % 4 == 3)
    entries = script.entries if bond else script.entries[:_MOST_SETTLED]
    return Round(number, SHARING_COSTS, SHARING_COSTS.encode_params(options | {"bond": bond}), context, tuple(entries))


def _agent(rng: Random, script: Reports, unit: int, most: int, *, any_costs: bool) -> None:
    size = rng.choice([0, *(rng.randint(1, most) for _ in range(4))])
    steps = sorted((rng.randint(0, 9) * unit for _ in range(rng.choice([0, 1, 3, 8]))), reverse=True)
    if rng.random() < (0.5 if any_costs else 0.05):
        rng.shuffle(steps)
    table = tuple(accumulate(steps))
    needed = max(table, default=0)
    changes: dict[str, Any] = {"lock": rng.choice([needed] * 8 + [needed + 3, max(0, needed - 1)])}
    if rng.random() < 0.2:
        changes["who"] = f"agent {rng.randrange(4)}"
    if size and rng.random() < 0.2:
        changes["dataset"] = rng.randint(1, 3)
    if any_costs:
        _own_costs(rng, unit, changes)
    elif rng.random() < 0.05:
        changes |= rng.choice(
            [
                {"lot": LOT + 1},
                {"cost": script.cost + 1},
                {"exceptions": ((account("x"), script.cost),)},
                {"table": (), "additive": ((account("agent 0"), needed),)},
            ]
        )
    script.agent(size, *table, **changes)


def _own_costs(rng: Random, unit: int, changes: dict[str, Any]) -> None:
    """Costs of its own, for some buyers others, and for some agents values that add up."""
    names = sorted({account(f"agent {number}") for number in range(8)}, key=lambda who: int(who, 16))
    changes["cost"] = rng.randint(0, 6) * unit
    changes["exceptions"] = tuple((who, rng.randint(0, 9) * unit) for who in rng.sample(names, rng.randint(0, 3)))
    if rng.random() < 0.9:
        changes["exceptions"] = tuple(sorted(changes["exceptions"], key=lambda named: int(named[0], 16)))
    else:
        changes["exceptions"] = ()
    if rng.random() < 0.3:
        chosen = [who for who in names if rng.random() < 0.6]
        changes |= {"table": (), "additive": tuple((who, rng.randint(0, 9) * unit) for who in chosen)}
        changes["lock"] = sum(value for _, value in changes["additive"])
    if rng.random() < 0.05:
        changes["lot"] = LOT + 1


def _oddity(rng: Random, script: Reports) -> None:
    """What is almost a report or a sponsor, with a lock that would do."""
    payloads = [
        b"",
        b"\x08",
        b"\x08" + bytes(28),
        b"\x08" + rng.randbytes(40),
        b"\x09" + bytes(11),
        b"\x09" + b"\1" * 10,
        b"\x09" + b"\1" * 12,
    ]
    if script.entries:
        copied = rng.choice(script.entries).payload
        payloads += [copied + b"\0", copied[:-1], copied]
    if rng.random() < 0.2:
        script.data(rng.choice([b"\x08", b"\x09"]) + rng.randbytes(31), 10**20)
    else:
        script.payload(rng.choice(payloads), 10**20)
