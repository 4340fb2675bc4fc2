"""What is known of each rule: what holds, what fails, by which counterexample, and under which assumptions.

The paper claims truthfulness, individual rationality, weak budget balance and privacy of its two rules. All figures are
those of the review that `bourse experiment auction` writes; a test compares them with its results. Section 10 of the
double auction's spec.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction.analysis import counterexamples as known
from databourse.mechanisms.double_auction.analysis.counterexamples import Counterexample


@dataclass(frozen=True, slots=True)
class LieShares:
    """Shares of 1,500 small random markets in which some lie about (price, quality, quantity) pays, on each side."""

    buyers: tuple[float, float, float]
    sellers: tuple[float, float, float]

    def told(self) -> str:
        """For people."""
        if not any(self.buyers + self.sellers):
            return "no lie about price, quality or quantity pays in any of 1,500 small random markets"
        buyers, sellers = (" / ".join(f"{share:.1%}" for share in side) for side in (self.buyers, self.sellers))
        return (
            "of 1,500 small random markets, the share in which a lie about price / quality / quantity pays: "
            f"buyers' {buyers}, sellers' {sellers}"
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one rule.

    Attributes:
        rule: its name.
        summary: what sets the price and who trades.
        holds: the claims that hold.
        fails: those that fail.
        lies: how often a lie pays, by variant of the rule ("" where there is but one).
        overstated: share of the same markets in which a seller gains by a quality above the true one, where nobody
            verifies it; of the first variant.
        gains: share of the possible gains from trade that 50 buyers and 50 sellers who tell the truth realise, with
            equal and with random quality; of the first variant.
        counterexamples: to what fails, and to what would hold without the assumptions.
        assumptions: without which nothing holds.
        settlement: where it is settled, and why.
        settled: whether a contract settles it.
    """

    rule: str
    summary: str
    holds: tuple[str, ...]
    fails: tuple[str, ...]
    lies: Mapping[str, LieShares]
    overstated: float
    gains: tuple[float, float]
    counterexamples: tuple[Counterexample, ...]
    assumptions: tuple[str, ...]
    settlement: str
    settled: bool

    @property
    def variant(self) -> str:
        """Which variant of the rule `overstated` and `gains` were measured of; "" where there is but one."""
        return next(iter(self.lies))

    def sections(self) -> list[tuple[str, tuple[str, ...]]]:
        """Headed lists of sentences for people; empty ones are left out."""
        equal, random = self.gains
        found = [_measured(variant, shares.told()) for variant, shares in self.lies.items()]
        found += [
            _measured(
                self.variant,
                f"where nobody verifies quality, overstating it pays some seller in {self.overstated:.1%} of these "
                "markets",
            ),
            _measured(
                self.variant,
                f"50 buyers and 50 sellers who tell the truth realise {equal:.1%} of the possible gains from trade "
                f"when all data are of one quality, {random:.1%} when qualities are random",
            ),
        ]
        lists = [
            ("Holds", self.holds),
            ("Fails", self.fails),
            ("Measured", tuple(found)),
            (
                "Smallest counterexamples (orders as price/quality/quantity)",
                tuple(e.told() for e in self.counterexamples),
            ),
            ("Assumptions", self.assumptions),
            ("Settlement", (self.settlement,)),
        ]
        return [(head, sentences) for head, sentences in lists if sentences]

    def in_short(self) -> list[str]:
        """Paragraphs for a command's help: what holds and fails, how often lies pay, one counterexample, and so on."""
        lies = "; ".join(_measured(name, one.told()) for name, one in self.lies.items())
        told = [f"Holds: {'; '.join(self.holds)}."]
        told += [f"Fails: {'; '.join(self.fails)}."] if self.fails else []
        told.append(f"Measured: {lies}.")
        for example in self.counterexamples[:1]:
            where = " where an assumption fails" if example.outside else ""
            told.append(f"Smallest counterexample{where}: {example.told()}.")
        return [*told, f"Assumes: {'; '.join(self.assumptions)}."]

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "rule": self.rule,
            "summary": self.summary,
            "holds": list(self.holds),
            "fails": list(self.fails),
            "lies": {name: {"buyers": one.buyers, "sellers": one.sellers} for name, one in self.lies.items()},
            "measured_variant": self.variant,
            "overstated_quality_pays": self.overstated,
            "gains": dict(zip(("equal_quality", "random_quality"), self.gains, strict=True)),
            "counterexamples": [example.told() for example in self.counterexamples],
            "assumptions": list(self.assumptions),
            "settlement": self.settlement,
            "settled_on_chain": self.settled,
        }


def _measured(variant: str, sentence: str) -> str:
    return f"{variant}: {sentence}" if variant else sentence


def facts_of(rule: str) -> Facts:
    """What is known of the rule of this name.

    Raises:
        InvalidInput: there is no such rule.
    """
    for facts in FACTS:
        if facts.rule == rule:
            return facts
    names = ", ".join(facts.rule for facts in FACTS)
    raise InvalidInput.of("rule", rule, "there is no such rule", f"the rules are: {names}")


