"""The draws: the streams by their definition, the probabilities by chi-square against the exact weights."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter

import numpy as np
import pytest

from databourse.mechanisms import compiled
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.double_auction import Ask, Asks, Bid, Bids, dadpm, dadpm_split, literal
from databourse.mechanisms.double_auction.chance import compiled_chance
from databourse.mechanisms.double_auction.chance.exponential import (
    FACTORS,
    FULL,
    LIMB_BITS,
    exp_neg,
    quality_value,
    times,
)
from databourse.mechanisms.double_auction.chance.stream import below, first_key, stream_start
from databourse.mechanisms.double_auction.types import PRICE_BITS

SEED = bytes(range(32))
START = stream_start(SEED, "B")


# As kernels call them: Python never gets an array from these parts, and numba may lose what that would need when a
# kernel that holds them was loaded from its cache.
compiled_below = compiled_chance._jit(compiled_chance.below)
compiled_first_key = compiled_chance._jit(compiled_chance.first_key)


@compiled_chance._jit
def write_block(digest: Ints, i: int, j: int, counter: int) -> None:
    digest[:] = compiled_chance._block(START, i, j, counter)


@pytest.fixture(params=["compiled", "interpreted"])
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is only ever used compiled, as it is used and as it is written."""
    if request.param == "interpreted":
        monkeypatch.setitem(globals(), "write_block", write_block.py_func)  # type: ignore[attr-defined]
        for name, function in vars(compiled_chance).copy().items():
            if hasattr(function, "py_func"):
                monkeypatch.setattr(compiled_chance, name, function.py_func)


@pytest.mark.usefixtures("form")
@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
def test_blocks_are_sha_256() -> None:
    for i, j, counter in ((0, 0, 0), (1, 2, 3), (2**32 - 1, 2**31, 2**40 + 5)):
        message = b"DADPM/1" + SEED + b"B" + i.to_bytes(4) + j.to_bytes(4) + counter.to_bytes(8)
        digest = hashlib.sha256(message).digest()
        block = np.zeros(8, dtype=np.int64)
        write_block(block, i, j, counter)
        assert block.astype(">u4").tobytes() == digest
        assert below(START, i, j, counter, 2**255) == (int.from_bytes(digest) % 2**255, counter + 1)


@pytest.mark.parametrize("n", [1, 2, 3, 7, 1_000, 2**31 - 1, FULL])
def test_compiled_numbers_are_the_interpreted_ones(n: int) -> None:
    for i in range(50):
        assert compiled_below(START, i, 3, i * i, n) == below(START, i, 3, i * i, n)
    assert compiled_first_key(START, n % 2**32, 1) == first_key(START, n % 2**32, 1)


