"""The life of a round, for any mechanism: entries, solving, settling, explaining, replaying.

Everything here is pure: decoded events and plain values go in, plain values come out; `databourse.chain` talks to the
chain. What belongs to one family of rules has a package of its own below.
"""

from databourse.market import coalition as coalition  # registers its rules
from databourse.market import double_auction as double_auction  # likewise
from databourse.market import learning as learning  # likewise
from databourse.market import sharing as sharing  # likewise
