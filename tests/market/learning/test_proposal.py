"""Rounds of more than twelve parties: what is proposed, committed to and refuted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from eth_utils.crypto import keccak

from databourse.errors import InvalidInput, NoOutcome
from databourse.market.challenging import Objection, Unavailable
from databourse.market.learning.blocks import Row, pack_rows, rows_of, unpack_rows
from databourse.market.learning.rule import LearningRule
from databourse.market.learning.statement import Statement
from databourse.market.learning.tables import Tables
from databourse.market.learning.words import WordTree, pack_counts
from databourse.mechanisms.compiled import Ints
from databourse.mechanisms.learning import Outcome as Solved
from databourse.mechanisms.learning import single_task
from databourse.mechanisms.learning.table import Table
from tests.market.learning.refuting import Malformed, refutes
from tests.market.learning.rounds import BUDGET, Learned, random_table


class Large(Learned):
    """A round of up to twenty, with a rule that knows its tables only."""

    def __init__(self, table: Table | None, known: bool = True, parties: int = 20) -> None:
        super().__init__(parties, max_parties=20)
        self.tables = Tables()
        self.rule = LearningRule(self.tables)
        self.say(table)
        if table and known:
            self.tables.add(pack_counts(table.correct))

    def alloc(self) -> bytes:
        entries, params, posts = self.entries, self.params.encode(), self.posts
        return self.rule.solve(entries, params, {}, posts=posts).alloc

    def objections(self, alloc: bytes) -> list[Objection]:
        return list(self.rule.objections(self.entries, self.params.encode(), self.posts, alloc))

    def commitment(self, alloc: bytes) -> bytes:
        return self.rule.commitment(self.entries, self.params.encode(), self.posts, alloc)

    def say_counts(self, counts: Ints, size: int) -> None:
        """In the place of what was said: the root of a table as it is, with the pairs that are in it."""
        parties = len(counts).bit_length() - 1
        packed = pack_counts(counts)
        self.posts.clear()
        pairs = b"".join(int(counts[at]).to_bytes(2) for i in range(parties) for at in (1 << i, len(counts) - 1))
        self.post(Statement(2, (1 << parties) - 1, size, self.tables.add(packed) + pairs))


@pytest.mark.parametrize("parties", [1, 2, 3, 4, 5, 12, 13, 14, 16])
def test_the_outcome_is_the_mechanisms(parties: int) -> None:
    """However many are present, found from the table or taken from what is proposed, by either solver."""
    table = random_table(parties)
    made = Large(table)
    entries, params, posts = made.entries, made.params.encode(), made.posts
    expected = Solved.of(single_task(table), BUDGET).payments
    solution = made.rule.solve(entries, params, {}, posts=posts)
    assert solution.debits == tuple((i, paid) for i, paid in enumerate(expected.charges) if paid)
    assert solution.credits == tuple((i, got) for i, got in enumerate(expected.payouts) if got)
    assert solution.hints == b""
    for independent in (False, True):
        resolved = made.rule.resolve(entries, params, posts, solution.alloc, independent=independent)
        assert (resolved.debits, resolved.credits, resolved.alloc) == (
            solution.debits,
            solution.credits,
            solution.alloc,
        )
        assert list(resolved.detail.worth) == single_task(table).shapley_numerators
    if parties <= 12:
        slow = made.rule.solve(entries, params, {}, posts=posts, independent=True)
        assert (slow.debits, slow.credits, slow.alloc) == (solution.debits, solution.credits, solution.alloc)
    assert made.objections(solution.alloc) == []


def test_twenty_parties() -> None:
    """Blocks of every number of high parties; all that is checked of them in one go."""
    table = random_table(20, 32_767)
    made = Large(table)
    alloc = made.alloc()
    assert len(alloc) == 256 * 12 * 21
    assert made.objections(alloc) == []
    rows = unpack_rows(alloc, 20)
    assert max(number for row in rows for number in (row.common, *row.own)) < 2**96


def test_what_is_proposed_byte_for_byte() -> None:
    """Two parties: W = [1, 1], k = [1, 4, 3] and (|S| + 1)·W = [1, 2, 0]; one block, whose words are the root."""
    made = Large(Table.of(2, [0, 60, 50, 90], 100))
    alloc = made.alloc()
    common, first, second = 2 * (60 + 50), 4 * 60 + 3 * 90, 4 * 50 + 3 * 90
    assert alloc == b"".join(number.to_bytes(12) for number in (common, first, second))
    cells = bytes.fromhex("0000 003c 0032 005a") + bytes(24)
    pairs = bytes.fromhex("003c 005a 0032 005a")
    head = cells + (3).to_bytes(4) + (100).to_bytes(4) + pairs + keccak(alloc)
    assert made.commitment(alloc) == keccak(head)
    # worth: what is left without the common part and 2!·G_i, which adds up to 2!·(3·90 - 60 - 50)
    resolved = made.rule.resolve(made.entries, made.params.encode(), made.posts, alloc)
    assert resolved.detail.worth == (first - common - 120, second - common - 100)


def test_nobody_present_commits_to_no_rows() -> None:
    made = Large(None)
    assert made.alloc() == b""
    assert made.commitment(b"") == keccak(bytes(32) + bytes(4) + bytes(4) + bytes(32))
    assert made.objections(b"") == []


def changed(alloc: bytes, parties: int, change: Callable[[list[Row]], None]) -> bytes:
    rows = list(unpack_rows(alloc, parties))
    change(rows)
    return pack_rows(rows)


def shift(rows: list[Row], block: int, party: int, other: int, amount: int) -> None:
    """Makes one party's data worth more, and another's less: all together stays."""
    own = list(rows[block].own)
    own[party], own[other] = own[party] + amount, own[other] - amount
    rows[block] = replace(rows[block], own=tuple(own))


@pytest.mark.parametrize("parties", [3, 12, 13, 15])
def test_a_false_sum_is_found_and_refutes(parties: int) -> None:
    """In the last block, by one; everybody who has the table can show it."""
    made = Large(random_table(parties))
    alloc = made.alloc()
    false = changed(alloc, parties, lambda rows: shift(rows, -1, 0, 1, 1))
    (objection,) = made.objections(false)
    assert refutes(made.commitment(false), objection.packed)
    with pytest.raises(Malformed):
        refutes(made.commitment(alloc), objection.packed)
    last = max(0, parties - 12)
    assert f"block {(1 << last) - 1} of {1 << last}" in objection.sentence


def test_sums_that_are_moved_from_one_block_to_another_are_found() -> None:
    """The worth of nobody's data changes, and both rows are false all the same."""
    made = Large(random_table(14))

    def move(rows: list[Row]) -> None:
        rows[1], rows[2] = replace(rows[1], common=rows[1].common + 5), replace(rows[2], common=rows[2].common - 5)

    false = changed(made.alloc(), 14, move)
    found = made.objections(false)
    assert ["block 1 of 4" in found[0].sentence, "block 2 of 4" in found[1].sentence, len(found)] == [True, True, 2]
    assert all(refutes(made.commitment(false), one.packed) for one in found)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda rows: shift(rows, 0, 0, 1, rows[0].own[1]), "worth of the present party 1"),
        (lambda rows: rows.__setitem__(0, replace(rows[0], common=rows[0].common - 1)), "worth of all data"),
        (lambda rows: rows.append(rows[0]), "alloc is '120 bytes', but it has 60 bytes with 4 parties present"),
        (lambda rows: rows.clear(), "alloc is '0 bytes'"),
    ],
)
def test_what_cannot_be_proposed_is_told(change: Callable[[list[Row]], None], told: str) -> None:
    made = Large(random_table(4))
    false = changed(made.alloc(), 4, change)
    with pytest.raises(InvalidInput, match=told):
        made.rule.resolve(made.entries, made.params.encode(), made.posts, false)


