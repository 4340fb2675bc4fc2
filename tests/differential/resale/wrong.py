"""Calls that nobody may make, by kind.

Each maker gives one that is wrong in one way, or None where the story allows none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from databourse.errors import ContractRefused
from databourse.resale.encoding import NOBODY, HoldingStruct, OfferStruct, pack_path, pack_shares
from tests.differential.resale.drawing import column
from tests.differential.resale.reference import AVERAGE, EXPLICIT, RAW, TBDS, WHOLE
from tests.differential.resale.story import Call, Story, person

Maker = Callable[[Random, Story], Call | None]

_ALL = 2**256 - 1


class CutOffer:
    """An offer whose packed bytes of shares and path are divided at another place."""

    def __init__(self, offered: OfferStruct, cut: int) -> None:
        both = pack_shares(offered.shares) + pack_path(offered.path)
        self._struct = (*offered.struct()[:6], both[:cut], both[cut:])

    def struct(self) -> tuple[object, ...]:
        return self._struct


def another_price(rng: Random, story: Story) -> Call | None:
    """Of an offer, or of a licence in a claim."""
    subject = _subject(rng, story)
    if subject is None:
        return None
    price = rng.choice([subject.price ^ 1 << rng.randrange(88), max(0, subject.price - 1), 0])
    return None if price == subject.price else _use(rng, story, replace(subject, price=price))


def another_buyer(rng: Random, story: Story) -> Call | None:
    """Somebody else accepts an offer that is bound, as it is or made out to them."""
    bound = [one for one in map(story.play.offered, story.fresh()) if one.buyer != NOBODY]
    if not bound:
        return None
    offered = rng.choice(bound)
    stranger = rng.choice([who for who in story.people if who != offered.buyer])
    return Call(stranger, "accept", (rng.choice([offered, replace(offered, buyer=stranger)]),))


def another_path(rng: Random, story: Story) -> Call | None:
    """A player is another, is missing, or is too many; two change places."""
    subject = _subject(rng, story)
    if subject is None:
        return None
    path, place = list(subject.path), rng.randrange(len(subject.path))
    match rng.randrange(4):
        case 0:
            path[place] = rng.choice(story.people)
        case 1 if len(path) > 1:
            del path[place]
        case 2:
            path.insert(place, rng.choice(story.people))
        case _:
            rng.shuffle(path)
    return None if tuple(path) == subject.path else _use(rng, story, replace(subject, path=tuple(path)))


def other_shares(rng: Random, story: Story) -> Call | None:
    """A share is another, or there are too many or too few."""
    offered = _offered(rng, story)
    if offered is None:
        return None
    shares = list(offered.shares)
    place = rng.randrange(len(shares) + 1)
    match rng.randrange(3):
        case 0 if place < len(shares):
            shares[place] = rng.choice([0, WHOLE, 2**32 - 1, shares[place] ^ 1 << rng.randrange(32)])
        case 1 if place < len(shares):
            del shares[place]
        case _:
            shares.insert(place, rng.choice([0, WHOLE]))
    return None if tuple(shares) == offered.shares else _use(rng, story, replace(offered, shares=tuple(shares)))


def cut_elsewhere(rng: Random, story: Story) -> Call | None:
    """Five shares are as long as a player."""
    offered = _offered(rng, story)
    if offered is None:
        return None
    true = len(pack_shares(offered.shares))
    length = true + len(pack_path(offered.path))
    cut = rng.choice([true + 20, true - 20, true + 4, true - 4, 0, length, rng.randint(0, length)])
    if cut == true or not 0 <= cut <= length:
        return None
    name = rng.choice(["accept", "withdrawOffer"])
    sender = offered.seller if name == "withdrawOffer" else _buyer(rng, story, offered)
    return Call(sender, name, (CutOffer(offered, cut),), refused="WrongOffer")


def another_number(rng: Random, story: Story) -> Call | None:
    """Another chain, licence or offer is named."""
    subject = _subject(rng, story)
    if subject is None:
        return None
    number = rng.choice([0, rng.randint(1, story.play.last_number + 1), 2**64 - 1])
    forged: OfferStruct | HoldingStruct
    if rng.random() < 0.5:
        forged = replace(subject, chain=number)
    elif isinstance(subject, HoldingStruct) or rng.random() < 0.5:
        forged = replace(subject, licence=number)
    else:
        forged = replace(subject, number=number)
    return None if _is_true(story, forged) else _use(rng, story, forged)


def another_expiry(rng: Random, story: Story) -> Call | None:
    """Whoever comes too late says it was longer; or says it will be."""
    if not story.standing:
        return None
    offered = story.play.offered(rng.choice(story.standing))
    expiry = rng.choice([2**40 - 1, offered.expiry + 1, offered.expiry - 1, story.now + 1])
    if expiry == offered.expiry or expiry < 0:
        return None
    return Call(_buyer(rng, story, offered), "accept", (replace(offered, expiry=expiry),))


def too_late(rng: Random, story: Story) -> Call | None:
    """An offer is accepted after its expiry."""
    fresh = set(story.fresh())
    late = [number for number in story.standing if number not in fresh]
    if not late:
        return None
    offered = story.play.offered(rng.choice(late))
    return Call(_buyer(rng, story, offered), "accept", (offered,))


def once_more(rng: Random, story: Story) -> Call | None:
    """An offer that was accepted or withdrawn is accepted, or withdrawn, once more."""
    if not story.over:
        return None
    offered = rng.choice(story.over)
    return rng.choice(
        [
            Call(_buyer(rng, story, offered), "accept", (offered,)),
            Call(offered.seller, "withdrawOffer", (offered,)),
        ]
    )


def somebody_elses(rng: Random, story: Story) -> Call | None:
    """A stranger sells, ends selling or withdraws."""
    subject = _subject(rng, story)
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
    "another price": another_price,
    "another buyer": another_buyer,
    "another path": another_path,
    "other shares": other_shares,
    "bytes divided elsewhere": cut_elsewhere,
    "another number": another_number,
    "another expiry": another_expiry,
    "too late": too_late,
    "once more": once_more,
    "somebody else's": somebody_elses,
    "claimed again": claimed_again,
    "without the money": without_money,
    "wrong chain": wrong_chain,
}


def _offered(rng: Random, story: Story) -> OfferStruct | None:
    """An offer that can still be accepted, mostly one of the deeper."""
    fresh = story.fresh()
    if not fresh:
        return None
    return max((story.play.offered(rng.choice(fresh)) for _ in range(2)), key=lambda one: len(one.path))


def _subject(rng: Random, story: Story) -> OfferStruct | HoldingStruct | None:
    offered = _offered(rng, story)
    if offered is not None and rng.random() < 0.6:
        return offered
    return story.play.holding(rng.choice(story.licences)) if story.licences else None


def _use(rng: Random, story: Story, forged: OfferStruct | HoldingStruct) -> Call:
    """What can be done with an offer or a licence, by whoever could if it were true."""
    if isinstance(forged, OfferStruct):
        buyer = _buyer(rng, story, forged)
        return rng.choice(
            [Call(buyer, "accept", (forged,)), Call(forged.path[-1], "withdrawOffer", (forged,))],
        )
    holder = forged.holder
    return rng.choice(
        [
            Call(holder, "offer", (forged, NOBODY, 1, story.now + 1)),
            Call(holder, "endSelling", (forged,)),
            Call(person(0), "claim", (forged, _ALL)),
        ]
    )


def _buyer(rng: Random, story: Story, offered: OfferStruct) -> str:
    return offered.buyer if offered.buyer != NOBODY else rng.choice(story.people)


def _is_true(story: Story, forged: OfferStruct | HoldingStruct) -> bool:
    try:
        if isinstance(forged, OfferStruct):
            return story.play.offered(forged.number) == forged
        return story.play.holding(forged.licence) == forged
    except ContractRefused:
        return False
