"""What dadpm and dadpm-split hide, with numbers, and what they do not.

A draw is (epsilon, delta)-private if one participant's report changes the probability of every set of results by a
factor of at most e^epsilon, give or take delta. All of it holds only while the seed is secret and serves one slot.

**dadpm** (Theorems 14 and 15 of the paper, as section 6 of the spec reconstructs them). Winners leave the pool one by
one, each drawn with exponent epsilon * Q. By the lemma of Gupta et al. the whole sequence is
((e - 1) epsilon D ln(e / delta), delta)-private, where D is the most that one report changes a quality value; Q lies in
[0, 1], so D = 1. The lemma needs epsilon D <= 1 and delta <= 1/2, and that pool and best price, by which all quality
values are divided, are the same for both reports.
Sellers stay in the book, so for them it covers the providers of one round; those of r rounds add up to r times both.

**dadpm-split**. A price is drawn with exponent epsilon u / 2, u(p) = min(bids of the other half that reach p, its asks
up to p). One report changes either count by 1 at most, hence u: weights change by a factor of e^(epsilon / 2) at most,
and so does their sum, which makes the price epsilon-private. (All utilities move in one direction, so weight and sum
partly cancel and epsilon / 2 holds as well.) A report counts for the price of the other half alone, so the pair of
prices is as private as one. Its own half's price does not depend on it at all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from databourse.errors import InvalidInput

DEFAULT_DELTA = 0.1  # as in the paper's experiments


@dataclass(frozen=True, slots=True)
class Guarantee:
    """`what` is (`epsilon`, `delta`)-private with regard to one report; 0 for delta is the strict form."""

    what: str
    epsilon: float
    delta: float

    def __str__(self) -> str:
        return f"{self.what}: ({self.epsilon:.3g}, {self.delta:.3g})-private"


@dataclass(frozen=True, slots=True)
class Statement:
    """All that can be said about a rule with its options: what is guaranteed, what is not and why."""

    guarantees: tuple[Guarantee, ...]
    missing: tuple[str, ...]
    limits: tuple[str, ...]


SECRET_SEED = "holds only while the seed is secret and serves one slot: who knows it draws everything again"
LIMITS: Mapping[str, tuple[str, ...]] = {
    "dadpm": (
        SECRET_SEED,
        "covers the sequence of winners with fixed candidates and a fixed best price only, yet a report also moves the "
        "valid prices, with them who is a candidate, and, if it is the best, everybody's chances",
        "the published price is somebody's bid: with bids 9, 8, 7 and asks 1, 2, 3, changing the bid of 7 to 6 gives "
        "outcomes that have nothing in common, so with prices the outcome is not (epsilon, delta)-private for any "
        "delta below 1",
        "sellers stay for all rounds, and the bound of each round adds up",
    ),
    "dadpm-split": (
        SECRET_SEED,
        "covers the drawn prices only: who trades and what is delivered is public, and trading at a price tells that "
        "the bid reaches it",
        "quantities and qualities are not hidden",
    ),
}


def statement(rule: str, options: Mapping[str, Any] | None = None, delta: float = DEFAULT_DELTA) -> Statement:
    """The privacy of a rule with its options, defaults filled in; nothing is guaranteed by a rule without draws.

    Raises:
        InvalidInput: if delta is not between 0 and 1/2.
    """
    chosen = options or {}
    guarantees: list[Guarantee] = []
    missing: list[str] = []
    if rule == "dadpm":
        for side, what in (("buyers", "the winners' sequence"), ("sellers", "the providers of one round")):
            epsilon = Fraction(*chosen.get(f"epsilon_{side}", (1, 10)))
            if epsilon > 1:
                missing.append(
                    f"{what}: Theorems 14 and 15 need epsilon <= 1, and epsilon_{side} is {float(epsilon):g}"
                )
            else:
                guarantees.append(Guarantee(what, sequence_epsilon(epsilon, delta), delta))
    elif rule == "dadpm-split":
        epsilon = Fraction(*chosen.get("epsilon", (1, 1)))
        guarantees.append(Guarantee("the two prices", price_epsilon(epsilon), 0.0))
    return Statement(tuple(guarantees), tuple(missing), LIMITS.get(rule, ()))


def sequence_epsilon(epsilon: Fraction, delta: float, sensitivity: Fraction = Fraction(1)) -> float:
    """(e - 1) epsilon D ln(e / delta): the epsilon of a sequence of draws without replacement (Theorems 14 and 15).

    Raises:
        InvalidInput: if epsilon D is not in (0, 1], or delta not in (0, 1/2].
    """
    if not 0 < delta <= 0.5:
        raise InvalidInput.of("delta", delta, "it must be above 0 and at most 1/2", "the paper takes 0.1")
    if not 0 < epsilon * sensitivity <= 1:
        shown = float(epsilon * sensitivity)
        raise InvalidInput.of("epsilon", shown, "times the sensitivity it must be above 0 and at most 1")
    return (math.e - 1) * float(epsilon * sensitivity) * (1 - math.log(delta))


def price_epsilon(epsilon: Fraction) -> float:
    """The epsilon of dadpm-split's price draw with regard to one report of the other half."""
    return float(epsilon)
