"""Rounds for a runner without a chain, and parties that hand in bundles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from eth_account import Account
from eth_utils.crypto import keccak

from databourse.chain.signer import Signer
from databourse.errors import NotFound
from databourse.learning import Rows
from databourse.market.entries import Entry
from databourse.market.learning.params import LearningParams
from databourse.market.learning.parties import commitment, entry_word
from databourse.runner.facts import RoundFacts
from databourse.runner.keys import RunnerKeys
from databourse.runner.measurement import measurement
from databourse.runner.party import seal_bundle
from databourse.runner.software import SoftwareRunner
from tests.learning.data import blobs
from tests.market.scripted import account

SERIES, NUMBER = 3, 7
CONTEXT = keccak(b"context of 3/7")
BUDGET = 1_000


def keys(name: str = "runner") -> RunnerKeys:
    """The same for the same name, in every process."""
    owner = Account.from_key(keccak(text=name))
    return RunnerKeys(Signer(name, owner.address, owner), pair(name))


def pair(name: str) -> X25519PrivateKey:
    """An encryption key of somebody."""
    return X25519PrivateKey.from_private_bytes(keccak(text=f"encryption of {name}"))


def params(own: RunnerKeys | None = None, **changes: Any) -> LearningParams:
    """Parameters of a round for a runner, with some options changed."""
    runner = own or keys()
    options = {
        "max_parties": 4,
        "budget": BUDGET,
        "runner": runner.address,
        "runner_key": runner.encryption_key,
        "measurement": measurement(),
        "model": "bayes",
    }
    return LearningParams.of(options | changes)


def facts(**changes: Any) -> RoundFacts:
    """A round that nobody has entered yet."""
    return replace(RoundFacts(SERIES, NUMBER, CONTEXT, params(), (), closed=False), **changes)


@dataclass
class Chain:
    """Tells the facts of one round, which a test changes."""

    now: RoundFacts = field(default_factory=facts)

    def facts(self, series: int, number: int) -> RoundFacts:
        if (series, number) != (SERIES, NUMBER):
            raise NotFound(f"series {series} has no round {number}")
        return self.now

    def enter(self, name: str, word: bytes, lock: int = BUDGET) -> None:
        """Adds an entry."""
        entry = Entry(len(self.now.entries), account(name), lock, word)
        self.now = replace(self.now, entries=(*self.now.entries, entry))

    def close(self) -> None:
        self.now = replace(self.now, closed=True)

    def settle(self, paid: int = 0b111) -> None:
        self.now = replace(self.now, over=True, paid=paid)


def data(seed: int, rows: int = 30) -> Rows:
    return blobs(rows, seed)


def bundle(name: str, train: Rows, validation: Rows, **changes: Any) -> bytes:
    """A sealed bundle of somebody for the round."""
    options: dict[str, Any] = {
        "reply_key": pair(name).public_key().public_bytes_raw(),
        "runner_key": keys().encryption_key,
        "context": CONTEXT,
        "account": account(name),
        "max_parties": 4,
    }
    return seal_bundle(train, validation, **(options | changes))


def join(chain: Chain, runner: SoftwareRunner, name: str, ciphertext: bytes) -> int:
    """Enters and uploads."""
    chain.enter(name, entry_word(commitment(ciphertext)))
    return runner.submit(SERIES, NUMBER, account(name), ciphertext)


def runner_of(chain: Chain, folder: Path, own: RunnerKeys | None = None) -> SoftwareRunner:
    return SoftwareRunner(own or keys(), folder, chain)


def nothing(_more: int, _total: int) -> None:
    """Passes over how far a training is."""
