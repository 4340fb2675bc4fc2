"""contract-game: what a round needs to be settled, told and proven."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from databourse.market.coalition.contract.explain import explain
from databourse.market.coalition.contract.playing import Played, play, play_literally
from databourse.market.coalition.hints import cut_of
from databourse.market.coalition.outcome import Group, Place, credits_of, debits_of, members_of
from databourse.market.coalition.params import ContractParams
from databourse.market.coalition.reading import read_round
from databourse.market.coalition.telling import Case
from databourse.market.entries import Entry
from databourse.market.mechanism import Explanation, Money, Pointers, Solution
from databourse.market.phases import Phases
from databourse.market.posts import Post


class ContractRule:
    """The rule; its outcome is unique and checked completely."""

    name = "contract-game"

    def encode_params(self, options: Mapping[str, Any]) -> bytes:
        """The round's `params` from entry_bond and most_contracts; see `ContractParams`."""
        return ContractParams.of(options).encode()

    def decode_params(self, params: bytes) -> Mapping[str, Any]:
        """The named options in `params`."""
        found = ContractParams.decode(params)
        return {"entry_bond": found.entry_bond, "most_contracts": found.most_contracts}

    def describe(self, params: bytes) -> str:
        """One line for people."""
        found = ContractParams.decode(params)
        contracts = f"at most {found.most_contracts} contract{'s' * (found.most_contracts > 1)}"
        return f"{self.name} ({contracts}; a device stakes {found.entry_bond} base units until it opens its entry)"

    def phases(self, params: bytes) -> Phases:
        """Devices open their entries; the outcome is settled at once."""
        ContractParams.decode(params)
        return Phases(reveals=True)

    def solve(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,  # noqa: ARG002 - nothing is delivered piece by piece
        *,
        posts: Sequence[Post] = (),
        independent: bool = False,
    ) -> Solution[Played]:
        """Places the devices and pays them.

        The allocation is 3 bytes a device, in the order of placement: entry(2) contract(1); hints are a cut a contract.
        """
        found = ContractParams.decode(params)
        reading = read_round(entries, posts, found.entry_bond, found.most_contracts)
        return solution_of((play_literally if independent else play)(reading), found.entry_bond)

    def groups(self, entries: Sequence[Entry], solution: Solution[Played]) -> tuple[Group, ...]:
        """Every contract with its members; last, if there are any, the devices whose type has no contract."""
        played = solution.detail
        reading = played.reading
        found = [
            Group(
                slot,
                members_of(entries, reading, played.payments, played.members(slot)),
                contract.type,
                contract.budget,
                reading.contract_entries[slot],
            )
            for slot, contract in enumerate(reading.contracts)
        ]
        outside = members_of(entries, reading, played.payments, played.members(None))
        return (*found, Group(None, outside)) if outside else tuple(found)

    def places(self, solution: Solution[Played], device: int) -> tuple[Place, ...]:
        """What a device would earn in each contract of its type, all others staying where they are."""
        return solution.detail.places(device)

    def explain(
        self,
        entries: Sequence[Entry],
        params: bytes,
        pointers: Pointers,
        index: int,
        money: Money,
        *,
        posts: Sequence[Post] = (),
        alloc: bytes | None = None,  # noqa: ARG002 - there is only one outcome
    ) -> Explanation:
        """Why entry `index` fared as it did."""
        solution = self.solve(entries, params, pointers, posts=posts)
        bond = ContractParams.decode(params).entry_bond
        return explain(Case(entries, index, money, solution.detail.reading, bond, solution))


def solution_of(played: Played, entry_bond: int) -> Solution[Played]:
    """An outcome in the form in which it is settled."""
    return Solution(
        debits=debits_of(played.reading, played.spent, entry_bond),
        credits=credits_of(played.reading, played.payments),
        alloc=played.alloc(),
        hints=_hints(played),
        pointers={},
        detail=played,
    )


def _hints(played: Played) -> bytes:
    """Of each contract, the last member that is rounded up."""
    reading = played.reading
    return b"".join(
        cut_of(
            contract.budget,
            (
                (reading.device_entries[device], reading.devices[device].samples, played.payments[device])
                for device in played.members(slot)
            ),
        )
        for slot, contract in enumerate(reading.contracts)
    )
