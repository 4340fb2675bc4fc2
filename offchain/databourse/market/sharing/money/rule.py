"""sharing: what a round needs to be settled, told and proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from databourse.market.entries import Entry
from databourse.market.mechanism import Explanation, Money, Pointers, Solution
from databourse.market.phases import ONE_SHOT, Phases
from databourse.market.posts import Post
from databourse.market.sharing.money.explain import explain
from databourse.market.sharing.money.outcome import Outcome, Trade
from databourse.market.sharing.money.params import COMPETITIVE, MODES, MoneyParams
from databourse.market.sharing.money.paying import pay, pay_literally
from databourse.market.sharing.money.playing import buy, buy_literally
from databourse.market.sharing.money.reading import Reading, read_round


class MoneyRule:
    """What the rules that sell data for money have in common."""

    name = ""
    #: What the last parameter is called.
    amount = ""

    def encode_params(self, options: Mapping[str, Any]) -> bytes:
        """The round's `params` from mode, share, lot and the rule's amount; see `MoneyParams`."""
        return MoneyParams.of(self.name, self.amount, options).encode()

    def decode_params(self, params: bytes) -> Mapping[str, Any]:
        """The named options in `params`."""
        found = MoneyParams.decode(params)
        return {"mode": MODES[found.mode], "share": found.share, "lot": found.lot, self.amount: found.amount}

    def describe(self, params: bytes) -> str:
        """One line for people."""
        found = MoneyParams.decode(params)
        mode = MODES[found.mode]
        if found.mode == COMPETITIVE:
            mode += f" prices, sellers get {found.share} of 10^9 of each margin"
        units = f"{found.lot} unit{'s' * (found.lot > 1)}"
        return f"{self.name} ({mode}; lots of {units}; {self._about(found.amount)})"

    def phases(self, params: bytes) -> Phases:
        """Settled at once."""
        MoneyParams.decode(params)
        return ONE_SHOT

    def solve(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,  # noqa: ARG002 - data are sold whole, as often as they are bought
        *,
        posts: Sequence[Post] = (),  # noqa: ARG002 - nothing is sealed
        independent: bool = False,
    ) -> Solution[Outcome]:
        """Who buys from whom, and what everybody pays."""
        found = MoneyParams.decode(params)
        reading = self._read(entries, found)
        bought = (buy_literally if independent else buy)(reading)
        paid = (pay_literally if independent else pay)(reading, found, bought)
        return self._solution(Outcome(reading, found, bought, paid))

    def trades(self, solution: Solution[Outcome]) -> tuple[Trade, ...]:
        """Every purchase with its prices, buyer by buyer, sellers by rank; nothing if nothing is traded."""
        return solution.detail.trades

    def explain(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,
        index: int,
        money: Money,
        *,
        posts: Sequence[Post] = (),
        alloc: bytes | None = None,  # noqa: ARG002 - there is only one outcome
    ) -> Explanation:
        """Why entry `index` fared as it did."""
        return self.explain_in(self.solve(entries, params, pointers, posts=posts).detail, entries[index], money)

    def explain_in(self, outcome: Outcome, entry: Entry, money: Money) -> Explanation:
        """Why an entry fared as it did in an outcome that was found already."""
        return explain(entry, outcome, money)

    def _about(self, amount: int) -> str:
        raise NotImplementedError

    def _read(self, entries: Sequence[Entry], params: MoneyParams) -> Reading:
        raise NotImplementedError

    def _solution(self, outcome: Outcome) -> Solution[Outcome]:
        return Solution(outcome.debits(), outcome.credits(), outcome.alloc(), outcome.hints(), {}, outcome)


class SharingRule(MoneyRule):
    """Data for money where every seller has the same cost; the outcome is unique and checked completely."""

    name = "sharing"
    amount = "cost"

    def _about(self, amount: int) -> str:
        return f"selling to a buyer costs {amount} base units"

    def _read(self, entries: Sequence[Entry], params: MoneyParams) -> Reading:
        return read_round(entries, params.lot, params.amount)
