"""Random learning rounds: who is a party, who is absent, and statements of which some count and some are flawed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from databourse.market.entries import MAX_LOCK, WITH_PAYLOAD, Entry
from databourse.market.learning.parties import parties_of
from databourse.market.learning.statement import ROOT, Statement
from databourse.market.learning.tables import TABLES
from databourse.market.learning.words import MOST_COUNT, pack_counts
from databourse.mechanisms.learning.table import Table
from tests.market.learning.rounds import ARBITER, CONTEXT, RUNNER, STRANGER, Learned, signed, word
from tests.market.scripted import account

_BUDGETS = (1, 7, 10**6, 10**18, MAX_LOCK)
_SIZES = (1, 3, 100, MOST_COUNT)


@dataclass(frozen=True)
class Lesson:
    """One round; `made` has its parameters, entries and posts."""

    number: int
    made: Learned


def make_round(number: int, most_present: int = 15) -> Lesson:
    """The `number`-th round; every third is one whose outcomes are proposed."""
    rng = Random(f"learning round {number}")
    most = rng.randint(13, 20) if number % 3 == 0 else rng.choice([1, 2, 3, 4, 5, 6, 8, 12])
    made = Learned(max_parties=most, budget=rng.choice(_BUDGETS), arbiter=rng.random() < 0.6)
    for place in range(rng.choice([most, most, rng.randint(0, most)])):
        _enter(rng, made, place)
    parties = len(parties_of(made.entries, made.params.budget))
    for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 2, 3, 4])):
        made.raw(_posted(rng, made, parties, most_present if made.params.proposed else 6 + 6 * (number % 40 == 1)))
    return Lesson(number, made)


def _enter(rng: Random, made: Learned, place: int) -> None:
    """A party, or seldom what is almost one."""
    name, budget = f"party {place}", made.params.budget
    odd = rng.random()
    if odd < 0.06:
        payload = rng.randbytes(5)
        index = len(made.entries)
        made.entries.append(Entry(index, account(name), budget, keccak(payload), WITH_PAYLOAD, payload))
    elif odd < 0.12:
        made.enter(name, data=bytes([rng.choice([0, 4, 9, 11])]) + word(name)[1:])
    elif odd < 0.18:
        made.enter(name, lock=budget - 1)
    else:
        made.enter(name, lock=min(MAX_LOCK, budget + rng.choice([0, 0, 1, 10**9])))


def _posted(rng: Random, made: Learned, parties: int, most: int) -> bytes:
    """A statement, whosever it is and whatever is wrong with it."""
    who: LocalAccount = rng.choice([RUNNER] * 5 + [ARBITER, STRANGER])
    statement = statement_of(rng, parties, made.params.max_parties, most)
    raw = signed(who, statement, CONTEXT, made.entries)
    wrong = rng.random()
    if wrong < 0.04:
        return raw + b"\0"
    if wrong < 0.08:
        return raw[: rng.randrange(len(raw))]
    if wrong < 0.12:
        return signed(who, statement, keccak(b"another"), made.entries)
    if wrong < 0.16:
        return signed(who, statement, CONTEXT, made.entries[:-1])
    if wrong < 0.2:
        at = rng.randrange(len(raw))
        return raw[:at] + bytes([raw[at] ^ 1 << rng.randrange(8)]) + raw[at + 1 :]
    return raw


def statement_of(rng: Random, parties: int, max_parties: int, most: int) -> Statement:
    """About a closed table of some of the parties; seldom about one that nothing follows from."""
    numbers = [number for number in range(parties) if rng.random() < 0.9][:most]
    present = sum(1 << number for number in numbers)
    size = rng.choice(_SIZES)
    if not numbers:
        return Statement.of(None, 0, max_parties)
    table = random_closed(rng, len(numbers), size)
    TABLES.add(pack_counts(table.correct))
    statement = Statement.of(table, present, max_parties)
    flaw = rng.random()
    if flaw < 0.03:
        return replace(statement, present=present ^ (3 << rng.randrange(30)))
    if flaw < 0.05:
        return replace(statement, size=rng.choice([0, MOST_COUNT + 1, table.everybody - 1 if table.everybody else 0]))
    if flaw < 0.15:
        return _with_other_counts(rng, statement, table)
    return statement


def random_closed(rng: Random, parties: int, size: int) -> Table:
    """Of any shape: data that repeat each other, complete each other, or are worth nothing."""
    shape = rng.randrange(3)
    if shape == 0:
        counts = [rng.randint(0, size) for _ in range(1 << parties)]
    elif shape == 1:
        each = [rng.randint(0, size) for _ in range(parties)]
        counts = [min(size, sum(one for i, one in enumerate(each) if mask >> i & 1)) for mask in range(1 << parties)]
    else:
        needed = rng.randint(1, parties)
        counts = [size * (mask.bit_count() >= needed) for mask in range(1 << parties)]
    return Table.of(parties, counts, size).closure()


def _with_other_counts(rng: Random, statement: Statement, table: Table) -> Statement:
    """One count of the table, its padding, or of what is said of single parties is another."""
    if statement.kind == ROOT and rng.random() < 0.5:
        at = 32 + rng.randrange(len(statement.body) - 32)
        body = statement.body
        return replace(statement, body=body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :])
    packed = bytearray(pack_counts(table.correct))
    packed[rng.randrange(len(packed))] ^= 1 << rng.randrange(8)
    if statement.kind == ROOT:
        return replace(statement, body=TABLES.add(bytes(packed)) + statement.body[32:])
    return replace(statement, body=bytes(packed))
