"""What a chain says of a Market, for a replay of its log to be compared with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from databourse.accounts.checking import AccountsView
from databourse.market.terms import Status


@dataclass(frozen=True)
class ChainView(AccountsView):
    """What the chain itself says of a Market, for comparison. Whatever is None or left out is not compared.

    Attributes:
        chain_id: of the chain.
        market: address of the Market.
        now: timestamp of the block at which all of this was read.
        rules: name of the rule of each known checker, by checksummed address.
        logs: log word by (series, round).
        posts: log word of what was opened or posted, likewise; 0 where there is nothing of that.
        contexts: `contextOf` likewise.
        statuses: `statusOf` likewise.
        times: seconds since 1970 of the blocks in which something was posted.
        complete: whether the events are all since the Market was deployed; sums mean nothing otherwise.
    """

    chain_id: int
    market: str
    now: int
    rules: Mapping[str, str]
    logs: Mapping[tuple[int, int], bytes] = field(default_factory=dict)
    posts: Mapping[tuple[int, int], bytes] = field(default_factory=dict)
    contexts: Mapping[tuple[int, int], bytes] = field(default_factory=dict)
    statuses: Mapping[tuple[int, int], Status] = field(default_factory=dict)
    times: Mapping[int, int] = field(default_factory=dict)
    complete: bool = True
