"""Data for money: who buys from whom, and what is paid (sections 4 and 5 of the paper). Everything is an integer.

Welfare falls apart into buyers: data can be copied, so what one buys takes nothing from another, and the best set of
sellers for each at their costs is the best for all.

- utilities: what sets of sellers are worth to a buyer: a table, a function of the size bought, or a value for each
- demand: the best set for one buyer, exactly, by the method that fits
- market: buyers, sellers, and what it costs a seller that a buyer has its data
- competitive: the best outcome, and the interval of prices that support each purchase
- vcg: what everybody pays so that nobody gains by lying, and the sponsor that it takes
- split: which part of that is paid in data, so that the money adds up to nothing
- weights: how much data that part is, where there is such a weight
- distorted: the same with data thinned beforehand, so that nothing has to be invented
"""

from databourse.mechanisms.sharing.unilateral.competitive import Competitive, competitive
from databourse.mechanisms.sharing.unilateral.demand import Demand, Method, demand
from databourse.mechanisms.sharing.unilateral.distorted import thin_market
from databourse.mechanisms.sharing.unilateral.market import Market
from databourse.mechanisms.sharing.unilateral.split import Split, clamped, published
from databourse.mechanisms.sharing.unilateral.utilities import Additive, BySet, BySize, Utility
from databourse.mechanisms.sharing.unilateral.vcg import participation_gains, vcg_payments
from databourse.mechanisms.sharing.unilateral.weights import bisect_weight, weight_of, weights

__all__ = [
    "Additive",
    "BySet",
    "BySize",
    "Competitive",
    "Demand",
    "Market",
    "Method",
    "Split",
    "Utility",
    "bisect_weight",
    "clamped",
    "competitive",
    "demand",
    "participation_gains",
    "published",
    "thin_market",
    "vcg_payments",
    "weight_of",
    "weights",
]
