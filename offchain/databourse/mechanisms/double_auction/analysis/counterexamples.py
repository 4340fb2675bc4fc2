"""The smallest known markets in which a claim about a rule fails, or would fail without one of its assumptions.

Each is a whole market with a party that reports something else than the truth, or that loses by the truth; the tests
play them. Sources: section 10 of the double auction's spec for dantm, and a search over all markets with up to three
orders a side and prices up to 7 for the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from databourse.mechanisms.double_auction.types import Ask, Bid

#: Where an order stands: "bid" or "ask", and its position.
Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A market, a party in it, and what the party gets by the truth and by its reports.

    Attributes:
        shows: what fails.
        bids: what the buyers really want, in the order of submission.
        asks: what the sellers really have.
        party: the orders of one party; several are false names or a collusion.
        reports: what it reports instead, by place; empty when somebody loses by telling the truth.
        truth: its payoff when everybody tells the truth, base units.
        lie: its payoff with the reports; the same as `truth` without reports.
        options: of the rule.
        outside: whether an assumption of the rule fails in it, so that the rule itself is not refuted.
    """

    shows: str
    bids: tuple[Bid, ...]
    asks: tuple[Ask, ...]
    party: tuple[Place, ...]
    reports: Mapping[Place, Bid | Ask]
    truth: int
    lie: int
    options: Mapping[str, Any] = field(default_factory=dict)
    outside: bool = False

    def told(self) -> str:
        """One sentence for people, an order as price/quality/quantity."""
        market = f"bids {_listed(self.bids)} and asks {_listed(self.asks)}"
        who = " with ".join(f"{side} {index + 1}" for side, index in self.party)
        if not self.reports:
            return f"{self.shows}: of {market}, {who} tells the truth and ends at {self.truth}"
        reports = " and ".join(f"{side} {index + 1} as {_shown(new)}" for (side, index), new in self.reports.items())
        return f"{self.shows}: of {market}, {who} gets {self.truth} by the truth, {self.lie} by reporting {reports}"


def _listed(orders: Sequence[Bid | Ask]) -> str:
    return ", ".join(map(_shown, orders))


def _shown(order: Bid | Ask) -> str:
    quality = order.min_quality if isinstance(order, Bid) else order.quality
    return f"{order.price}/{quality}/{order.quantity}"


BUYER_LIES = Counterexample(
    "a buyer's lie about its price pays",
    bids=(Bid(6, 1),),
    asks=(Ask(2, 1),),
    party=(("bid", 0),),
    reports={("bid", 0): Bid(2, 1)},
    truth=0,
    lie=4,
)

SELLER_LIES = Counterexample(
    "a seller's lie about its price pays",
    bids=(Bid(6, 1),),
    asks=(Ask(2, 1),),
    party=(("ask", 0),),
    reports={("ask", 0): Ask(6, 1)},
    truth=0,
    lie=4,
)

UNFILTERED_LOSS = Counterexample(
    "without the quality filter a truthful buyer loses",
    bids=(Bid(5, 1, 0), Bid(6, 2, 2)),
    asks=(Ask(3, 2, 0),),
    party=(("bid", 1),),
    reports={},
    truth=-10,
    lie=-10,
    options={"quality_filter": False},
)

TWO_ASKS_OF_ONE_SELLER = Counterexample(
    "one seller with two asks, one of which sets the price",
    bids=(Bid(2, 1),),
    asks=(Ask(1, 1), Ask(2, 1), Ask(3, 1)),
    party=(("ask", 0), ("ask", 2)),
    reports={("ask", 2): Ask(2, 1)},
    truth=0,
    lie=1,
    outside=True,
)

BRIBED_PRICE_SETTER = Counterexample(
    "a buyer bribes the ask that sets the price",
    bids=(Bid(2, 1),),
    asks=(Ask(1, 1), Ask(1, 1), Ask(2, 1)),
    party=(("bid", 0), ("ask", 2)),
    reports={("ask", 2): Ask(1, 1)},
    truth=0,
    lie=1,
    outside=True,
)

TWO_BIDS_OF_ONE_BUYER = Counterexample(
    "one buyer with two bids, one of which is marginal",
    bids=(Bid(2, 1), Bid(2, 1)),
    asks=(Ask(1, 1), Ask(1, 1)),
    party=(("bid", 0), ("bid", 1)),
    reports={("bid", 0): Bid(1, 1)},
    truth=0,
    lie=1,
    outside=True,
)

UNVERIFIED_QUALITY_KTH_PRICE = Counterexample(
    "a quality that nobody verifies",
    bids=(Bid(2, 1, 1),),
    asks=(Ask(1, 1, 0), Ask(1, 1, 0), Ask(2, 1, 0)),
    party=(("ask", 0),),
    reports={("ask", 0): Ask(1, 1, 1)},
    truth=0,
    lie=1,
    outside=True,
)

UNVERIFIED_QUALITY_TRADE_REDUCTION = Counterexample(
    "a quality that nobody verifies",
    bids=(Bid(2, 1, 1), Bid(2, 1, 0)),
    asks=(Ask(1, 1, 0), Ask(1, 1, 0), Ask(2, 1, 0)),
    party=(("ask", 0),),
    reports={("ask", 0): Ask(1, 1, 1)},
    truth=0,
    lie=1,
    outside=True,
)
