"""Calls that nobody may make, by kind.

Each maker gives one that is wrong in one way, or None where the story allows none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from databourse.resale.encoding import NOBODY, OfferStruct
from tests.differential.resale import misstated
from tests.differential.resale.drawing import column
from tests.differential.resale.misstated import buyer_of, subject_of
from tests.differential.resale.reference import AVERAGE, EXPLICIT, RAW, TBDS, WHOLE
from tests.differential.resale.story import Call, Story

Maker = Callable[[Random, Story], Call | None]

_ALL = 2**256 - 1


def another_buyer(rng: Random, story: Story) -> Call | None:
    """Somebody else accepts an offer that is bound, as it is or made out to them."""
    bound = [one for one in map(story.play.offered, story.fresh()) if one.buyer != NOBODY]
    if not bound:
        return None
    offered = rng.choice(bound)
    stranger = rng.choice([who for who in story.people if who != offered.buyer])
    return Call(stranger, "accept", (rng.choice([offered, replace(offered, buyer=stranger)]),))


def another_expiry(rng: Random, story: Story) -> Call | None:
    """Whoever comes too late says it was longer; or says it will be."""
    if not story.standing:
        return None
    offered = story.play.offered(rng.choice(story.standing))
    expiry = rng.choice([2**40 - 1, offered.expiry + 1, offered.expiry - 1, story.now + 1])
    if expiry == offered.expiry or expiry < 0:
        return None
    return Call(buyer_of(rng, story, offered), "accept", (replace(offered, expiry=expiry),))


def too_late(rng: Random, story: Story) -> Call | None:
    """An offer is accepted after its expiry."""
    fresh = set(story.fresh())
    late = [number for number in story.standing if number not in fresh]
    if not late:
        return None
    offered = story.play.offered(rng.choice(late))
    return Call(buyer_of(rng, story, offered), "accept", (offered,))


def once_more(rng: Random, story: Story) -> Call | None:
    """An offer that was accepted or withdrawn is accepted, or withdrawn, once more."""
    if not story.over:
        return None
    offered = rng.choice(story.over)
    return rng.choice(
        [
            Call(buyer_of(rng, story, offered), "accept", (offered,)),
            Call(offered.seller, "withdrawOffer", (offered,)),
        ]
    )


def somebody_elses(rng: Random, story: Story) -> Call | None:
    """A stranger sells, ends selling or withdraws."""
    subject = subject_of(rng, story)
    if subject is None:
        return None
    holder = subject.path[-1]
    stranger = rng.choice([who for who in story.people if who != holder])
    if isinstance(subject, OfferStruct):
        return Call(stranger, "withdrawOffer", (subject,))
    return rng.choice(
        [
            Call(stranger, "offer", (subject, NOBODY, 1, story.now + 1)),
            Call(stranger, "endSelling", (subject,)),
        ]
    )


def claimed_again(rng: Random, story: Story) -> Call | None:
    """Whoever has its share claims again; nobody, the direct seller or the buyer claims."""
    holding = story.play.holding(rng.choice(story.licences))
    payees = rng.choice([_ALL, rng.getrandbits(32), 0, 1 << len(holding.path) - 1, _ALL << len(holding.path) & _ALL])
    for place in story.reference.owed.get(holding.licence, {}):
        payees &= ~(1 << place)
    return Call(rng.choice(story.people), "claim", (holding, payees))


def without_money(rng: Random, story: Story) -> Call | None:
    """More is spent, or taken out, than there is."""
    who = rng.choice(story.people)
    if rng.random() < 0.4:
        return Call(who, "withdraw", (who, story.play.free.get(who, 0) + rng.choice([1, 1, 2**100])))
    dear = [
        (buyer, offered)
        for offered in map(story.play.offered, story.fresh())
        for buyer in ([offered.buyer] if offered.buyer != NOBODY else story.people)
        if story.play.free.get(buyer, 0) < offered.price
    ]
    if not dear:
        return None
    buyer, offered = rng.choice(dear)
    return Call(buyer, "accept", (offered,))


def wrong_chain(rng: Random, story: Story) -> Call:
    """A chain with rules that no chain can have, or for somebody else's dataset or none."""
    number = rng.randrange(len(story.people))
    sender, dataset = story.people[number], number + 1
    depth = rng.choice([1, 2, 5, 32])
    stated = [column(rng, trade) for trade in range(1, depth + 1)]
    trade = rng.randrange(depth)
    family, alpha, sales = EXPLICIT, 0, rng.choice([1, 9])
    match rng.randrange(12):
        case 0:  # one unit above the whole
            stated[trade][rng.randrange(trade + 1)] += WHOLE + 1 - sum(stated[trade])
        case 1:
            stated[trade][rng.randrange(trade + 1)] = 2**32 - 1
        case 2:
            stated[trade].append(0)
        case 3:
            stated[trade].pop()
        case 4:
            stated.pop()
        case 5:
            stated.append(column(rng, depth + 1))
        case 6:
            family = rng.choice([RAW, AVERAGE, TBDS])
        case 7:
            family, stated, alpha = TBDS, [], rng.choice([WHOLE, 2**32 - 1])
        case 8:
            family, stated, alpha = rng.choice([RAW, AVERAGE]), [], 1
        case 9:
            family, stated, depth = AVERAGE, [], rng.choice([0, 33, 255])
        case 10:
            sales = 0
        case _:
            dataset = rng.choice([0, dataset % len(story.people) + 1, len(story.people) + 1, 2**64 - 1])
    return Call(sender, "createChain", (dataset, (family, alpha, depth, 9, sales), stated))


KINDS: dict[str, Maker] = {
    "another price": misstated.another_price,
    "another buyer": another_buyer,
    "another path": misstated.another_path,
    "other shares": misstated.other_shares,
    "bytes divided elsewhere": misstated.cut_elsewhere,
    "another number": misstated.another_number,
    "another expiry": another_expiry,
    "too late": too_late,
    "once more": once_more,
    "somebody else's": somebody_elses,
    "claimed again": claimed_again,
    "without the money": without_money,
    "wrong chain": wrong_chain,
}
