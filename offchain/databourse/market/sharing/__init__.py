"""Sharing rounds: data for data by the ordered match, without money; and data for money, at equal costs or any.

The mechanisms themselves are in `databourse.mechanisms.sharing`; this is what a round on a chain needs around them.
"""

from databourse.market.mechanism import register
from databourse.market.sharing.costs import CostsRule
from databourse.market.sharing.match import MatchRule
from databourse.market.sharing.money import SharingRule

ORDERED_MATCH = MatchRule()
SHARING = SharingRule()
SHARING_COSTS = CostsRule()

for _rule in (ORDERED_MATCH, SHARING, SHARING_COSTS):
    register(_rule)
