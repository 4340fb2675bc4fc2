"""Double auctions for replicable data: kth-price (the default), trade-reduction, dantm, dadpm and dadpm-split.

    from databourse.mechanisms.double_auction import Ask, Bid, kth_price

    outcome = kth_price([Bid(price=6, quantity=1)], [Ask(price=2, quantity=1), Ask(price=5, quantity=3)])

`solve` picks a rule by name, `solve_instance` takes and returns JSON values.

A rule is a file here; `steps` has what rules are made of, `chance` the draws of those that draw, `literal` all rules
again as they are written down, and `analysis` what they are worth.
"""

from databourse.mechanisms.double_auction.columns import Asks, Bids
from databourse.mechanisms.double_auction.dadpm import dadpm
from databourse.mechanisms.double_auction.dadpm_split import dadpm_split
from databourse.mechanisms.double_auction.dantm import dantm
from databourse.mechanisms.double_auction.json_format import outcome_to_json, parse_instance, solve_instance
from databourse.mechanisms.double_auction.kth_price import kth_price
from databourse.mechanisms.double_auction.rules import RULES, Rule, solve
from databourse.mechanisms.double_auction.trade_reduction import trade_reduction
from databourse.mechanisms.double_auction.types import Ask, Bid, Delivery, Outcome, Reason, Trade, Unserved

__all__ = [
    "RULES",
    "Ask",
    "Asks",
    "Bid",
    "Bids",
    "Delivery",
    "Outcome",
    "Reason",
    "Rule",
    "Trade",
    "Unserved",
    "dadpm",
    "dadpm_split",
    "dantm",
    "kth_price",
    "outcome_to_json",
    "parse_instance",
    "solve",
    "solve_instance",
    "trade_reduction",
]
