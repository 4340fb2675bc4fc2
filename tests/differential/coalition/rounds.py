"""Random coalition rounds as real entries and posts: everything that a round can hold.

Each round has a number, which is all that is needed to make it again; even ones play the contract game, odd ones the
leakage game.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from eth_utils.crypto import keccak

from databourse.market.coalition import CONTRACT_GAME, LEAKAGE_GAME
from databourse.market.coalition.contract import ContractRule
from databourse.market.coalition.leakage import LeakageRule
from databourse.market.entries import MAX_LOCK, Entry
from databourse.market.posts import Post
from databourse.mechanisms.coalition.leakage_game.whole import ONE
from tests.market.coalition.rounds import BOND, Coalitions

#: Devices of a round: mostly a handful, sometimes none, rarely many.
_SIZES = [0, 1, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 8, 8, 9, 12, 12, 25]
_LARGE = [60, 120]
_SHARE_OF_LARGE = 0.02


@dataclass(frozen=True)
class Round:
    """A round to settle, or to propose for."""

    number: int
    rule: ContractRule | LeakageRule
    params: bytes
    context: bytes
    entries: tuple[Entry, ...]
    posts: tuple[Post, ...]


@dataclass(frozen=True)
class _Style:
    """What the entries of one round have in common: few samples and equal budgets make ties."""

    kinds: int
    samples: int
    budgets: tuple[int, ...]
    datasets: int


def make_round(number: int) -> Round:
    """The `number`-th round."""
    rng = Random(f"coalition round {number}")
    devices = rng.choice(_LARGE) if rng.random() < _SHARE_OF_LARGE else rng.choice(_SIZES)
    style = _Style(
        kinds=rng.choice([1, 1, 2, 2, 3, 5]),
        samples=rng.choice([1, 2, 5, 5, 100, 10_000, 2**32 - 1]),
        budgets=rng.choice([(1, 1), (6, 6), (1, 10), (10, 1_000), (10, 1_000), (10**18, 10**20), (1, 2**80)]),
        datasets=rng.choice([4, 30, 1_000, 1_000]),
    )
    makers: list[Callable[[Random, Coalitions, _Style], None]] = [_device] * devices
    makers += [_buyer] * rng.choice([0, 1, 2, 2, 3, 3, 4])
    makers += [_oddity] * rng.choice([0, 0, 1, 3])
    rng.shuffle(makers)
    script = Coalitions()
    for make in makers:
        make(rng, script, style)
    # whoever opens does so when it likes
    rng.shuffle(script.posts)
    rule = (CONTRACT_GAME, LEAKAGE_GAME)[number % 2]
    options: dict[str, Any] = {"entry_bond": BOND, "most_contracts": rng.choice([1, 2, 5, 10, 10, 10, 255, 255])}
    if rule is LEAKAGE_GAME:
        options |= {"bond": 500, "cost": _cost(rng, style, devices), "influence": _influence(rng, style)}
    context = keccak(text=f"coalition context {number}")
    return Round(number, rule, rule.encode_params(options), context, tuple(script.entries), tuple(script.posts))


def _buyer(rng: Random, script: Coalitions, style: _Style) -> None:
    contracts = [(rng.randrange(style.kinds), rng.randint(*style.budgets)) for _ in range(rng.choice([1, 1, 2, 3, 6]))]
    if rng.random() < 0.02:
        contracts = [(rng.randrange(style.kinds), MAX_LOCK)]
    needed = sum(budget for _, budget in contracts)
    # exactly funded, amply, or not quite
    lock = rng.choice([needed] * 6 + [min(MAX_LOCK, needed + rng.randint(1, 50))] * 3 + [needed - 1])
    script.buyer(*contracts, lock=lock, who=f"buyer {rng.randrange(3)}")


def _device(rng: Random, script: Coalitions, style: _Style) -> None:
    lock = rng.choice([BOND] * 12 + [BOND + rng.randint(1, 9)] * 3 + [BOND - 1])
    kind = rng.randrange(style.kinds) if rng.random() < 0.95 else rng.choice([style.kinds, 65_535])
    script.device(rng.randint(1, style.datasets), rng.randint(1, style.samples), kind, lock, opened=rng.random() < 0.92)


def _oddity(rng: Random, script: Coalitions, _: _Style) -> None:
    """What is almost a buyer's entry or a device's, with a lock that would do."""
    payloads = [
        b"",
        b"\5",
        b"\5" + bytes(13),
        b"\5" + b"\1" * 12,
        b"\5" + b"\1" * 14,
        b"\6" + b"\1" * 14,
        rng.randbytes(27),
    ]
    statements = [
        b"",
        b"\6" + rng.randbytes(13),
        b"\6" + rng.randbytes(15),
        b"\5" + rng.randbytes(14),
        b"\6" + bytes(8) + b"\1" * 6,
        b"\6" + b"\1" * 8 + bytes(4) + b"\0\0",
        rng.randbytes(100),
    ]
    choice = rng.randrange(3)
    if choice == 0:
        script.payload(rng.choice(payloads), rng.choice([0, MAX_LOCK]))
    elif choice == 1:
        script.sealed(rng.choice(statements))
    else:
        script.data(rng.choice([bytes(32), rng.choice([b"\1", b"\2", b"\5", b"\6"]) + rng.randbytes(31)]), BOND)


def _influence(rng: Random, style: _Style) -> list[list[int]]:
    most = rng.choice([ONE, ONE, ONE // 8])
    return [[rng.choice([0, most, rng.randint(0, most)]) for _ in range(kind + 1)] for kind in range(style.kinds)]


def _cost(rng: Random, style: _Style, devices: int) -> int:
    """Such that company is worth it for some: about what one of so many others takes of a price."""
    share = style.budgets[1] // (max(1, devices) ** 2 * rng.choice([1, 2, 4, 8]))
    return rng.choice([0, 1, share, share, share, share])
