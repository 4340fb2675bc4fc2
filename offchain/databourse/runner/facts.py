"""What a runner must know of a round on a chain, and who tells it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from databourse.market.entries import Entry
from databourse.market.learning.params import LearningParams
from databourse.market.learning.parties import Party, parties_of
from databourse.market.learning.statement import inputs_of


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A learning round as it is now.

    Attributes:
        series: number of its series.
        number: of the round.
        context: 32 bytes that stand for chain, market, round and terms.
        params: of its terms.
        entries: in order.
        closed: whether no entry can be added any more.
        final: whether these entries cannot be undone any more, as deep as they are in the chain.
        over: whether it is settled or aborted, and training it is of no use.
        paid: mask of the parties that were present by the table that it was settled with; None if it is not settled.
    """

    series: int
    number: int
    context: bytes
    params: LearningParams
    entries: tuple[Entry, ...]
    closed: bool
    final: bool = True
    over: bool = False
    paid: int | None = None

    @property
    def name(self) -> str:
        """How people name it."""
        return f"{self.series}/{self.number}"

    @property
    def inputs(self) -> bytes:
        """What a statement is bound to."""
        return inputs_of(self.entries)

    @property
    def parties(self) -> list[Party]:
        """Who takes part."""
        return parties_of(self.entries, self.params.budget)


class Rounds(Protocol):
    """Tells the facts; `runner.chain_rounds` reads them from a chain."""

    def facts(self, series: int, number: int) -> RoundFacts:
        """Of a round, as it is now.

        Raises:
            NotFound: there is no such round.
            Refused: it is no learning round.
            NetworkError: the chain cannot be asked.
        """
        ...
