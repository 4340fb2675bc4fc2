"""The leakage game of a round: who takes part at which price, and what a partition of them is worth in money."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from databourse.errors import InvalidInput
from databourse.market.coalition.leakage.forming import by_appearance
from databourse.market.coalition.leakage.game import TypeGame, square
from databourse.market.coalition.leakage.table import Table
from databourse.market.coalition.outcome import Place
from databourse.market.coalition.params import LeakageParams
from databourse.market.coalition.reading import Reading

#: Splits a budget by samples.
Split = Callable[[int, Sequence[int]], Sequence[int]]
#: G of each player: the influence on it of those outside its coalition.
Leaks = Callable[[TypeGame, Sequence[int]], Sequence[int]]


@dataclass(frozen=True)
class Setting:
    """What is played for.

    Attributes:
        reading: contracts and devices of the round.
        params: of the round.
        players: numbers of the devices that take part, in order; a player's position is how the game knows it.
        contract_of: by type, the number of the contract that pays for it.
        game: of the players.
    """

    reading: Reading
    params: LeakageParams
    players: tuple[int, ...]
    contract_of: dict[int, int]
    game: TypeGame

    @classmethod
    def of(cls, reading: Reading, params: LeakageParams, split: Split) -> Setting:
        """The game of a round. Of the contracts for a type the first pays; others, and other types, do not count."""
        contract_of: dict[int, int] = {}
        for slot, contract in enumerate(reading.contracts):
            if contract.type < params.kinds:
                contract_of.setdefault(contract.type, slot)
        players = tuple(number for number, device in enumerate(reading.devices) if device.type in contract_of)
        prices: dict[int, int] = {}
        for kind, slot in contract_of.items():
            own = [number for number in players if reading.devices[number].type == kind]
            if own:
                parts = split(reading.contracts[slot].budget, [reading.devices[number].samples for number in own])
                prices |= dict(zip(own, parts, strict=True))
        game = TypeGame(
            tuple(prices[number] for number in players),
            tuple(reading.devices[number].type for number in players),
            square(params.influence),
            params.cost,
        )
        return cls(reading, params, players, contract_of, game)


@dataclass(frozen=True)
class Played:
    """A partition of the players, stable or not.

    Attributes:
        setting: what is played for.
        homes: the coalition of each player, numbered by first appearance.
        worths: what each player's price is worth in its coalition, rounded down: what buyers pay.
        payments: what each is paid: its worth without the cost of its coalition.
    """

    setting: Setting
    homes: tuple[int, ...]
    worths: tuple[int, ...]
    payments: tuple[int, ...]

    @classmethod
    def of(cls, setting: Setting, homes: Sequence[int], leaks: Leaks) -> Played:
        """What a partition is worth.

        Args:
            setting: what is played for.
            homes: the coalition of each player, numbered by first appearance.
            leaks: how G is found.

        Raises:
            InvalidInput: somebody would be paid less than nothing.
        """
        game = setting.game
        sizes = Counter(homes)
        worths, payments = [], []
        for player, (home, price, leak) in enumerate(zip(homes, game.prices, leaks(game, homes), strict=True)):
            # what buyers pay is rounded down, and so is what devices are paid, by the same
            worth = price * game.whole // (game.whole + leak) if game.whole else price
            payment = worth - game.cost * (sizes[home] - 1)
            if payment < 0:
                entry = setting.reading.device_entries[setting.players[player]]
                rule = "nobody is paid less than nothing: its device is better off alone"
                raise InvalidInput.of(f"the payment of entry {entry}", payment, rule)
            worths.append(worth)
            payments.append(payment)
        return cls(setting, tuple(homes), tuple(worths), tuple(payments))

    @property
    def reading(self) -> Reading:
        """Contracts and devices of the round."""
        return self.setting.reading

    @cached_property
    def table(self) -> Table:
        """The coalitions, in which row n is coalition n."""
        return Table(self.setting.game, self.homes)

    @cached_property
    def coalitions(self) -> list[list[int]]:
        """The players of each coalition."""
        found: list[list[int]] = [[] for _ in range(len(set(self.homes)))]
        for player, home in enumerate(self.homes):
            found[home].append(player)
        return found

    @property
    def spent(self) -> list[int]:
        """What each contract pays."""
        amounts = [0] * len(self.reading.contracts)
        for kind, worth in zip(self.setting.game.types, self.worths, strict=True):
            amounts[self.setting.contract_of[kind]] += worth
        return amounts

    @property
    def paid(self) -> list[int]:
        """What each device of the round is paid, those that take no part included."""
        amounts = [0] * len(self.reading.devices)
        for player, payment in zip(self.setting.players, self.payments, strict=True):
            amounts[player] = payment
        return amounts

    def places(self, player: int) -> tuple[Place, ...]:
        """What a player would earn in each coalition and alone, and the entries of those there who would lose by it."""
        game, table, home = self.setting.game, self.table, self.homes[player]
        kind, price = game.types[player], game.prices[player]
        sizes = table.sizes.tolist()
        places = []
        # who is alone already cannot go off
        for number in [*range(len(self.coalitions)), *([table.empty] if sizes[home] > 1 else [])]:
            here, size = number == home, sizes[number]
            leak = table.leak(kind, number, joining=not here)
            losers = () if here else table.losers(number, kind)
            places.append(
                Place(
                    group=number if size else None,
                    earns=game.payoff(price, leak, size + (not here)),
                    here=here,
                    unwelcome=tuple(map(self.entry, losers)),
                )
            )
        return tuple(places)

    def entry(self, player: int) -> int:
        """The index of a player's entry."""
        return self.reading.device_entries[self.setting.players[player]]

    def alloc(self) -> bytes:
        """2 bytes for each player: its coalition."""
        return b"".join(home.to_bytes(2) for home in self.homes)


def leaks_by_type(game: TypeGame, homes: Sequence[int]) -> list[int]:
    """G of each player, from the influence of its coalition on its type."""
    inner = np.zeros((max(homes, default=0) + 1, game.kinds), dtype=np.int64)
    np.add.at(inner, list(homes), game.influence[list(game.types)])
    return (game.everybody[list(game.types)] - inner[list(homes), list(game.types)]).tolist()  # type: ignore[no-any-return]


def leaks_by_definition(game: TypeGame, homes: Sequence[int]) -> list[int]:
    """The same, device by device: O(devices²)."""
    influence = game.influence.tolist()
    players = list(zip(homes, game.types, strict=True))
    return [sum(influence[kind][other] for away, other in players if away != home) for home, kind in players]


def homes_in(alloc: bytes, players: int) -> list[int]:
    """The coalition of each player that an allocation names.

    Raises:
        InvalidInput: it is of another length, or its coalitions are not numbered by first appearance.
    """
    if len(alloc) != 2 * players:
        raise InvalidInput.of("alloc", f"{len(alloc)} bytes", f"must have 2 for each of {players} devices")
    homes = [int.from_bytes(alloc[at : at + 2]) for at in range(0, len(alloc), 2)]
    for player, (home, expected) in enumerate(zip(homes, by_appearance(homes), strict=True)):
        if home != expected:
            rule = f"coalitions are numbered by first appearance: it must be {expected}"
            raise InvalidInput.of(f"the coalition of device {player}", home, rule)
    return homes
