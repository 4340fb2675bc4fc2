"""The coalition round that a command is about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from databourse.chain import history
from databourse.chain.records import SeriesInfo
from databourse.cli import tradable
from databourse.cli.session import Session
from databourse.errors import Refused
from databourse.market.coalition import CONTRACT_GAME, LEAKAGE_GAME
from databourse.market.coalition.contract import ContractRule
from databourse.market.coalition.leakage import LeakageRule
from databourse.market.coalition.params import ContractParams, LeakageParams
from databourse.market.coalition.reading import Reading, read_round
from databourse.market.mechanism import Mechanism
from databourse.market.rounds import Round

Rule = ContractRule | LeakageRule
GAMES: dict[str, Rule] = {rule.name: rule for rule in (CONTRACT_GAME, LEAKAGE_GAME)}
CONTRACT, LEAKAGE = CONTRACT_GAME.name, LEAKAGE_GAME.name
NO_GATE = "{} has no gate: nothing binds the samples that devices claim to their data"


@dataclass(frozen=True)
class CoalitionRound:
    """A round of one of the two games, with its entries and whatever was opened, proposed and settled so far."""

    series: SeriesInfo
    round: Round
    mechanism: Rule

    @property
    def slot(self) -> str:
        """How people name it."""
        return history.slot_name(self.series, self.round.number)

    @cached_property
    def params(self) -> ContractParams | LeakageParams:
        """Its parameters."""
        return decode(self.mechanism.name, self.round.terms.params)

    @cached_property
    def reading(self) -> Reading:
        """Its contracts and devices, as far as they are known."""
        params = self.params
        return read_round(self.round.entries, self.round.posts, params.entry_bond, params.most_contracts)


def read(session: Session, slot: str) -> CoalitionRound:
    """The round that SLOT means.

    Raises:
        NotFound: no such slot, or its rule is not known here.
        Refused: it is no coalition round.
    """
    exchange = session.exchange
    series, number = history.find_slot(exchange, slot)
    one = history.read_series(exchange, series.number, [number]).round(number)
    return of_round(session, series, one)


def of_round(session: Session, series: SeriesInfo, one: Round) -> CoalitionRound:
    """The same for a round that was read already."""
    mechanism = tradable.mechanism_of(session.exchange, one)
    if mechanism.name not in GAMES:
        name = history.slot_name(series, one.number)
        raise Refused(
            f"{name} is no coalition round: its rule is {mechanism.name}", f"see it with `bourse slot show {name}`"
        )
    return CoalitionRound(series, one, GAMES[mechanism.name])


def described(session: Session, one: CoalitionRound) -> str:
    """The rule with its parameters, in a line."""
    return describe(session, one.mechanism.name, one.params)


def describe(session: Session, rule: str, params: ContractParams | LeakageParams) -> str:
    """A rule with these parameters, in a line."""
    told = f"{rule}, entry bond {session.tokens(params.entry_bond)}, at most {params.most_contracts} contracts"
    if isinstance(params, LeakageParams):
        told += f", {params.kinds} types, {session.tokens(params.cost)} for each other member of a coalition"
        told += f", bond of a proposal {session.tokens(params.bond)}"
    return told


def decode(rule: str, params: bytes) -> ContractParams | LeakageParams:
    """The parameters of a round under one of the two rules."""
    return ContractParams.decode(params) if rule == CONTRACT else LeakageParams.decode(params)


def options_json(mechanism: Mechanism, params: bytes) -> dict[str, Any]:
    """The parameters of a round for programs: money as strings."""
    money = ("entry_bond", "bond", "cost")
    return {name: str(value) if name in money else value for name, value in mechanism.decode_params(params).items()}
