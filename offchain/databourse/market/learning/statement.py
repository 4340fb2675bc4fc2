"""What a runner says of a learning round, or its arbiter decides, byte for byte as the checker reads it.

    kind(1) present(4) size(4) body signature(65)

present is a mask over the parties of the round: whose data could be used; m is their number. size is the number of
rows of the validation set. The body of kind 1 is the table itself, 2^m counts in words (`words`); that of kind 2, for
rounds of more than 12 parties, is the root(32) of the tree over these words and alone(2) together(2) of each present
party: the counts of its own model and of everybody's. Bit i of a mask of the table stands for the i-th present party.

The signature, r(32) s(32) v(1), is of an Ethereum message of 32 bytes:
keccak256(abi.encode(context, inputs, keccak256(kind present size body))), where inputs is keccak256 of all entries of
the round. So a statement is worth nothing in another round, with other terms or for other entries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from eth_keys.datatypes import Signature
from eth_keys.exceptions import BadSignature
from eth_utils.crypto import keccak
from eth_utils.exceptions import ValidationError

from databourse.errors import InvalidInput
from databourse.market.entries import Entry, pack_entries
from databourse.market.learning.params import MOST_CHECKED
from databourse.market.learning.words import COUNT_BYTES, MOST_COUNT, WordTree, pack_counts, table_bytes, unpack_counts
from databourse.mechanisms.learning.subsets import members
from databourse.mechanisms.learning.table import Table

TABLE, ROOT = 1, 2
"""Kinds of statements: with the table itself, and with the root of its tree."""

SIGNATURE_BYTES = 65
_HEAD_BYTES = 9
_ROOT_BYTES = 32
_PAIR_BYTES = 2 * COUNT_BYTES
#: A signature with a higher s has a twin with a lower one, which alone counts.
_HIGHEST_S = 0x7FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF5D576E7357A4501DDFE92F46681B20A0

#: Signs 32 bytes as an Ethereum message: r(32) s(32) v(1), as `chain.signer` does.
Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement; `of` makes one of a table, `decode` reads one.

    Attributes:
        kind: `TABLE` or `ROOT`.
        present: mask over the parties of the round.
        size: rows of the validation set.
        body: as the module says.
        signature: 65 bytes; empty while it is not signed.
    """

    kind: int
    present: int
    size: int
    body: bytes
    signature: bytes = b""

    @classmethod
    def of(cls, table: Table | None, present: int, max_parties: int) -> Statement:
        """What is to be signed about a table.

        Args:
            table: closed, of the present parties in order; None if there are none.
            present: mask over the parties of the round.
            max_parties: of the round's parameters; they decide the kind.

        Raises:
            InvalidInput: the table is of another number of parties, or has a validation set of too many rows; or the
                mask has parties that the round cannot have.
        """
        parties, size = (table.parties, table.validation_size) if table else (0, 0)
        if present >> max_parties:
            raise InvalidInput.of("present", bin(present), f"the round has {max_parties} parties at most")
        if parties != present.bit_count():
            raise InvalidInput(f"the table is of {parties} parties, but {present.bit_count()} are present")
        if size > MOST_COUNT:
            raise InvalidInput.of("validation_size", size, f"statements are of at most {MOST_COUNT} rows")
        packed = pack_counts(table.correct if table else [0])
        if kind_of(max_parties) == TABLE:
            return cls(TABLE, present, size, packed)
        pairs = pack_pairs(table.alone, table.everybody) if table else b""
        return cls(ROOT, present, size, WordTree(packed).root + pairs)

    @classmethod
    def decode(cls, raw: bytes, max_parties: int) -> Statement:
        """Reads a statement; whether its table is closed and whose signature it has is not looked at.

        Raises:
            InvalidInput: it is not well formed: another kind than the round's, or another length than it says.
        """
        kind = kind_of(max_parties)
        if len(raw) < _HEAD_BYTES + SIGNATURE_BYTES:
            rule = f"it must have {_HEAD_BYTES + SIGNATURE_BYTES} bytes and those of its body"
            raise InvalidInput.of("statement", f"{len(raw)} bytes", rule)
        if raw[0] != kind:
            rule = f"it must be {kind} in rounds of at most {max_parties} parties"
            raise InvalidInput.of("kind of the statement", raw[0], rule)
        present = int.from_bytes(raw[1:5])
        expected = _HEAD_BYTES + body_bytes(kind, present.bit_count()) + SIGNATURE_BYTES
        if len(raw) != expected:
            rule = f"it must be {expected}, with {present.bit_count()} parties present"
            raise InvalidInput.of("length of the statement", len(raw), rule)
        body, signature = raw[_HEAD_BYTES:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
        return cls(kind, present, int.from_bytes(raw[5:9]), body, signature)

    def encode(self) -> bytes:
        """All of it, as it is posted."""
        return self.unsigned + self.signature

    @property
    def unsigned(self) -> bytes:
        """What is signed: kind present size body."""
        return bytes([self.kind]) + self.present.to_bytes(4) + self.size.to_bytes(4) + self.body

    @property
    def parties(self) -> int:
        """m, how many are present."""
        return self.present.bit_count()

    @property
    def members(self) -> list[int]:
        """The parties of the round that are present, in order."""
        return members(self.present)

    @property
    def table(self) -> Table | None:
        """The table of a statement that has it; None if nobody is present.

        Raises:
            InvalidInput: a count is above the size, or the words are completed with something else than zeros.
        """
        counts = unpack_counts(self.body)
        if counts[1 << self.parties :].any():
            raise InvalidInput("the table is completed with counts that are not 0, but it must be with zeros")
        return Table.of(self.parties, counts[: 1 << self.parties], self.size) if self.parties else None

    @property
    def root(self) -> bytes:
        """Root of the tree over the table's words."""
        return WordTree(self.body).root if self.kind == TABLE else self.body[:_ROOT_BYTES]

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """For each present party, the counts of its own model and of everybody's."""
        if self.kind == TABLE:
            counts = unpack_counts(self.body)
            return [(int(counts[1 << place]), int(counts[(1 << self.parties) - 1])) for place in range(self.parties)]
        found = unpack_counts(self.body[_ROOT_BYTES:]).tolist()
        return list(zip(found[::2], found[1::2], strict=True))

    def digest(self, context: bytes, inputs: bytes) -> bytes:
        """The 32 bytes that are signed as a message."""
        return keccak(context + inputs + keccak(self.unsigned))

    def signed(self, context: bytes, inputs: bytes, sign: Sign) -> Statement:
        """The same, signed for a round.

        Args:
            context: of the round.
            inputs: its `inputs_of`.
            sign: of the runner or the arbiter.
        """
        return replace(self, signature=sign(self.digest(context, inputs)))

    def signer(self, context: bytes, inputs: bytes) -> str | None:
        """Checksummed address of who signed it for this round; None if nobody did."""
        return recover(self.digest(context, inputs), self.signature)


def kind_of(max_parties: int) -> int:
    """The kind of statements in a round of so many parties at most."""
    return TABLE if max_parties <= MOST_CHECKED else ROOT


def body_bytes(kind: int, parties: int) -> int:
    """How long the body of a statement about so many present parties is."""
    return table_bytes(parties) if kind == TABLE else _ROOT_BYTES + _PAIR_BYTES * parties


def pack_pairs(alone: Iterable[int], together: int) -> bytes:
    """What a statement of kind 2 says of each present party, given the counts of their own models and everybody's."""
    return b"".join(count.to_bytes(COUNT_BYTES) + together.to_bytes(COUNT_BYTES) for count in alone)


def inputs_of(entries: Iterable[Entry]) -> bytes:
    """What a statement is bound to: the hash of all entries of the round."""
    return keccak(pack_entries(entries))


def message_hash(digest: bytes) -> bytes:
    """What a signature of 32 bytes as an Ethereum message is a signature of."""
    return keccak(b"\x19Ethereum Signed Message:\n32" + digest)


def recover(message: bytes, signature: bytes) -> str | None:
    """Checksummed address of who signed 32 bytes as an Ethereum message; None if nobody did.

    As `ECDSA.tryRecover` of OpenZeppelin has it: r(32) s(32) v(1), s in the lower half of its range, v 27 or 28.
    """
    if len(signature) != SIGNATURE_BYTES:
        return None
    r, s, v = int.from_bytes(signature[:32]), int.from_bytes(signature[32:64]), signature[64]
    if s > _HIGHEST_S or v not in (27, 28):
        return None
    try:
        key = Signature(vrs=(v - 27, r, s)).recover_public_key_from_msg_hash(message_hash(message))
    except (BadSignature, ValidationError, ValueError):
        return None
    return key.to_checksum_address()
