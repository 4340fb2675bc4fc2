"""The rules again, written straight from the paper's loops: slow, and independent of the fast forms.

Nothing is imported from outside but the types, nothing is carried from round to round but the active buyers and the
pointers, and every sum is taken where its definition stands. The tests compare the fast forms with these, and an
independent audit re-solves with them. At a thousand entries a rule takes seconds. Options count as checked: the fast
forms do that.

Sources: DANTM paper, Alg. 1 to 4; sections 3 to 6 (dantm, dadpm) and 7 (the others) of the double auction's spec.
"""

from databourse.mechanisms.double_auction.literal.dadpm import dadpm
from databourse.mechanisms.double_auction.literal.dadpm_split import dadpm_split
from databourse.mechanisms.double_auction.literal.dantm import dantm
from databourse.mechanisms.double_auction.literal.kth_price import kth_price
from databourse.mechanisms.double_auction.literal.trade_reduction import trade_reduction

__all__ = ["dadpm", "dadpm_split", "dantm", "kth_price", "trade_reduction"]
