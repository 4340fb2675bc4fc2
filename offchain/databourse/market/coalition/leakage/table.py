"""Who is with whom: of each coalition its devices by type and price, and whom it welcomes, kept up move by move."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from databourse.market.coalition.leakage.game import TypeGame

#: Floats that differ by less, in proportion to the largest number that went into them, are compared again exactly.
_CLOSE = 1e-12


class Table:
    """A partition in play; coalitions are rows, and there is always one row without members.

    Attributes:
        game: what is played.
        home: the row of each device.
        sizes: how many members each row has.
        inner: the influence of each row's members on each type.
    """

    def __init__(self, game: TypeGame, homes: Sequence[int]) -> None:
        """Takes the coalition of each device; they are from 0 to below the number of devices."""
        self.game = game
        rows = game.devices + 1
        self.home = list(homes)
        self.sizes = np.zeros(rows, dtype=np.int64)
        self.inner = np.zeros((rows, game.kinds), dtype=np.int64)
        self._welcomes: npt.NDArray[np.bool_] = np.ones((rows, game.kinds), dtype=np.bool_)
        # of each type in a row, what influence on it a newcomer must have for none of its members to lose
        self._wants: list[list[tuple[int, int]]] = [[] for _ in range(rows)]
        self._by_price: list[dict[int, list[tuple[int, int]]]] = [{} for _ in range(rows)]
        for device, row in enumerate(self.home):
            self._join(device, row)
        self._empty: set[int] = set(np.flatnonzero(self.sizes == 0).tolist())
        for row in set(self.home):
            self._ask(row)

    def members(self, row: int, kind: int) -> list[tuple[int, int]]:
        """The devices of a type in a row as (price, device), the least price first."""
        return self._by_price[row].get(kind, [])

    def kinds_in(self, row: int) -> list[int]:
        """The types that a row has devices of."""
        return sorted(self._by_price[row])

    def leak(self, kind: int, row: int, *, joining: bool) -> int:
        """G of a device of this type that is in the row, or would be if it joined."""
        joined = int(self.game.influence[kind, kind]) if joining else 0
        return int(self.game.everybody[kind]) - joined - int(self.inner[row, kind])

    def minds(self, row: int, kind: int) -> list[int]:
        """The types in a row of which a member would lose if a device of this type came."""
        influence = self.game.influence[kind].tolist()
        return [other for other, wanted in self._wants[row] if influence[other] < wanted]

    def losers(self, row: int, kind: int) -> list[int]:
        """The devices in a row that would lose if a device of this type came."""
        if self._welcomes[row, kind]:
            return []
        size, found = int(self.sizes[row]), []
        for other in self.minds(row, kind):
            leak, less = self.leak(other, row, joining=False), int(self.game.influence[kind, other])
            for price, device in self.members(row, other):
                if self.game.prefers(price, leak, size, leak - less, size + 1):
                    found.append(device)
        return sorted(found)

    def better(self, row: int, kind: int, price: int) -> Iterator[int]:
        """Rows in which a device of a row would get more, and where it is welcome; best first.

        Floats find what could be one of them, and in which order; integers decide.
        """
        game, size = self.game, int(self.sizes[row])
        if game.devices < 2:
            return
        here = self.leak(kind, row, joining=False)
        # of its own row this would be below 0: nobody joins where it is
        leaks = np.maximum(int(game.everybody[kind]) - int(game.influence[kind, kind]) - self.inner[:, kind], 0)
        worth = float(price) * game.whole / (game.whole + leaks) - float(game.cost) * self.sizes
        now = float(price) * game.whole / (game.whole + here) - float(game.cost) * (size - 1)
        slack = _CLOSE * (float(price) + float(game.cost) * game.devices)
        open_ = self._welcomes[:, kind] & (self.sizes > 0)
        open_[row] = False
        open_[self.empty] = size > 1
        could = np.flatnonzero(open_ & (worth > now - slack))
        for place in could[np.argsort(-worth[could], kind="stable")].tolist():
            if game.prefers(price, int(leaks[place]), int(self.sizes[place]) + 1, here, size):
                yield place

    @property
    def empty(self) -> int:
        """The first row without members."""
        return min(self._empty)

    def move(self, device: int, row: int) -> None:
        """Put a device into another row."""
        left = self.home[device]
        kind, price = self.game.types[device], self.game.prices[device]
        own = self._by_price[left][kind]
        del own[bisect_left(own, (price, device))]
        if not own:
            del self._by_price[left][kind]
        self.sizes[left] -= 1
        self.inner[left] -= self.game.influence[kind]
        if not self.sizes[left]:
            self._empty.add(left)
        self._empty.discard(row)
        self.home[device] = row
        self._join(device, row)
        self._ask(left)
        self._ask(row)

    def _join(self, device: int, row: int) -> None:
        kind = self.game.types[device]
        insort(self._by_price[row].setdefault(kind, []), (self.game.prices[device], device))
        self.sizes[row] += 1
        self.inner[row] += self.game.influence[kind]

    def _ask(self, row: int) -> None:
        """Whom the members of a row welcome: of each type there the one with the least price decides."""
        kinds = self.kinds_in(row)
        leaks = (self.game.everybody - self.inner[row]).tolist()
        wanted = [self.game.wanted(self.members(row, kind)[0][0], leaks[kind]) for kind in kinds]
        self._wants[row] = list(zip(kinds, wanted, strict=True))
        self._welcomes[row] = (self.game.influence[:, kinds] >= np.array(wanted, dtype=np.int64)).all(axis=1)
