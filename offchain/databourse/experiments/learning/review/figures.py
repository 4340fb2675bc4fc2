"""Figs 2, 3 and 4, the published shape beside ours."""

from __future__ import annotations

from databourse.experiments.learning.replicas import COPIED, COPIES
from databourse.experiments.learning.review.claims import CLAIMS
from databourse.experiments.learning.review.on_figures import change
from databourse.experiments.learning.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, spread, table
from databourse.experiments.review.section import Section, figure, join


def _fig_2(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["replicas"]
    rows = []
    for learner, names in (("logistic", "logistic regression"), ("network", f"network, {found['neurons']} neurons")):
        for digit in COPIED:
            lines = found[learner][digit]
            first, last = lines["points"][0], lines["points"][-1]
            rows += [
                (
                    f"{names}, {digit} copied, {'all digits' if name == 'all' else f'digit {name}'}",
                    number(first[name]["mean"]),
                    number(last[name]["mean"]),
                    change(lines["change"][name]),
                )
                for name in ("all", *COPIED)
            ]
    most = COPIES["logistic"][-1]
    return join(
        f"""
        **Published.** Ten parties with a digit each; the one with digit 0, or 4, enters up to {most} times more. The
        accuracy of digit 0 rises at first and stays; copies of 4 lower it slightly; that of all digits hardly falls;
        networks are similar. No numbers.
        """,
        figure("fig2-replicas", "Accuracy over copies of one digit"),
        table(["model, digit", "no copies", f"{most} copies", "change in the same run"], rows),
        CLAIMS.listed(results, "Fig 2 (copied)", "Fig 2 (another)", "Fig 2 (all)", "Fig 2 (networks)"),
    )


def _fig_3a(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["relevance"]
    draw = found["example"]
    held = [label for labels in draw["labels"] for label in labels]
    rows = [
        (
            " and ".join(labels),
            ", ".join(label for label in labels if held.count(label) == 1) or "–",
            number(every),
            number(some),
        )
        for labels, every, some in zip(draw["labels"], draw["every"], draw["some"], strict=True)
    ]
    selected = [
        (
            f"τ = {threshold}",
            f"{one['relevant kept']} of {one['relevant']}",
            f"{one['irrelevant kept']} of {one['irrelevant']}",
            number(one["lost"]),
            number(one["worst"]),
        )
        for threshold, one in found["selected"].items()
    ]
    return join(
        """
        **Published.** Parties with two labels each. On all ten digits those with unique labels have higher values; on
        six digits those without any of them have zero.
        """,
        figure("fig3a-relevance", "Shapley values of parties with two labels each"),
        table(["labels", "nobody else has", "value, all digits", "value, six digits"], rows),
        """
        **Selection.** Parties whose value is below τ are left out of the model for the six digits. Over all draws, with
        values of the closure:
        """,
        table(["", "relevant parties kept", "others kept", "accuracy lost, mean", "worst"], selected),
        CLAIMS.listed(results, "Fig 3a (unique)", "Fig 3a (irrelevant)", "Section 5 (selection)"),
    )


def _fig_3bc(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["shares"]
    rows = [
        (
            str(point["identities"]),
            *(cell for name in ("u", "v", "net") for cell in (spread(point[name]), number(ideal[name]))),
            number(point["deposits"]["mean"]),
        )
        for point, ideal in zip(found["points"], found["ideal"], strict=True)
    ]
    return join(
        f"""
        **Published.** Party 1 has digits 0 and 8, party 2 digits 2 and 8, and enters up to five times more; the task is
        0, 2, 8. Paid by u, party 2's share grows; paid by v, it stays equal to party 1's. Means over {found["splits"]}
        splits, beside what follows exactly if both are right in 2 of 3 cases alone and always together:
        """,
        figure("fig3bc-shares", "Shares of a party that copies itself, and its net money"),
        table(
            [
                "identities",
                "share by u",
                "ideal",
                "share by v",
                "ideal",
                "net by v",
                "ideal",
                "deposits",
            ],
            rows,
        ),
        """
        Equal shares are not the point of v, and happen only where both sides are alike. What makes copies a bad trade
        is that each is charged the gain of its task: the ideal net money of k identities is (1 − k)/6.
        """,
        CLAIMS.listed(results, "Fig 3b", "Fig 3c", "Section 6.3"),
    )


def _fig_4(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["customised"]
    kinds = ("own", "sharing a label", "other")
    rows = [(f"λ = {point['strength']:g}", *(number(point[kind]) for kind in kinds)) for point in found["strengths"]]
    rows.append(("own labels only, no second term", *(number(found["own data only"][kind]) for kind in kinds)))
    return join(
        """
        **Published.** Ten parties, party j with digits j and j + 1. A customised model is good at its own task,
        mediocre where a label is shared, and of no use elsewhere. Which λ that took is not said.
        """,
        figure("fig4-customised", "Customised models on every task, and the strength of the second term"),
        table(["", "own task", "sharing a label", "other"], rows),
        """
        All models but the last are trained on the pictures of all parties. Of the two labels of a task that shares one,
        a perfect customised model gets that one right: 1/2.
        """,
        CLAIMS.listed(results, "Fig 4 (own)", "Fig 4 (other)", "Section 5 (customised)"),
    )


SECTIONS = (
    Section("Fig 2: copies and accuracy", ("replicas",), _fig_2),
    Section("Fig 3a: values of parties", ("relevance",), _fig_3a),
    Section("Figs 3b and 3c: shares of a party that copies itself", ("shares",), _fig_3bc),
    Section("Fig 4: customised models", ("customised",), _fig_4),
)
