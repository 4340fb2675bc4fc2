"""Sharing rounds: data for data by the ordered match, without money.

The mechanisms themselves are in `databourse.mechanisms.sharing`; this is what a round on a chain needs around them.
"""

from databourse.market.mechanism import register
from databourse.market.sharing.match import MatchRule

ORDERED_MATCH = MatchRule()

register(ORDERED_MATCH)
