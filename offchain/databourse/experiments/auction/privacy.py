"""What dadpm's promise of privacy is worth, exactly, on all small price profiles.

Theorems 14 and 15 say that the sequence of winners is (epsilon', delta)-differentially private with
epsilon' = (e - 1) epsilon Delta ln(e / delta), by a proof in which the candidates stay the same. Here distributions of
outputs are enumerated for three bids and three asks of one unit and equal quality, one bid is changed to every other
price, and the smallest delta is found with which the two distributions satisfy the definition (Def. 9) at the paper's
epsilon': for the winners alone, and for the winners with the prices that they pay and their sellers receive.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from databourse.experiments.auction.profiles import ORDERS, Prices, multisets
from databourse.experiments.auction.settings import Settings
from databourse.experiments.parts import Part
from databourse.mechanisms.double_auction import Ask, Bid
from databourse.mechanisms.double_auction.analysis.expectation import winner_chances
from databourse.mechanisms.double_auction.analysis.privacy import DEFAULT_DELTA, sequence_epsilon
from databourse.mechanisms.double_auction.literal.rounds import open_round
from databourse.mechanisms.double_auction.literal.steps import bid_order

EPSILON = (1, 10)
DELTA = DEFAULT_DELTA
#: epsilon' of Theorem 14 at the paper's parameters, with quality values in [0, 1].
PROMISED = sequence_epsilon(Fraction(*EPSILON), DELTA)

Step = tuple[int, int, int]  # a winner, what it pays, and what its sellers receive
Distribution = dict[tuple[Step, ...], float]


def outputs(bids: Prices, asks: Prices) -> Distribution:
    """How likely each sequence of winners and prices is, under dadpm as published."""
    sellers = [(j, Ask(price, 1)) for j, price in enumerate(asks)]
    entries = [(i, Bid(price, 1)) for i, price in enumerate(bids)]
    # what happened so far, and the bids that are active
    reached = {((), tuple(sorted(entries, key=bid_order))): 1.0}
    found: dict[tuple[Step, ...], float] = defaultdict(float)
    while reached:
        following: dict[Any, float] = defaultdict(float)
        for (steps, active), chance in reached.items():
            if not active:
                found[steps] += chance
                continue
            this = open_round(0, list(active), sellers, "extended")
            if this is None:
                following[steps, active[1:]] += chance
                continue
            for entry, wins in zip(this.bids, winner_chances(this, EPSILON), strict=True):
                left = tuple(other for other in active if other != entry)
                following[(*steps, (entry[0], *this.valid_price)), left] += chance * wins
        reached = following
    return dict(found)


def winners(distribution: Distribution) -> dict[tuple[int, ...], float]:
    """The same without the prices."""
    found: dict[tuple[int, ...], float] = defaultdict(float)
    for steps, chance in distribution.items():
        found[tuple(winner for winner, *_ in steps)] += chance
    return dict(found)


def needed_delta(one: Mapping[Any, float], other: Mapping[Any, float]) -> float:
    """The smallest delta of Def. 9 at the promised epsilon', whichever of the two was the input."""
    factor = math.exp(PROMISED)

    def beyond(first: Mapping[Any, float], second: Mapping[Any, float]) -> float:
        return sum(max(0.0, chance - factor * second.get(output, 0.0)) for output, chance in first.items())

    return max(beyond(one, other), beyond(other, one))


def _search(asks: Prices, prices: int) -> dict[str, Any]:
    """All profiles of bids against these asks."""
    solve = functools.cache(lambda bids: outputs(bids, asks))
    kinds: dict[str, Any] = {"winners": winners, "winners and prices": dict}
    found: dict[str, Any] = {kind: {"violations": 0, "certain": 0, "largest": 0.0, "worst": None} for kind in kinds}
    pairs, same, largest_ratio = 0, 0, 0.0
    for bids, changed in _neighbours(prices):
        pairs += 1
        one, other = solve(bids), solve(changed)
        for kind, view in kinds.items():
            delta, told = needed_delta(view(one), view(other)), found[kind]
            told["violations"] += delta > DELTA
            told["certain"] += delta > 1 - 1e-12
            if delta > told["largest"] + 1e-12:
                told.update(largest=delta, worst={"bids": bids, "changed": changed, "asks": asks})
        seen, others = winners(one), winners(other)
        if seen.keys() == others.keys():
            same += 1
            largest_ratio = max([largest_ratio, *(abs(math.log(seen[key] / others[key])) for key in seen)])
    return {"pairs": pairs, "kinds": found, "same": same, "ratio": largest_ratio}


def _neighbours(prices: int) -> Iterator[tuple[Prices, Prices]]:
    for bids, who, price in itertools.product(multisets(prices), range(ORDERS), range(prices)):
        if price != bids[who]:
            yield bids, (*bids[:who], price, *bids[who + 1 :])


def _combine(settings: Settings, found: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG001 - as all parts
    pairs = sum(task["pairs"] for task in found)

    def kind(name: str) -> dict[str, Any]:
        worst = max((task["kinds"][name] for task in found), key=lambda one: float(one["largest"]))
        return {
            "violations": sum(task["kinds"][name]["violations"] for task in found) / pairs,
            "certain": sum(task["kinds"][name]["certain"] for task in found) / pairs,
            "largest": worst["largest"],
            "worst": worst["worst"],
        }

    return {
        "epsilon": PROMISED,
        "delta": DELTA,
        "pairs": pairs,
        "winners": kind("winners"),
        "winners and prices": kind("winners and prices"),
        # changes after which the same sequences can occur
        "same": sum(task["same"] for task in found) / pairs,
        "ratio": max(task["ratio"] for task in found),
    }


PART = Part[Settings](
    name="privacy",
    title="Differential privacy of all price profiles",
    needs=("prices",),
    tasks=lambda settings: [(asks, settings.prices) for asks in multisets(settings.prices)],
    work=_search,
    combine=_combine,
)
