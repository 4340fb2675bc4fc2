"""The paper's claims one by one, each with what decides it: no verdict is settled beforehand."""

from __future__ import annotations

from databourse.experiments.learning.review import on_figures, on_model, on_parties, on_robustness
from databourse.experiments.review.claims import Claim, Claims, Verdict

_MODEL = (
    Claim("Section 2 (i)", "copies of data do not change a model", ("assumptions",), on_model.copies_do_nothing),
    Claim("Section 2 (ii)", "more data never lower accuracy", ("assumptions",), on_model.data_never_harm),
    Claim(
        "Section 2 (iii)",
        "accuracy is supermodular: parties bring complementary data",
        ("assumptions",),
        on_model.data_complement,
    ),
    Claim("Section 2 (i–iv)", "the assumptions go together", ("theorem",), on_model.assumptions_go_together),
    Claim(
        "Equation (1)",
        "normalised by 1/v(M), Shapley values divide the whole pot",
        ("examples",),
        on_model.shares_add_up,
    ),
)

_PROPERTIES = (
    Claim("Section 3.1 (joining)", "who joins gains", ("properties",), on_model.newcomers_gain),
    Claim(
        "Section 3.1 (others)",
        "a newcomer raises the payoff of those who are there",
        ("properties",),
        on_model.others_gain_by_newcomers,
    ),
    Claim("Section 4.1 (balance)", "all gains are divided, and no more", ("properties",), on_model.market_balances),
    Claim("Section 4.1 (symmetry)", "same data, same return", ("properties",), on_model.market_is_symmetric),
    Claim(
        "Section 4.1 (zero element)",
        "who gains nothing has its fee back, t = A",
        ("properties",),
        on_model.zero_element,
    ),
    Claim(
        "Section 4.1 (b ≥ 0)",
        "no payout is negative",
        ("assumptions", "properties"),
        on_model.payouts_are_not_negative,
    ),
)

_ROBUSTNESS = (
    Claim(
        "Section 4.1 (equivalent)",
        "where all parties are equivalent copies do not pay",
        ("theorem",),
        on_robustness.alike_parties_do_not_copy,
    ),
    Claim(
        "Lemma 1",
        "a copy adds at most a_i to a set with its original",
        ("theorem",),
        on_robustness.later_copies_add_little,
    ),
    Claim(
        "Theorem 1",
        "under the assumptions copies do not pay",
        ("theorem",),
        on_robustness.theorem_1,
    ),
    Claim(
        "Theorem 1 (as stated)",
        "the market with one task is robust to replication",
        ("theorem", "examples"),
        on_robustness.supermodularity_is_needed,
    ),
    Claim(
        "Abstract",
        "robust to replication with commonly used models, whose assumptions hold approximately",
        ("copies",),
        on_robustness.real_copies_do_not_pay,
    ),
    Claim(
        "Section 4.2",
        "with a task for each, copies are limited in the same manner (Lemma 3)",
        ("tasks", "examples"),
        on_robustness.several_tasks,
    ),
    Claim(
        "Section 1 (fees)",
        "the fee of every further identity balances what it earns",
        ("tasks",),
        on_robustness.fees_balance,
    ),
)

_PARTIES = (
    Claim(
        "Section 3.1 (training data)",
        "a party has reason to give its best data",
        ("identities",),
        on_parties.best_data_are_given,
    ),
    Claim(
        "Section 3.1 (validation data)",
        "a party has reason to give its true validation data",
        ("validation",),
        on_parties.true_validation_is_given,
    ),
    Claim(
        "Section 5 (selection)",
        "Shapley values of accuracy select the data for a task",
        ("relevance",),
        on_figures.values_select,
    ),
    Claim("Section 5 (samples)", "the same can be done for single rows", ("values",), on_parties.rows_have_values),
    Claim(
        "Section 5 (customised)",
        "the second term makes a model that is good for one task only",
        ("customised",),
        on_figures.customising_is_worth_it,
    ),
    Claim("Section 8", "sampling makes Shapley values cheaper", ("estimators",), on_parties.sampling_is_enough),
)

_FIGURES = (
    Claim(
        "Fig 2 (copied)",
        "the digit that is copied gains at first, then no more",
        ("replicas",),
        on_figures.copied_digit_rises,
    ),
    Claim(
        "Fig 2 (another)",
        "copies of digit 4 lower the accuracy of digit 0 slightly",
        ("replicas",),
        on_figures.other_digit_falls,
    ),
    Claim(
        "Fig 2 (all)",
        "copies lower the accuracy of all digits only slightly",
        ("replicas",),
        on_figures.overall_falls_slightly,
    ),
    Claim("Fig 2 (networks)", "networks show the same", ("replicas",), on_figures.networks_are_similar),
    Claim(
        "Fig 3a (unique)",
        "parties with unique labels have higher values",
        ("relevance",),
        on_figures.unique_labels_are_worth_more,
    ),
    Claim(
        "Fig 3a (irrelevant)",
        "parties without any digit of the task have zero",
        ("relevance",),
        on_figures.irrelevant_are_worth_nothing,
    ),
    Claim("Fig 3b", "paid by u, copies raise a party's share", ("shares",), on_figures.copies_pay_by_u),
    Claim("Fig 3c", "paid by v, the shares of both sides stay equal", ("shares",), on_figures.shares_stay_by_v),
    Claim(
        "Section 6.3",
        "replication does not benefit the party that copies itself",
        ("shares",),
        on_figures.copies_do_not_pay,
    ),
    Claim("Fig 4 (own)", "a customised model is good at its own task", ("customised",), on_figures.own_task_is_served),
    Claim(
        "Fig 4 (other)",
        "it is mediocre where a label is shared, and of no use elsewhere",
        ("customised",),
        on_figures.other_tasks_are_not,
    ),
)

CLAIMS = Claims(
    (*_MODEL, *_PROPERTIES, *_ROBUSTNESS, *_PARTIES, *_FIGURES),
    {
        Verdict.HOLDS: "holds",
        Verdict.PARTLY: "holds under a condition",
        Verdict.FAILS: "fails",
        Verdict.OPEN: "not computed",
    },
)
