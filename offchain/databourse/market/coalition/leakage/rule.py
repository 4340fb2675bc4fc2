"""leakage-game: what a round needs to be proposed, challenged, told and proven."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from databourse.market.challenging import Objection
from databourse.market.coalition.hints import cut_of
from databourse.market.coalition.leakage.commitment import Commitment
from databourse.market.coalition.leakage.explain import explain
from databourse.market.coalition.leakage.forming import form, form_literally
from databourse.market.coalition.leakage.objecting import objections
from databourse.market.coalition.leakage.playing import (
    Played,
    Setting,
    homes_in,
    leaks_by_definition,
    leaks_by_type,
)
from databourse.market.coalition.outcome import Group, Place, credits_of, debits_of, members_of
from databourse.market.coalition.params import LeakageParams
from databourse.market.coalition.reading import read_round
from databourse.market.coalition.telling import Case
from databourse.market.entries import Entry
from databourse.market.mechanism import Explanation, Money, Pointers, Solution
from databourse.market.phases import Phases
from databourse.market.posts import Post
from databourse.mechanisms.coalition.contract_game import split
from databourse.mechanisms.coalition.literal import largest_remainder


class LeakageRule:
    """The rule: any individually stable partition will do, and one that is not falls to an objection."""

    name = "leakage-game"

    def encode_params(self, options: Mapping[str, Any]) -> bytes:
        """The round's `params` from entry_bond, bond, influence, cost and most_contracts; see `LeakageParams`."""
        return LeakageParams.of(options).encode()

    def decode_params(self, params: bytes) -> Mapping[str, Any]:
        """The named options in `params`."""
        found = LeakageParams.decode(params)
        return {
            "entry_bond": found.entry_bond,
            "bond": found.bond,
            "cost": found.cost,
            "most_contracts": found.most_contracts,
            "influence": [list(row) for row in found.influence],
        }

    def describe(self, params: bytes) -> str:
        """One line for people."""
        found = LeakageParams.decode(params)
        types = f"{found.kinds} type{'s' * (found.kinds > 1)} of data"
        return (
            f"{self.name} ({types}; company costs {found.cost} base units a member; a device stakes {found.entry_bond} "
            f"base units until it opens its entry, a proposer {found.bond})"
        )

    def phases(self, params: bytes) -> Phases:
        """Devices open their entries; outcomes are proposed."""
        return Phases(reveals=True, bond=LeakageParams.decode(params).bond)

    def solve(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,  # noqa: ARG002 - nothing is delivered piece by piece
        *,
        posts: Sequence[Post] = (),
        independent: bool = False,
    ) -> Solution[Played]:
        """Forms coalitions until they are stable. There can be several such partitions, and the forms may find others.

        Raises:
            Refused: no stable partition was found; see `form`.
        """
        setting = _setting(entries, params, posts, independent=independent)
        homes = (form_literally if independent else form)(setting.game)
        return _solution(setting, homes, independent=independent)

    def resolve(
        self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes, *, independent: bool = False
    ) -> Solution[Played]:
        """The money of the partition that `alloc` names, stable or not; with `independent`, found by its definition.

        Raises:
            InvalidInput: `alloc` names no partition of the devices that take part, or one in which somebody would be
                paid less than nothing.
        """
        setting = _setting(entries, params, posts, independent=independent)
        return _solution(setting, homes_in(alloc, len(setting.players)), independent=independent)

    def commitment(self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes) -> bytes:
        """What the checker's `commit` answers for this partition.

        Raises:
            InvalidInput: as for `resolve`.
        """
        return Commitment(self.resolve(entries, params, posts, alloc).detail).word

    def objections(
        self, entries: Sequence[Entry], params: bytes, posts: Sequence[Post], alloc: bytes
    ) -> Iterator[Objection]:
        """Everything that refutes this partition, the largest gain first; nothing iff it is individually stable.

        Raises:
            InvalidInput: as for `resolve`.
        """
        return objections(self.resolve(entries, params, posts, alloc).detail)

    def groups(self, entries: Sequence[Entry], solution: Solution[Played]) -> tuple[Group, ...]:
        """Every coalition with its members; last, if there are any, the devices that take no part."""
        played = solution.detail
        players, reading, paid = played.setting.players, played.reading, played.paid
        found = [
            Group(number, members_of(entries, reading, paid, (players[player] for player in coalition)))
            for number, coalition in enumerate(played.coalitions)
        ]
        outside = sorted(set(range(len(reading.devices))) - set(players))
        return (*found, Group(None, members_of(entries, reading, paid, outside))) if outside else tuple(found)

    def places(self, solution: Solution[Played], device: int) -> tuple[Place, ...]:
        """What a device would earn in each coalition and alone, all others staying, and who there would lose by it.

        Nothing for a device that takes no part.
        """
        played = solution.detail
        return played.places(played.setting.players.index(device)) if device in played.setting.players else ()

    def explain(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,
        index: int,
        money: Money,
        *,
        posts: Sequence[Post] = (),
        alloc: bytes | None = None,
    ) -> Explanation:
        """Why entry `index` fared as it did in the partition that `alloc` names, or else in the one that is found.

        Raises:
            InvalidInput: as for `resolve`.
        """
        if alloc is None:
            solution = self.solve(entries, params, pointers, posts=posts)
        else:
            solution = self.resolve(entries, params, posts, alloc)
        setting = solution.detail.setting
        return explain(Case(entries, index, money, setting.reading, setting.params.entry_bond, solution))


def _setting(entries: Sequence[Entry], params: bytes, posts: Sequence[Post], *, independent: bool) -> Setting:
    found = LeakageParams.decode(params)
    reading = read_round(entries, posts, found.entry_bond, found.most_contracts)
    return Setting.of(reading, found, largest_remainder if independent else split)


def _solution(setting: Setting, homes: Sequence[int], *, independent: bool) -> Solution[Played]:
    played = Played.of(setting, homes, leaks_by_definition if independent else leaks_by_type)
    return Solution(
        debits=debits_of(setting.reading, played.spent, setting.params.entry_bond),
        credits=credits_of(setting.reading, played.paid),
        alloc=played.alloc(),
        hints=_hints(setting),
        pointers={},
        detail=played,
    )


def _hints(setting: Setting) -> bytes:
    """Of each type, the last device that takes part and is rounded up."""
    reading = setting.reading
    packed = []
    for kind in range(setting.game.kinds):
        own = [player for player, other in enumerate(setting.game.types) if other == kind]
        budget = reading.contracts[setting.contract_of[kind]].budget if own else 0
        devices = [setting.players[player] for player in own]
        shares = [
            (reading.device_entries[device], reading.devices[device].samples, int(setting.game.prices[player]))
            for player, device in zip(own, devices, strict=True)
        ]
        packed.append(cut_of(budget, shares))
    return b"".join(packed)
