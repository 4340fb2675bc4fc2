"""The rules of the double auction that are settled on a chain. A further one is a file like theirs and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from databourse.market.double_auction.dantm import Dantm
from databourse.market.double_auction.kth_price import KthPrice
from databourse.market.double_auction.rule import AuctionRule
from databourse.market.double_auction.trade_reduction import TradeReduction
from databourse.market.mechanism import register

KTH_PRICE = KthPrice()
TRADE_REDUCTION = TradeReduction()
DANTM = Dantm()

RULES: Mapping[str, AuctionRule] = {rule.name: rule for rule in (KTH_PRICE, TRADE_REDUCTION, DANTM)}
"""By name."""

for _rule in RULES.values():
    register(_rule)
