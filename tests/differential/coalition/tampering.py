"""Claims made by changing the true one: amounts, who has them, allocation, hints, what was entered or opened."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from databourse.errors import InvalidInput
from databourse.market.coalition.contract.playing import pay_literally
from databourse.market.coalition.contract.rule import solution_of
from databourse.market.coalition.inputs import Device
from databourse.market.coalition.leakage import LeakageRule
from databourse.market.coalition.leakage.forming import by_appearance
from databourse.market.entries import Entry, pack_amounts, unpack_amounts
from databourse.market.posts import Post
from tests.differential.coalition.forgery import Case, Forgery
from tests.market.coalition.rounds import BOND
from tests.market.scripted import account

Items = list[tuple[int, int]]


def changed_amounts(rng: Random, case: Case) -> Forgery | None:
    """Amounts differ; who pays and who is paid stays."""
    side, items = _side(rng, case)
    if not items:
        return None
    at, step = rng.randrange(len(items)), rng.choice([1, 1, 1, 2, 1_000])
    other = rng.randrange(len(items))
    (index, amount), (another, more) = items[at], items[other]
    changes = [{index: amount + step}, {index: amount - step}]
    if at != other:
        changes += [{index: amount - step, another: more + step}] * 2 + [{index: more, another: amount}]
    changed = dict(items) | rng.choice(changes)
    return _with(case, side, pack_amounts(sorted((index, amount) for index, amount in changed.items() if amount > 0)))


def other_people(rng: Random, case: Case) -> Forgery | None:
    """Somebody else pays or is paid in somebody's place; or somebody does not, or something on top."""
    side, items = _side(rng, case)
    taken = dict(items)
    strangers = [index for index in range(len(case.one.entries)) if index not in taken]
    choice = rng.randrange(3)
    if choice == 0 and items:
        taken.pop(rng.choice(items)[0])
    elif choice == 1 and items and strangers:
        taken[rng.choice(strangers)] = taken.pop(rng.choice(items)[0])
    elif strangers:
        taken[rng.choice(strangers)] = rng.choice([1, 50, 10**18])
    return _with(case, side, pack_amounts(sorted(taken.items())))


def malformed_lists(rng: Random, case: Case) -> Forgery | None:
    """Lists that no outcome has: something trailing or missing, another order, an item twice or in two parts."""
    side, items = _side(rng, case)
    packed = pack_amounts(items)
    count = len(case.one.entries)
    made = [packed + rng.randbytes(rng.randint(1, 15)), packed[:-1], packed + pack_amounts([(count, 1)])]
    made += [pack_amounts(reversed(items)), packed + pack_amounts([(0, 0)]), packed + bytes(16)]
    if items:
        at = rng.randrange(len(items))
        index, amount = items[at]
        part = rng.randint(0, amount)
        for twice in ([(index, amount)] * 2, [(index, part), (index, amount - part)]):
            made.append(pack_amounts([*items[:at], *twice, *items[at + 1 :]]))
    return _with(case, side, rng.choice(made))


def other_allocation(rng: Random, case: Case) -> Forgery | None:
    """Bytes of the allocation change, the money does not."""
    alloc = case.truth.alloc
    changes = [alloc + rng.randbytes(rng.randint(1, 4)), alloc[: rng.randrange(len(alloc))] if alloc else b"\0"]
    if alloc:
        at = rng.randrange(len(alloc))
        changes += [alloc[:at] + bytes([alloc[at] ^ 1 << rng.randrange(8)]) + alloc[at + 1 :]] * 3
        size = 2 if isinstance(case.one.rule, LeakageRule) else 3
        rows = [alloc[start : start + size] for start in range(0, len(alloc), size)]
        one, other = rng.randrange(len(rows)), rng.randrange(len(rows))
        rows[one], rows[other] = rows[other], rows[one]
        changes += [b"".join(rows)] * 2 + [alloc[: one * size] + alloc[other * size :]]
    return replace(case.truth, alloc=rng.choice(changes))


def other_hints(rng: Random, case: Case) -> Forgery | None:
    """Other hints; the outcome stays what it is, or is tampered with too."""
    hints = case.truth.hints
    changes = [hints + rng.randbytes(rng.randint(1, 4)), b"", rng.randbytes(len(hints))]
    if hints:
        at = rng.randrange(0, len(hints), 2)
        entry = rng.choice([0xFFFF, len(case.one.entries), rng.randrange(len(case.one.entries) + 1)])
        changes += [hints[:at] + entry.to_bytes(2) + hints[at + 2 :]] * 4
    base = rng.choice([case.truth, case.truth, changed_amounts(rng, case) or case.truth])
    return replace(base, hints=rng.choice(changes))


