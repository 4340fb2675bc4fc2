"""The paper's claims one by one, each with what decides it: no verdict is settled beforehand."""

from __future__ import annotations

from databourse.experiments.auction.figures.over_bidders import PUBLISHED_MS
from databourse.experiments.auction.review import readings, theory
from databourse.experiments.review.claims import Claim, Claims, Verdict

_CLAIMS = (
    Claim("Lemma 5", "DANTM is individually rational", ("audit", "sweep"), theory.individually_rational("dantm")),
    Claim("Lemma 6", "DANTM is weakly budget-balanced", ("audit", "sweep"), theory.budget_balanced("dantm")),
    Claim("Lemma 7", "DANTM is truthful", ("audit", "profiles"), theory.truthful("dantm")),
    Claim("Lemma 10", "DADPM is individually rational", ("audit", "sweep"), theory.individually_rational("dadpm")),
    Claim("Lemma 11", "DADPM is weakly budget-balanced", ("audit", "sweep"), theory.budget_balanced("dadpm")),
    Claim("Lemma 12", "DADPM is truthful", ("audit", "profiles"), theory.truthful("dadpm")),
    Claim(
        "Theorems 14, 15",
        "DADPM preserves differential privacy of the bidders' quality values",
        ("privacy",),
        theory.private,
    ),
    Claim("Section 5.3", "DADPM does not suffer from low auction performance", ("gains", "sweep"), theory.performs),
    Claim("Fig 5", "every payoff is positive", ("sweep",), readings.payoffs_positive),
    Claim("Fig 6", "budgets are positive", ("sweep",), readings.budgets_positive),
    Claim(
        "Fig 7", "social welfare is higher in DADPM than in DANTM in most cases", ("sweep",), readings.welfare_higher
    ),
    Claim("Fig 8", "in most cases time rises with the number of bidders", ("times",), readings.time_grows),
    Claim("Fig 8", "DADPM takes longer than DANTM", ("times",), readings.dadpm_slower),
    Claim("Fig 8", f"no more than {PUBLISHED_MS} ms", ("times",), readings.fast_enough),
    Claim("Fig 9(a)", "a lower bid does not help buyers", ("own_report", "audit"), readings.lower_bids_do_not_help),
    Claim(
        "Fig 9(b)", "no higher payoff when sellers ask more", ("own_report", "audit"), readings.higher_asks_do_not_help
    ),
    Claim("Fig 10(a)", "leakage is between −0.0002 and 0.0002", ("leakage",), readings.leakage_within("bid")),
    Claim("Fig 10(b)", "leakage is between 0 and 0.0004", ("leakage",), readings.leakage_within("ask")),
)

CLAIMS = Claims(
    _CLAIMS,
    {
        Verdict.HOLDS: "reproduced",
        Verdict.PARTLY: "only under one reading",
        Verdict.FAILS: "not reproduced",
        Verdict.OPEN: "not computed",
    },
)
