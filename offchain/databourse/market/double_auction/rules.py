"""The rules of the double auction that are settled on a chain. A further one is a file like theirs and a line here."""

from __future__ import annotations

from databourse.market.double_auction.dantm import Dantm
from databourse.market.double_auction.kth_price import KthPrice
from databourse.market.double_auction.trade_reduction import TradeReduction
from databourse.market.mechanism import register

KTH_PRICE = KthPrice()
TRADE_REDUCTION = TradeReduction()
DANTM = Dantm()

for _rule in (KTH_PRICE, TRADE_REDUCTION, DANTM):
    register(_rule)
