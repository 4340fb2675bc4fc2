"""The value of a coalition (eq 9), its dissimilarity (eq 10) and problem P, as published and repaired.

    from databourse.mechanisms.coalition.value import PUBLISHED, REPAIRED, Network, coalition_value

    network = Network.of(samples=[1, 1, 1], influence=[[0, 0, 0]] * 3)
    coalition_value(network, [0, 1, 2], budget=3, cost=1, form=PUBLISHED)      # 0.0: the cost is charged three times
    coalition_value(network, [0, 1, 2], budget=3, cost=1, form=REPAIRED)       # 2.0

`Form` names each repair: D1, who bears the coalition's cost; D2, whose correlation costs; D3, what prices are a share
of; D4, that (10) cannot see how far members are from each other. `check_constraints` goes through P one by one, and
`early_trading` is the paper's example of two sellers (Tables I and II).
"""

from databourse.mechanisms.coalition.value.dissimilarity import dissimilarity, gradient_distances
from databourse.mechanisms.coalition.value.early_trading import Trade, opportunity_costs, trade_in_turn
from databourse.mechanisms.coalition.value.forms import (
    PUBLISHED,
    REPAIRED,
    Form,
    coalition_value,
    member_values,
    prices,
)
from databourse.mechanisms.coalition.value.network import Network, paid_fraction
from databourse.mechanisms.coalition.value.problem import Bounds, Constraint, check_constraints

__all__ = [
    "PUBLISHED",
    "REPAIRED",
    "Bounds",
    "Constraint",
    "Form",
    "Network",
    "Trade",
    "check_constraints",
    "coalition_value",
    "dissimilarity",
    "gradient_distances",
    "member_values",
    "opportunity_costs",
    "paid_fraction",
    "prices",
    "trade_in_turn",
]
