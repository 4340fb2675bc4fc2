"""What to make of the paper: what stands, what does not, and how far this review goes."""

from __future__ import annotations

from databourse.experiments.review.claims import Results, Verdict
from databourse.experiments.review.section import Section, join
from databourse.experiments.sharing.review.claims import CLAIMS
from databourse.experiments.sharing.settings import Settings

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
        **In its favour.** The question is the right one: data can be copied, so markets of data fall apart into
        buyers, and that makes prices exist where goods that are used up have none. The ordered match is simple, quick
        and, with the third hypothesis, right; the proof needs only that to be said. Where values depend on the size of
        data, less a cost for each partner, its hypotheses come by themselves. And to say that payments may be made in
        the quality of data is an idea that auctions of other goods do not have.
        """,
        """
        **What to add.** H3, or ties accepted. G* without agent i as a graph without its edges. The other sign in the
        split. For payments in data: when (28) has a solution (utility that is continuous and rises with the weight, a
        purchase, and a value without bound or at least up to what is owed), what happens when it has none, and where
        the data come from. And the truth about truthfulness: a currency whose worth each agent reports itself gives
        every reason to report that it is worth little.
        """,
        """
        **What this exchange does.** VCG with a sponsor that brings Σ(p^max − c), at most up to its cap, or prices at
        cost, which balance by themselves. Mixed-VCG is there with the clamped split, tells who cannot be paid in data,
        and is announced as what it is: balanced; individually rational for true reports where every weight is
        feasible; not truthful.
        """,
        """
        **Misprints.** (6) sums over S_j with j bound; it is S_i, on both sides. In (13) n and i are one agent. The
        proof of lemma 3.2 goes on with R_m where it means R'_m. (28) is one condition for each agent, with as many
        unknowns as the agent has edges: one weight for all of them is a choice.
        """,
        """
        **How far this goes.** The paper has no numbers to compare with, so it is held against its own definitions.
        Random markets are what our generators make; how often something happens in them says that it happens, not how
        often it would in a market. Lies are tried one agent at a time. That distortion is applied as told, and that
        data are what they are said to be (assumption 3.1), cannot be tested here; section 6 is a sketch, and what its
        hypotheses mean with weights is our reading.
        """,
    )


CLOSING = Section("What to make of it", (), _closing)
