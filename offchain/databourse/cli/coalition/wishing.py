"""What a coalition round should be like: its options, made sure of before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from databourse.cli.coalition.found import LEAKAGE
from databourse.cli.slot import phased
from databourse.errors import InvalidInput, UsageError
from databourse.market.coalition.inputs import Contract
from databourse.market.coalition.params import USUAL_CONTRACTS, in_units
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

    def phases(self, rule: str) -> phased.Times:
        """The same as a round under a rule has it."""
        challenge = (self.challenge_in or _CHALLENGE_SECONDS) if rule == LEAKAGE else 0
        options = ("--reveal-in", "--challenge-in")
        return phased.Times(self.close_in, self.reveal_in, self.settle_within, challenge, *options)


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
