"""Data for data: who shares with whom, when nobody pays (section 3 of the paper).

- game: what an agent's partners are worth to it, as a table or as a concave function of all sizes together
- whole: the same function as a table of integers
- lots: the same function as rounds on a chain have it, by whole lots and scaled by each agent
- ordered_match: agents propose in the order of the common ranking; the size family compiled
- hypotheses: what the stability of the match rests on, checked, with a witness where it fails
- stability: coalitions that would rather do something else
- searching: the same for lots, among more agents
"""

from databourse.mechanisms.sharing.bilateral.game import Curve, Game, SizeGame, TableGame
from databourse.mechanisms.sharing.bilateral.hypotheses import Hypotheses, check_hypotheses
from databourse.mechanisms.sharing.bilateral.lots import LotGame, Proposal, match_lots, proposals
from databourse.mechanisms.sharing.bilateral.ordered_match import Edge, Match, match_sizes, ordered_match
from databourse.mechanisms.sharing.bilateral.searching import Search, search
from databourse.mechanisms.sharing.bilateral.stability import Blocking, blocking, stable_graphs
from databourse.mechanisms.sharing.bilateral.whole import WholeSizeGame

__all__ = [
    "Blocking",
    "Curve",
    "Edge",
    "Game",
    "Hypotheses",
    "LotGame",
    "Match",
    "Proposal",
    "Search",
    "SizeGame",
    "TableGame",
    "WholeSizeGame",
    "blocking",
    "check_hypotheses",
    "match_lots",
    "match_sizes",
    "ordered_match",
    "proposals",
    "search",
    "stable_graphs",
]
