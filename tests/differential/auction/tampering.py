"""Wrong outcomes that are made by changing the lists of the true one."""

from __future__ import annotations

from random import Random

from databourse.market.entries import pack_amounts, unpack_amounts
from tests.differential.auction.forgery import Case, Forgery


def changed_amounts(rng: Random, case: Case) -> Forgery | None:
    """Amounts differ; who pays and who is paid stays."""
    debits, credited = dict(case.debits), dict(case.credits)
    surplus = sum(debits.values()) - sum(credited.values())
    step = rng.choice([1, 1, 1, 2, 1_000])
    changes = [
        lambda: _add(rng, debits, step),
        lambda: _add(rng, debits, -step),
        lambda: _add(rng, credited, step),
        lambda: _add(rng, credited, -step),
        lambda: _add(rng, credited, max(surplus, 1)),
        lambda: _move(rng, debits, step),
        lambda: _move(rng, credited, step),
        lambda: _exchange(rng, debits),
        lambda: _exchange(rng, credited),
    ]
    if not debits and not credited:
        return None
    rng.choice(changes)()
    return case.forge(debits, credited)


def swapped_winners(rng: Random, case: Case) -> Forgery | None:
    """Somebody else pays, or is paid, in a winner's place."""
    amounts, ids = (
        (dict(case.debits), case.book.bid_entries)
        if rng.random() < 0.5
        else (dict(case.credits), case.book.ask_entries)
    )
    # rarely the place goes to an entry that does not count, or to one of the other side
    others = [
        index for index in (ids if rng.random() < 0.8 else range(len(case.truth.entries))) if index not in amounts
    ]
    if not amounts or not others:
        return None
    winner, other = rng.choice(sorted(amounts)), rng.choice(others)
    amount = amounts.pop(winner)
    is_debit = winner in case.book.bid_entries
    lock = case.truth.entries[other].lock
    amounts[other] = min(amount, lock) if is_debit and lock and rng.random() < 0.7 else amount
    return case.forge(amounts, None) if is_debit else case.forge(None, amounts)


def omitted_trades(rng: Random, case: Case) -> Forgery | None:
    """A trade, a delivery or everything is left out, with the money that belongs to it."""
    trades = case.trades
    if not trades:
        return None
    if rng.random() < 0.15:
        return case.forge({}, {}, rng.choice([b"", case.truth.hints]))
    debits, credited = dict(case.debits), dict(case.credits)
    trade = rng.choice(trades)
    chosen = rng.choice([trade.deliveries, (rng.choice(trade.deliveries),)])
    for delivery in chosen:
        buyer, seller = case.book.bid_entries[trade.bid], case.book.ask_entries[delivery.ask]
        debits[buyer] = debits.get(buyer, 0) - trade.unit_price * delivery.quantity
        credited[seller] = credited.get(seller, 0) - delivery.payment
    return case.forge(debits, credited)


def duplicated_amounts(rng: Random, case: Case) -> Forgery | None:
    """An entry is debited or credited twice: the whole amount again, or the same amount in two parts."""
    is_debit = rng.random() < 0.5
    packed = case.truth.debits if is_debit else case.truth.credits
    items = list(unpack_amounts(packed))
    if not items:
        return None
    at = rng.randrange(len(items))
    index, amount = items[at]
    part = rng.randint(0, amount)
    items[at : at + 1] = rng.choice([[(index, amount), (index, amount)], [(index, part), (index, amount - part)]])
    changed = pack_amounts(items)
    debits, credited = (changed, case.truth.credits) if is_debit else (case.truth.debits, changed)
    return Forgery(case.truth.entries, debits, credited, case.truth.hints)


def malformed_lists(rng: Random, case: Case) -> Forgery | None:
    """Lists that no outcome has: something trailing, another order, an entry that does not exist, an allocation."""
    debits, credited, alloc = case.truth.outcome
    items = list(unpack_amounts(debits))
    changes = [
        lambda: (debits + rng.randbytes(rng.randint(1, 15)), credited, alloc),
        lambda: (debits, credited + rng.randbytes(rng.randint(1, 15)), alloc),
        lambda: (debits[:-1], credited, alloc),
        lambda: (pack_amounts(reversed(items)), credited, alloc),
        lambda: (debits + pack_amounts([(len(case.truth.entries), 1)]), credited, alloc),
        lambda: (debits, credited + pack_amounts([(len(case.truth.entries), 0)]), alloc),
        lambda: (debits, credited, rng.randbytes(rng.randint(1, 40))),
    ]
    debits, credited, alloc = rng.choice(changes)()
    return Forgery(case.truth.entries, debits, credited, case.truth.hints, alloc)


def _add(rng: Random, amounts: dict[int, int], change: int) -> None:
    if amounts:
        index = rng.choice(sorted(amounts))
        amounts[index] = max(0, amounts[index] + change)


def _move(rng: Random, amounts: dict[int, int], step: int) -> None:
    if len(amounts) > 1:
        giver, taker = rng.sample(sorted(amounts), 2)
        moved = min(step, amounts[giver])
        amounts[giver] -= moved
        amounts[taker] += moved


def _exchange(rng: Random, amounts: dict[int, int]) -> None:
    if len(amounts) > 1:
        one, other = rng.sample(sorted(amounts), 2)
        amounts[one], amounts[other] = amounts[other], amounts[one]
