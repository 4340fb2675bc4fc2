"""Table 1: published cells beside exact ones, ties and rounding, and the best matrices."""

from __future__ import annotations

from typing import Any

from databourse.experiments.resale.chains import RULES
from databourse.experiments.resale.optimum import SEARCHES
from databourse.experiments.resale.published import IMPROVEMENTS, MATRICES, MEASURES, MODELS
from databourse.experiments.resale.review.claims import CLAIMS
from databourse.experiments.resale.review.on_table import compared, improvement, margin
from databourse.experiments.resale.settings import Settings
from databourse.experiments.review.claims import Results
from databourse.experiments.review.markdown import number, table
from databourse.experiments.review.section import Section, join


def _cells(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    rows = [
        (
            one.measure,
            one.matrix,
            one.model,
            str(one.published),
            " or ".join(f"{value:.4f}" for value in one.exact.values()),
            ", ".join(f"{value:.4f}" for value in dict.fromkeys(one.rounded_off.values())) or "–",
            f"**{one.verdict}**",
        )
        for one in compared(results)
    ]
    others = [
        (
            matrix,
            *(f"{results['chains'][name][matrix][measure]:.4f}" for measure in MEASURES for name in _names(results)),
        )
        for matrix in RULES
        if matrix not in MATRICES
    ]
    return join(
        """
        **Published.** Welfare and volume of four models under three matrices at five trades, each with an error.

        **Here.** The exact values; for model 1 in both readings. *Floats* are the paper's algorithms as written, on
        each grid of valuations that a program might use, without any tolerance ([below](#ties-and-rounding)). A cell is
        *within error* if the exact value differs by no more than the printed error, plus what both printed numbers may
        have been rounded by.
        """,
        table(["measure", "matrix", "model", "published", "exact", "floats", "verdict"], rows),
        """
        The percentages of the abstract and of section 5.2, as averages over the four models; their error follows from
        those of the cells. Floats: model 2 on the grid k / 10, model 4 on −1 + 0.1 i.
        """,
        table(
            ["more than RAW", "published", "exact", "floats"],
            [
                (
                    f"{matrix}, {measure}",
                    f"+{stated} % ± {margin(matrix, measure):.1f}",
                    *(
                        f"+{improvement(results, matrix, measure, rounded_off=rounded_off):.1f} %"
                        for rounded_off in (False, True)
                    ),
                )
                for (matrix, measure), stated in IMPROVEMENTS.items()
            ],
        ),
        """
        Not in the paper's table: TBDS, where a seller keeps 1 − α of what reaches it and passes α on.
        """,
        table(
            ["matrix", *(f"{measure}, model {name}" for measure in MEASURES for name in _names(results))],
            others,
        ),
        CLAIMS.listed(results, "Table 1", "Abstract", "Section 5.2 (OPT)"),
    )


def _names(results: Results) -> list[str]:
    """Models in rationals."""
    return [name for name in results["chains"] if name != MODELS[0]]


def _rounding(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["rounding"]
    rules = [
        (
            f"{name[0]}, {matrix}",
            *(f"{one[rule]['welfare']:.4f} / {one[rule]['volume']:.4f}" for rule in ("lowest", "highest")),
        )
        for name, matrices in found.items()
        for matrix, one in matrices.items()
    ]
    grids = [
        (
            f"{name}, {matrix}",
            words,
            f"{one['welfare']:.4f} / {one['volume']:.4f}",
            str(one["different"]),
            str(one["equal"]),
        )
        for name, matrices in found.items()
        for matrix, both in matrices.items()
        for words, one in both["grids"].items()
    ]
    return join(
        _why_rounding_decides(found["2"]["RAW"]["grids"]["k / 10"]["example"]),
        """
        What it comes to, by the way in which a program computes valuations: welfare / volume, the number of states in
        which another price is asked than in exact arithmetic, and in how many of these both prices are exactly equally
        good.
        """,
        table(["model", "valuations", "welfare / volume", "other prices", "ties"], grids),
        """
        The paper allows any rule for ties that does not depend on the matrix. In models 2 and 4 it matters which:
        welfare / volume with the lowest and with the highest of equally good prices.
        """,
        table(["model", "lowest price", "highest price"], rules),
        """
        For [the theorems](#the-theorems-with-and-without-their-assumptions) the rule is a technicality, as the paper
        says; for numbers it is not. A table of such models should therefore name its rule for ties and apply it in
        exact arithmetic or with a tolerance. That the floats' noise reproduces the published cells is also evidence
        that the models are reconstructed as they were.
        """,
        CLAIMS.listed(results, "Section 4"),
    )


def _why_rounding_decides(example: dict[str, Any] | None) -> str:
    tied = ""
    if example is not None:
        low, high = example["prices"]
        tied = f"""
        In model 2 under RAW, player {example["player"]} at valuation {example["valuation"]} gets exactly the same from
        the price {low} as from {high}: with either, having the data is worth {example["worth"]} to it.
        """
    return f"""
    Valuations of models 2 and 4 are tenths and steps are fifths, so that often several prices bring a seller exactly
    the same. {" ".join(tied.split())} On floats the probability that the higher price is accepted is 0.2 + 0.2 + 0.2 =
    {0.2 + 0.2 + 0.2!r}, a little too much, so the higher price looks better by
    {0.4 * (0.2 + 0.2 + 0.2) - 0.3 * 0.8:.1g}, and fewer trades follow. This is no property of the mechanism, but the
    published RAW and AVE cells of these models show it.
    """


def _optimum(results: Results, settings: Settings) -> str:  # noqa: ARG001 - as all sections
    found = results["optimum"]
    rows = [
        (
            f"{name[0]}, {'some may be 0' if kind == 'zeros' else 'all positive'}",
            f"{one['welfare']:.4f}",
            f"{one['volume']:.4f}",
            f"{one['highest prices']:.4f}",
            str(one["reached"]),
        )
        for name, kinds in found.items()
        for kind, one in kinds.items()
    ]
    matrices = [
        (
            f"{name[0]}, trade {trade}",
            *map(_column, (kinds[kind]["columns"][trade - 1] for kind in ("positive", "zeros"))),
        )
        for name, kinds in found.items()
        for trade in range(2, len(kinds["positive"]["columns"]) + 1)
    ]
    return join(
        f"""
        OPT is searched for among softmax shares, which are never 0. If shares may be 0, a seller can be left without a
        stake in its own price; it then asks whatever the rule for ties says, here the lowest price that it can ask.
        With that rule such matrices do better, but they lean on sellers who could as well ask the highest. So each
        matrix is solved again with the highest of equally good prices. *Found* says in how many
        of {SEARCHES} searches the best was met.
        """,
        table(["model, shares", "welfare", "volume", "welfare, highest prices", "found"], rows),
        """
        Shares of the best matrices found, from player 0 to the direct seller; in trade 1 all goes to player 0. Many
        matrices lead to the same equilibrium, so these are examples.
        """,
        table(["model", "all positive", "some may be 0"], matrices),
        CLAIMS.listed(results, "Section 5.1 (OPT)"),
    )


def _column(shares: list[float]) -> str:
    return ", ".join(number(share) for share in shares)


SECTIONS = (
    Section("Table 1: welfare and volume", ("chains", "rounding"), _cells),
    Section("Ties and rounding", ("rounding",), _rounding),
    Section("OPT, and shares of zero", ("optimum",), _optimum),
)
