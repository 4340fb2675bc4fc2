"""The paper's claims one by one, each with what decides it: no verdict is settled beforehand."""

from __future__ import annotations

from databourse.experiments.review.claims import Claim, Claims, Verdict
from databourse.experiments.sharing.review import on_bilateral, on_mixed, on_money

_PROFILES, _BOTH = ("profiles",), ("profiles", "sizes")

_BILATERAL = (
    Claim(
        "Section 3.2",
        "data for data has no stable outcome in general",
        _PROFILES,
        on_bilateral.no_stable_outcome_in_general,
    ),
    Claim(
        "Section 2 (substitutes)",
        "substitutable preferences have limited complementarity",
        _PROFILES,
        on_bilateral.substitutes_are_limited,
    ),
    Claim(
        "Corollary 3.1.1",
        "if only the total size counts, sizes are a common ranking",
        ("sizes",),
        on_bilateral.size_is_a_ranking,
    ),
    Claim(
        "Proposition 3.1 (stable)",
        "with a common ranking and limited complementarity the ordered match is stable",
        _BOTH,
        on_bilateral.match_is_stable,
    ),
    Claim("Proposition 3.1 (time)", "the match is found in time O(N²)", ("sizes",), on_bilateral.match_is_quadratic),
    Claim(
        "Lemma 3.2",
        "nobody likes a part of the match better than all of it",
        _PROFILES,
        on_bilateral.nobody_wants_fewer,
    ),
    Claim(
        "Corollary 3.2.1",
        "whom an agent does not propose to makes it strictly worse off, with any that rank lower",
        _PROFILES,
        on_bilateral.refusals_last,
    ),
    Claim("Remark 3.3", "the outcome of the match is unique", _BOTH, on_bilateral.outcome_is_unique),
    Claim("Remark 3.4 (Pareto)", "the match is Pareto optimal", _PROFILES, on_bilateral.stable_is_pareto),
    Claim("Remark 3.4 (welfare)", "the match need not maximise welfare", ("sizes",), on_bilateral.stable_is_not_best),
    Claim("Example 3.5", "the example has no stable outcome", ("sizes",), on_bilateral.example_has_nothing_stable),
    Claim(
        "Section 3.2 (ranking)",
        "proposition 3.1 does not hold without the common ranking",
        _PROFILES,
        on_bilateral.ranking_is_needed,
    ),
    Claim(
        "Section 3.2 (complements)",
        "proposition 3.1 does not hold without limited complementarity",
        _PROFILES,
        on_bilateral.complementarity_is_needed,
    ),
)

_PRICES = (
    Claim("Proposition 4.1 (i)", "competitive prices exist", ("prices",), on_money.prices_exist),
    Claim(
        "Proposition 4.1 (ii)",
        "competitive prices support every optimum, and it is stable",
        ("prices",),
        on_money.optimum_is_supported,
    ),
    Claim(
        "Proposition 4.2 (one seller)",
        "a seller can ask any price up to p^max if all others ask their cost",
        ("prices",),
        on_money.interval_of_one,
    ),
    Claim(
        "Proposition 4.2 (space)",
        "the intervals are the space of competitive prices",
        ("prices",),
        on_money.intervals_are_the_space,
    ),
)

_MECHANISM = (
    Claim(
        "Section 2 (Green and Laffont)",
        "no truthful mechanism is always efficient and weakly budget balanced",
        ("payments", "lies"),
        on_mixed.impossibility,
    ),
    Claim("VCG (truthful)", "in VCG no lie pays", ("lies",), on_mixed.vcg_is_truthful),
    Claim("VCG (IR)", "VCG is individually rational", ("payments",), on_mixed.vcg_is_rational),
    Claim(
        "Eq (21)", "the sum of the payments may be a surplus or a deficit", ("payments",), on_mixed.surplus_and_deficit
    ),
    Claim("Eq (28)", "weights can make up for data payments", ("mixed",), on_mixed.weights_exist),
    Claim("Proposition 5.1 (balance)", "mixed-VCG is budget balanced", ("payments",), on_mixed.money_balances),
    Claim("Proposition 5.1 (truthful)", "mixed-VCG is dominant truthful", ("lies",), on_mixed.mixed_is_truthful),
    Claim("Proposition 5.1 (IR)", "mixed-VCG is ex-post individually rational", ("mixed",), on_mixed.mixed_is_rational),
    Claim(
        "Proposition 5.1 (SW^A)",
        "in mixed-VCG the agents' welfare is below the optimum by exactly the imbalance of VCG",
        ("payments", "mixed"),
        on_mixed.agents_welfare,
    ),
    Claim(
        "Proposition 5.1 (SW^T)", "the total welfare of mixed-VCG is that of VCG", ("mixed",), on_mixed.total_welfare
    ),
    Claim(
        "Section 5.2 (distorted)",
        "distorted-mixed-VCG has less welfare than mixed-VCG",
        ("mixed",),
        on_mixed.thinning_costs,
    ),
    Claim("Remark 5.3", "the marginal value of data falls like 1/√D", ("queries",), on_money.marginal_values),
    Claim(
        "Section 6 (match)",
        "with queries a core stable outcome exists, and the updated ordered match finds it",
        ("queries",),
        on_money.query_match,
    ),
    Claim("Section 6 (prices)", "the cost of a query is a competitive price", ("queries",), on_money.query_prices),
    Claim(
        "Abstract",
        "mixed-VCG is balanced, truthful, individually rational and optimal up to the imbalance",
        ("mixed", "lies"),
        on_mixed.mixed_is_approximately_optimal,
    ),
)

CLAIMS = Claims(
    (*_BILATERAL, *_PRICES, *_MECHANISM),
    {
        Verdict.HOLDS: "holds",
        Verdict.PARTLY: "holds under a condition",
        Verdict.FAILS: "fails",
        Verdict.OPEN: "not computed",
    },
)
