"""leakage-game as a mechanism: devices whose data tell of each other's form coalitions to hide it.

The game itself is in `databourse.mechanisms.coalition.leakage_game` (`WholeGame`). Here are its integers by type, which
is how the contract compares them, coalitions that form on them, their commitment and the objections against it.
"""

from databourse.market.coalition.leakage.rule import LeakageRule as LeakageRule
