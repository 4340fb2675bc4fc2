"""The double auction as a mechanism: order words, the book, parameters, hints, explanations, plots.

The rules themselves are in `databourse.mechanisms.double_auction`; this is what a round on a chain needs around them.
"""

from databourse.market.double_auction import rules as rules  # registers kth-price, trade-reduction and dantm
