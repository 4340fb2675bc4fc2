"""Calls that somebody could want to make, drawn at random. Some are refused: everybody must say so alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from databourse.resale.encoding import NOBODY
from databourse.resale.play.rules import RulesStruct
from tests.differential.resale.reference import AVERAGE, EXPLICIT, RAW, TBDS, WHOLE
from tests.differential.resale.story import Call, Story

_MOST_MONEY = 2**88 - 1


@dataclass(frozen=True)
class Style:
    """What the calls of one story have in common.

    Attributes:
        depth: of its chains, at most.
        sales: of each holder, at most.
        deepening: how often the newest licence is the one that sells.
        prices: the highest.
        chains: how many, at most.
    """

    depth: int
    sales: int
    deepening: float
    prices: int
    chains: int


def style(rng: Random) -> Style:
    return Style(
        depth=rng.choice([1, 2, 3, 5, 8, 20, 32, 32]),
        sales=rng.choice([1, 1, 2, 3, 2**16 - 1]),
        deepening=rng.choice([0.95, 0.8, 0.4]),
        prices=rng.choice([0, 1, 30, 10**9, 10**18, 10**18, 10**24, _MOST_MONEY]),
        chains=rng.choice([1, 1, 2, 4]),
    )


def calls(rng: Random, story: Story, of: Style) -> Iterator[Call]:
    """Without end. The story may move on between two of them."""
    yield create(rng, story, of)
    while True:
        draw = rng.choices([_offer, _sell, _claim, _withdraw_offer, _end, _move_money, _wait, _create], _WEIGHTS)[0]
        yield from draw(rng, story, of)


_WEIGHTS = [3, 14, 4, 1, 0.3, 2, 1, 0.7]


def create(rng: Random, story: Story, of: Style) -> Call:
    number = rng.randrange(len(story.people))
    family = rng.choice([EXPLICIT, RAW, AVERAGE, TBDS])
    alpha = rng.choice([0, 1, WHOLE // 2, WHOLE - 1, rng.randrange(WHOLE)]) if family == TBDS else 0
    depth = rng.randint(1, of.depth) if rng.random() < 0.3 else of.depth
    eager = rng.choice([0, 1, depth // 2, depth, 255])
    rules: RulesStruct = (family, alpha, depth, eager, of.sales)
    stated = [column(rng, trade) for trade in range(1, depth + 1)] if family == EXPLICIT else []
    return Call(story.people[number], "createChain", (number + 1, rules, stated))


def column(rng: Random, trade: int) -> list[int]:
    """Shares of a trade: the whole or a part of it, cut at random, or all to one."""
    total = rng.choice([WHOLE, WHOLE, rng.randrange(WHOLE + 1), 0])
    if rng.random() < 0.2:
        lucky = rng.randrange(trade)
        return [total if place == lucky else 0 for place in range(trade)]
    cuts = [0, *sorted(rng.randint(0, total) for _ in range(trade - 1)), total]
    return [high - low for low, high in pairwise(cuts)]


def _create(rng: Random, story: Story, of: Style) -> Iterator[Call]:
    if len(story.rules) < of.chains:
        yield create(rng, story, of)


def _offer(rng: Random, story: Story, of: Style) -> Iterator[Call]:
    selling = story.selling() if rng.random() < 0.9 else story.licences
    if not selling:
        return
    holding = story.play.holding(selling[-1] if rng.random() < of.deepening else rng.choice(selling))
    buyer = rng.choice(story.people) if rng.random() < 0.3 else NOBODY
    expiry = story.now + rng.choice([rng.choice([-1, 0, 1]), 100, 100, 10_000])
    yield Call(holding.holder, "offer", (holding, buyer, _price(rng, of), expiry))


def _sell(rng: Random, story: Story, of: Style) -> Iterator[Call]:
    """Somebody accepts an offer, mostly with the money for it, mostly a new one."""
    if rng.random() < 0.6:
        yield from _offer(rng, story, of)
    if not story.standing:
        return
    offered = story.play.offered(story.standing[-1] if rng.random() < 0.6 else rng.choice(story.standing))
    buyer = rng.choice(story.people) if offered.buyer == NOBODY else offered.buyer
    lacking = offered.price - story.play.free.get(buyer, 0)
    if lacking > 0 and rng.random() < 0.9:
        yield Call(rng.choice(story.people), "deposit", (buyer, lacking + rng.choice([0, 0, -1, 5])))
    yield Call(buyer, "accept", (offered,))


def _claim(rng: Random, story: Story, _of: Style) -> Iterator[Call]:
    if owing := story.owing() if rng.random() < 0.9 else story.licences:
        holding = story.play.holding(rng.choice(owing))
        payees = rng.choice([2**256 - 1, 1, rng.getrandbits(len(holding.path)), rng.getrandbits(256)])
        yield Call(rng.choice(story.people), "claim", (holding, payees))


def _withdraw_offer(rng: Random, story: Story, _of: Style) -> Iterator[Call]:
    if story.standing:
        offered = story.play.offered(rng.choice(story.standing))
        yield Call(offered.seller, "withdrawOffer", (offered,))


def _end(rng: Random, story: Story, _of: Style) -> Iterator[Call]:
    if story.licences:
        holding = story.play.holding(rng.choice(story.licences))
        yield Call(holding.holder, "endSelling", (holding,))


def _move_money(rng: Random, story: Story, of: Style) -> Iterator[Call]:
    who = rng.choice(story.people)
    free = story.play.free.get(who, 0)
    amount = rng.choice([free, rng.randint(0, free), _price(rng, of)])
    yield Call(who, rng.choice(["deposit", "withdraw"]), (rng.choice(story.people), amount))


def _wait(rng: Random, story: Story, _of: Style) -> Iterator[Call]:
    story.wait(rng.choice([1, 99, 100, 9_900]))
    yield from ()


def _price(rng: Random, of: Style) -> int:
    return rng.choice([of.prices, rng.randint(0, of.prices), rng.randint(0, of.prices), 0])
