"""What somebody might do next on a contract of resale chains: mostly sensible, sometimes not allowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Protocol, TypeVar

from databourse.resale.encoding import NOBODY, HoldingStruct, OfferStruct
from databourse.resale.play.rules import RulesStruct
from databourse.resale.shares import MOST_DEPTH, WHOLE, Family
from tests.market.scripted import account

PEOPLE = tuple(map(account, ("alice", "bob", "carol", "dave", "erin")))
OWNER = PEOPLE[0]
DATASETS = {1: OWNER, 2: PEOPLE[1]}

_LONG = 6_000
_Struct = TypeVar("_Struct", HoldingStruct, OfferStruct)


class Contract(Protocol):
    """The calls that the contract in memory and the compiled one have in common; see `databourse.resale.play`."""

    now: int

    def deposit(self, sender: str, account: str, amount: int) -> None: ...
    def withdraw(self, sender: str, to: str, amount: int) -> None: ...
    def create_chain(
        self, sender: str, dataset: int, rules: RulesStruct, columns: Sequence[Sequence[int]] = ()
    ) -> tuple[int, int]: ...
    def offer(self, sender: str, holding: HoldingStruct, buyer: str, price: int, expiry: int) -> int: ...
    def withdraw_offer(self, sender: str, offered: OfferStruct) -> None: ...
    def accept(self, sender: str, offered: OfferStruct) -> None: ...
    def claim(self, sender: str, holding: HoldingStruct, payees: int) -> None: ...
    def end_selling(self, sender: str, holding: HoldingStruct) -> None: ...


@dataclass(frozen=True)
class Act:
    """One call: of a method, with its arguments."""

    method: str
    arguments: tuple[Any, ...]

    def on(self, contract: Contract) -> Any:
        return getattr(contract, self.method)(*self.arguments)


@dataclass
class Scene:
    """What stands on the contract, as far as whoever acts needs it: structs that were recorded, withdrawn or not.

    Attributes:
        rng: decides what is done.
        now: the clock.
        licences: of all chains.
        offers: posted, whatever became of them.
    """

    rng: Random
    now: int
    licences: list[HoldingStruct] = field(default_factory=list)
    offers: list[OfferStruct] = field(default_factory=list)

    def next_act(self) -> Act:
        makers: list[tuple[Callable[[], Act], int]] = [(self._create, 4), (self._deposit, 2), (self._withdraw_money, 1)]
        if self.licences:
            makers += [(self._offer, 40), (self._claim, 20), (self._end, 1)]
        if self.offers:
            makers += [(self._accept, 40), (self._withdraw_offer, 6)]
        makes, weights = zip(*makers, strict=True)
        make: Callable[[], Act] = self.rng.choices(makes, weights)[0]
        return make()

    def _rarely(self, one_in: int = 20) -> bool:
        return self.rng.randrange(one_in) == 0

    def _anybody(self) -> str:
        return self.rng.choice(PEOPLE)

    def _price(self) -> int:
        kind = self.rng.randrange(5)
        if kind < 2:
            return self.rng.randrange(12)
        return self.rng.randrange(10 ** self.rng.randint(1, 24))

    def _deposit(self) -> Act:
        amount = 0 if self._rarely(10) else self.rng.randrange(1, 10**22)
        return Act("deposit", (self._anybody(), self._anybody(), amount))

    def _withdraw_money(self) -> Act:
        return Act("withdraw", (self._anybody(), self._anybody(), self._price()))

    def _create(self) -> Act:
        sender, dataset = (OWNER, 1) if not self._rarely(8) else (self._anybody(), self.rng.randrange(4))
        family = self.rng.choice(tuple(Family))
        depth = self.rng.choice((1, 2, 3, 5, 8, MOST_DEPTH))
        alpha = self.rng.choice((0, 1, WHOLE // 3, WHOLE // 2, WHOLE - 1)) if family is Family.TBDS else 0
        columns = [self._column(trade) for trade in range(1, depth + 1)] if family is Family.EXPLICIT else []
        rules = [int(family), alpha, depth, self.rng.choice((0, 1, 2, depth, 255)), self.rng.choice((1, 2, 65_535))]
        if self._rarely(8):
            rules[self.rng.choice((1, 2, 4))] = self.rng.choice((0, 5, 33, WHOLE)) % (2**8 if self._rarely(2) else 2**6)
        if self._rarely(10) and columns:
            self._spoil(columns)
        if self._rarely(30):
            columns = [(1,)]
        return Act("create_chain", (sender, dataset, tuple(rules), tuple(map(tuple, columns))))

    def _column(self, trade: int) -> tuple[int, ...]:
        """Shares that sum to at most the whole; many are zero, some columns leave a rest."""
        cuts = sorted(self.rng.choice((0, WHOLE, self.rng.randrange(WHOLE + 1))) for _ in range(trade))
        return tuple(after - before for before, after in zip([0, *cuts[:-1]], cuts, strict=True))

    def _spoil(self, columns: list[tuple[int, ...]]) -> None:
        place = self.rng.randrange(len(columns))
        columns[place] = self.rng.choice(((*columns[place], 0), columns[place][1:], (WHOLE, *columns[place][1:-1], 1)))

    def _licence(self) -> HoldingStruct:
        """Rather a late one, so that chains become long."""
        places = len(self.licences)
        holding = self.licences[max(self.rng.randrange(places), self.rng.randrange(places))]
        return self._misstated(holding) if self._rarely() else holding

    def _offered(self) -> OfferStruct:
        places = len(self.offers)
        offer = self.offers[max(self.rng.randrange(places) for _ in range(3))]
        return self._misstated(offer) if self._rarely() else offer

    def _misstated(self, struct: _Struct) -> _Struct:
        """One field is another."""
        others: dict[str, Any] = {
            "chain": self.rng.randrange(5),
            "licence": self.rng.randrange(9),
            "price": self._price(),
            "path": self.rng.choice((struct.path[1:], (*struct.path, OWNER), (self._anybody(), *struct.path[1:]), ())),
        }
        if isinstance(struct, OfferStruct):
            others |= {
                "number": self.rng.randrange(9),
                "buyer": self._anybody(),
                "expiry": struct.expiry + 1,
                "shares": self.rng.choice((struct.shares[1:], (*struct.shares, 7), tuple(reversed(struct.shares)))),
            }
        name = self.rng.choice(list(others))
        return replace(struct, **{name: others[name]})

    def _sender(self, right: str) -> str:
        return self._anybody() if self._rarely() else right

    def _offer(self) -> Act:
        holding = self._licence()
        holder = holding.path[-1] if holding.path else OWNER
        buyer = self.rng.choice((NOBODY, NOBODY, self._anybody()))
        expiry = self.now + (self.rng.choice((-1, 0, 1)) if self._rarely(8) else self.rng.randrange(1, _LONG))
        return Act("offer", (self._sender(holder), holding, buyer, self._price(), expiry))

    def _withdraw_offer(self) -> Act:
        offer = self._offered()
        return Act("withdraw_offer", (self._sender(offer.path[-1] if offer.path else OWNER), offer))

    def _accept(self) -> Act:
        offer = self._offered()
        bound = offer.buyer != NOBODY and not self._rarely(4)
        return Act("accept", (offer.buyer if bound else self._anybody(), offer))

    def _claim(self) -> Act:
        masks = (self.rng.getrandbits(33), self.rng.getrandbits(4), 2**256 - 1, 0, 1 << 255)
        holding = max((self._licence() for _ in range(4)), key=lambda one: len(one.path))
        return Act("claim", (self._anybody(), holding, self.rng.choices(masks, (5, 5, 5, 1, 1))[0]))

    def _end(self) -> Act:
        holding = self._licence()
        return Act("end_selling", (self._sender(holding.path[-1] if holding.path else OWNER), holding))
