"""Wrong outcomes that are right for something else: another threshold, other entries, another order of the entries.

These are the lies that fit together: locks and sums hold, and the hints tell the same story as the amounts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from databourse.market.double_auction.book import Fate
from databourse.market.double_auction.orders import AskOrder, BidOrder, decode
from databourse.market.double_auction.params import read_params
from databourse.market.double_auction.ranking import marginal_pair, price_rank
from databourse.market.entries import MAX_LOCK, Entry, unpack_amounts
from databourse.mechanisms.double_auction import Outcome, literal
from tests.differential.auction.books import make_round, order_word
from tests.differential.auction.forgery import Case, Forgery, outcome_of
from tests.differential.auction.repricing import settle_at


def another_threshold(rng: Random, case: Case) -> Forgery | None:
    """The rule with another rank, pair or matching, every payment recomputed to go with it."""
    match case.one.rule.name:
        case "kth-price":
            return _another_rank(rng, case)
        case "trade-reduction":
            return _another_pair(rng, case)
    return _another_matching(rng, case)


def _another_rank(rng: Random, case: Case) -> Forgery | None:
    if not case.asks:
        return None
    true_rank = price_rank(len(case.asks), read_params("kth-price", case.one.params).k)
    rank = rng.randrange(len(case.asks))
    setter = case.book.asks[case.asks[rank]].price
    price = rng.choice([setter, setter, setter + 1, max(0, setter - 1)])
    sellers = case.asks[:rank]
    buyers = [i for i, bid in enumerate(case.book.bids) if bid.price >= price]
    debits, credited = settle_at(case.book, buyers, sellers, price, price)
    hints = case.truth.hints if rng.random() < 0.2 else _ask_hints(case, case.asks[: rank + 1])
    return None if rank == true_rank and price == setter else case.forge(debits, credited, hints)


def _another_pair(rng: Random, case: Case) -> Forgery | None:
    if not case.bids or not case.asks:
        return None
    if rng.random() < 0.15:  # no pair crosses, so there is nothing to show
        return case.forge({}, {}, b"")
    most_i, most_j = len(case.bids) - 1, len(case.asks) - 1
    i, j = rng.randint(0, most_i), rng.randint(0, most_j)
    truth = marginal_pair(case.book)
    if truth and rng.random() < 0.7:  # a pair before or behind the true one, as the ranks are paired or not quite
        step, slip = rng.choice([-1, -1, 1, 2, -2]), rng.choice([0, 0, 0, -1, 1])
        pair = max(case.bids.index(truth[0]), case.asks.index(truth[1])) + step
        i, j = max(0, min(pair + slip, most_i)), max(0, min(pair, most_j))
    bid, ask = case.bids[i], case.asks[j]
    with_pair = rng.random() < 0.2  # as if the marginal pair could trade too
    buyers, sellers = case.bids[: i + with_pair], case.asks[: j + with_pair]
    debits, credited = settle_at(case.book, buyers, sellers, case.book.bids[bid].price, case.book.asks[ask].price)
    hints = case.book.bid_entries[bid].to_bytes(2) + _ask_hints(case, case.asks[: j + 1])
    return case.forge(debits, credited, hints)


def _another_matching(rng: Random, case: Case) -> Forgery | None:
    quality_filter = read_params("dantm", case.one.params).quality_filter
    bids, asks = case.book.bids, case.book.asks
    choice = rng.randrange(5)
    if choice == 0:
        outcome = literal.dantm(bids, asks, quality_filter=not quality_filter)
    elif choice == 1:
        outcome = literal.dantm(bids, asks, quality_filter=quality_filter, pairing="strict")
    elif choice == 2:
        outcome = literal.trade_reduction(bids, asks)
    elif choice == 3:
        outcome = literal.kth_price(bids, asks, k=rng.randint(1, max(1, len(asks) - 1)))
    else:  # the right trades, but every buyer pays its own bid, or every seller gets what its buyer pays
        return _own_prices(case, buyers=rng.random() < 0.5)
    return case.forge(*_amounts(case, outcome))


def _own_prices(case: Case, *, buyers: bool) -> Forgery:
    amounts: dict[int, int] = defaultdict(int)
    for trade in case.trades:
        if buyers:
            amounts[case.book.bid_entries[trade.bid]] = case.book.bids[trade.bid].price * trade.units
            continue
        for delivery in trade.deliveries:
            amounts[case.book.ask_entries[delivery.ask]] += trade.unit_price * delivery.quantity
    return case.forge(debits=amounts) if buyers else case.forge(credited=amounts)


def _amounts(case: Case, outcome: Outcome) -> tuple[dict[int, int], dict[int, int]]:
    debits = {case.book.bid_entries[trade.bid]: trade.unit_price * trade.units for trade in outcome.trades}
    credited: dict[int, int] = defaultdict(int)
    for trade in outcome.trades:
        for delivery in trade.deliveries:
            credited[case.book.ask_entries[delivery.ask]] += delivery.payment
    return debits, credited


def duplicated_hints(rng: Random, case: Case) -> Forgery | None:
    """An order is named twice in the hints, and the outcome is the one in which it counts twice."""
    if case.one.rule.name == "dantm":
        return _twice_in_dantm(rng, case)
    hinted = len(case.truth.hints) // 2 - (case.one.rule.name == "trade-reduction")
    if hinted < 2:
        return None
    asks = case.asks[:hinted]
    asks.insert(0, asks[rng.randrange(hinted - 1)])
    asks = sorted(asks[:hinted], key=case.asks.index)
    limit = case.book.asks[asks[-1]].price
    if case.one.rule.name == "kth-price":
        buyers = [i for i, bid in enumerate(case.book.bids) if bid.price >= limit]
        return case.forge(*settle_at(case.book, buyers, asks[:-1], limit, limit), _ask_hints(case, asks))
    marginal = case.book.bid_entries.index(int.from_bytes(case.truth.hints[:2]))
    buyers = case.bids[: case.bids.index(marginal)]
    amounts = settle_at(case.book, buyers, asks[:-1], case.book.bids[marginal].price, limit)
    return case.forge(*amounts, case.truth.hints[:2] + _ask_hints(case, asks))


def _twice_in_dantm(rng: Random, case: Case) -> Forgery | None:
    side = rng.choice([case.book.bid_entries, case.book.ask_entries])
    if len(side) < 2:
        return None
    doubled, left_out = rng.sample(side, 2)
    entries = list(case.truth.entries)
    copied = entries[doubled]
    dataset = (int.from_bytes(entries[left_out].data) >> 48) & (2**64 - 1)
    order = decode(copied.data)
    data = replace(order, dataset=dataset).encode() if isinstance(order, AskOrder) else copied.data
    entries[left_out] = replace(entries[left_out], data=data, lock=copied.lock)
    imagined = outcome_of(case.one, entries)
    return _renamed(case, imagined, {left_out: doubled})


def other_entries(rng: Random, case: Case) -> Forgery | None:
    """An entry is left out or added, in what was solved or in what the checker is shown."""
    entries = case.truth.entries
    if not entries:
        return None
    choice = rng.randrange(4)
    if choice == 0:  # solved without one of the entries
        gone = rng.randrange(len(entries))
        imagined = outcome_of(case.one, _renumbered([*entries[:gone], *entries[gone + 1 :]]))
        return _renamed(case, imagined, {index: index + 1 for index in range(gone, len(entries))})
    if choice == 1:  # solved as if an entry that does not count did
        revived = _revived(rng, case)
        return None if revived is None else _renamed(case, outcome_of(case.one, revived), {})
    if choice == 2:  # the checker is shown one entry less
        gone = rng.randrange(len(entries))
        shown = _renumbered([*entries[:gone], *entries[gone + 1 :]])
        names = {index: index - 1 for index in range(gone + 1, len(entries))} if rng.random() < 0.7 else {}
        return replace(_renamed(case, case.truth, names), entries=shown)
    strangers = make_round(rng.randrange(10**9)).entries  # the checker is shown one entry more
    if not strangers:
        return None
    at = rng.randint(0, len(entries))
    shown = _renumbered([*entries[:at], rng.choice(strangers), *entries[at:]])
    names = {index: index + 1 for index in range(at, len(entries))} if rng.random() < 0.7 else {}
    return replace(_renamed(case, case.truth, names), entries=shown)


def _revived(rng: Random, case: Case) -> list[Entry] | None:
    dead = [i for i, s in enumerate(case.book.statuses) if s.fate is not Fate.STANDING and s.fate is not Fate.MALFORMED]
    if not dead:
        return None
    entries = list(case.truth.entries)
    index = rng.choice(dead)
    status = case.book.statuses[index]
    if status.fate is Fate.UNDERFUNDED:
        entries[index] = replace(entries[index], lock=MAX_LOCK)
    if status.by is not None:  # what voided or superseded it is read as nothing
        entries[status.by] = replace(entries[status.by], data=bytes(32))
    return entries


def misleading_hints(rng: Random, case: Case) -> Forgery | None:
    """Orders named in a wrong order, and the outcome for it: the prices of two are exchanged, or one is misread."""
    side = rng.choice([case.book.bid_entries, case.book.ask_entries])
    if len(side) < 2:
        return None
    one, other = rng.sample(side, 2)
    entries = list(case.truth.entries)
    price, other_price = (int.from_bytes(entries[index].data) >> 160 & (2**88 - 1) for index in (one, other))
    entries[one] = _repriced(entries[one], rng.choice([other_price, other_price + 1, max(0, other_price - 1)]))
    if rng.random() < 0.6:
        entries[other] = _repriced(entries[other], price)
    return _renamed(case, outcome_of(case.one, entries), {})


def _repriced(entry: Entry, price: int) -> Entry:
    order = decode(entry.data)
    assert isinstance(order, BidOrder | AskOrder)
    if isinstance(order, AskOrder):
        return replace(entry, data=order_word(2, min(price, 2**88 - 1), order.quantity, order.quality, order.dataset))
    affordable = min(price, MAX_LOCK // order.quantity)
    lock = max(entry.lock, affordable * order.quantity)
    return replace(entry, data=order_word(1, affordable, order.quantity, order.min_quality), lock=lock)


def _renamed(case: Case, imagined: Forgery, names: Mapping[int, int]) -> Forgery:
    """An outcome for other entries as a claim about the true ones; amounts that fall on the same entry add up."""
    debits, credited = (_merged(unpack_amounts(side), names) for side in (imagined.debits, imagined.credits))
    hinted = [int.from_bytes(imagined.hints[at : at + 2]) for at in range(0, len(imagined.hints), 2)]
    return case.forge(debits, credited, b"".join(names.get(index, index).to_bytes(2) for index in hinted))


def _merged(amounts: Sequence[tuple[int, int]], names: Mapping[int, int]) -> dict[int, int]:
    merged: dict[int, int] = defaultdict(int)
    for index, amount in amounts:
        merged[names.get(index, index)] += amount
    return merged


def _renumbered(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(replace(entry, index=index) for index, entry in enumerate(entries))


def _ask_hints(case: Case, asks: Sequence[int]) -> bytes:
    return b"".join(case.book.ask_entries[j].to_bytes(2) for j in asks)
