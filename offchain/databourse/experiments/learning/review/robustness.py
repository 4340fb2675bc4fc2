"""Does it pay to enter twice?"""

from __future__ import annotations

from databourse.experiments.learning.review.claims import CLAIMS
from databourse.experiments.learning.review.on_robustness import gaps_help
from databourse.experiments.learning.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, table
from databourse.experiments.review.section import Section, figure, join


def _theorem(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["theorem"]
    rows = [
        (
            shape,
            f"{one['cases']:,}",
            *(str(one[f"{copies} copies pay"]) for copies in (1, 2, 3)),
            str(one["index above 0"]),
            str(one["pays though the index is at most 0"]),
            number(one["largest"]),
        )
        for shape, one in found["shapes"].items()
    ]
    return join(
        """
        **Published.** Theorem 1: with one task, a party that enters twice does not gain, if accuracy is as assumed. The
        proof needs less than (iii): all that it uses is that
        """,
        "L_i = Σ_s (M − 1 − 2s) · mean over sets S of s others of [v(S and i) − v(S)] ≤ 0.",
        """
        For more copies there is such an index as well; where what a party adds rises with the size of the set, on
        average, all of them are at most 0. A table of accuracies decides it, so everybody can be told beforehand
        whether copies could pay. Copies here add nothing to a model, as in (i).
        """,
        table(
            [
                "accuracy is",
                "parties",
                "one copy pays",
                "two pay",
                "three pay",
                "index above 0",
                "pays, index at most 0",
                "largest gain",
            ],
            rows,
        ),
        figure("theorem1", "How often copies pay in random tables"),
        CLAIMS.listed(results, "Lemma 1", "Theorem 1", "Theorem 1 (as stated)", "Section 4.1 (equivalent)"),
    )


def _copies(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["copies"]
    rows = [
        (
            name,
            f"{one['pays']} of {one['cases']}",
            *(f"{one[f'pays, {kind} labels']} of {one[f'cases, {kind} labels']}" for kind in ("different", "same")),
            str(one["would pay if copies added nothing"]),
            str(one["index above 0"]),
            str(one["pays, index at most 0"]),
            number(one["largest"]),
        )
        for name, one in found.items()
    ]
    return join(
        """
        Each party of a market of four enters once more, and all models with the copy are trained on it. Accuracy on
        digits is nearly submodular, so Theorem 1 is silent about most of these markets.
        """,
        table(
            [
                "model",
                "a copy pays",
                "… different labels",
                "… same labels",
                "would pay if copies added nothing",
                "index above 0",
                "pays, index at most 0",
                "largest gain",
            ],
            rows,
        ),
        figure("copies", "What a copy brings each party"),
        """
        For the nearest neighbour (i) is true to the letter, and still copies pay: it is (iii) that fails. They pay
        those who bring most, to whom the others add little: their fee is small, and a copy takes a place in the order
        before the others. An index above 0 is a warning and no verdict; where it is at most 0 and a copy pays all the
        same, the copy has changed the model.
        """,
        CLAIMS.listed(results, "Abstract"),
    )


def _tasks(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["tasks"]
    rows = [
        (
            shape,
            *(
                f"{one['counts'][what]} ({number(one['largest'][what])})"
                for what in (
                    "copy, all tasks",
                    "copy, original tasks",
                    "copy, gap-weighted",
                    "phantom, all tasks",
                    "phantom, gap-weighted",
                )
            ),
        )
        for shape, one in found["shapes"].items()
    ]
    cases = next(iter(found["shapes"].values()))["counts"]["cases"]
    return join(
        f"""
        **Published.** With a task for each the characteristic function is w, whose first sum has the accuracies on all
        tasks. Entering with a copy brings a copied task into that sum; entering with a *phantom*, a task that the own
        data solve already and no others do, brings one that makes these data worth more, and costs nothing. How often
        it pays, of {cases:,} copies and {found["markets"]} phantoms in markets of three, and the largest gain:
        """,
        table(
            [
                "accuracy is",
                "copy, published w",
                "… tasks of before",
                "copy, gap-weighted",
                "phantom, published w",
                "phantom, gap-weighted",
            ],
            rows,
        ),
        figure("attacks", "How often copies and phantom tasks pay"),
        f"""
        **Gap-weighted.** Task i counts as a_i/a in the first sum: what nobody needs help with makes no data worth more,
        and a phantom, whose gap is 0, counts for nothing. Copies and phantoms pay then in so many cases:
        {gaps_help(results)}. That is what tests found; there is no proof.
        """,
        CLAIMS.listed(results, "Section 4.2", "Section 1 (fees)"),
    )


SECTIONS = (
    Section("Theorem 1", ("theorem", "examples"), _theorem),
    Section("Copies of real data", ("copies",), _copies),
    Section("A task for each", ("tasks", "examples"), _tasks),
)
