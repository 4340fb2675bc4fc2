"""What everybody can expect from the two rules that draw: exact expectations instead of samples.

Every outcome of a small market is enumerated with the probability that the integer weights of the draws give it, so
that a lie which pays by a thousandth is told from one that does not pay at all. Only the last step, adding up products
of probabilities and money, is in floating point; with prices below a thousand its error stays far below `TOLERANCE`.

dadpm: the active bids are the only state (sellers never leave, and start pointers change no payoff), so the rounds are
a walk through the sets of bids. dadpm-split: all coins are enumerated at once, as columns.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction.literal.chance import TWO_32, exp_neg
from databourse.mechanisms.double_auction.literal.dadpm import buyer_weights, seller_weights
from databourse.mechanisms.double_auction.literal.rounds import Round, open_round
from databourse.mechanisms.double_auction.literal.steps import Asks, bid_order, standing_asks, standing_bids
from databourse.mechanisms.double_auction.types import Ask, Bid

#: Two expectations that differ by less are the same.
TOLERANCE = 1e-9

#: Sets of bids times orders of sellers: more would take minutes.
MOST_ORDERS = 6

Ratio = tuple[int, int]  # numerator and denominator
Market = tuple[Sequence[Bid], Sequence[Ask]]
Units = tuple[int, ...]  # by candidate seller
Active = tuple[tuple[int, Bid], ...]  # in bid order, each with its position


@dataclass(frozen=True, slots=True)
class Expectation:
    """Expected payoffs by bid and by ask, and the expected budget, in base units.

    The three lowest figures are those of the worst trade that can happen at all, 0 if none is below: `lowest_margin` of
    a participant by prices alone, `lowest_payoff` where units below a buyer's quality are worth nothing, and
    `lowest_budget` of the auctioneer.
    """

    buyers: tuple[float, ...]
    sellers: tuple[float, ...]
    budget: float
    lowest_margin: int
    lowest_payoff: int
    lowest_budget: int


def expected_dadpm(
    reported: Market,
    true: Market,
    *,
    epsilon_buyers: Ratio = (1, 10),
    epsilon_sellers: Ratio = (1, 10),
    quality_filter: bool = True,
) -> Expectation:
    """Expected payoffs under dadpm (section 6 of the double auction's spec).

    Args:
        reported: the bids and asks that the rule sees.
        true: what they really value, need, demand, cost and are worth; payoffs are measured with these.
        epsilon_buyers: of the draw of the winner.
        epsilon_sellers: of the draw of its sellers.
        quality_filter: deliver nothing below a buyer's minimum quality; the paper itself does not check.

    Raises:
        InvalidInput: if there are more than six bids or asks.
    """
    _require_few(reported)
    sums = _Sums(true)
    asks = standing_asks(reported[1])
    # how likely each set of active bids is; every round takes one bid away
    reached = {tuple(sorted(standing_bids(reported[0]), key=bid_order)): 1.0}
    while reached:
        following: dict[Active, float] = defaultdict(float)
        for active, probability in reached.items():
            this = open_round(0, list(active), asks, "extended")
            if this is None:
                following[active[1:]] += probability
                continue
            for (winner, bid), chance in zip(this.bids, winner_chances(this, epsilon_buyers), strict=True):
                following[tuple(entry for entry in active if entry[0] != winner)] += probability * chance
                sellers = [e for e in this.asks if not quality_filter or e[1].quality >= bid.min_quality]
                weights = tuple(seller_weights(sellers, epsilon_sellers))
                for fill_chance, units in _fills(weights, _supplies(sellers), bid.quantity):
                    delivered = {ask: x for (ask, _), x in zip(sellers, units, strict=True)}
                    sums.trade(probability * chance * fill_chance, winner, delivered, *this.valid_price)
        reached = {active: probability for active, probability in following.items() if active}
    return sums.expectation()


def winner_chances(this: Round, epsilon: Ratio) -> list[float]:
    """The probability with which each candidate of a round of dadpm wins it, in bid order."""
    weights = buyer_weights(this.bids, epsilon)
    total = sum(weights)
    return [weight / total for weight in weights]


def expected_split(
    reported: Market, true: Market, *, price_grid: Sequence[int], epsilon: Ratio = (1, 1)
) -> Expectation:
    """Expected payoffs under dadpm-split (section 7.3), with the public prices and the epsilon of their draw.

    Flipping all coins turns one half into the other, so what happens in half 1 is half of everything.

    Raises:
        InvalidInput: if there are more than six bids or asks.
    """
    _require_few(reported)
    sums = _Sums(true)
    bids, asks = standing_bids(reported[0]), standing_asks(reported[1])
    if not bids or not asks:
        return sums.expectation()
    coins = np.arange(1 << (len(bids) + len(asks)))[:, None] >> np.arange(len(bids) + len(asks)) & 1 == 1
    affords = np.array([[bid.price >= price for price in price_grid] for _, bid in bids])
    offers = np.array([[ask.price <= price for price in price_grid] for _, ask in asks])
    bid_coins, ask_coins = coins[:, : len(bids)], coins[:, len(bids) :]

    # the price of the half with coin 1 comes from the orders with coin 0
    utility = np.minimum(~bid_coins @ affords.astype(int), ~ask_coins @ offers.astype(int))
    weights = np.array(_price_weights(epsilon))[utility.max(axis=1, keepdims=True) - utility]
    chances = 2 * weights / weights.sum(axis=1, keepdims=True) / len(coins)

    present = ask_coins[:, :, None] & offers[None, :, :]
    for place, (buyer, bid) in enumerate(bids):
        good = [ask.quality >= bid.min_quality for _, ask in asks]
        sellers = [entry for entry, fits in zip(asks, good, strict=True) if fits]
        # one bit for each seller that is good enough: in the same half, and at most at the price
        pool = np.tensordot(present[:, good], 1 << np.arange(len(sellers)), axes=(1, 0))
        trades = bid_coins[:, place, None] & affords[None, place] & (pool > 0)
        for at, price in enumerate(price_grid):
            likely = np.bincount(pool[:, at], weights=chances[:, at] * trades[:, at])
            for bits in np.flatnonzero(likely):
                chosen = [entry for bit, entry in enumerate(sellers) if bits >> bit & 1]
                for chance, units in _fills((1,) * len(chosen), _supplies(chosen), bid.quantity):
                    delivered = {ask: x for (ask, _), x in zip(chosen, units, strict=True)}
                    sums.trade(float(likely[bits]) * chance, buyer, delivered, price, price)
    return sums.expectation()


class _Sums:
    """Payoffs as they add up, measured with the true orders."""

    def __init__(self, true: Market) -> None:
        self._bids, self._asks = true
        self.buyers, self.sellers = [0.0] * len(self._bids), [0.0] * len(self._asks)
        self.budget = 0.0
        self.lowest_margin = self.lowest_payoff = self.lowest_budget = 0

    def trade(self, chance: float, bid: int, units: dict[int, int], pays: int, receives: int) -> None:
        """Something that happens with this chance: who delivers how much to whom, and the prices of a unit."""
        truth, count = self._bids[bid], sum(units.values())
        useful = sum(x for ask, x in units.items() if self._asks[ask].quality >= truth.min_quality)
        payoff = truth.price * min(useful, truth.quantity) - pays * count
        self.buyers[bid] += chance * payoff
        self.lowest_margin = min(self.lowest_margin, truth.price - pays)
        self.lowest_payoff = min(self.lowest_payoff, payoff)
        for ask, x in units.items():
            margin = receives - self._asks[ask].price
            self.sellers[ask] += chance * margin * x
            self.lowest_margin = min(self.lowest_margin, margin)
            self.lowest_payoff = min(self.lowest_payoff, margin * x)
        self.budget += chance * (pays - receives) * count
        self.lowest_budget = min(self.lowest_budget, (pays - receives) * count)

    def expectation(self) -> Expectation:
        return Expectation(
            tuple(self.buyers),
            tuple(self.sellers),
            self.budget,
            self.lowest_margin,
            self.lowest_payoff,
            self.lowest_budget,
        )


def _supplies(sellers: Asks) -> tuple[int, ...]:
    return tuple(ask.quantity for _, ask in sellers)


@functools.cache
def _price_weights(epsilon: Ratio) -> tuple[float, ...]:
    """What a price is drawn with whose utility is so much below the best one."""
    return tuple(float(exp_neg(below * TWO_32 * epsilon[0] // (2 * epsilon[1]))) for below in range(MOST_ORDERS + 1))


@functools.lru_cache(maxsize=1 << 16)
def _fills(weights: tuple[int, ...], supplies: tuple[int, ...], demand: int) -> tuple[tuple[float, Units], ...]:
    """Every way in which a demand can be met by drawing sellers without replacement: chance, and units by seller."""
    chances: dict[Units, float] = defaultdict(float)

    def draw(chance: float, pool: tuple[int, ...], units: Units, left: int) -> None:
        if not pool or not left:
            chances[units] += chance
            return
        total = sum(weights[seller] for seller in pool)
        for seller in pool:
            given = min(supplies[seller], left)
            draw(
                chance * weights[seller] / total,
                tuple(other for other in pool if other != seller),
                (*units[:seller], given, *units[seller + 1 :]),
                left - given,
            )

    draw(1.0, tuple(range(len(weights))), (0,) * len(weights), demand)
    return tuple((chance, units) for units, chance in chances.items())


def _require_few(market: Market) -> None:
    for field, orders in zip(("bids", "asks"), market, strict=True):
        if len(orders) > MOST_ORDERS:
            rule = f"exact expectations take at most {MOST_ORDERS}"
            raise InvalidInput.of(f"the number of {field}", len(orders), rule, "average over seeds instead")
