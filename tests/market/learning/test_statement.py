from __future__ import annotations

from dataclasses import replace

import pytest
from eth_abi.abi import encode
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from databourse.errors import InvalidInput
from databourse.market.entries import Entry
from databourse.market.learning.statement import (
    ROOT,
    TABLE,
    Sign,
    Statement,
    inputs_of,
)
from databourse.market.learning.words import WordTree, pack_counts
from databourse.mechanisms.learning.table import Table
from tests.market.scripted import account

RUNNER: LocalAccount = Account.from_key(keccak(b"runner"))
ARBITER: LocalAccount = Account.from_key(keccak(b"arbiter"))
CONTEXT = keccak(b"context")
ENTRIES = [Entry(0, account("alice"), 100, b"\x0a" + bytes(31)), Entry(1, account("bob"), 100, b"\x0a" + b"\1" * 31)]
INPUTS = inputs_of(ENTRIES)
PAIR = Table.of(2, [0, 60, 50, 90], 100)
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141


def signs(who: LocalAccount) -> Sign:
    def sign(message: bytes) -> bytes:
        signed = who.sign_message(encode_defunct(primitive=message))
        return signed.r.to_bytes(32) + signed.s.to_bytes(32) + bytes([signed.v])

    return sign


def signed(who: LocalAccount, table: Table = PAIR, present: int = 0b101, max_parties: int = 5) -> Statement:
    return Statement.of(table, present, max_parties).signed(CONTEXT, INPUTS, signs(who))


def test_a_statement_with_its_table_byte_for_byte() -> None:
    statement = signed(RUNNER)
    cells = "0000 003c 0032 005a" + "0000" * 12
    assert statement.unsigned == bytes.fromhex("01 00000005 00000064" + cells)
    assert statement.encode() == statement.unsigned + statement.signature
    assert len(statement.signature) == 65
    assert Statement.decode(statement.encode(), 5) == statement
    assert (statement.members, statement.parties, statement.pairs) == ([0, 2], 2, [(60, 90), (50, 90)])
    assert statement.table is not None
    assert statement.table.correct.tolist() == [0, 60, 50, 90]


def test_a_statement_with_a_root_byte_for_byte() -> None:
    counts = [min(mask, 9) for mask in range(32)]
    table = Table.of(5, counts, 9)
    statement = signed(RUNNER, table, 0b1001_1000_0000_0011, 16)
    root = keccak(pack_counts(counts[:16]) + pack_counts(counts[16:]))
    pairs = "0001 0009 0002 0009 0004 0009 0008 0009 0009 0009"
    assert statement.unsigned == bytes.fromhex("02 00009803 00000009") + root + bytes.fromhex(pairs)
    assert Statement.decode(statement.encode(), 16) == statement
    assert statement.root == root == Statement.of(table, 0b11111, 12).root
    assert statement.pairs == [(1, 9), (2, 9), (4, 9), (8, 9), (9, 9)]


@pytest.mark.parametrize(("max_parties", "kind", "body"), [(12, TABLE, bytes(32)), (13, ROOT, bytes(32))])
def test_nobody_present_is_a_statement_too(max_parties: int, kind: int, body: bytes) -> None:
    statement = Statement.of(None, 0, max_parties).signed(CONTEXT, INPUTS, signs(RUNNER))
    assert (statement.kind, statement.body, statement.size, statement.pairs) == (kind, body, 0, [])
    assert Statement.decode(statement.encode(), max_parties) == statement
    if kind == TABLE:
        assert statement.table is None


@pytest.mark.parametrize("parties", [1, 4, 5, 12])
def test_tables_of_any_number_of_parties_come_back(parties: int) -> None:
    table = Table.of(parties, [mask.bit_count() for mask in range(1 << parties)], 32_767)
    found = Statement.decode(signed(RUNNER, table, (1 << parties) - 1, 12).encode(), 12)
    assert found.table is not None
    assert found.table.correct.tolist() == table.correct.tolist()
    assert found.root == WordTree(pack_counts(table.correct)).root


