"""Whose data can be used: opening bundles, and a reason for each party whose bundle does not do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from databourse.errors import InvalidInput
from databourse.learning.problem import Problem
from databourse.learning.rows import Rows
from databourse.market.learning.parties import Party
from databourse.runner.bundle import Bundle, unpack_bundle
from databourse.runner.enclave import Absence
from databourse.runner.facts import RoundFacts
from databourse.runner.sealing import bundle_info, unseal

#: The ciphertext with a commitment, if it was uploaded.
Stored = Callable[[bytes], bytes | None]


@dataclass(frozen=True, eq=False)
class Admitted:
    """A party with its data, in memory."""

    party: Party
    bundle: Bundle


@dataclass(frozen=True, eq=False)
class Admission:
    """Who is present, in the order of the parties, and who is not."""

    present: tuple[Admitted, ...]
    absent: tuple[Absence, ...]

    @property
    def mask(self) -> int:
        """Bit i: party i is present."""
        return sum(1 << one.party.number for one in self.present)

    def problem(self) -> Problem:
        """What is trained: everybody's data, judged by everybody's validation data."""
        parts = [one.bundle.validation for one in self.present]
        task = Rows(np.concatenate([rows.features for rows in parts]), np.concatenate([rows.labels for rows in parts]))
        names = [f"party {one.party.number}" for one in self.present]
        return Problem.of([one.bundle.train for one in self.present], [task], names)

    def without(self, number: int, reason: str) -> Admission:
        """The same without a party."""
        gone = next(one.party for one in self.present if one.party.number == number)
        absent = (*self.absent, Absence(number, gone.account, reason))
        rest = tuple(one for one in self.present if one.party.number != number)
        return Admission(rest, tuple(sorted(absent, key=lambda one: one.party)))


def admit(facts: RoundFacts, stored: Stored, pair: X25519PrivateKey) -> Admission:
    """Opens the bundles of a round's parties.

    The first party that is present says how many features there are; who has others is absent.
    """
    present: list[Admitted] = []
    absent: list[Absence] = []
    for party in facts.parties:
        try:
            bundle = _open(facts, party, stored, pair)
            if present and bundle.train.columns != present[0].bundle.train.columns:
                first = present[0]
                rule = f"party {first.party.number}, the first one, has {first.bundle.train.columns}"
                raise InvalidInput(f"the data have {bundle.train.columns} features, but {rule}")
        except InvalidInput as error:
            absent.append(Absence(party.number, party.account, error.message))
        else:
            present.append(Admitted(party, bundle))
    return Admission(tuple(present), tuple(absent))


def _open(facts: RoundFacts, party: Party, stored: Stored, pair: X25519PrivateKey) -> Bundle:
    ciphertext = stored(party.commitment)
    if ciphertext is None:
        raise InvalidInput("no bundle was uploaded")
    try:
        raw = unseal(ciphertext, pair, bundle_info(facts.context, party.account))
    except InvalidInput as error:
        raise InvalidInput(f"the bundle cannot be used: {error.message}") from error
    bundle = unpack_bundle(raw)
    bundle.check_share(facts.params.max_parties)
    return bundle
