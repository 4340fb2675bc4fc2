"""The learning round that a command is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from databourse.chain import history
from databourse.chain.records import SeriesInfo
from databourse.cli import tradable
from databourse.cli.session import Session
from databourse.errors import Refused
from databourse.market.learning.params import LearningParams
from databourse.market.learning.parties import Party
from databourse.market.learning.reading import Reading, read_round
from databourse.market.learning.statement import Statement, inputs_of
from databourse.market.mechanism import Mechanism
from databourse.market.rounds import Round
from databourse.market.series_config import NOBODY
from databourse.market.terms import context

RULE = "learning"
NO_ARBITER = "{} has no arbiter: nobody can set a false table right; the round would have to end without an outcome"


@dataclass(frozen=True)
class LearningRound:
    """A round of the rule with its entries and whatever was posted, proposed and settled so far.

    Attributes:
        series: that it is of.
        round: as the log tells it.
        mechanism: the rule.
        context: what signatures about it are for.
    """

    series: SeriesInfo
    round: Round
    mechanism: Mechanism
    context: bytes

    @property
    def slot(self) -> str:
        """How people name it."""
        return history.slot_name(self.series, self.round.number)

    @cached_property
    def reading(self) -> Reading:
        """Its parties, and the statements about it."""
        return read_round(self.round.entries, self.round.terms.params, self.round.posts)

    @property
    def params(self) -> LearningParams:
        """Its parameters."""
        return self.reading.params

    @property
    def parties(self) -> tuple[Party, ...]:
        """Who takes part, by number."""
        return self.reading.parties

    def party_of(self, account: str) -> Party | None:
        """The party that an address is."""
        return next((party for party in self.parties if party.account == account), None)

    @cached_property
    def inputs(self) -> bytes:
        """The hash of all entries, which statements are bound to."""
        return inputs_of(self.round.entries)

    @property
    def arbiter(self) -> str | None:
        """Who decides when a table is disputed; None if nobody does."""
        return None if self.params.arbiter == NOBODY else self.params.arbiter

    @property
    def statement(self) -> Statement | None:
        """What counts of all that was posted."""
        return self.reading.statement


def read(session: Session, slot: str) -> LearningRound:
    """The round that SLOT means.

    Raises:
        NotFound: no such slot, or its rule is not known here.
        Refused: it is no learning round.
    """
    exchange = session.exchange
    series, number = history.find_slot(exchange, slot)
    return of_round(session, series, history.read_series(exchange, series.number, [number]).round(number))


def of_round(session: Session, series: SeriesInfo, one: Round) -> LearningRound:
    """The same for a round that was read already."""
    mechanism = tradable.mechanism_of(session.exchange, one)
    if mechanism.name != RULE:
        name = history.slot_name(series, one.number)
        hint = f"see it with `bourse slot show {name}`"
        raise Refused(f"{name} is no learning round: its rule is {mechanism.name}", hint)
    chain_id, market = session.connection.chain_id, session.exchange.deployment.market
    return LearningRound(series, one, mechanism, context(chain_id, market, one.series, one.number, one.terms_hash))


def described(session: Session, params: LearningParams) -> str:
    """The rule with its parameters, in a line."""
    training = params.training()
    settings = "".join(f", {name} = {value}" for name, value in training.settings.items())
    told = f"{RULE}, {training.model}{settings}, an accuracy of 1 costs {session.tokens(params.budget)}"
    told += f", at most {params.max_parties} parties"
    return told + (f", bond of a proposal {session.tokens(params.bond)}" if params.bond else "")


def options_json(params: LearningParams) -> dict[str, Any]:
    """The parameters for programs; money as strings."""
    return {name: str(value) if name in ("budget", "bond") else value for name, value in params.options().items()}
