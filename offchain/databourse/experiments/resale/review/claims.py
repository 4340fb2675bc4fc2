"""The paper's claims one by one, each with what decides it: no verdict is settled beforehand."""

from __future__ import annotations

from databourse.experiments.resale.review import on_figures, on_markets, on_table, on_theory
from databourse.experiments.review.claims import Claim, Claims, Verdict

_PROVED = (
    Claim("Section 2.2", "TBDS is one of the matrices", ("assumptions",), on_theory.tbds_is_one),
    Claim("Section 2.3", "collusion can be set aside", ("market",), on_markets.nobody_colludes),
    Claim("Fact 3.1", "what a player believes depends on its own valuation alone", ("games",), on_theory.beliefs),
    Claim(
        "Lemma 3.2, Corollary 3.3",
        "some equilibrium has prices that depend on the seller's valuation alone, and buyers with a threshold",
        ("games",),
        on_theory.simple_strategies,
    ),
    Claim("Theorem 3.5 (exact)", "Algorithm 1 finds an exact equilibrium", ("games",), on_theory.algorithm_is_exact),
    Claim("Theorem 3.5 (time)", "Algorithm 1 takes polynomial time", ("speed",), on_theory.algorithm_is_polynomial),
    Claim(
        "Theorem 3.8", "Algorithm 4 is an FPTAS for continuous valuations", ("accuracy",), on_theory.grid_is_accurate
    ),
    Claim("Section 4", "which of equally good prices is asked is a technicality", ("rounding",), on_table.ties_matter),
    Claim("Lemma C.2", "in homogeneous models strategies scale with the valuation", ("theorems",), on_theory.scaling),
    Claim(
        "Theorem 4.3",
        "passing up profit for later shares expands one's own trade and leaves the others",
        ("theorems",),
        on_theory.local_comparison,
    ),
    Claim(
        "Theorem 4.4",
        "whoever buys under RAW buys under any feasible matrix",
        ("theorems",),
        on_theory.comparison_with_raw,
    ),
    Claim("Section 4.2", "balanced matrices do not lower welfare below RAW's", ("theorems",), on_theory.welfare_rises),
)

_MEASURED = (
    Claim(
        "Section 5.1 (models)",
        "model 1 meets both assumptions, 2 positivity, 3 homogeneity, 4 neither",
        ("assumptions",),
        on_theory.models_meet_assumptions,
    ),
    Claim(
        "Section 5.1 (OPT)",
        "OPT has the highest welfare of all balanced matrices",
        ("optimum",),
        on_figures.best_possible,
    ),
    Claim("Table 1", "the printed cells", ("chains", "rounding"), on_table.cells_agree),
    Claim(
        "Table 1", "AVE does better than RAW in every model, and OPT no worse", ("chains",), on_figures.better_than_raw
    ),
    Claim(
        "Abstract",
        "AVE trades 120.0 % more than RAW, with 50.4 % more welfare",
        ("chains", "rounding"),
        on_table.improves_by("AVE"),
    ),
    Claim(
        "Section 5.2 (OPT)",
        "OPT trades 291.9 % more than RAW, with 95.0 % more welfare",
        ("chains", "rounding"),
        on_table.improves_by("OPT"),
    ),
    Claim(
        "Section 5.2 (volume)",
        "under OPT almost all trades occur where valuations are positive",
        ("chains",),
        on_figures.almost_all_trade,
    ),
    Claim(
        "Section 5.2 (robustness)",
        "gains persist where assumptions fail",
        ("lengths", "theorems"),
        on_figures.persists_without_assumptions,
    ),
    Claim(
        "Fig 2",
        "almost nobody has less than under RAW, but for two players of model 4",
        ("chains",),
        on_figures.few_lose,
    ),
    Claim("Fig 3", "the advantage over RAW generally grows with the chain", ("lengths",), on_figures.advantage_grows),
    Claim("Fig 3", "gains are smaller without positivity", ("lengths",), on_figures.less_without_positivity),
    Claim("Appendix D", "OPT takes about a minute at five trades", ("speed",), on_figures.minute_is_enough),
    Claim("Section 6", "chains extend to trees", ("market",), on_markets.trees_gain),
)

CLAIMS = Claims(
    (*_PROVED, *_MEASURED),
    {
        Verdict.HOLDS: "holds",
        Verdict.PARTLY: "holds under a condition",
        Verdict.FAILS: "fails",
        Verdict.OPEN: "not computed",
    },
)
