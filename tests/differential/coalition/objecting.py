"""Partitions, true and false, and every objection that can be made against them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random

from databourse.market.coalition.leakage.commitment import GREATEST, LEAST, Commitment
from databourse.market.coalition.leakage.forming import by_appearance
from databourse.market.coalition.leakage.playing import Played, Setting
from databourse.mechanisms.coalition.leakage_game import objection
from tests.differential.coalition.forgery import Case

#: Of more objections than these not all are tried.
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Tried:
    """An objection, and whether it is right by the definition of the game of all devices."""

    packed: bytes
    right: bool


def partition(setting: Setting, homes: list[int]) -> Played:
    """A partition whatever its members would be paid: of objections, amounts are no part."""
    return Played(setting, tuple(homes), (), ())


def partitions(rng: Random, case: Case) -> Iterator[Played]:
    """The true one, some a few moves away from it, and one at random."""
    played: Played = case.solution.detail
    homes = list(played.homes)
    yield played
    if not homes:
        return
    for moves in (1, 1, 3):
        moved = list(homes)
        for _ in range(moves):
            moved[rng.randrange(len(moved))] = rng.randrange(max(moved) + 2)
        yield partition(played.setting, by_appearance(moved))
    groups = rng.choice([1, 2, 4, len(homes)])
    yield partition(played.setting, by_appearance([rng.randrange(groups) for _ in homes]))


def attempts(rng: Random, played: Played) -> tuple[list[Tried], bool]:
    """Any device that can be named, to anywhere; of too many, some. And whether these are all."""
    commitment, game = Commitment(played), played.setting.game
    coalitions = played.coalitions
    named = [(home, kind) for home in range(len(coalitions)) for kind in played.table.kinds_in(home)]
    moves = [
        ((home, kind), which, target)
        for (home, kind), which, target in product(named, (LEAST, GREATEST), (*range(len(coalitions)), None))
        if home != target
    ]
    if not moves:
        return [], True
    whole, tried = game.untyped(), []
    for (home, kind), which, target in rng.sample(moves, min(_MOST, len(moves))):
        _, device = played.table.members(home, kind)[0 if which == LEAST else -1]
        right = objection(whole, coalitions, device, coalitions[target] if target is not None else ())
        tried.append(Tried(commitment.objection(kind, which, home, target), right))
    return tried, len(tried) == len(moves)


def damaged(rng: Random, played: Played, packed: bytes) -> bytes:
    """The objection with something of it changed that no right one has."""
    kinds = played.setting.game.kinds
    head, row = 2 * kinds + 34, 4 + 24 * kinds
    # what kind and which name is a matter of the objection itself, the rest is proven
    at = rng.choice([place for place in range(len(packed)) if not head - 2 <= place < head])
    flipped = packed[:at] + bytes([packed[at] ^ 1 << rng.randrange(8)]) + packed[at + 1 :]
    cut = packed[: rng.randrange(len(packed))]
    home = packed[head : head + row + 1 + 32 * packed[head + row]]
    none = packed[: head - 2] + bytes([rng.choice([kinds, 255]), 0]) + packed[head:]
    neither = packed[: head - 1] + bytes([rng.choice([2, 255])]) + packed[head:]
    onto_itself = packed[:head] + home + home
    made = [flipped, flipped, flipped, packed + rng.randbytes(rng.randint(1, 40)), none, neither, onto_itself, b""]
    # cut after its home it is the objection of one who goes off alone
    return rng.choice([*made, cut] if len(cut) != head + len(home) else made)
