"""Learning rounds in a few lines: who enters, what the runner or the arbiter signs, what is posted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from eth_account import Account
from eth_account.messages import encode_defunct
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from databourse.market.entries import Entry
from databourse.market.learning import LEARNING
from databourse.market.learning.outcome import Outcome
from databourse.market.learning.params import LearningParams
from databourse.market.learning.parties import commitment, entry_word
from databourse.market.learning.statement import Statement, inputs_of
from databourse.market.mechanism import Solution
from databourse.market.posts import POSTED, Post
from databourse.mechanisms.learning.table import Table
from tests.market.scripted import account

RUNNER: LocalAccount = Account.from_key(keccak(b"runner"))
ARBITER: LocalAccount = Account.from_key(keccak(b"arbiter"))
STRANGER: LocalAccount = Account.from_key(keccak(b"stranger"))
CONTEXT = keccak(b"context")
BUDGET = 1_000


def options(max_parties: int = 5, budget: int = BUDGET, arbiter: bool = True) -> dict[str, Any]:
    """Those of a round, with a bond where there must be one."""
    return {
        "max_parties": max_parties,
        "budget": budget,
        "bond": 500 if max_parties > 12 else 0,
        "runner": RUNNER.address,
        "runner_key": b"\x33" * 32,
        "measurement": b"\x44" * 32,
        "model": "logistic",
        "settings": {"C": 0.5},
    } | ({"arbiter": ARBITER.address} if arbiter else {})


def word(name: str) -> bytes:
    """The data word of somebody's entry."""
    return entry_word(commitment(name.encode()))


def signature(who: LocalAccount, message: bytes) -> bytes:
    signed = who.sign_message(encode_defunct(primitive=message))
    return signed.r.to_bytes(32) + signed.s.to_bytes(32) + bytes([signed.v])


def signed(who: LocalAccount, statement: Statement, context: bytes, entries: Sequence[Entry]) -> bytes:
    """A statement as it is posted."""
    return statement.signed(context, inputs_of(entries), lambda message: signature(who, message)).encode()


def random_table(parties: int, size: int = 100, seed: int = 0) -> Table:
    """Closed, and no two parties alike."""
    chance = np.random.default_rng((seed, parties, size))
    return Table.of(parties, chance.integers(0, size + 1, 1 << parties), size).closure()


class Learned:
    """The entries and the posts of a round; methods add to them."""

    def __init__(self, parties: int = 0, **changes: Any) -> None:
        """With so many valid entries, of as many accounts."""
        self.params = LearningParams.of(options(**changes))
        self.entries: list[Entry] = []
        self.posts: list[Post] = []
        for number in range(parties):
            self.enter(f"party {number}")

    def enter(self, name: str, lock: int | None = None, data: bytes | None = None, flags: int = 0) -> int:
        index = len(self.entries)
        locked = self.params.budget if lock is None else lock
        self.entries.append(Entry(index, account(name), locked, data or word(name), flags))
        return index

    def say(self, table: Table | None, present: int | None = None, by: LocalAccount = RUNNER) -> Statement:
        """A signed statement about a table, of all parties unless a mask is given, is posted."""
        mask = (1 << (table.parties if table else 0)) - 1 if present is None else present
        statement = Statement.of(table, mask, self.params.max_parties)
        self.post(statement, by)
        return statement

    def post(self, statement: Statement, by: LocalAccount = RUNNER) -> None:
        self.raw(signed(by, statement, CONTEXT, self.entries))

    def raw(self, statement: bytes) -> None:
        self.posts.append(Post(POSTED, account("operator"), b"", statement, CONTEXT))

    def solve(self, independent: bool = False) -> Solution[Outcome]:
        return LEARNING.solve(self.entries, self.params.encode(), {}, posts=self.posts, independent=independent)

    def resolve(self, alloc: bytes, independent: bool = False) -> Solution[Outcome]:
        return LEARNING.resolve(self.entries, self.params.encode(), self.posts, alloc, independent=independent)
