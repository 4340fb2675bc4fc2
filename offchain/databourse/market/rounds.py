"""Series and rounds, as far as the events that were read tell them; `History` reads them."""

from __future__ import annotations

from dataclasses import dataclass, field

from databourse.errors import NotFound
from databourse.events import Event
from databourse.market.entries import Entry
from databourse.market.outcomes import Proposal, Settled
from databourse.market.posts import Post
from databourse.market.series_config import SeriesConfig
from databourse.market.terms import Status, Terms, slot_id


@dataclass(slots=True)
class Round:
    """One round, as far as the events that were read tell it.

    Attributes:
        series: number of its series.
        number: from 1 on.
        terms: its rules.
        terms_hash: as the chain stated it; `terms.hash(config.hash())` recomputes it.
        opened: the event that opened it.
        entries: in order.
        sources: the event that recorded each entry.
        posts: the sealed entries that were opened, or the statements that were posted, in order.
        openings: the event that recorded each post.
        proposals: outcomes that were proposed, in order; all but the last are void.
        settled: None while it is not.
    """

    series: int
    number: int
    terms: Terms
    terms_hash: bytes
    opened: Event
    entries: list[Entry] = field(default_factory=list)
    sources: list[Event] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    openings: list[Event] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    settled: Settled | None = None

    @property
    def slot(self) -> int:
        """How events name the round."""
        return slot_id(self.series, self.number)

    @property
    def standing(self) -> Proposal | None:
        """The proposal that nobody refuted; in a settled round, what was settled."""
        last = self.proposals[-1] if self.proposals else None
        return None if last is None or last.voided else last

    @property
    def alloc(self) -> bytes | None:
        """Of the outcome that was settled, or stands proposed; None if there is none yet."""
        outcome = self.settled or self.standing
        return outcome.alloc if outcome else None

    @property
    def settle_by(self) -> int:
        """When everything goes back if it is not settled; a standing proposal is left time to become final."""
        return self.terms.latest_end if self.standing else self.terms.settle_by

    def status(self, now: int) -> Status:
        """The round's status at `now`, in seconds since 1970.

        It follows from time alone except for being settled and for a standing proposal, as in the Market.
        """
        if self.settled:
            return Status.SETTLED
        if now < self.terms.close_at:
            return Status.OPEN
        if now >= self.settle_by:
            return Status.ABORTED
        if now < self.terms.reveal_by:
            return Status.REVEALING
        if self.standing is None:
            return Status.SETTLEABLE
        return Status.PROPOSED if now < self.standing.until else Status.FINALISABLE

    def entry(self, index: int) -> Entry:
        """The entry of this index.

        Raises:
            NotFound: the round has fewer.
        """
        if not 0 <= index < len(self.entries):
            raise NotFound(
                f"round {self.series}/{self.number} has no entry {index}",
                f"its {len(self.entries)} entries count from 0",
            )
        return self.entries[index]


@dataclass(slots=True)
class Series:
    """One series and its rounds, the first round first."""

    number: int
    config: SeriesConfig
    rounds: list[Round] = field(default_factory=list)

    def round(self, number: int | None = None) -> Round:
        """The round of this number, or the latest.

        Raises:
            NotFound: there is none.
        """
        if not self.rounds:
            raise NotFound(f"series {self.number} has no round yet", "its operator opens one with `bourse slot open`")
        if number is None:
            return self.rounds[-1]
        # a log that was not read from the beginning starts with a later round
        for candidate in self.rounds:
            if candidate.number == number:
                return candidate
        raise NotFound(f"series {self.number} has no round {number}", f"its latest round is {self.rounds[-1].number}")
