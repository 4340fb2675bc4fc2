"""What to make of the paper: what stands, what does not, and how far this review goes."""

from __future__ import annotations

from databourse.experiments.learning.review.claims import CLAIMS
from databourse.experiments.learning.settings import Settings
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
        **In its favour.** That whoever sells data must also buy a model, at a price that rises with what it lacks, is a
        simple and strong idea: a copy is charged like a party. Balance, symmetry and the reason to join are exact.
        Theorem 1 is right, for more copies than it claims and under less than it assumes, and its condition can be read
        off the table that the market has anyway. Where hospitals differ in what they know, which is what the paper is
        about, hardly a copy pays.
        """,
        """
        **What to add.** That (iii) is about distinct data, and that accuracy mostly does the opposite, so that Theorem
        1 is silent where parties have the same kind of data. v(∅) = 0. Equality in Lemma 2 should be ≤. In section 4.2,
        which tasks the first sum has. What a false validation set brings: fees follow from it, so it is the cheapest
        thing to lie about. What two can do together. And λ, with a bounded second term.
        """,
        """
        **What this exchange does.** The table that counts is the monotone closure, what parties can reach by leaving
        data out; then no gain, value or payout is negative. Tasks weigh as much as their owners gain. Every party is
        shown its index: at most 0, and no copy that adds nothing to a model pays; above 0, the theorem is silent. That
        parties are distinct, and validation data true, is not for payments to decide: it takes somebody who knows them.
        """,
        """
        **How far this goes.** The figures have no data, so only shapes can be compared, and the bundled digits are
        smaller and easier than MNIST; `--data mnist` runs the same on that. Random tables and markets are what our
        generators make: how often something pays in them says that it does, not how often it would in a market. The
        lies are simple ones; a party that knows the others' data could do better.
        """,
    )


CLOSING = Section("What to make of it", (), _closing)
