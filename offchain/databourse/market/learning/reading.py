"""Who takes part in a learning round, what was said of it, and whether it can be settled by that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from databourse.errors import NoOutcome
from databourse.market.entries import Entry
from databourse.market.faults import Fault
from databourse.market.learning.params import LearningParams
from databourse.market.learning.parties import Party, fault_of, parties_of
from databourse.market.learning.posted import Judged, judge
from databourse.market.learning.statement import TABLE, Statement, inputs_of
from databourse.market.learning.words import MOST_COUNT, unpack_counts
from databourse.market.posts import Post
from databourse.market.series_config import NOBODY
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.learning.subsets import members


@dataclass(frozen=True)
class Reading:
    """A learning round as it was recorded.

    Attributes:
        params: of the round.
        entries: all of it.
        parties: those that are, numbered.
        judged: every statement that was posted.
    """

    params: LearningParams
    entries: tuple[Entry, ...]
    parties: tuple[Party, ...]
    judged: tuple[Judged, ...]

    @property
    def statement(self) -> Statement | None:
        """The statement that counts, if there is one; `require_statement` says whether anything follows from it."""
        return next((one.statement for one in self.judged if one.counts), None)

    @property
    def present(self) -> tuple[Party, ...]:
        """Parties whose data were used, by the statement that counts; nobody without one."""
        mask = self.statement.present if self.statement else 0
        return tuple(party for party in self.parties if mask >> party.number & 1)

    def fault_of(self, entry: Entry) -> Fault | None:
        """Why an entry is no party; None if it is one."""
        return fault_of(entry, self.params.budget)


def read_round(entries: Sequence[Entry], params: bytes, posts: Sequence[Post]) -> Reading:
    """Reads what was recorded of a round.

    Raises:
        InvalidInput: no round can have these parameters.
    """
    found = LearningParams.decode(params)
    judged = judge(posts, inputs_of(entries), found)
    return Reading(found, tuple(entries), tuple(parties_of(entries, found.budget)), tuple(judged))


def require_statement(reading: Reading) -> Statement:
    """The statement that the round is settled by.

    Raises:
        NoOutcome: there is none, or one that no outcome follows from.
    """
    statement = reading.statement
    wrong = _why_none(reading) if statement is None else flaw(statement, len(reading.parties))
    if wrong or statement is None:
        raise no_outcome(reading.params, wrong)
    return statement


def no_outcome(params: LearningParams, why: str) -> NoOutcome:
    """The error for a round that cannot be settled."""
    hint = "when its time for settling is over everybody has everything back, fees included"
    if params.arbiter != NOBODY:
        hint += f"; as long as statements can be posted its arbiter, {params.arbiter}, can decide otherwise"
    return NoOutcome(f"the round cannot be settled: {why}", hint)


def flaw(statement: Statement, parties: int) -> str:
    """Why no outcome follows from a statement that counts, in a round of so many parties; empty if one does.

    Of a statement with a root only what it says itself is looked at, not the table.
    """
    if statement.present >> parties:
        return f"the statement says that party {statement.members[-1]} is present, and there are {parties}"
    size = statement.size
    if size > MOST_COUNT:
        return f"the statement is about a validation set of {size} rows, and there can be {MOST_COUNT} at most"
    if statement.parties and not size:
        return "the statement is about a validation set without rows"
    if statement.kind == TABLE:
        return flaw_of_counts(unpack_counts(statement.body), statement)
    together = {pair[1] for pair in statement.pairs}
    if len(together) > 1:
        return "the statement does not give one count of all data together, but several"
    for party, (own, whole) in zip(statement.members, statement.pairs, strict=True):
        if not own <= whole <= size:
            return f"by the statement party {party} gets {own} rows of {size} right alone, and all together {whole}"
    return ""


def flaw_of_counts(counts: Ints, statement: Statement) -> str:
    """Why a table is not its own closure, or not the one that a statement speaks of; empty if it is both.

    Args:
        counts: of the table, with what completes its last word.
        statement: which is sound in itself.
    """
    subsets = 1 << statement.parties
    if counts[subsets:].any():
        return "something else than zeros stands behind the table"
    if counts[0]:
        return f"the table gives the model of nobody's data {counts[0]} rows, and that must be 0"
    if counts.max() > statement.size:
        return f"the table has a count of {counts.max()}, and there are {statement.size} validation rows"
    cells = [(1 << place, own, whole) for place, (own, whole) in enumerate(statement.pairs)]
    if any((counts[single], counts[subsets - 1]) != (own, whole) for single, own, whole in cells):
        return "the table has other counts for single parties, or for all together, than the statement says"
    for place, party in enumerate(statement.members):
        halves = counts[:subsets].reshape(-1, 2, 1 << place)
        falls = np.argwhere(halves[:, 0] > halves[:, 1])
        if len(falls):
            high, low = map(int, falls[0])
            without = high << place + 1 | low
            who = ", ".join(str(statement.members[other]) for other in members(without)) or "nobody"
            return (
                f"the table is not its own closure: with the data of {who} a model gets {counts[without]} rows right, "
                f"and with those of party {party} as well {counts[without | 1 << place]}"
            )
    return ""


def _why_none(reading: Reading) -> str:
    if not reading.judged:
        return "no statement about it was posted"
    faults = [f"{number}: {one.fault}" for number, one in enumerate(reading.judged, start=1)]
    return f"no statement counts of those that were posted ({'; '.join(faults)})"
