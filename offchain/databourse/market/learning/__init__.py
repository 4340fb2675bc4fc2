"""Learning rounds: a table that a runner trained and signed, and what parties pay and earn by it.

The mechanism itself is in `databourse.mechanisms.learning`; this is what a round on a chain needs around it.
"""

from databourse.market.learning.rule import LearningRule
from databourse.market.mechanism import register

LEARNING = LearningRule()

register(LEARNING)