@pytest.mark.usefixtures("form")
@pytest.mark.parametrize("n", [3, 7, 10**9])
def test_numbers_beyond_the_last_full_multiple_are_rejected(n: int, monkeypatch: pytest.MonkeyPatch) -> None:
    excess = 2**256 % n
    for value in (2**256 - 1, 2**256 - excess, 2**256 - excess - 1, 2**256 - 2**32 - 1, 0):
        words = np.frombuffer(value.to_bytes(32), dtype=">u4").astype(np.int64)
        assert compiled_chance._rejected(words, n) == (value >= 2**256 // n * n)

    class Block:
        digests = iter([(2**256 - 1).to_bytes(32), (5).to_bytes(32)])

        def digest(self) -> bytes:
            return next(self.digests)

    monkeypatch.setattr(hashlib, "sha256", lambda _: Block())
    assert below(START, 0, 0, 0, n) == (5 % n, 2)


def test_compiled_arithmetic_is_exact() -> None:
    rng = np.random.default_rng(3)
    for _ in range(300):
        first, second = (int(number) for number in rng.integers(0, FULL, 2, endpoint=True))
        assert compiled_chance.times(first, second) == times(first, second)
        small, large = sorted(int.from_bytes(rng.bytes(11)) >> int(rng.integers(0, 80)) for _ in range(2))
        if small < large:
            limbs = [part for price in (small, large) for part in divmod(price, 1 << LIMB_BITS)]
            assert compiled_chance.quality_value(*limbs) == quality_value(*limbs) == (small << 32) // large
    assert compiled_chance.times(FULL, FULL) == FULL
    highest = (1 << PRICE_BITS) - 1
    limbs = [*divmod(highest - 1, 1 << LIMB_BITS), *divmod(highest, 1 << LIMB_BITS)]
    assert compiled_chance.quality_value(*limbs) == 2**32 - 1
    assert all(compiled_chance.times(FULL, factor) == factor for factor in FACTORS)


@pytest.mark.parametrize("solve", [dadpm, literal.dadpm])
def test_winners_and_providers_are_drawn_by_their_weights(solve: object) -> None:
    """First winner by exp(eps b / b_1); the first two providers, without replacement, by exp(eps a_1 / a)."""
    prices, costs, runs = [100, 80, 50, 10], [1, 2, 4], 3_000
    bids = [Bid(price, 2) for price in prices]
    asks = [Ask(cost, 1) for cost in costs]
    winners: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    for number in range(runs):
        outcome = solve(  # type: ignore[operator]
            bids, asks, seed=number.to_bytes(32), epsilon_buyers=(2, 1), epsilon_sellers=(3, 1)
        )
        first = outcome.trades[0]
        winners[first.bid] += 1
        pairs[first.deliveries[0].ask, first.deliveries[1].ask] += 1
    weights = [np.exp(2 * price / 100) for price in prices]
    assert_fits([winners[i] for i in range(4)], weights)
    seller = [np.exp(3 * 1 / cost) for cost in costs]
    chances = {
        (i, j): seller[i] * seller[j] / (sum(seller) - seller[i]) for i, j in itertools.permutations(range(3), 2)
    }
    assert_fits([pairs[pair] for pair in chances], list(chances.values()))


def test_split_prices_halves_and_orders_are_drawn_by_their_weights() -> None:
    """Fair coins, and the price of half 0 by the utilities of half 1."""
    bids, asks = [Bid(price, 1) for price in (3, 6, 9)], [Ask(price, 1) for price in (1, 4)]
    grid = [0, 5, 8]
    prices, expected = np.zeros(3), np.zeros(3)
    halves: Counter[int] = Counter()
    for number in range(3_000):
        seed = number.to_bytes(32)
        coins = [first_key(stream_start(seed, "h"), entry, side) & 1 for side in (0, 1) for entry in range(3 - side)]
        halves[sum(coins)] += 1
        other_bids = [bid.price for bid, coin in zip(bids, coins, strict=False) if coin == 1]
        other_asks = [ask.price for ask, coin in zip(asks, coins[3:], strict=True) if coin == 1]
        utilities = [min(sum(b >= p for b in other_bids), sum(a <= p for a in other_asks)) for p in grid]
        weights = np.exp(np.array(utilities) / 2 * 3)
        outcome = dadpm_split(bids, asks, seed=seed, price_grid=grid, epsilon=(3, 1))
        own = [trade.unit_price for trade in outcome.trades if coins[trade.bid] == 0]
        if own:  # the price of half 0 is seen only when it trades, which depends on the price: condition on that
            tradable = [price in _tradable(bids, asks, coins, 0, grid) for price in grid]
            expected += weights * tradable / (weights * tradable).sum()
            prices[grid.index(own[0])] += 1
    assert_fits(list(prices), list(expected))
    assert_fits([halves[count] for count in range(6)], [1, 5, 10, 10, 5, 1])


def _tradable(bids: list[Bid], asks: list[Ask], coins: list[int], half: int, grid: list[int]) -> set[int]:
    here = [bid.price for bid, coin in zip(bids, coins, strict=False) if coin == half]
    there = [ask.price for ask, coin in zip(asks, coins[3:], strict=True) if coin == half]
    return {p for p in grid if any(b >= p for b in here) and any(a <= p for a in there)}


def assert_fits(observed: list[int] | list[float], weights: list[float]) -> None:
    """Chi-square below the value that one in a thousand right ones exceeds."""
    shown = [(seen, weight) for seen, weight in zip(observed, weights, strict=True) if weight > 0]
    total = sum(seen for seen, _ in shown)
    expected = [weight * total / sum(weight for _, weight in shown) for _, weight in shown]
    chi_square = sum((seen - mean) ** 2 / mean for (seen, _), mean in zip(shown, expected, strict=True))
    assert chi_square < {1: 10.8, 2: 13.8, 3: 16.3, 4: 18.5, 5: 20.5}[len(shown) - 1], (observed, expected)
    assert sum(observed) == total  # nothing where the weight is 0


def test_compiled_and_interpreted_draws_agree_on_a_large_book(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(11)
    bids = Bids(rng.integers(0, 500, 900), rng.integers(0, 200, 900), rng.integers(0, 4, 900))
    asks = Asks(rng.integers(0, 500, 700), rng.integers(0, 50, 700), rng.integers(0, 4, 700))
    outcomes = []
    for threshold in (0, 10**9):
        monkeypatch.setattr(compiled, "COMPILED_FROM", threshold)
        one = dadpm(bids, asks, seed=SEED, epsilon_sellers=(2, 1))
        two = dadpm_split(bids, asks, seed=SEED, price_grid=range(0, 500, 20))
        outcomes.append((tuple(one.trades), one.starts, one.budget, tuple(two.trades), two.starts))
    assert outcomes[0] == outcomes[1]
    assert len(outcomes[0][0]) > 100 < len(outcomes[0][3])
    assert exp_neg(0) == FULL
