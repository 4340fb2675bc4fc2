"""How a price is split, for people."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.cli.session import Session

#: Upstream sellers that are told one by one.
_MOST = 6


def parts(session: Session, path: Sequence[str], amounts: Sequence[int], deferred: bool) -> list[tuple[str, str]]:
    """A line for each seller of the path, the direct one first: who gets how much of a price, and when."""
    *upstream, direct = zip(path, amounts, strict=True)
    later = ", when it is claimed" if deferred else ""
    told = [(f"{session.person(direct[0])}, who sells", session.tokens(direct[1]))]
    if len(upstream) > _MOST:
        total = session.tokens(sum(amount for _, amount in upstream))
        return [*told, (f"{len(upstream)} players before", f"{total} together{later}")]
    return told + [(session.person(who), f"{session.tokens(amount)}{later}") for who, amount in reversed(upstream)]
