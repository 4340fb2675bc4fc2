"""What a mechanism has to offer so that rounds can be opened, solved, settled, explained and replayed with it.

A mechanism is a pair: a checker contract and an implementation of `Mechanism` under the same name. Everything else in
this package works with any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Generic, Protocol, TypeVar

from databourse.errors import NotFound
from databourse.market.entries import Amounts, Entry
from databourse.market.phases import Phases
from databourse.market.posts import Post

Detail = TypeVar("Detail")

#: Start pointer of each dataset: where its next delivery begins, in units.
Pointers = Mapping[int, int]
#: Writes base units for people.
Money = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Solution(Generic[Detail]):
    """The outcome of a round, in the form in which it is settled.

    Attributes:
        debits: what bidders pay, by entry.
        credits: what sellers get, by entry.
        alloc: who gets what, where it does not follow from the entries.
        hints: what makes checking cheap; no part of the outcome.
        pointers: start pointers after the round, of the datasets that stood in it.
        detail: the outcome in the mechanism's own terms.
    """

    debits: Amounts
    credits: Amounts
    alloc: bytes
    hints: bytes
    pointers: Pointers
    detail: Detail

    @property
    def surplus(self) -> int:
        """Base units that the series' beneficiary gets."""
        return sum(amount for _, amount in self.debits) - sum(amount for _, amount in self.credits)


@dataclass(frozen=True, slots=True)
class PriceRange:
    """Prices at which an entry would trade, all other entries as they are; intervals include both ends, in base units.

    Attributes:
        intervals: maximal and ascending; empty if no price helps.
        highest: the largest price that the entry could have.
        exact: False if the rule is not monotone and there were too many prices to try every one that matters.
    """

    intervals: tuple[tuple[int, int], ...]
    highest: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one entry fared as it did.

    Attributes:
        entry: its index.
        who: its account.
        kind: "bid", "ask", "cancel", "contracts", "device", "agent", "sponsor", "party" or "none" (nothing that the
            rule knows).
        verdict: "traded", "lost", "did its work" (a cancellation), "forfeited" (its bond), "absent" (its data could not
            be used), "undecided" (nothing is prescribed yet) or "no entry".
        decided_by: what decided, in a word or two of the rule's: of the double auction "price", "quality", "capacity",
            "tie", "marginal" or "too few"; or the fate of an entry that does not count ("malformed", "underfunded", …).
        sentences: the reason for people, most important first.
        numbers: the figures behind it: money in base units, units of data, grades, entry indices.
        money: names of those figures that are money.
        prices: at which prices it would trade; None where that means nothing.
        proof: what the contracts check of it, step by step.
    """

    entry: int
    who: str
    kind: str
    verdict: str
    decided_by: str
    sentences: tuple[str, ...]
    numbers: Mapping[str, int | None]
    money: frozenset[str]
    prices: PriceRange | None
    proof: tuple[str, ...]

    @classmethod
    def without_prices(
        cls,
        entry: Entry,
        kind: str,
        decided: tuple[str, str],
        sentences: Sequence[str],
        numbers: Mapping[str, int | None],
        money: frozenset[str],
        proof: Sequence[str],
    ) -> Explanation:
        """Of an entry that names no price. `decided` is verdict and decided_by; `money` may name figures not given."""
        verdict, decided_by = decided
        return cls(
            entry=entry.index,
            who=entry.who,
            kind=kind,
            verdict=verdict,
            decided_by=decided_by,
            sentences=tuple(sentences),
            numbers=numbers,
            money=money & numbers.keys(),
            prices=None,
            proof=tuple(proof),
        )

    def lines(self) -> list[str]:
        """For people: the reason, then what the contracts check of it, numbered."""
        steps = [f"  {step}. {sentence}" for step, sentence in enumerate(self.proof, start=1)]
        return [*(f"  {sentence}" for sentence in self.sentences), "What the contracts check:", *steps]

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: money as decimal strings, because sums exceed what JSON readers keep exact."""
        prices = self.prices
        told = asdict(self) | {
            "numbers": {
                name: str(number) if name in self.money and number is not None else number
                for name, number in self.numbers.items()
            },
            "prices": prices
            and {
                "intervals": [[str(low), str(high)] for low, high in prices.intervals],
                "highest": str(prices.highest),
                "exact": prices.exact,
            },
        }
        del told["money"]
        return told


class Mechanism(Protocol):
    """One rule: its parameters, its solver, its hints and its explanations. All methods are pure."""

    @property
    def name(self) -> str:
        """How people and deployments call the rule."""
        ...

    def encode_params(self, options: Mapping[str, int | bool]) -> bytes:
        """The round's `params` from named options.

        Raises:
            InvalidInput: unknown option, or a value out of range.
        """
        ...

    def decode_params(self, params: bytes) -> Mapping[str, int | bool]:
        """The named options in `params`.

        Raises:
            InvalidInput: no round can have these parameters.
        """
        ...

    def describe(self, params: bytes) -> str:
        """One line for people: the rule with these parameters."""
        ...

    def phases(self, params: bytes) -> Phases:
        """What a round with these parameters needs besides entering and settling, as the checker says it.

        Raises:
            InvalidInput: no round can have these parameters.
        """
        ...

    def solve(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,
        *,
        posts: Sequence[Post] = (),
        independent: bool = False,
    ) -> Solution[Any]:
        """The outcome that the rule prescribes, or one of them where it prescribes no single one.

        Args:
            entries: all of the round, in order.
            params: of the round.
            pointers: start pointers that the round begins with.
            posts: the sealed entries that were opened, or the statements that were posted, in order.
            independent: found by the slow literal form.

        Raises:
            NoOutcome: the rule prescribes none for what was recorded.
        """
        ...

    def explain(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,
        index: int,
        money: Money,
        *,
        posts: Sequence[Post] = (),
        alloc: bytes | None = None,
    ) -> Explanation:
        """Why entry `index` fared as it did.

        Args:
            entries: all of the round, in order.
            params: of the round.
            pointers: start pointers that the round begins with.
            index: of the entry.
            money: writes base units for people.
            posts: the sealed entries that were opened, or the statements that were posted, in order.
            alloc: of the outcome that was settled or stands proposed; None if there is none yet. Of interest to rules
                that prescribe no single outcome.
        """
        ...


_registered: dict[str, Mechanism] = {}


def register(mechanism: Mechanism) -> None:
    """Makes the mechanism known under its name."""
    _registered[mechanism.name] = mechanism


def names() -> tuple[str, ...]:
    """Names of all known mechanisms."""
    return tuple(_registered)


def by_name(name: str) -> Mechanism:
    """The mechanism of this name.

    Raises:
        NotFound: there is none.
    """
    if name not in _registered:
        raise NotFound(f"there is no rule {name!r}", f"known rules: {', '.join(_registered)}")
    return _registered[name]


def by_checker(rules: Mapping[str, str], checker: str) -> Mechanism:
    """The mechanism whose checker has this address.

    Args:
        rules: name of the rule for each known checker, by checksummed address.
        checker: checksummed address.

    Raises:
        NotFound: the checker is not among them, or its rule is not known here.
    """
    if checker not in rules:
        raise NotFound(f"no rule is known for the checker {checker}", "name it in the deployment's `checkers`")
    return by_name(rules[checker])
