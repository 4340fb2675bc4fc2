"""What one event of the Market records in a round: entries, the opening of a sealed one, or a statement."""

from __future__ import annotations

from eth_utils.crypto import keccak

from databourse.events import Event, address, blob
from databourse.market.entries import Entry, unpack_entries
from databourse.market.posts import POSTED, Post

_BATCH_ENTRY = 44  # lock(12) data(32)
_SIGNED_ENTRY = 64  # signer(20) lock(12) data(32)


def entries_of(event: Event, first: int) -> list[Entry]:
    """The entries that one event records, the first with index `first`; none for other events."""
    args = event.args
    match event.name:
        case "Entered":
            return list(unpack_entries(blob(args["head"]) + blob(args["data"]), first=first))
        case "EnteredWith":
            payload = blob(args["payload"])
            framed = len(payload).to_bytes(4) + payload
            return list(unpack_entries(blob(args["head"]) + keccak(payload), framed, first=first))
        case "EnteredBatch":
            who = address(args["who"])
            items = _cut(blob(args["entries"]), _BATCH_ENTRY)
            return [Entry(first + i, who, int.from_bytes(raw[:12]), raw[12:]) for i, raw in enumerate(items)]
        case "EnteredSigned":
            items = _cut(blob(args["entries"]), _SIGNED_ENTRY)
            return [
                Entry(first + i, address(raw[:20]), int.from_bytes(raw[20:32]), raw[32:]) for i, raw in enumerate(items)
            ]
    return []


def _cut(packed: bytes, size: int) -> list[bytes]:
    return [packed[at : at + size] for at in range(0, len(packed), size)]


def post_of(event: Event, context: bytes) -> Post:
    """What a `Revealed` event opens, or a `Posted` event says of the round with this context."""
    args = event.args
    who, statement = address(args["who"]), blob(args["statement"])
    if event.name == "Posted":
        return Post(POSTED, who, b"", statement, context)
    return Post(args["index"], who, blob(args["salt"]), statement)
