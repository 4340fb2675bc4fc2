"""The assumptions on real models, and the properties of the payments."""

from __future__ import annotations

from databourse.experiments.learning.review.claims import CLAIMS
from databourse.experiments.learning.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import percent, table
from databourse.experiments.review.section import Section, join


def _assumptions(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = [
        (
            name,
            percent(one["all twice"]),
            percent(one["one twice"]),
            percent(one["steps down"] / one["steps"]),
            f"{one['tables not monotone']} of {one['tables']}",
            str(one["tables with somebody harmed"]),
            str(one["tables with a negative value"]),
            percent(one["pairs supermodular"] / one["pairs"]),
            percent(one["pairs submodular"] / one["pairs"]),
        )
        for name, one in results["assumptions"].items()
    ]
    return join(
        """
        **Published.** (i) Copies do not change a model. (ii) More data never lower accuracy. (iii) Accuracy is
        supermodular. (iv) It is at most 1. Called approximately satisfied for commonly used models; only (i) and (ii)
        were looked at, on one market (Fig 2).
        """,
        table(
            [
                "model",
                "(i): answers that change, all data twice",
                "one party's twice",
                "(ii): steps that lose",
                "tables with one",
                "somebody harmed",
                "a negative value",
                "(iii): pairs that rise",
                "pairs that fall",
            ],
            rows,
        ),
        """
        *Pairs* compare what a party adds without and with another one that is there; ties count for both. Sets without
        data are left out. Somebody is *harmed* whose own model is better than everybody's.
        """,
        CLAIMS.listed(
            results, "Section 2 (i)", "Section 2 (ii)", "Section 2 (iii)", "Section 2 (i–iv)", "Equation (1)"
        ),
    )


def _properties(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    names = {
        "balanced to the unit": "balanced to the unit",
        "same data, same return": "same data, same return",
        "nobody's data earn less than nothing": "no negative payout",
        "newcomers not worse off": "newcomer not worse off",
    }
    rows = [
        (
            shape,
            str(one["markets"]),
            *(str(one[name]) for name in names),
            f"{one['others worse off']:,} of {one['others']:,}",
        )
        for shape, one in results["properties"].items()
    ]
    return join(
        """
        Markets of three to five parties with one task, of every shape. In how many, and how many of those who are there
        already are worse off, model and money together, when the last party joins:
        """,
        table(["accuracy is", "markets", *names.values(), "others worse off"], rows),
        CLAIMS.listed(
            results,
            "Section 3.1 (joining)",
            "Section 3.1 (others)",
            "Section 4.1 (balance)",
            "Section 4.1 (symmetry)",
            "Section 4.1 (zero element)",
            "Section 4.1 (b ≥ 0)",
        ),
    )


SECTIONS = (
    Section("What is assumed of accuracy", ("assumptions", "theorem", "examples"), _assumptions),
    Section("Balance, symmetry, rationality", ("properties", "assumptions"), _properties),
)
