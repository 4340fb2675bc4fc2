"""The audit replay of everything that is deployed: the market's log and that of resale chains, up to one block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from databourse.accounts.findings import Difference
from databourse.chain.exchange import Exchange
from databourse.chain.logs import Event, event_topic
from databourse.chain.market_view import view_market
from databourse.chain.resale_view import view_resale
from databourse.market import replay as market
from databourse.market.report import Report
from databourse.resale.audit import replay as resale
from databourse.resale.audit.report import Report as ResaleReport
from databourse.resale.book import EVENTS

_MONEY = ("Deposited", "Withdrawn", "Moved")
_REGISTERED = "DatasetRegistered"


@dataclass(frozen=True)
class Audit:
    """What the replay of all contracts found.

    Attributes:
        market: the market's part.
        resale: that of resale chains; None where a version without them deployed.
    """

    market: Report
    resale: ResaleReport | None

    @property
    def differences(self) -> list[Difference]:
        """All of them, the market's first; none if the audit passes."""
        return [*self.market.differences, *(self.resale.differences if self.resale else ())]

    @property
    def passed(self) -> bool:
        """Whether no difference was found."""
        return not self.differences

    @property
    def first(self) -> Difference | None:
        """The first difference, in the order in which the replay goes."""
        return next(iter(self.differences), None)

    @property
    def blocks(self) -> dict[int, str]:
        """Hash of every block whose events were read, by number."""
        return self.market.blocks | (self.resale.blocks if self.resale else {})

    def as_dict(self) -> dict[str, Any]:
        """For `--json`: the market's part, with the blocks and differences of all, and that of chains inside it."""
        chains = self.resale.as_dict() if self.resale else None
        shared = {
            "passed": self.passed,
            "blocks": {str(number): digest for number, digest in sorted(self.blocks.items())},
            "differences": [one.as_dict() for one in self.differences],
        }
        if chains is not None:
            chains = {key: value for key, value in chains.items() if key not in ("blocks", "differences")}
        return {**self.market.as_dict(), "resale": chains, **shared}


def replay_log(exchange: Exchange, independent: bool = False, from_block: int | None = None) -> Audit:
    """Replays the logs up to the last final block.

    Args:
        exchange: whose market and chains.
        independent: also with the slow literal solvers, and with literal arithmetic for chains.
        from_block: where to start with the market; None: at the deployment. A licence stands on all sales before it, so
            chains are always replayed from their beginning.
    """
    block = exchange.connection.final_block()
    start = exchange.deployment.block if from_block is None else from_block
    complete = start <= exchange.deployment.block
    events = exchange.events(from_block=start, to_block=block)
    if not complete:
        events = [*_before(exchange, start), *events]
    of_market = [event for event in events if event.address == exchange.deployment.market]
    if not complete:
        of_market = [one for one in of_market if one.block >= start or one.name == "SeriesCreated"]
    in_market = market.replay(of_market, view_market(exchange, of_market, block, complete), independent=independent)
    if exchange.deployment.resale is None:
        return Audit(in_market, None)
    of_chains = [event for event in events if _concerns_chains(exchange, event)]
    in_chains = resale.replay(of_chains, view_resale(exchange, of_chains, block), independent=independent)
    for number, digest in in_chains.blocks.items():
        in_chains.compare(f"hash of block {number}", in_market.blocks.get(number, digest), digest)
    return Audit(in_market, in_chains)


def _before(exchange: Exchange, start: int) -> list[Event]:
    """What a later start needs of earlier blocks: the creations of series, and everything of chains."""
    topics = [event_topic(exchange.market.abi, "SeriesCreated")]
    if exchange.deployment.resale is not None:
        topics.append(event_topic(exchange.registry.abi, _REGISTERED))
        topics += [event_topic(exchange.resale.abi, name) for name in (*EVENTS, *_MONEY)]
    return exchange.events(topics=[topics], to_block=start - 1)


def _concerns_chains(exchange: Exchange, event: Event) -> bool:
    is_registration = event.address == exchange.deployment.registry and event.name == _REGISTERED
    return is_registration or event.address == exchange.deployment.resale
