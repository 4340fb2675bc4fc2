"""What a coalition round should be like: its options and its times, made sure of before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from databourse.chain.records import SeriesInfo
from databourse.cli.coalition.found import LEAKAGE
from databourse.cli.session import Session
from databourse.cli.values import format_duration
from databourse.errors import InvalidInput, Refused, UsageError
from databourse.market.coalition.inputs import Contract
from databourse.market.coalition.params import USUAL_CONTRACTS, in_units
from databourse.market.phases import SHORTEST_PHASE
from databourse.market.terms import SETTLEMENT_WINDOW, Terms
from databourse.money import TOKEN

_BOND = 10 * TOKEN
_CHALLENGE_SECONDS = 600


@dataclass(frozen=True)
class Times:
    """Seconds: of entering, of opening entries after that, of settling after that, and of challenging a proposal."""

    close_in: int
    reveal_in: int
    settle_within: int
    challenge_in: int | None


@dataclass(frozen=True)
class Wish:
    """What the command's options said; money in base units."""

    rule: str
    contracts: tuple[Contract, ...]
    entry_bond: int
    bond: int | None
    cost: int | None
    influence: list[list[float]] | None
    most_contracts: int | None
    times: Times
    top_up: bool


def rule_options(wish: Wish) -> dict[str, Any]:
    """The options of the rule that were wished for.

    Raises:
        UsageError: one that the game does not have, or the leakage game without influence.
        InvalidInput: values that do not fit together.
    """
    most = wish.most_contracts or max(USUAL_CONTRACTS, len(wish.contracts))
    if len(wish.contracts) > most:
        raise InvalidInput.of("most contracts", most, f"must be at least {len(wish.contracts)}, which you enter")
    if not wish.entry_bond:
        raise InvalidInput.of("entry bond", 0, "must be above 0", "without it devices seal twice and open the best")
    options: dict[str, Any] = {"entry_bond": wish.entry_bond, "most_contracts": most}
    if wish.rule != LEAKAGE:
        given = {"--bond": wish.bond, "--cost": wish.cost, "--influence": wish.influence}
        given["--challenge-in"] = wish.times.challenge_in
        for option, value in given.items():
            if value is not None:
                raise UsageError(f"{option} belongs to the leakage game", "add --game leakage, or leave it out")
        return options
    if wish.influence is None:
        raise UsageError("the leakage game needs --influence", "`bourse coalition leakage --out` learns it from data")
    bond = _BOND if wish.bond is None else wish.bond
    if not bond:
        raise InvalidInput.of("bond", 0, "must be above 0", "somebody has to lose something by a false proposal")
    options |= {"bond": bond, "cost": wish.cost or 0, "influence": in_units(wish.influence)}
    for place, contract in enumerate(wish.contracts):
        if contract.type >= len(wish.influence):
            rule = f"--influence is among types 0 to {len(wish.influence) - 1}"
            raise InvalidInput.of(f"type of contract {place}", contract.type, rule)
        if contract.type in (earlier.type for earlier in wish.contracts[:place]):
            rule = "in this game a type has one contract, and there is an earlier one for it"
            raise InvalidInput.of(f"type of contract {place}", contract.type, rule, "join their budgets")
    return options


def terms_now(session: Session, series: SeriesInfo, wish: Wish, params: bytes) -> Terms:
    """The terms of a round that opens now.

    Raises:
        InvalidInput: a phase is too short.
        Refused: the round would be longer than the series allows.
    """
    times = wish.times
    challenge = (times.challenge_in or _CHALLENGE_SECONDS) if wish.rule == LEAKAGE else 0
    shortest = format_duration(SHORTEST_PHASE)
    for field, seconds in (("reveal in", times.reveal_in), ("challenge in", challenge or SHORTEST_PHASE)):
        if seconds < SHORTEST_PHASE:
            raise InvalidInput.of(field, format_duration(seconds), f"must be at least {shortest}")
    least = series.config.solver_seconds + SETTLEMENT_WINDOW
    if times.settle_within < least:
        shown, rule = format_duration(times.settle_within), f"this series needs at least {format_duration(least)}"
        raise InvalidInput.of("settle within", shown, rule, "its solver goes first, and others need time after that")
    whole = times.close_in + times.reveal_in + times.settle_within + 2 * challenge
    if whole > series.config.longest_round:
        twice = " and twice its time for challenges" if challenge else ""
        raise Refused(
            f"the round{twice} would take {format_duration(whole)}, "
            f"but series {series.number} allows at most {format_duration(series.config.longest_round)}",
            "shorten --close-in, --reveal-in or --settle-within" + (" or --challenge-in" if challenge else ""),
        )
    close_at = session.connection.now() + times.close_in
    reveal_by = close_at + times.reveal_in
    checker = session.exchange.checker(wish.rule)
    return Terms(series.number, checker, close_at, reveal_by, reveal_by + times.settle_within, challenge, params)
