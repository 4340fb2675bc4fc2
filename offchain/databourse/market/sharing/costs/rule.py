"""sharing-costs: what a round needs to be settled, or proposed and challenged, told and proven."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from databourse.errors import InvalidInput
from databourse.market.challenging import Objection
from databourse.market.entries import Entry
from databourse.market.mechanism import Explanation, Money, Pointers, Solution
from databourse.market.phases import Phases
from databourse.market.posts import Post
from databourse.market.sharing.costs.objecting import better_sets, objections
from databourse.market.sharing.costs.proposal import commitment_of, read_alloc, write_alloc, write_hints
from databourse.market.sharing.money.explain import explain
from databourse.market.sharing.money.outcome import Outcome
from databourse.market.sharing.money.params import MoneyParams
from databourse.market.sharing.money.paying import pay, pay_literally
from databourse.market.sharing.money.reading import Reading, read_round
from databourse.market.sharing.money.rule import MoneyRule


class CostsRule(MoneyRule):
    """Data for money at any costs. The outcome is unique: checked completely without a bond, otherwise proposed."""

    name = "sharing-costs"
    amount = "bond"

    def phases(self, params: bytes) -> Phases:
        """Settled at once without a bond; otherwise outcomes are proposed."""
        return Phases(bond=MoneyParams.decode(params).amount)

    def resolve(
        self,
        entries: Sequence[Entry],
        params: bytes,
        posts: Sequence[Post],
        alloc: bytes,
        *,
        independent: bool = False,
    ) -> Solution[Outcome]:
        """The money of the purchases and margins that `alloc` names; without a bond, the only outcome there is.

        Raises:
            InvalidInput: `alloc` names none that could be proposed.
        """
        found = MoneyParams.decode(params)
        if not found.amount:
            return self.solve(entries, params, {}, posts=posts, independent=independent)
        reading = self._read(entries, found)
        bought = read_alloc(alloc, reading, found.mode)
        paid = (pay_literally if independent else pay)(reading, found, bought)
        solution = self._solution(Outcome(reading, found, bought, paid))
        if solution.alloc != alloc:
            raise InvalidInput.of(
                "alloc", "0x" + alloc.hex(), f"its purchases and margins make it {solution.alloc.hex()}"
            )
        return solution

    def commitment(self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes) -> bytes:
        """What the checker's `commit` answers for this outcome.

        Raises:
            InvalidInput: as for `resolve`.
        """
        return commitment_of(self.resolve(entries, params, posts, alloc).detail)

    def objections(
        self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes
    ) -> Iterator[Objection]:
        """Everything that refutes this outcome; nothing iff it is the rule's.

        Raises:
            InvalidInput: as for `resolve`.
        """
        return objections(self.resolve(entries, params, posts, alloc).detail)

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
        """Why entry `index` fared as it did in the outcome that `alloc` names, or else in the one that is found.

        Raises:
            InvalidInput: as for `resolve`.
        """
        if alloc is None:
            return super().explain(entries, params, pointers, index, money, posts=posts)
        return self.explain_in(self.resolve(entries, params, posts, alloc).detail, entries[index], money)

    def explain_in(self, outcome: Outcome, entry: Entry, money: Money) -> Explanation:
        """The same in an outcome that was found already; it says so if it is false for this entry."""
        return explain(entry, outcome, money, self._refuted(outcome, entry.index, money))

    @staticmethod
    def _refuted(outcome: Outcome, index: int, money: Money) -> str | None:
        """What is wrong with what the outcome lets entry `index` buy; None if nothing is."""
        if not outcome.bond or index not in outcome.reading.entries:
            return None
        better = next(better_sets(outcome, [outcome.reading.entries.index(index)]), None)
        return better.sentence(outcome.reading, money) if better else None

    def _about(self, amount: int) -> str:
        proposed = f"a proposer stakes {amount} base units" if amount else "settled at once"
        return f"sellers have costs of their own; {proposed}"

    def _read(self, entries: Sequence[Entry], params: MoneyParams) -> Reading:
        return read_round(entries, params.lot, None)

    def _solution(self, outcome: Outcome) -> Solution[Outcome]:
        bond = outcome.params.amount
        solution = super()._solution(replace(outcome, alike=False, bond=bond))
        if not bond:
            return solution
        return replace(solution, alloc=write_alloc(solution.detail), hints=write_hints(solution.detail))