_NO_LIE = LieShares((0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
_RATIONAL = "individual rationality: nobody who tells the truth loses, quality counted"
_BALANCED = "weak budget balance: buyers pay at least what sellers get"
_ONE_IDENTITY = "each party has one identity, and nobody colludes"
_VERIFIED = "quality and supply are verified: datasets that the gate knows, attested"
_CHECKED = "on the chain; the rule's contract checks the whole outcome before any money moves"
_SEALED = (
    "off chain only, by `bourse solve auction` and `bourse slot simulate`: what is drawn must not be known before the "
    "close, and bids must not be public; settlement on the chain comes with sealed bids"
)

FACTS = (
    Facts(
        rule="kth-price",
        summary="The ask of rank K + 1 sets the price and does not sell; every bid at or above it buys, at that "
        "price, from the K cheaper asks, who get what their units would have cost elsewhere. With K asks or fewer "
        "nothing trades; K is fixed in advance or the square root of the number of asks, rounded up, and then three "
        "asks are needed.",
        holds=("truthfulness: the price comes from an ask that never trades", _RATIONAL, _BALANCED),
        fails=(),
        lies={"": _NO_LIE},
        overstated=0.071,
        gains=(0.974, 0.899),
        counterexamples=(
            known.TWO_ASKS_OF_ONE_SELLER,
            known.BRIBED_PRICE_SETTER,
            known.UNVERIFIED_QUALITY_KTH_PRICE,
        ),
        assumptions=(
            _ONE_IDENTITY,
            _VERIFIED,
            "the ask that sets the price is not bribed: it has no stake in the price",
        ),
        settlement=_CHECKED,
        settled=True,
    ),
    Facts(
        rule="trade-reduction",
        summary="The last bid and the last ask whose prices still cross set the prices and do not trade; the bids "
        "before them pay the marginal bid, the asks before them get what their units would have cost elsewhere.",
        holds=("truthfulness: the marginal pair is every winner's critical value", _RATIONAL, _BALANCED),
        fails=("efficiency where sellers are few: with 90 buyers and 10 sellers it realises 28% of the gains",),
        lies={"": _NO_LIE},
        overstated=0.052,
        gains=(0.743, 0.765),
        counterexamples=(known.TWO_BIDS_OF_ONE_BUYER, known.UNVERIFIED_QUALITY_TRADE_REDUCTION),
        assumptions=(_ONE_IDENTITY, _VERIFIED),
        settlement=_CHECKED,
        settled=True,
    ),
    Facts(
        rule="dantm",
        summary="As published: turn by turn the highest bid left buys from the cheapest asks, at prices that the next "
        "bid and the first ask that was not needed set.",
        holds=(
            "individual rationality in price: buyers pay at most their bid, sellers get at least their ask",
            _BALANCED,
        ),
        fails=(
            "truthfulness (Lemma 7): in more than half of small markets somebody gains by a lie",
            "individual rationality in quality, without the quality filter: buyers get less than the quality they need",
        ),
        lies={
            "with the quality filter": LieShares((0.524, 0.029, 0.0), (0.435, 0.004, 0.002)),
            "without it, as published": LieShares((0.547, 0.048, 0.057), (0.409, 0.022, 0.005)),
        },
        overstated=0.067,
        gains=(1.0, 0.909),
        counterexamples=(known.BUYER_LIES, known.SELLER_LIES, known.UNFILTERED_LOSS),
        assumptions=("everybody tells the truth, although that is not in everybody's interest", _VERIFIED),
        settlement=_CHECKED,
        settled=True,
    ),
    Facts(
        rule="dadpm",
        summary="As published: like dantm, but the winner of each turn and its sellers are drawn at random, better "
        "ones more often (exponential mechanism); buyers pay the valid bid, sellers get the valid ask.",
        holds=(
            "individual rationality in price",
            _BALANCED,
            "privacy of the winner sequence for one bidder's quality value, with the candidates fixed: "
            "((e-1)·ε·Δ·ln(e/δ), δ), 0.567 for ε = δ = 0.1 (Theorems 14 and 15)",
        ),
        fails=(
            "truthfulness (Lemma 12): also in expectation over the draws a lie pays in more than half of small markets",
            "privacy of the mechanism: who is a candidate depends on every bid. Of all changes of one bid among 3 bids "
            "and 3 asks at 7 prices, 62.8% break the promise for the winners alone and 92.9% for winners and prices",
            "with prices in the outcome no δ below 1 is enough: a price is somebody's bid. With bids 9, 8, 7 and asks "
            "1, 2, 3, a bid of 6 instead of 7 never gives the same outcome",
            "efficiency: drawing at random costs a fifth or more of the gains that dantm realises",
        ),
        lies={"without the quality filter, as published": LieShares((0.563, 0.063, 0.074), (0.522, 0.027, 0.0))},
        overstated=0.039,
        gains=(0.773, 0.424),
        counterexamples=(known.BUYER_LIES, known.SELLER_LIES),
        assumptions=(
            "the seed is secret, drawn anew for each slot, and used honestly",
            "everybody tells the truth, although that is not in everybody's interest",
            _VERIFIED,
        ),
        settlement=_SEALED,
        settled=False,
    ),
    Facts(
        rule="dadpm-split",
        summary="Secret fair coins put every order into one of two halves; each half trades at a price drawn from a "
        "public grid by what the other half reports, in a random order that no price influences.",
        holds=(
            "truthfulness, for every outcome of the draws: no report moves the price of its own half",
            _RATIONAL,
            "budget balance: sellers get exactly what buyers pay",
            "ε-privacy of each half's price for the orders of the other half",
        ),
        fails=("efficiency: half of the possible partners are in the other half, and the price is a guess",),
        lies={"": _NO_LIE},
        overstated=0.339,
        gains=(0.531, 0.525),
        counterexamples=(),
        assumptions=(
            _ONE_IDENTITY,
            _VERIFIED,
            "the seed is secret, drawn anew for each slot, and used honestly",
            "the price grid is public and does not depend on the orders",
        ),
        settlement=_SEALED,
        settled=False,
    ),
)
