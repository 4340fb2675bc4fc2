"""The smallest counterexamples, to be followed by hand."""

from __future__ import annotations

from databourse.experiments.learning.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import table
from databourse.experiments.review.section import Section, join


def _cases(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["examples"]
    nets = [
        ("one task: accuracy is 1 with party 1, or with 2 and 3", *found["single"]["nets"]),
        ("a task each, published w", *found["several"]["all tasks"]),
        ("… the tasks of before only", *found["several"]["original tasks"]),
        ("… gap-weighted", *found["several"]["gap-weighted"]),
        ("Fig 3c, idealised", *found["figure 3c"]),
    ]
    copies = range(len(found["figure 3c"]))
    phantoms = [(f"phantoms of party 2, {name}", *values) for name, values in found["phantoms"].items()]
    index = ", ".join(found["single"]["index"]).replace("-", "−")
    chance = found["chance"]
    return join(
        """
        What a party nets by the number of its copies, or of its phantom tasks. The market with a task each has two
        parties: party 1 solves its own task alone, and at the task of party 2 either gets half and both get all; every
        assumption holds in it, and no copy of party 1 pays a fee.
        """,
        table(
            ["market", *map(str, copies)],
            [tuple(cell.replace("-", "−") if at else cell for at, cell in enumerate(row)) for row in nets + phantoms],
        ),
        f"""
        The index of the three parties of the first market is {index}: it says before anybody enters that party 1 could
        gain by a copy, and the others could not.
        """,
        f"""
        **By chance.** Accuracy {chance["accuracy"][0]} without data, {chance["accuracy"][1]} with either of two
        parties, {chance["accuracy"][3]} with both: normalised by 1/v(M) the shares add up to {chance["published"]}.
        """,
    )


SECTIONS = (Section("Smallest counterexamples", ("examples",), _cases),)
