"""What the contract game does not stop, searched: two identities for one device, and samples that are not reported.

from databourse.mechanisms.coalition.analysis import best_split, best_under_report, count_gains

best_split([(8, 0), (5, 0)], [(0, 60), (0, 30)], device=0)     # None, or a Lie that pays
"""

from databourse.mechanisms.coalition.analysis.lies import Lie, best_over_report, best_split, best_under_report, earns
from databourse.mechanisms.coalition.analysis.search import Gains, RandomGames, count_gains

__all__ = [
    "Gains",
    "Lie",
    "RandomGames",
    "best_over_report",
    "best_split",
    "best_under_report",
    "count_gains",
    "earns",
]
