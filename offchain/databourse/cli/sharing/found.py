"""The sharing round that a command is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from databourse.chain import history
from databourse.chain.records import SeriesInfo
from databourse.cli import tradable
from databourse.cli.session import Session
from databourse.cli.sharing.units import SCALE
from databourse.errors import Refused
from databourse.market.rounds import Round
from databourse.market.sharing import ORDERED_MATCH
from databourse.market.sharing.match.params import MatchParams
from databourse.market.sharing.match.playing import Matched
from databourse.market.sharing.match.playing import match as match_agents
from databourse.market.sharing.match.reading import read_round

NO_GATE = "{} has no gate: nothing binds the sizes that agents report to their data"


@dataclass(frozen=True)
class MatchRound:
    """A bilateral round, with its entries and what it was settled with, if it was."""

    series: SeriesInfo
    round: Round

    @property
    def slot(self) -> str:
        """How people name it."""
        return history.slot_name(self.series, self.round.number)

    @cached_property
    def params(self) -> MatchParams:
        """Its table."""
        return MatchParams.decode(self.round.terms.params)

    @cached_property
    def matched(self) -> Matched:
        """Who shares with whom; what would come of the entries so far, while it is open."""
        return match_agents(read_round(self.round.entries), self.params)


def read(session: Session, slot: str) -> MatchRound:
    """The round that SLOT means.

    Raises:
        NotFound: no such slot, or its rule is not known here.
        Refused: it is no bilateral round.
    """
    exchange = session.exchange
    series, number = history.find_slot(exchange, slot)
    return of_round(session, series, history.read_series(exchange, series.number, [number]).round(number))


def of_round(session: Session, series: SeriesInfo, one: Round) -> MatchRound:
    """The same for a round that was read already."""
    rule = tradable.mechanism_of(session.exchange, one).name
    if rule != ORDERED_MATCH.name:
        name = history.slot_name(series, one.number)
        raise Refused(
            f"{name} is no round of data for data: its rule is {rule}", f"see it with `bourse slot show {name}`"
        )
    return MatchRound(series, one)


def described(session: Session, params: MatchParams) -> str:
    """The rule with its parameters, in a line."""
    least, most = (session.tokens(value * SCALE) for value in (params.values[0], params.values[-1]))
    lots, units = len(params.values) - 1, f"{params.lot:,} unit{'s' * (params.lot > 1)}"
    return f"{ORDERED_MATCH.name}, data is worth {least} to {most} over {lots} lot{'s' * (lots != 1)} of {units}"


def options_json(params: MatchParams) -> dict[str, Any]:
    """The parameters for programs: what lots are worth at a scale of 1, in base units."""
    return {"table": [str(value * SCALE) for value in params.values], "lot": params.lot}
