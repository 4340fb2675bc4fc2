"""All chains of one contract, rebuilt from its events alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from databourse.errors import BourseError, NotFound
from databourse.events import Event, address, in_order
from databourse.resale.records import Chain, Licence, Offer, OfferStatus
from databourse.resale.rules import Rules


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the log that the contract never lets happen.

    Attributes:
        name: of the rule that is broken; where the contract has an error for it, the error's name.
        message: for a person.
        event: that breaks it.
    """

    name: str
    message: str
    event: Event


class Book:
    """Chains, licences and offers.

    An event that cannot be is noted among the findings, and taken in as far as it makes sense.

    Attributes:
        chains: by number.
        licences: of all chains, by number.
        offers: of all chains, by number, whatever became of them.
        findings: empty if the events are those of the contract, from its beginning.
        last_number: the highest number given to an offer or an owner's licence.
    """

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self.chains: dict[int, Chain] = {}
        self.licences: dict[int, Licence] = {}
        self.offers: dict[int, Offer] = {}
        self.findings: list[Finding] = []
        self.last_number = 0
        for event in in_order(events):
            self.add(event)

    def add(self, event: Event) -> None:
        """Takes in the next event; those of accounts are passed over."""
        take_in = _HANDLERS.get(event.name)
        if take_in is None:
            return
        try:
            take_in(self, event)
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, BourseError) as error:
            self._find("Malformed", f"a {event.name} event cannot be read: {error}", event)

    # looking up

    def chain(self, number: int) -> Chain:
        """The chain of this number.

        Raises:
            NotFound: there is none.
        """
        if number not in self.chains:
            raise NotFound(f"there is no chain {number}", _SEE_CHAINS)
        return self.chains[number]

    def licence(self, number: int) -> Licence:
        """The licence of this number.

        Raises:
            NotFound: there is none; says what else the number stands for.
        """
        if number in self.licences:
            return self.licences[number]
        if number in self.offers:
            offer = self.offers[number]
            became = "was withdrawn" if offer.withdrawn else "nobody has accepted yet"
            raise NotFound(
                f"{number} is no licence: it is an offer on chain {offer.chain.number} that {became}",
                f"see `bourse chain show {offer.chain.number}`",
            )
        raise NotFound(f"there is no licence {number}", _SEE_CHAINS)

    def offer(self, number: int) -> Offer:
        """The offer of this number, whatever became of it.

        Raises:
            NotFound: there is none; says what else the number stands for.
        """
        if number in self.offers:
            return self.offers[number]
        if number in self.licences:
            chain = self.licences[number].chain.number
            raise NotFound(
                f"{number} is no offer: it is the licence of the owner of chain {chain}",
                f"see the offers with `bourse chain show {chain}`",
            )
        raise NotFound(f"there is no offer {number}", _SEE_CHAINS)

    def held_by(self, who: str, chain: int | None = None) -> list[Licence]:
        """The licences of a holder, on one chain or on all."""
        return [one for one in self.licences.values() if one.holder == who and chain in (None, one.chain.number)]

    def standing(self, now: int, buyer: str | None = None, chain: int | None = None) -> list[Offer]:
        """The offers that can be accepted at `now`, by a buyer or by somebody, on one chain or on all."""
        return [
            one
            for one in self.offers.values()
            if one.status(now) is OfferStatus.STANDING
            and (buyer is None or one.is_for(buyer))
            and chain in (None, one.chain.number)
        ]

    def due_to(self, payee: str, chain: int | None = None) -> dict[int, int]:
        """What an upstream seller can still claim: by licence, base units."""
        found = {}
        for licence in self.licences.values():
            if chain in (None, licence.chain.number):
                amount = sum(amount for player, amount in licence.due().items() if licence.path[player] == payee)
                if amount:
                    found[licence.number] = amount
        return found

    # taking in

    def _create(self, event: Event) -> None:
        args = event.args
        number, licence, owner = args["chain"], args["licence"], address(args["owner"])
        if number in self.chains:
            return self._find("NumberReused", f"chain {number} is created a second time", event)
        if not self._give(licence, event):
            return None
        if number != len(self.chains) + 1:
            self._find("NumbersMissing", f"chain {number} is created as number {len(self.chains) + 1}", event)
        rules = Rules.of(args["rules"], args["columns"])
        chain = Chain(number, args["dataset"], owner, rules, event)
        chain.root = Licence(licence, chain, (owner,), 0, None, event)
        chain.licences.append(chain.root)
        self.chains[number] = chain
        self.licences[licence] = chain.root
        return None

    def _offer(self, event: Event) -> None:
        args = event.args
        number, seller = args["number"], self.licences.get(args["licence"])
        if seller is None:
            return self._find("UnknownLicence", f"offer {number} is of licence {args['licence']}, of no chain", event)
        if not self._give(number, event):
            return None
        chain, who = seller.chain, address(args["seller"])
        offer = Offer(
            number, seller, address(args["buyer"]), args["price"], args["expiry"], bool(args["deferred"]), event
        )
        rules = chain.rules
        if args["chain"] != chain.number:
            said = f"offer {number} is posted on chain {args['chain']}, but its licence is of chain {chain.number}"
            self._find("UnknownChain", said, event)
        if who != seller.holder:
            self._find("NotHolder", f"offer {number} is posted by {who}, who does not hold its licence", event)
        if seller.ended:
            self._find("SellingHasEnded", f"offer {number} is of a holder who gave up selling", event)
        if offer.trade > rules.max_depth:
            said = f"offer {number} is for trade {offer.trade}, and the chain ends at trade {rules.max_depth}"
            return self._find("DepthReached", said, event)
        if seller.sales >= rules.max_sales:
            said = f"offer {number} is one more than the {rules.max_sales} that its licence may have"
            self._find("SalesUsed", said, event)
        if offer.deferred != rules.is_deferred(offer.trade):
            said = f"offer {number} is marked deferred = {offer.deferred}, against the rules of its chain"
            self._find("WrongDeferral", said, event)
        seller.offers.append(offer)
        seller.sales += 1
        chain.offers.append(offer)
        self.offers[number] = offer
        return None

    def _withdraw(self, event: Event) -> None:
        offer = self._open_offer(event, "withdrawn")
        if offer is not None:
            offer.withdrawn = event
            offer.seller.sales -= 1

    def _sell(self, event: Event) -> None:
        offer = self._open_offer(event, "accepted")
        if offer is None:
            return
        buyer, price = address(event.args["buyer"]), event.args["price"]
        if not offer.is_for(buyer):
            self._find("NotTheBuyer", f"offer {offer.number} is for {offer.buyer}, and {buyer} accepted it", event)
        if price != offer.price:
            said = f"offer {offer.number} costs {offer.price} base units, and {price} were paid"
            self._find("WrongPrice", said, event)
        licence = Licence(offer.number, offer.chain, (*offer.seller.path, buyer), offer.price, offer, event)
        offer.licence = licence
        offer.chain.licences.append(licence)
        self.licences[licence.number] = licence

    def _claim(self, event: Event) -> None:
        number, payee, amount = event.args["licence"], address(event.args["payee"]), event.args["amount"]
        licence = self.licences.get(number)
        if licence is None:
            return self._find("UnknownLicence", f"a share of licence {number} is claimed, and there is none", event)
        if not licence.deferred:
            return self._find("NothingToClaim", f"a share of licence {number} is claimed, which paid at once", event)
        owed = [player for player, who in enumerate(licence.path[: licence.depth - 1]) if who == payee]
        for player in owed:
            if player not in licence.claims and licence.amounts[player] == amount:
                licence.claims[player] = event
                return None
        said = f"{payee} claims {amount} base units of licence {number}, which it has no share of"
        if any(licence.amounts[player] == amount for player in owed):
            said = f"{payee} claims its {amount} base units of licence {number} once more"
        return self._find("NothingToClaim", said, event)

    def _end(self, event: Event) -> None:
        licence = self.licences.get(event.args["licence"])
        if licence is None:
            self._find("UnknownLicence", f"licence {event.args['licence']} ends selling, and there is none", event)
        elif licence.ended:
            self._find("SellingHasEnded", f"licence {licence.number} ends selling a second time", event)
        else:
            licence.ended = event

    def _open_offer(self, event: Event, what: str) -> Offer | None:
        number = event.args["number"]
        offer = self.offers.get(number)
        if offer is None:
            self._find("UnknownOffer", f"offer {number} is {what}, and was never posted", event)
        elif offer.licence or offer.withdrawn:
            before = "accepted" if offer.licence else "withdrawn"
            self._find("UnknownOffer", f"offer {number} is {what} after it was {before}", event)
        else:
            return offer
        return None

    def _give(self, number: int, event: Event) -> bool:
        """Whether a number is free; that none was left out is made sure on the way."""
        if number in self.offers or number in self.licences:
            self._find("NumberReused", f"number {number} is given a second time", event)
            return False
        if number != self.last_number + 1:
            self._find("NumbersMissing", f"number {number} is given after number {self.last_number}", event)
        self.last_number = max(self.last_number, number)
        return True

    def _find(self, name: str, message: str, event: Event) -> None:
        self.findings.append(Finding(name, message, event))


_SEE_CHAINS = "see `bourse chain list`"

_HANDLERS = {
    "ChainCreated": Book._create,
    "Offered": Book._offer,
    "OfferWithdrawn": Book._withdraw,
    "Sold": Book._sell,
    "Claimed": Book._claim,
    "SellingEnded": Book._end,
}

EVENTS = tuple(_HANDLERS)
"""Names of the events that a book is made of."""
