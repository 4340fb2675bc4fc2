"""Finding the outcome of a round, whatever its rule leaves open."""

from __future__ import annotations

from typing import Any

from databourse.market.challenging import Challengeable
from databourse.market.mechanism import Mechanism, Pointers, Solution
from databourse.market.rounds import Round


def outcome_of(one: Round, mechanism: Mechanism, pointers: Pointers, *, independent: bool = False) -> Solution[Any]:
    """The outcome of a round as it stands.

    Rules whose outcomes are proposed prescribe no single one. Of such a round it is the outcome that was settled or
    stands proposed, with the money that follows from its `alloc`; before there is one, and under all other rules, it is
    the one that the rule's solver finds.

    Args:
        one: the round.
        mechanism: its rule.
        pointers: start pointers that the round begins with.
        independent: found by the slow literal form.

    Raises:
        InvalidInput: the settled or proposed `alloc` names no outcome of the round.
        NoOutcome: the rule prescribes none for what was recorded.
    """
    if one.alloc is not None and isinstance(mechanism, Challengeable):
        return mechanism.resolve(one.entries, one.terms.params, one.posts, one.alloc, independent=independent)
    return mechanism.solve(one.entries, one.terms.params, pointers, posts=one.posts, independent=independent)
