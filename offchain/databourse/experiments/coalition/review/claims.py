"""The paper's claims one by one, each with what decides it: no verdict is settled beforehand."""

from __future__ import annotations

from databourse.experiments.coalition.review import on_figures, on_games, on_payoffs, on_value
from databourse.experiments.review.claims import Claim, Claims, Verdict

_MODEL = (
    Claim(
        "Eq (3)",
        "the value of data can be evaluated as a distributed Shapley value",
        ("types",),
        on_value.value_is_estimated,
    ),
    Claim("Eq (5)", "the learner derives every device's type precisely", ("types",), on_value.learner_finds_types),
    Claim(
        "Eq (6)",
        "with γ ≥ 1 eq (6) says what data are worth to a learner that has a part",
        ("types",),
        on_value.learner_pays_less,
    ),
    Claim("Fig 4 (volume)", "more samples in common raise the valuation", ("overlap",), on_figures.volume_helps),
    Claim("Fig 4 (noise)", "random noise lowers the valuation", ("overlap",), on_figures.noise_hurts),
    Claim("Eq (9) (cost)", "the cost c(S) is borne by the coalition once", ("values",), on_value.cost_is_borne_once),
    Claim("Theorem 1 (one seller)", "the best value is proportional to the price", ("values",), on_value.single_seller),
    Claim(
        "Theorem 1 (several)",
        "the best value is proportional to the gain from tightening leakage",
        ("values",),
        on_value.leakage_is_tightened,
    ),
    Claim("Eq (10)", "the mean ρ_S tells how dissimilar the coalition is", ("values",), on_value.dissimilarity_tells),
    Claim("Tables I and II", "the printed cells", ("early",), on_value.tables_agree),
    Claim(
        "Table II",
        "the costs of Table II show why devices form coalitions by themselves",
        ("early",),
        on_value.coalition_pays_in_table,
    ),
    Claim("Problem P", "coalitions of correlated devices can solve P", ("values",), on_value.problem_is_solvable),
)

_MECHANISM = (
    Claim("Theorem 2 (i)", "budget balance", ("contracts", "values"), on_value.budget_is_met),
    Claim(
        "Theorem 2 (IR)",
        "taking part never costs anything",
        ("contracts", "convergence"),
        on_games.individually_rational,
    ),
    Claim("Theorem 2 (IC)", "devices have most if they act as per their type", ("contracts",), on_games.compatible),
    Claim("Theorem 2 (ii)", "linearity within the coalition", ("contracts", "lies"), on_games.linear),
    Claim("Theorem 2 (iii)", "truthfulness", ("contracts", "lies"), on_games.truthful),
    Claim("Theorem 2 (iv)", "symmetry", ("contracts",), on_games.symmetric),
    Claim(
        "Algorithm 1 (stable)",
        "Algorithm 1 leads to a stable coalition structure",
        ("contracts", "convergence"),
        on_games.algorithm_converges,
    ),
    Claim(
        "Algorithm 1 (best)",
        "the partition of Algorithm 1 uniquely maximises the overall value",
        ("contracts", "optimum"),
        on_games.partition_is_best,
    ),
    Claim(
        "Algorithm 2 (private)",
        "types are compared over a secured MPC channel",
        ("discovery",),
        on_games.types_stay_private,
    ),
    Claim(
        "Algorithm 2 (true)", "Algorithm 2 finds the types that devices have", ("discovery",), on_games.types_are_true
    ),
    Claim("Section IV-A", "the complexity O(MΠ log(MΠ)) is sub-linear", ("speed",), on_payoffs.sub_linear),
)

_MEASURED = (
    Claim(
        "Fig 8", "correlations have converged with a precision of 5·10⁻⁴", ("stopping",), on_figures.precision_reached
    ),
    Claim(
        "Fig 9 (samples)",
        "the valuation is proportional to the samples",
        ("valuation",),
        on_figures.proportional_to_samples,
    ),
    Claim(
        "Fig 9 (price)",
        "the valuation is proportional to the offered price",
        ("valuation",),
        on_figures.rises_with_price,
    ),
    Claim(
        "Fig 9 (leakage)",
        "who sells after a correlated seller is paid less",
        ("valuation",),
        on_figures.later_seller_loses,
    ),
    Claim("Fig 10 (type)", "a group of another type lowers the utility", ("off type",), on_payoffs.off_type_loses),
    Claim("Fig 10 (zero)", "another type lowers the utility, but not to zero", ("off type",), on_payoffs.never_zero),
    Claim("Fig 10 (nearby)", "of other groups a nearby one is better", ("off type",), on_payoffs.nearby_is_better),
    Claim("Fig 11", "MAJP takes far less time than the optimum", ("speed",), on_payoffs.cheaper_than_optimum),
    Claim(
        "Fig 12 (flat)", "without coalitions the payoff is almost flat", ("gain",), on_payoffs.flat_without_coalitions
    ),
    Claim("Fig 12 (size)", "the gain differs between groups, hence “up to”", ("gain",), on_payoffs.grows_with_size),
    Claim("Fig 12 (average)", "coalitions raise the average payoff", ("optimum",), on_games.alone_is_worse),
    Claim("Abstract", "the gain is up to 32.72 %", ("stopping", "gain"), on_payoffs.gain_of_a_third),
)

CLAIMS = Claims(
    (*_MODEL, *_MECHANISM, *_MEASURED),
    {
        Verdict.HOLDS: "holds",
        Verdict.PARTLY: "holds under a condition",
        Verdict.FAILS: "fails",
        Verdict.OPEN: "not computed",
    },
)
