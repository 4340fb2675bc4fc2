"""sharing as a mechanism: agents sell each other data for money, where every seller has the same cost.

The choice of sellers, prices and payments are in `databourse.mechanisms.sharing.unilateral`; this is what a round on a
chain needs around them.
"""

from databourse.market.sharing.money.rule import SharingRule as SharingRule