def other_posts(rng: Random, case: Case) -> Forgery | None:
    """The true outcome with something else opened, or the outcome of that with what was opened."""
    posts = list(case.one.posts)
    if not posts:
        return None
    at = rng.randrange(len(posts))
    device = Device(rng.randint(1, 9), rng.randint(1, 9), rng.randrange(3))
    choice = rng.randrange(4)
    if choice == 0:
        del posts[at]
    elif choice == 1:
        posts[at] = replace(posts[at], statement=rng.choice([device.encode(), posts[at].statement[:-1], b""]))
    elif choice == 2:
        posts[at] = replace(posts[at], statement=rng.choice(posts).statement)
    else:
        rng.shuffle(posts)
    return _shown(rng, case, case.one.entries, tuple(posts))


def other_entries(rng: Random, case: Case) -> Forgery | None:
    """The true outcome with an entry more, less or other; or the outcome of that with the true entries."""
    entries, posts = list(case.one.entries), case.one.posts
    choice = rng.randrange(4)
    if choice == 0 or not entries:
        entries.append(Entry(len(entries), account("stranger"), 50, b"\4" + rng.randbytes(31)))
    elif choice == 1:
        last = len(entries) - 1
        entries.pop()
        posts = tuple(post for post in posts if post.index != last)
    elif choice == 2:
        at = rng.randrange(len(entries))
        entries[at] = replace(entries[at], lock=rng.choice([0, 49, 50, 10**6]))
    else:
        one, other = rng.randrange(len(entries)), rng.randrange(len(entries))
        entries[one], entries[other] = replace(entries[other], index=one), replace(entries[one], index=other)
        moved = {one: other, other: one}
        posts = tuple(replace(post, index=moved.get(post.index, post.index)) for post in posts)
    return _shown(rng, case, tuple(entries), posts)


def other_outcome(rng: Random, case: Case) -> Forgery | None:
    """Another placement or another partition, and the money that goes with it where there is such."""
    if isinstance(case.one.rule, LeakageRule):
        return _other_partition(rng, case, case.one.rule)
    return _other_placement(rng, case)


def _other_partition(rng: Random, case: Case, rule: LeakageRule) -> Forgery | None:
    one, players = case.one, len(case.truth.alloc) // 2
    homes = by_appearance([rng.randrange(rng.choice([1, 2, players + 1])) for _ in range(players)])
    alloc = b"".join(home.to_bytes(2) for home in homes)
    try:
        other = Forgery.of(one.entries, one.posts, rule.resolve(one.entries, one.params, one.posts, alloc))
    except InvalidInput:
        # who would have to pay does not: it is told to be paid nothing
        return replace(case.truth, alloc=alloc)
    return rng.choice([other, other, replace(case.truth, alloc=alloc), replace(other, alloc=case.truth.alloc)])


def _other_placement(rng: Random, case: Case) -> Forgery | None:
    """Some devices in other contracts of their type, and everything paid as it would have to be then."""
    played = case.solution.detail
    reading = played.reading
    assignment = list(played.assignment)
    for _ in range(rng.choice([1, 1, 2, 5])):
        if not assignment:
            return None
        device = rng.randrange(len(assignment))
        offers = [
            slot for slot, contract in enumerate(reading.contracts) if contract.type == reading.devices[device].type
        ]
        assignment[device] = rng.choice([*offers, *offers, *offers, None])
    moved = solution_of(pay_literally(reading, tuple(assignment)), BOND)
    return Forgery.of(case.one.entries, case.one.posts, moved)


def _side(rng: Random, case: Case) -> tuple[str, Items]:
    side = rng.choice(["debits", "credits"])
    return side, list(unpack_amounts(getattr(case.truth, side)))


def _with(case: Case, side: str, packed: bytes) -> Forgery:
    return replace(case.truth, debits=packed) if side == "debits" else replace(case.truth, credits=packed)


def _shown(rng: Random, case: Case, entries: tuple[Entry, ...], posts: tuple[Post, ...]) -> Forgery:
    if rng.random() < 0.5:
        return replace(case.truth, entries=entries, posts=posts)
    one = case.one
    other = one.rule.solve(entries, one.params, {}, posts=posts)
    return replace(Forgery.of(entries, posts, other), entries=one.entries, posts=one.posts)
