from __future__ import annotations

import pytest
from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.market.entries import Entry, log_start
from databourse.market.posts import Post, is_sealed, pack_posts, posts_word, seal
from tests.market.scripted import account

ALICE, BOB = account("alice"), account("bob")
TERMS, SALT, CONTEXT = keccak(b"terms"), keccak(b"salt"), keccak(b"context")
STATEMENT = bytes.fromhex("06") + bytes(14)


def test_a_seal_is_the_byte_4_and_the_end_of_a_hash() -> None:
    """By hand: terms, account, salt, offset of the statement, its length and contents."""
    words = [TERMS, bytes(12) + bytes.fromhex(ALICE[2:]), SALT, (4 * 32).to_bytes(32), (15).to_bytes(32)]
    digest = keccak(b"".join(words) + STATEMENT.ljust(32, b"\0"))
    assert seal(TERMS, ALICE, SALT, STATEMENT) == b"\x04" + digest[1:]


@pytest.mark.parametrize(("salt", "statement", "field"), [(b"short", b"", "salt"), (SALT, bytes(2**16), "statement")])
def test_what_no_entry_can_be_opened_with_cannot_be_sealed(salt: bytes, statement: bytes, field: str) -> None:
    with pytest.raises(InvalidInput, match=field):
        seal(TERMS, ALICE, salt, statement)


def test_only_what_was_sealed_opens_an_entry() -> None:
    entry = Entry(3, ALICE, 7, seal(TERMS, ALICE, SALT, STATEMENT))
    assert is_sealed(entry)
    assert Post(3, ALICE, SALT, STATEMENT).opens(entry, TERMS)
    assert not Post(3, ALICE, SALT, STATEMENT).opens(entry, keccak(TERMS))
    for other in (
        Post(2, ALICE, SALT, STATEMENT),
        Post(3, BOB, SALT, STATEMENT),
        Post(3, ALICE, keccak(SALT), STATEMENT),
        Post(3, ALICE, SALT, STATEMENT + b"\0"),
    ):
        assert not other.opens(entry, TERMS)


def test_an_entry_with_a_payload_is_never_sealed() -> None:
    data = seal(TERMS, ALICE, SALT, STATEMENT)
    entry = Entry(0, ALICE, 7, data, flags=1, payload=b"whatever")
    assert not is_sealed(entry)
    assert not Post(0, ALICE, SALT, STATEMENT).opens(entry, TERMS)
    assert not is_sealed(Entry(0, ALICE, 7, b"\x05" + data[1:]))


def test_posts_are_index_length_statement() -> None:
    posts = [Post(3, ALICE, SALT, b"abc"), Post(1, BOB, SALT, b"")]
    assert pack_posts(posts) == bytes.fromhex("000000030003") + b"abc" + bytes.fromhex("000000010000")
    assert pack_posts([]) == b""


def test_the_word_of_posts_is_hash_and_count() -> None:
    first, second = Post(3, ALICE, SALT, b"abc"), Post(1, BOB, SALT, b"")
    start = log_start(CONTEXT)
    assert posts_word(CONTEXT, []) == start == CONTEXT[:28] + bytes(4)
    one = keccak(start + bytes.fromhex("000000030003") + b"abc")[:28] + (1).to_bytes(4)
    assert posts_word(CONTEXT, [first]) == one
    assert posts_word(CONTEXT, [first, second]) == keccak(one + bytes.fromhex("000000010000"))[:28] + (2).to_bytes(4)
