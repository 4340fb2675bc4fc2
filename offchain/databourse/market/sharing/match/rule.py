"""ordered-match: what a round needs to be settled, told and proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from databourse.market.entries import Entry
from databourse.market.mechanism import Explanation, Money, Pointers, Solution
from databourse.market.phases import ONE_SHOT, Phases
from databourse.market.posts import Post
from databourse.market.sharing.match.explain import explain
from databourse.market.sharing.match.params import MatchParams
from databourse.market.sharing.match.playing import Matched, match, match_independently
from databourse.market.sharing.match.reading import read_round


class MatchRule:
    """The rule; its outcome is unique and checked completely. No money moves but entry fees."""

    name = "ordered-match"

    def encode_params(self, options: Mapping[str, Any]) -> bytes:
        """The round's `params` from values and lot; see `MatchParams`."""
        return MatchParams.of(options).encode()

    def decode_params(self, params: bytes) -> Mapping[str, Any]:
        """The named options in `params`."""
        found = MatchParams.decode(params)
        return {"values": list(found.values), "lot": found.lot}

    def describe(self, params: bytes) -> str:
        """One line for people."""
        found = MatchParams.decode(params)
        lots, units = len(found.values) - 1, f"{found.lot} unit{'s' * (found.lot > 1)}"
        worth = f"data is worth from {found.values[0]} to {found.values[-1]}"
        return f"{self.name} ({worth}, over {lots} lot{'s' * (lots != 1)} of {units}, times what each agent sets)"

    def phases(self, params: bytes) -> Phases:
        """Settled at once."""
        MatchParams.decode(params)
        return ONE_SHOT

    def solve(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,  # noqa: ARG002 - datasets are shared whole
        *,
        posts: Sequence[Post] = (),  # noqa: ARG002 - nothing is sealed
        independent: bool = False,
    ) -> Solution[Matched]:
        """Matches the agents."""
        found = MatchParams.decode(params)
        matched = (match_independently if independent else match)(read_round(entries), found)
        return Solution((), (), matched.alloc(), matched.hints(), {}, matched)

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
        solution = self.solve(entries, params, pointers, posts=posts)
        return explain(entries[index], solution.detail, money)
