"""The sharing round that a command is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from databourse.chain import history
from databourse.chain.records import SeriesInfo
from databourse.cli import tradable
from databourse.cli.session import Session
from databourse.cli.sharing.units import SCALE
from databourse.errors import Refused
from databourse.market.mechanism import Solution
from databourse.market.rounds import Round
from databourse.market.sharing import ORDERED_MATCH, SHARING, SHARING_COSTS
from databourse.market.sharing.costs import CostsRule
from databourse.market.sharing.match import MatchRule
from databourse.market.sharing.match.params import MatchParams
from databourse.market.sharing.match.playing import Matched
from databourse.market.sharing.money import SharingRule
from databourse.market.sharing.money.outcome import Outcome
from databourse.market.sharing.money.params import COMPETITIVE, MODES, WHOLE, MoneyParams
from databourse.market.solving import outcome_of

NO_GATE = "{} has no gate: nothing binds the sizes that agents report to their data"


@dataclass(frozen=True)
class SharingRound:
    """A round of one of the rules, with its entries and what it was settled with, if it was."""

    series: SeriesInfo
    round: Round
    mechanism: MatchRule | SharingRule | CostsRule

    @property
    def slot(self) -> str:
        """How people name it."""
        return history.slot_name(self.series, self.round.number)

    @cached_property
    def params(self) -> MatchParams | MoneyParams:
        """Its parameters."""
        return decode(self.mechanism.name, self.round.terms.params)

    @cached_property
    def solution(self) -> Solution[Any]:
        """What was settled or stands proposed, or else what the rule prescribes for the entries so far."""
        return outcome_of(self.round, self.mechanism, {})

    @property
    def outcome(self) -> Matched | Outcome:
        """The same in the rule's own terms."""
        found: Matched | Outcome = self.solution.detail
        return found

    @property
    def agents(self) -> Sequence[int]:
        """The entries of the agents, by their numbers."""
        return self.outcome.reading.entries

    def uncounted(self) -> list[int]:
        """The entries that take no part."""
        counted = set(self.agents)
        if isinstance(self.outcome, Outcome):
            counted |= {index for index, _ in self.outcome.reading.sponsors}
        return [index for index in range(len(self.round.entries)) if index not in counted]

    def name(self, session: Session, index: int) -> str:
        """Whose entry `index` is."""
        return session.person(self.round.entries[index].who)

    def why(self, session: Session, index: int) -> Sequence[str]:
        """Why entry `index` fares as it does, in sentences."""
        entries, params = self.round.entries, self.round.terms.params
        if isinstance(self.outcome, Outcome) and not isinstance(self.mechanism, MatchRule):
            return self.mechanism.explain_in(self.outcome, entries[index], session.tokens).sentences
        return self.mechanism.explain(entries, params, {}, index, session.tokens).sentences


def read(session: Session, slot: str) -> SharingRound:
    """The round that SLOT means.

    Raises:
        NotFound: no such slot, or its rule is not known here.
        Refused: it is no sharing round.
    """
    exchange = session.exchange
    series, number = history.find_slot(exchange, slot)
    return of_round(session, series, history.read_series(exchange, series.number, [number]).round(number))


def of_round(session: Session, series: SeriesInfo, one: Round) -> SharingRound:
    """The same for a round that was read already."""
    found = tradable.mechanism_of(session.exchange, one).name
    for rule in (ORDERED_MATCH, SHARING, SHARING_COSTS):
        if rule.name == found:
            return SharingRound(series, one, rule)
    name = history.slot_name(series, one.number)
    raise Refused(f"{name} is no sharing round: its rule is {found}", f"see it with `bourse slot show {name}`")


def described(session: Session, rule: str, params: MatchParams | MoneyParams) -> str:
    """The rule with its parameters, in a line."""
    units = f"{params.lot:,} unit{'s' * (params.lot > 1)}"
    if isinstance(params, MoneyParams):
        share = f", sellers get {100 * params.share / WHOLE:g} % of margins" if params.mode == COMPETITIVE else ""
        amount = session.tokens(params.amount)
        if rule == SHARING.name:
            about = f"each buyer costs a seller {amount}"
        else:
            about = f"costs of their own, {f'proposed with a bond of {amount}' if params.amount else 'settled at once'}"
        return f"{rule}, {MODES[params.mode]}{share}, lots of {units}, {about}"
    least, most = (session.tokens(value * SCALE) for value in (params.values[0], params.values[-1]))
    lots = len(params.values) - 1
    return f"{rule}, data is worth {least} to {most} over {lots} lot{'s' * (lots != 1)} of {units}"


def decode(rule: str, params: bytes) -> MatchParams | MoneyParams:
    """The parameters of a round under one of the rules."""
    return MatchParams.decode(params) if rule == ORDERED_MATCH.name else MoneyParams.decode(params)


def options_json(rule: str, params: MatchParams | MoneyParams) -> dict[str, Any]:
    """The parameters for programs; amounts in base units, those of a table at a scale of 1."""
    if isinstance(params, MoneyParams):
        amount = "cost" if rule == SHARING.name else "bond"
        return {"mode": MODES[params.mode], "share": params.share, "lot": params.lot, amount: str(params.amount)}
    return {"table": [str(value * SCALE) for value in params.values], "lot": params.lot}
