"""Whose data can be used: opening bundles, and a reason for each party whose bundle does not do."""

from __future__ import annotations

from collections import Counter
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

    The round is about as many features as most of them have, of equally many as the first; who has others is absent. So
    nobody shuts all others out by being the first.
    """
    opened: list[Admitted] = []
    absent: list[Absence] = []
    for party in facts.parties:
        try:
            opened.append(Admitted(party, _open(facts, party, stored, pair)))
        except InvalidInput as error:
            absent.append(Absence(party.number, party.account, error.message))
    found = Admission(tuple(opened), tuple(absent))
    columns = Counter(one.bundle.train.columns for one in opened).most_common(1)
    for one in opened:
        if (own := one.bundle.train.columns) != columns[0][0]:
            reason = f"the data have {own} features, but the round is about {columns[0][0]}, as those of most parties"
            found = found.without(one.party.number, reason)
    return found


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
