"""Values of single rows, and sampled values."""

from __future__ import annotations

from databourse.experiments.learning.review.claims import CLAIMS
from databourse.experiments.learning.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, percent, spread, table
from databourse.experiments.review.section import Section, figure, join


def _sampling(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    values, found = results["values"], results["estimators"]
    rows = [
        (str(size), spread(each), spread(party))
        for size, each, party in zip(values["sizes"], values["rows"], values["party"], strict=True)
    ]
    ways = [
        (f"{way}, {point['orders']}", number(point["rmse"]), percent(point["covered"]), f"{point['models']:,.0f}")
        for way, points in found["ways"].items()
        for point in points
    ]
    return join(
        f"""
        **Rows.** For a nearest-neighbour model the Shapley value of every row has a closed form. Six parties, each with
        twice the pictures of the one before it; means over {values["splits"]} splits:
        """,
        table(["pictures", "sum of the values of its rows", "value of the party"], rows),
        f"""
        **Sampling.** {found["parties"]} parties with two labels each, ridge regression, v. Random orders, or pairs of
        an order and its reverse, against the exact values, {found["repeats"]} times; *models* are the sets of parties
        that are asked for, of {(1 << found["parties"]) - 1:,}.
        """,
        table(["orders", "error (RMSE)", "intervals that hold the truth", "models"], ways),
        figure("estimators", "Errors of sampled values"),
        CLAIMS.listed(results, "Section 5 (samples)", "Section 8"),
    )


SECTIONS = (Section("Values of rows, and sampled values", ("values", "estimators"), _sampling),)
