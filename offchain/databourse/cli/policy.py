"""What a series with the registry as its gate asks of its entries."""

from __future__ import annotations

from databourse.chain.calls import Call, Receipt, call_of
from databourse.chain.logs import event_topic
from databourse.chain.records import Policy
from databourse.cli import sending
from databourse.cli.session import Session
from databourse.errors import InvalidInput
from databourse.market.double_auction.orders import ASK, BID
from databourse.market.posts import SEALED
from databourse.market.series_config import SeriesConfig
from databourse.market.sharing.match.inputs import AGENT


def gated_tags(members_only: bool) -> int:
    """Which entries must pass the gate: those that name datasets, and of members-only series bids and sealed ones."""
    return 1 << ASK | 1 << AGENT | (1 << BID | 1 << SEALED if members_only else 0)


def created(session: Session, receipt: Receipt) -> int:
    """Number of the series that a transaction created."""
    topic = event_topic(session.exchange.market.abi, "SeriesCreated")
    return next(int(log["topics"][1], 16) for log in receipt.logs if log["topics"] and log["topics"][0] == topic)


def set_policy(
    session: Session, series: int, kind: str, attested_only: bool, members_only: bool, ask: bool
) -> list[Receipt]:
    """Sets the policy of a series, and registers the kind first if it is new.

    Args:
        session: who acts, the series' operator.
        series: its number.
        kind: name of the kind of data.
        attested_only: whether asks need an attested dataset.
        members_only: whether entries must be a member's.
        ask: whether consent is still needed.
    """
    functions = session.exchange.registry.functions
    number, receipts = ensure_kind(session, kind, ask)
    call = call_of(
        functions.setPolicy(session.exchange.deployment.market, series, (True, number, attested_only, members_only))
    )
    title = f"{session.sender_name} sets what series {series} admits (kind {kind}):"
    return [*receipts, _send(session, title, call, ask and not receipts)]


def ensure_kind(session: Session, name: str, ask: bool) -> tuple[int, list[Receipt]]:
    """The number of a kind of data, which is registered if it is new, and the transaction that this took."""
    if not name.strip() or len(name.encode()) > 64 or not name.isprintable():
        raise InvalidInput.of("kind", name, "must be of 1 to 64 bytes that can be printed")
    exchange = session.exchange
    number = exchange.read(exchange.registry.functions.kindOf(name))
    if number:
        return int(number), []
    call = call_of(exchange.registry.functions.registerKind(name))
    receipt = _send(session, f"{session.sender_name} registers the new kind of data {name!r}:", call, ask)
    return int(exchange.read(exchange.registry.functions.kindOf(name))), [receipt]


def admits(config: SeriesConfig, policy: Policy | None, registry: str) -> str:
    """What a series admits, in a few words."""
    if policy is None:
        return "what its own gate admits" if int(config.gate, 16) else "anything"
    if config.gate == registry and not policy.set:
        return "no asks yet: it has no policy"
    words = "attested datasets" if policy.attested_only else "registered datasets"
    return f"{words}, members only" if policy.members_only else words


def _send(session: Session, title: str, call: Call, ask: bool) -> Receipt:
    return sending.carry_out(session, sending.Plan(title, call, ask="Send it?" if ask else None))
