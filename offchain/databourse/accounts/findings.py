"""What an audit finds: where the chain's record and its replay disagree, and which blocks were read.

Differences are collected, never raised: a damaged log is what an audit is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from databourse.errors import BourseError
from databourse.events import Event, hex_of

#: What reading a damaged log can raise, besides our own errors.
DAMAGE = (BourseError, KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the chain's record and its replay disagree.

    Attributes:
        place: exactly where, for people.
        expected: what the replay found.
        found: what the chain says.
        block: of the event concerned; None where no single event is.
        tx: its transaction, 0x-prefixed.
    """

    place: str
    expected: str
    found: str
    block: int | None = None
    tx: str | None = None

    def __str__(self) -> str:
        where = f" (block {self.block}, transaction {self.tx})" if self.block is not None else ""
        return f"{self.place}: the replay finds {self.expected}, the chain says {self.found}{where}"

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {
            "place": self.place,
            "expected": self.expected,
            "found": self.found,
            "block": self.block,
            "tx": self.tx,
        }


@dataclass(slots=True, kw_only=True)
class Findings:
    """What the replay of one contract's log found.

    Attributes:
        accounts: how many were recomputed.
        held: what was paid in and not out; None when the log was not read from its beginning.
        blocks: hash of every block whose events were read, by number.
        differences: in the order found; none if the audit passes.
    """

    accounts: int = 0
    held: int | None = None
    blocks: dict[int, str] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether no difference was found."""
        return not self.differences

    @property
    def first(self) -> Difference | None:
        """The first difference, in the order in which the replay goes."""
        return self.differences[0] if self.differences else None

    def read_blocks(self, events: Iterable[Event]) -> None:
        """Notes the hash of each event's block; one block with two hashes is a difference."""
        for event in events:
            digest = hex_of(event.block_hash)
            known = self.blocks.setdefault(event.block, digest)
            if known != digest:
                self.differ(f"hash of block {event.block}", known, digest, event)

    def compare(
        self, place: str, expected: int | bytes | str, found: int | bytes | str, event: Event | None = None
    ) -> None:
        """Notes a difference unless both are equal."""
        if expected != found:
            self.differ(place, _shown(expected), _shown(found), event)

    def differ(self, place: str, expected: str, found: str, event: Event | None = None) -> None:
        """Notes a difference."""
        block, tx = (event.block, hex_of(event.tx)) if event else (None, None)
        self.differences.append(Difference(place, expected, found, block, tx))

    def money_and_blocks(self) -> dict[str, Any]:
        """What every report ends with, for `--json`; money as decimal strings."""
        return {
            "accounts": self.accounts,
            "held": None if self.held is None else str(self.held),
            "blocks": {str(number): digest for number, digest in sorted(self.blocks.items())},
            "differences": [one.as_dict() for one in self.differences],
        }

    @contextmanager
    def reading(self, place: str, expected: str, event: Event | None = None) -> Iterator[None]:
        """What cannot be read inside is a difference; the rest of the block is left out."""
        try:
            yield
        except DAMAGE as damage:
            self.differ(place, expected, f"something else: {damage!r}", event)


def _shown(value: int | bytes | str) -> str:
    return "0x" + value.hex() if isinstance(value, bytes) else str(value)
