"""What to make of the paper: what stands, what does not, and how far this review goes."""

from __future__ import annotations

from databourse.experiments.coalition.review.claims import CLAIMS
from databourse.experiments.coalition.settings import Settings
from databourse.experiments.review.claims import Results, Verdict
from databourse.experiments.review.section import Section, join

_HEADINGS = {
    Verdict.HOLDS: "What stands",
    Verdict.PARTLY: "What stands under a condition",
    Verdict.FAILS: "What does not stand",
    Verdict.OPEN: "What this run left out",
}


def _closing(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    return join(
        *CLAIMS.sorted_out(results, _HEADINGS),
        """
        **In its favour.** The problem is real: data of one seller say something about another's, and who sells later is
        paid less for no fault of its own. To bargain as a group is a natural answer. Paying a fixed budget in
        proportion to samples is simple, balanced, and leads to a game that always has an equilibrium, which is found in
        one pass and checked in one more. The headline is of the size that the paper's own model gives.
        """,
        """
        **What to add.** One game instead of two: eq (12) and the text of Fig 10 cannot both hold. A value that rewards
        what coalitions are for, the influence of those outside. A rule for moves with which coalition formation ends:
        the consent of those who receive a device. Samples and types that somebody verifies; the mechanism itself gives
        every reason to claim more. And what g, f, the costs and the optimal solution of the figures are.
        """,
        """
        **How far this goes.** The figures have no data, so only shapes, the headline and the tables can be compared.
        Formulas whose brackets were lost are read as stated above. Random games and networks are what our generators
        make; how often something happens in them says that it happens, not how often it would in a market. The searches
        for lies have all other devices report the truth and the placement known.
        """,
    )


CLOSING = Section("What to make of it", (), _closing)