def test_what_is_signed_is_a_message_over_context_entries_and_content() -> None:
    statement = signed(RUNNER)
    raw = b"".join(bytes.fromhex(e.who[2:]) + b"\0" + (100).to_bytes(11) + e.data for e in ENTRIES)
    inner = [CONTEXT, keccak(raw), keccak(statement.unsigned)]
    digest = keccak(encode(["bytes32", "bytes32", "bytes32"], inner))
    assert statement.digest(CONTEXT, INPUTS) == digest
    vrs = (statement.signature[64], *(int.from_bytes(statement.signature[at : at + 32]) for at in (0, 32)))
    assert Account.recover_message(encode_defunct(primitive=digest), vrs) == RUNNER.address
    assert statement.signer(CONTEXT, INPUTS) == RUNNER.address


def test_a_signature_is_of_nothing_else() -> None:
    statement = signed(RUNNER)
    assert statement.signer(keccak(b"another"), INPUTS) != RUNNER.address
    assert statement.signer(CONTEXT, inputs_of(ENTRIES[:1])) != RUNNER.address
    assert statement.signer(CONTEXT, inputs_of(ENTRIES[::-1])) != RUNNER.address
    for changed in (
        replace(statement, kind=2),
        replace(statement, present=0b110),
        replace(statement, size=101),
        replace(statement, body=statement.body[:-1] + b"\1"),
    ):
        assert changed.signer(CONTEXT, INPUTS) != RUNNER.address


@pytest.mark.parametrize("v", [0, 1, 26, 29, 255])
def test_a_signature_with_another_v_is_nobodys(v: int) -> None:
    statement = signed(RUNNER)
    assert replace(statement, signature=statement.signature[:64] + bytes([v])).signer(CONTEXT, INPUTS) is None


def test_the_twin_of_a_signature_is_nobodys() -> None:
    statement = signed(RUNNER)
    s = int.from_bytes(statement.signature[32:64])
    twin = statement.signature[:32] + (ORDER - s).to_bytes(32) + bytes([55 - statement.signature[64]])
    assert replace(statement, signature=twin).signer(CONTEXT, INPUTS) is None


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        bytes(64),
        bytes(64) + b"\x1b",
        b"\xff" * 32 + bytes(31) + b"\1\x1b",
        bytes(31) + b"\1" + bytes(32) + b"\x1b",
    ],
)
def test_what_is_no_signature_is_nobodys(signature: bytes) -> None:
    assert replace(signed(RUNNER), signature=signature).signer(CONTEXT, INPUTS) is None


@pytest.mark.parametrize("length", [0, 73, 74, 105, 107, 200])
def test_a_length_that_does_not_fit_is_told(length: int) -> None:
    raw = signed(RUNNER).encode()
    assert len(raw) == 106
    with pytest.raises(InvalidInput, match="statement"):
        Statement.decode(raw.ljust(length, b"\0")[:length], 5)


def test_the_kind_is_that_of_the_round() -> None:
    for kind, wrong in ((12, 13), (13, 12)):
        raw = signed(RUNNER, max_parties=kind).encode()
        assert Statement.decode(raw, kind)
        with pytest.raises(InvalidInput, match="kind of the statement"):
            Statement.decode(raw, wrong)


def test_a_table_that_counts_more_than_there_are_is_told() -> None:
    statement = signed(RUNNER)
    with pytest.raises(InvalidInput, match=r"correct\[3\] is 90"):
        _ = replace(statement, size=89).table
    with pytest.raises(InvalidInput, match="completed with"):
        _ = replace(statement, body=statement.body[:-1] + b"\1").table


@pytest.mark.parametrize(
    ("table", "present", "message"),
    [
        (PAIR, 0b1, "the table is of 2 parties, but 1 are present"),
        (None, 0b1, "the table is of 0 parties, but 1 are present"),
        (PAIR, 0b100001, "the round has 5 parties at most"),
        (Table.of(2, [0, 1, 1, 1], 32_768), 0b11, "validation_size is 32768"),
    ],
)
def test_what_cannot_be_stated_is_told(table: Table | None, present: int, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        Statement.of(table, present, 5)