@pytest.mark.parametrize("parties", [3, 5, 13])
def test_a_table_that_falls_refutes_every_proposal(parties: int) -> None:
    """Nobody who knows it proposes; whoever does is refuted by the table itself, even with the sums that it has."""
    table = random_table(parties)
    made = Large(table)
    counts = table.correct.copy()
    counts[0b11] = counts[0b10] - 1  # single ones and all together are as stated
    made.say_counts(counts, 100)
    with pytest.raises(NoOutcome, match="is not its own closure"):
        made.alloc()
    claimed = pack_rows(rows_of(counts, parties))
    found = made.objections(claimed)
    assert found
    assert all(refutes(made.commitment(claimed), one.packed) for one in found)
    assert "rows right, and" in found[0].sentence


@pytest.mark.parametrize(
    ("place", "count", "told"),
    [
        (0, 1, "the model of nobody's data"),
        (5, 200, "there are 100 validation rows"),
        (16 + 3, 1, "with the data of 1, 4 a model gets .* and with those of party 0 as well 1$"),
    ],
)
def test_tables_that_no_outcome_follows_from(place: int, count: int, told: str) -> None:
    counts = random_table(5).correct.copy()
    counts[place] = count
    made = Large(random_table(5))
    made.say_counts(counts, 100)
    with pytest.raises(NoOutcome, match=told):
        made.alloc()


