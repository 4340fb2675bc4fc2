"""What else a party can do: halves, mergers, and validation sets that are nearly solved."""

from __future__ import annotations

from databourse.experiments.learning.identities import WAYS
from databourse.experiments.learning.review.claims import CLAIMS
from databourse.experiments.learning.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, table
from databourse.experiments.review.section import Section, join


def _parties(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = [
        (
            kind,
            *(f"{one[way]['pays']:,} of {one[way]['cases']:,} ({number(one[way]['largest'])})" for way in WAYS),
        )
        for kind, one in results["identities"]["kinds"].items()
    ]
    lies = results["validation"]
    told = [
        (rule, f"{lies[f'pays, {name}']} of {lies['cases']}", number(lies["mean"][name]), number(lies["largest"][name]))
        for rule, name in (("published w", "literal"), ("gap-weighted", "gap"))
    ]
    return join(
        """
        **Data.** Three parties whose data are in two halves, one task. How often it pays to enter as two parties with a
        half each, to bring one half only, or for two parties to enter as one, and the largest gain:
        """,
        table(["accuracy is", "in two halves", "with one half", "two as one"], rows),
        """
        The money that a merger saves is paid by all others. A market can do little about it: the union of two
        data sets is a data set.
        """,
        """
        **Validation data.** Four parties with a few pictures of five labels each, and models that are customised. One
        party hands in the rows of its task that its own model gets right already, and one of each label that it gets
        all wrong; what it has then is told on its true task, in accuracy and money together.
        """,
        table(["payments", "the lie pays", "mean", "most"], told),
        CLAIMS.listed(results, "Section 3.1 (training data)", "Section 3.1 (validation data)"),
    )


SECTIONS = (Section("What else a party can do", ("identities", "validation"), _parties),)
