"""What to make of the paper: what stands, what does not, and how far this review goes."""

from __future__ import annotations

from databourse.experiments.resale.review.claims import CLAIMS
from databourse.experiments.resale.settings import Settings
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
        **In its favour.** The question is the right one for goods that can be copied: who sells first is not paid for
        what comes after, so it sells too little, or too dear. The model is small enough to be solved exactly,
        strategies come down to one number for each valuation, and the theorems say under what conditions sharing can do
        no harm.
        """,
        """
        **What to add.** A rule for ties that is named and applied exactly, because in models of round numbers it moves
        welfare by as much as a matrix does. That homogeneity is not a technical convenience: outside it a designer has
        to solve the model at hand, and sharing can lower welfare. That OPT is the best of positive shares, and may hang
        on ties where shares come close to 0. And that nothing in the matrix keeps a price on the record.
        """,
        """
        **How far this goes.** The formulas of the paper were not available. That exact values are within the printed
        errors, and the noise of rounding explains the cells that are not, says that models and rules are read as they
        were meant; constants of the grid, and the figures' numbers, could not be compared. Random models are what our
        generators make. The best matrices are the best that a search found.
        """,
    )


CLOSING = Section("What to make of it", (), _closing)
