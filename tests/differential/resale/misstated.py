"""Offers and licences that are said differently than they were recorded."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from databourse.errors import ContractRefused
from databourse.resale.encoding import NOBODY, HoldingStruct, OfferStruct, pack_path, pack_shares
from tests.differential.resale.reference import WHOLE
from tests.differential.resale.story import Call, Story, person

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
    subject = subject_of(rng, story)
    if subject is None:
        return None
    price = rng.choice([subject.price ^ 1 << rng.randrange(88), max(0, subject.price - 1), 0])
    return None if price == subject.price else _use(rng, story, replace(subject, price=price))


def another_path(rng: Random, story: Story) -> Call | None:
    """A player is another, is missing, or is too many; two change places."""
    subject = subject_of(rng, story)
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
    offered = offered_of(rng, story)
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
    offered = offered_of(rng, story)
    if offered is None:
        return None
    true = len(pack_shares(offered.shares))
    length = true + len(pack_path(offered.path))
    cut = rng.choice([true + 20, true - 20, true + 4, true - 4, 0, length, rng.randint(0, length)])
    if cut == true or not 0 <= cut <= length:
        return None
    name = rng.choice(["accept", "withdrawOffer"])
    sender = offered.seller if name == "withdrawOffer" else buyer_of(rng, story, offered)
    return Call(sender, name, (CutOffer(offered, cut),), refused="WrongOffer")


def another_number(rng: Random, story: Story) -> Call | None:
    """Another chain, licence or offer is named."""
    subject = subject_of(rng, story)
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


def offered_of(rng: Random, story: Story) -> OfferStruct | None:
    """An offer that can still be accepted, mostly one of the deeper."""
    fresh = story.fresh()
    if not fresh:
        return None
    return max((story.play.offered(rng.choice(fresh)) for _ in range(2)), key=lambda one: len(one.path))


def subject_of(rng: Random, story: Story) -> OfferStruct | HoldingStruct | None:
    offered = offered_of(rng, story)
    if offered is not None and rng.random() < 0.6:
        return offered
    return story.play.holding(rng.choice(story.licences)) if story.licences else None


def _use(rng: Random, story: Story, forged: OfferStruct | HoldingStruct) -> Call:
    """What can be done with an offer or a licence, by whoever could if it were true."""
    if isinstance(forged, OfferStruct):
        buyer = buyer_of(rng, story, forged)
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


def buyer_of(rng: Random, story: Story, offered: OfferStruct) -> str:
    return offered.buyer if offered.buyer != NOBODY else rng.choice(story.people)


def _is_true(story: Story, forged: OfferStruct | HoldingStruct) -> bool:
    try:
        if isinstance(forged, OfferStruct):
            return story.play.offered(forged.number) == forged
        return story.play.holding(forged.licence) == forged
    except ContractRefused:
        return False
