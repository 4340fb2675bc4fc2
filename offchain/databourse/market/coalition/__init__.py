"""Coalition rounds: contracts of buyers, sealed entries of devices, and who sells together.

The games themselves are in `databourse.mechanisms.coalition`; this is what a round on a chain needs around them.
"""

from databourse.market.coalition.contract import ContractRule
from databourse.market.coalition.leakage import LeakageRule
from databourse.market.mechanism import register

CONTRACT_GAME = ContractRule()
LEAKAGE_GAME = LeakageRule()

for _rule in (CONTRACT_GAME, LEAKAGE_GAME):
    register(_rule)
