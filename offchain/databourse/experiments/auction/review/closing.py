"""What to make of the paper: what stands, what does not, and how far this review goes."""

from __future__ import annotations

from databourse.experiments.auction.review.claims import CLAIMS
from databourse.experiments.auction.settings import Settings
from databourse.experiments.review.claims import Results, Verdict
from databourse.experiments.review.section import Section, join

_HEADINGS = {
    Verdict.HOLDS: "What stands",
    Verdict.PARTLY: "What stands under one reading only",
    Verdict.FAILS: "What does not stand",
    Verdict.OPEN: "What this run left out",
}

_WHY_NOT_TRUTHFUL = """
**Why the proofs of truthfulness fail.** They look at one round and at the buyer whose turn it is. A second price is
safe where the loser goes without; here a lower bid only moves a buyer's turn to a later round, for the same data, since
data are not used up, and at the prices of a weaker book. The critical price of the theorem that the paper appeals to
for DADPM must not depend on the own bid; the valid price does, because it *is* somebody's bid.
"""


def _closing(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    refuted = any(claim.words.endswith("truthful") and claim.find(results).verdict is Verdict.FAILS for claim in CLAIMS)
    return join(
        *CLAIMS.sorted_out(results, _HEADINGS),
        """
        **In its favour.** The auction is made for goods that can be copied, which was missing before it: one seller can
        serve many buyers in one slot, qualities are matched, and everybody's part is explained by a threshold. It is
        simple, and the paper asks the right questions of it: who loses, who pays, who gains by lying, what leaks.
        """,
        *([_WHY_NOT_TRUTHFUL] if refuted else []),
        """
        **What can be done.** kth-price and trade-reduction keep the structure (a price splits each side, sellers fill
        buyers in the order of asks) and set prices from orders that do not trade; dadpm-split draws each half's price
        from the other half. What the audit finds of them, and what they cost in gains from trade, is in the tables
        above; what they assume is under [coalitions](#coalitions-and-false-names).
        """,
        """
        **How far this goes.** The paper's formulas, data and ranges were not available, so every number is of our own
        markets, and a reading that saves a claim may have been missed. Random markets are uniform and independent, as
        the paper's are; real ones are not. What is refuted is refuted by explicit markets that anybody can replay.
        """,
    )


CLOSING = Section("What to make of it", (), _closing)
