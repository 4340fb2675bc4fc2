"""Random small rounds as real entries: everything that a round can hold, and often enough something that trades.

Each book has a number, which is all that is needed to make it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from eth_utils.crypto import keccak

from databourse.events import address
from databourse.market.double_auction.orders import MAX_PRICE
from databourse.market.entries import MAX_LOCK, WITH_PAYLOAD, Entry
from databourse.market.mechanism import Mechanism, by_name

#: Rules and whether dantm filters by quality; the number of a book chooses among them.
VARIANTS = (("kth-price", False), ("trade-reduction", False), ("dantm", True), ("dantm", False))

_BID, _ASK, _CANCEL = 1, 2, 3

#: Most bids and asks of a book: mostly a handful of each, some lopsided, some empty, some larger, a few large.
_SIZES = [(0, 0), (0, 5), (5, 0), (1, 1), (2, 9), (9, 2), (4, 4), (12, 12), (3, 25), (25, 3), (40, 40)]
_SIZES += [(6, 7), (8, 8), (7, 9)] * 4
_LARGE = [(120, 120), (10, 300), (250, 20), (60, 200)]
_SHARE_OF_LARGE = 0.03

_ACCOUNTS = [address(keccak(text=f"account {number}")[:20]) for number in range(5)]


@dataclass(frozen=True)
class Round:
    """A round to settle."""

    number: int
    rule: Mechanism
    params: bytes
    context: bytes
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class _Style:
    """What the orders of one book have in common.

    Narrow prices make ties, zero prices make free trades; where the sides only touch, whatever trades does so at a tie;
    with an appetite a buyer needs many sellers.
    """

    prices: int
    raised: int
    touching: bool
    grades: int
    quantities: int
    appetite: int
    datasets: int


def make_round(number: int) -> Round:
    """The `number`-th round."""
    rng = Random(f"round {number}")
    name, quality_filter = VARIANTS[number % len(VARIANTS)]
    rule = by_name(name)
    style = _Style(
        prices=rng.choice([0, 1, 2, 4, 8, 8, 30, 30, 1_000, 1_000, 10**18, 2**80]),
        raised=rng.choice([0, 1, 1, 3]),
        touching=rng.random() < 0.15,
        grades=rng.choice([0, 0, 1, 3, 15]),
        quantities=rng.choice([1, 3, 3, 6, 40]),
        appetite=rng.choice([1, 1, 1, 10]),
        datasets=rng.choice([6, 12, 100, 1_000, 1_000]),
    )
    most_bids, most_asks = rng.choice(_LARGE if rng.random() < _SHARE_OF_LARGE else _SIZES)
    makers: list[Callable[[Random, _Style], tuple[bytes, int]]] = [_bid] * rng.randint(2 * most_bids // 3, most_bids)
    makers += [_ask] * rng.randint(2 * most_asks // 3, most_asks)
    makers += [_oddity] * rng.choice([0, 0, 0, 1, 2, 4])
    rng.shuffle(makers)
    entries: list[Entry] = []
    for make in makers:
        data, lock = make(rng, style)
        entries.append(Entry(len(entries), rng.choice(_ACCOUNTS), min(lock, MAX_LOCK), data))
    for _ in range(rng.choice([0, 0, 1, 3])):
        _add_cancel(rng, entries)
    if entries and rng.random() < 0.1:
        _add_payload(rng, entries)
    options = _options(rng, name, len(entries), style) | ({"quality_filter": quality_filter} if name == "dantm" else {})
    return Round(number, rule, rule.encode_params(options), keccak(text=f"context {number}"), tuple(entries))


def order_word(side: int, price: int, quantity: int, quality: int = 0, dataset: int = 0, padding: int = 0) -> bytes:
    """An order word that need not be an order."""
    return (side << 248 | price << 160 | quantity << 128 | quality << 112 | dataset << 48 | padding).to_bytes(32)


def _options(rng: Random, rule: str, entries: int, style: _Style) -> dict[str, int]:
    options: dict[str, int] = {}
    if rule == "kth-price":
        options["k"] = rng.choice([0] * 6 + [1, 1, 2, 2, 3, 3, rng.randint(1, entries + 2), 65_535])
    if rule != "dantm" and rng.random() < 0.2:
        options["lot"] = rng.randint(1, max(1, style.quantities // 2))
        options["max_providers"] = rng.randint(1, 4)
    return options


def _bid(rng: Random, style: _Style) -> tuple[bytes, int]:
    price = rng.randint(0, style.prices * (1 + style.raised))
    if style.touching:
        price = max(0, style.prices - rng.choice([0, 0, 1, 2]))
    quantity = rng.randint(0 if rng.random() < 0.07 else 1, style.quantities * style.appetite)
    needed = price * quantity
    # exactly funded, amply, or not quite
    lock = rng.choice([needed] * 6 + [needed + rng.randint(1, 50)] * 4 + [max(0, needed - 1)])
    return order_word(_BID, price, quantity, rng.randint(0, style.grades)), lock


def _ask(rng: Random, style: _Style) -> tuple[bytes, int]:
    quantity = rng.randint(0 if rng.random() < 0.07 else 1, style.quantities)
    price = MAX_PRICE if rng.random() < 0.02 else rng.randint(0, style.prices)
    if style.touching:
        price = style.prices + rng.choice([0, 0, 1, 2])
    dataset = rng.randint(1, style.datasets)
    return order_word(_ASK, price, quantity, rng.randint(0, style.grades), dataset), rng.choice([0, 0, 0, 7])


def _oddity(rng: Random, style: _Style) -> tuple[bytes, int]:
    """A word that is almost an order, with a lock that would do."""
    price, quantity = rng.randint(0, style.prices), rng.randint(1, style.quantities)
    kinds = [
        order_word(_BID, price, quantity, 16),
        order_word(_BID, price, quantity, 0, rng.randint(1, 3)),
        order_word(_BID, price, quantity, 0, 0, 1 << rng.randrange(48)),
        order_word(_BID, MAX_PRICE, 2**32 - 1),
        order_word(_ASK, price, quantity, rng.choice([16, 65_535]), 5),
        order_word(_ASK, price, quantity, 0, 0),
        order_word(_ASK, price, quantity, 0, 5, 1 << rng.randrange(48)),
        order_word(rng.choice([0, 4, 129, 255]), price, quantity, 0, 5),
        order_word(_CANCEL, 1, 0),
        order_word(_CANCEL, 0, 0, 0, 0, 1),
        rng.randbytes(32),
        bytes(32),
    ]
    return rng.choice(kinds), rng.choice([0, price * quantity, MAX_LOCK])


def _add_cancel(rng: Random, entries: list[Entry]) -> None:
    """Mostly of an earlier entry of the same account, sometimes of somebody else's or of one to come."""
    target = rng.randint(0, len(entries) + 2)
    own = entries[target].who if target < len(entries) and rng.random() < 0.8 else rng.choice(_ACCOUNTS)
    entries.append(Entry(len(entries), own, rng.choice([0, 3]), order_word(_CANCEL, 0, target)))


def _add_payload(rng: Random, entries: list[Entry]) -> None:
    index = rng.randrange(len(entries))
    payload = rng.randbytes(rng.choice([0, 5, 64]))
    entries[index] = replace(entries[index], data=keccak(payload), flags=WITH_PAYLOAD, payload=payload)