def test_what_stands_behind_a_short_table_refutes() -> None:
    made = Large(random_table(2))
    counts = np.zeros(16, np.int64)
    counts[:4] = random_table(2).correct
    counts[9] = 1
    made.posts.clear()
    pairs = b"".join(int(counts[at]).to_bytes(2) for at in (1, 3, 2, 3))
    made.post(Statement(2, 3, 100, pack_counts(counts) + pairs))
    with pytest.raises(NoOutcome, match="something else than zeros stands behind the table"):
        made.alloc()
    alloc = Large(random_table(2)).alloc()
    (objection,) = made.objections(alloc)
    assert refutes(made.commitment(alloc), objection.packed)
    assert "in place 9" in objection.sentence


@pytest.mark.parametrize(
    ("pairs", "told"),
    [
        ([(60, 90), (50, 91)], "not give one count of all data together"),
        ([(60, 55), (50, 55)], "party 0 gets 60 rows of 100 right alone, and all together 55"),
        ([(60, 101), (50, 101)], "party 0 gets 60 rows of 100 right alone, and all together 101"),
    ],
)
def test_counts_that_cannot_be_stated(pairs: list[tuple[int, int]], told: str) -> None:
    made = Large(None)
    body = WordTree(pack_counts([0, 60, 50, 90])).root + b"".join(n.to_bytes(2) for pair in pairs for n in pair)
    made.posts.clear()
    made.post(Statement(2, 3, 100, body))
    with pytest.raises(NoOutcome, match=told):
        made.alloc()


def test_single_counts_that_are_not_the_tables_refute() -> None:
    table = random_table(13)
    made = Large(table)
    counts = table.correct.copy()
    said = Statement.of(table, (1 << 13) - 1, 20)
    lie = int(counts[1]) - 1
    made.posts.clear()
    made.post(replace(said, body=said.body[:32] + lie.to_bytes(2) + said.body[34:]))
    with pytest.raises(NoOutcome, match="other counts for single parties"):
        made.alloc()


def test_without_its_table_a_round_can_be_read_but_not_solved() -> None:
    """What is proposed has its money all the same; only whether it is right cannot be told."""
    table = random_table(13)
    known, made = Large(table), Large(table, known=False)
    alloc = known.alloc()
    with pytest.raises(Unavailable, match="13 parties, is not here") as error:
        made.alloc()
    assert error.value.hint is not None and "runner publishes it" in error.value.hint
    with pytest.raises(Unavailable):
        made.objections(alloc)
    resolved = made.rule.resolve(made.entries, made.params.encode(), made.posts, alloc)
    assert resolved.debits == known.rule.resolve(known.entries, known.params.encode(), known.posts, alloc).debits
    assert resolved.detail.table is None
    assert resolved.detail.shares[0].index is None
    assert made.commitment(alloc) == known.commitment(alloc)


def test_tables_are_asked_for_and_believed_by_their_root() -> None:
    table = random_table(13)
    packed = pack_counts(table.correct)
    root = WordTree(packed).root
    tables = Tables()
    tables.ask(lambda asked: bytes(len(packed)) if asked == root else None)
    with pytest.raises(Unavailable):
        tables.find(root, 13)
    tables.ask(lambda asked: packed if asked == root else None)
    assert tables.find(root, 13) == packed
    with pytest.raises(Unavailable):
        tables.find(root, 14)
    assert Tables().find(b"\7" * 32, 4) == b"\7" * 32  # one word is its own root
