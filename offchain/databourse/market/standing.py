"""Where a round stands, in a word that depends on its rule: what the Market calls revealing can be posting."""

from __future__ import annotations

from collections.abc import Mapping

from databourse.errors import BourseError
from databourse.market.mechanism import by_checker
from databourse.market.rounds import Round
from databourse.market.terms import Status, Terms

POSTING = "posting"


def takes_posts(terms: Terms, rules: Mapping[str, str]) -> bool:
    """Whether statements about a round are posted after its close; not said of a rule that is not known here.

    Args:
        terms: of the round.
        rules: name of the rule for each known checker, by checksummed address.
    """
    try:
        return by_checker(rules, terms.checker).phases(terms.params).posts
    except BourseError:
        return False


def word(one: Round, now: int, rules: Mapping[str, str]) -> str:
    """The round's status at `now`, in seconds since 1970, in one lower-case word for people."""
    status = one.status(now)
    return POSTING if status is Status.REVEALING and takes_posts(one.terms, rules) else status.label
