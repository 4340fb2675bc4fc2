"""The life of a round, for any mechanism: entries, solving, settling, explaining, replaying.

Everything here is pure: decoded events and plain values go in, plain values come out; `databourse.chain` talks to the
chain.
"""

from databourse.market import auction as auction  # registers the rules of the double auction
