"""ordered-match as a mechanism: agents share data with each other, as both want it, and nobody pays.

The match itself is in `databourse.mechanisms.sharing.bilateral`; this is what a round on a chain needs around it.
"""

from databourse.market.sharing.match.rule import MatchRule as MatchRule
