"""Sealed entries and their opening, and posted statements, byte for byte as the Market has them.

A sealed entry's data word is the byte 4 and the last 31 bytes of keccak256(abi.encode(terms hash, who, salt,
statement)). What opens it is recorded in the round's second log, as index(4) length(2) statement(length); so is, with
an index that no entry has, what operator, solver or arbiter of the series post about the round where its rule has a use
for that. The layouts are documented at `IMarket.reveal`, `IMarket.post`, `Claim` and `LogWord`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eth_abi.abi import encode
from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.market.entries import Entry, log_start, next_word

SEALED = 4
"""First byte of a sealed entry's data word."""
POSTED = 2**32 - 1
"""Index of what was not sealed in an entry but said after the close, by the operator, the solver or the arbiter."""
SALT_BYTES = 32
LONGEST_STATEMENT = 2**16 - 1

_INDEX_BYTES, _LENGTH_BYTES = 4, 2


@dataclass(frozen=True, slots=True)
class Post:
    """A sealed entry that was opened, or a statement about the round that was posted.

    Attributes:
        index: of the entry; `POSTED` for a statement.
        who: checksummed address of the account that made the entry, or posted the statement.
        salt: 32 bytes that it was sealed with; none for a statement.
        statement: what was sealed or posted; the round's rule interprets it.
        context: of the round that a statement was posted in, see `terms.context`: what signatures in it are for. Empty
            for what was opened.
    """

    index: int
    who: str
    salt: bytes
    statement: bytes
    context: bytes = b""

    @property
    def is_posted(self) -> bool:
        """Whether it is a statement, and opens nothing."""
        return self.index == POSTED

    def packed(self) -> bytes:
        """What is hashed into the second log and passed back at settlement: index(4) length(2) statement."""
        size = len(self.statement)
        return self.index.to_bytes(_INDEX_BYTES) + size.to_bytes(_LENGTH_BYTES) + self.statement

    def opens(self, entry: Entry, terms_hash: bytes) -> bool:
        """Whether this is what the entry sealed, in a round with these terms."""
        whose = self.index == entry.index and self.who == entry.who
        return whose and not entry.flags and entry.data == seal(terms_hash, self.who, self.salt, self.statement)


def seal(terms_hash: bytes, who: str, salt: bytes, statement: bytes) -> bytes:
    """The data word of a sealed entry.

    Args:
        terms_hash: of the round; the word is worth nothing in another one.
        who: address of the account that will make the entry.
        salt: 32 bytes that nobody can guess; whoever knows them can try statements out.
        statement: what is to be opened after the close.

    Raises:
        InvalidInput: salt or statement have a length that no entry can be opened with.
    """
    if len(salt) != SALT_BYTES:
        raise InvalidInput.of("salt", f"{len(salt)} bytes", f"must have {SALT_BYTES} bytes")
    if len(statement) > LONGEST_STATEMENT:
        raise InvalidInput.of("statement", f"{len(statement)} bytes", f"may have {LONGEST_STATEMENT} bytes at most")
    digest = keccak(encode(["bytes32", "address", "bytes32", "bytes"], [terms_hash, who, salt, statement]))
    return bytes([SEALED]) + digest[1:]


def is_sealed(entry: Entry) -> bool:
    """Whether the entry, in a round with a phase for it, can be opened. One made with a payload never can."""
    return entry.flags == 0 and entry.data[0] == SEALED


def pack_posts(posts: Iterable[Post]) -> bytes:
    """All posts in their order, as a settlement passes them back."""
    return b"".join(post.packed() for post in posts)


def posts_word(context: bytes, posts: Iterable[Post]) -> bytes:
    """The 32-byte log word that the Market must hold after `posts`, given the context of the round."""
    word = log_start(context)
    for post in posts:
        word = next_word(word, post.packed())
    return word
