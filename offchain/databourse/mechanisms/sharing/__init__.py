"""Sharing: data for data by the ordered match, data for money at competitive prices or by VCG (Rasouli and Jordan).

    from databourse.mechanisms.sharing import SizeGame, match_sizes

    list(match_sizes(SizeGame.of(sizes=[5, 3, 2], scale=[1, 1, 1], cost=[0.1, 0.4, 0.1])).edges())

    from databourse.mechanisms.sharing import BySize, Market, clamped, competitive, vcg_payments

    utilities = [BySize.of(buyer, sizes=[4, 2, 1], table=[0, 6, 11, 15, 18]) for buyer in range(3)]
    outcome = competitive(Market.of(utilities, costs=[[0, 3, 9], [2, 0, 4], [7, 3, 0]]))
    clamped(vcg_payments(outcome))

- bilateral: who shares with whom without money, and whether any coalition would rather not
- unilateral: who buys from whom, at what prices, and what each pays; integers only
- queries: data by the query, within budgets of privacy
- distortion: data payments that are delivered, rows held back or columns blurred, and lifted later
- literal: the slow forms that everything is tested against

`solve_instance` takes and returns JSON values.
"""

from databourse.mechanisms.sharing.bilateral import (
    SizeGame,
    TableGame,
    WholeSizeGame,
    blocking,
    check_hypotheses,
    match_sizes,
    ordered_match,
)
from databourse.mechanisms.sharing.json_format import solve_instance
from databourse.mechanisms.sharing.unilateral import (
    Additive,
    BySet,
    BySize,
    Market,
    clamped,
    competitive,
    demand,
    published,
    vcg_payments,
)

__all__ = [
    "Additive",
    "BySet",
    "BySize",
    "Market",
    "SizeGame",
    "TableGame",
    "WholeSizeGame",
    "blocking",
    "check_hypotheses",
    "clamped",
    "competitive",
    "demand",
    "match_sizes",
    "ordered_match",
    "published",
    "solve_instance",
    "vcg_payments",
]
