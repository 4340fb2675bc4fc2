"""One chain, drawn as a tree: who holds the data from whom, what everybody earned, and what is offered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from databourse.chain.refusals import clock
from databourse.chain.resale import ResaleChains
from databourse.cli import catalog
from databourse.cli.amounts import short
from databourse.cli.chain.drawing import Branch, drawn
from databourse.cli.chain.finding import sales
from databourse.cli.session import Session
from databourse.cli.values import format_duration
from databourse.events import hex_of
from databourse.money import TOKEN
from databourse.resale.earnings import payments_of
from databourse.resale.records import Chain, Licence, Offer, OfferStatus

#: Rows that somebody reads, and levels that fit a terminal with room between them.
_MOST_ROWS, _MOST_WIDE = 200, 10


@dataclass
class Earned:
    """What a licence brought its holder so far, in base units; `due` waits to be claimed."""

    direct: int = 0
    upstream: int = 0
    due: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.direct + self.upstream + self.due


def show_chain(session: Session, number: int) -> None:
    """Draws a chain.

    Raises:
        NotFound: there is none.
    """
    book = ResaleChains(session.exchange).book()
    chain = book.chain(number)
    now = session.connection.now()
    label = {one.dataset.number: one.label for one in catalog.datasets(session.exchange)}.get(chain.dataset, "")
    earned = earned_by_licence(chain)
    rules = chain.rules
    session.output.say(
        f"Chain {number}: dataset {chain.dataset} ({label}) of {session.person(chain.owner)}, "
        f"matrix {rules.matrix.label}, up to {rules.max_depth} trades deep; "
        f"each holder may sell to {sales(rules)}. Amounts in {session.symbol}."
    )
    if rules.eager_depth < rules.max_depth:
        session.output.say(f"Upstream shares are claimed from trade {rules.eager_depth + 1} on.")
    deepest = max(one.depth for one in chain.licences)
    rows = list(drawn(_branch(session, chain.root, earned, now), narrow=deepest > _MOST_WIDE))
    columns = ["holder", "licence>", "trade>", "paid>", "direct>", "upstream>", "due>", "net>", "selling"]
    if not any(one.due for one in earned.values()):  # six parties fit a terminal of 80 columns
        dropped = columns.index("due>")
        del columns[dropped]
        rows = [(*row[:dropped], *row[dropped + 1 :]) for row in rows]
    session.output.table(columns, rows[:_MOST_ROWS], tree=True)
    if len(rows) > _MOST_ROWS:
        session.output.say(f"… and {len(rows) - _MOST_ROWS:,} more lines; --json has all.")
    _tell_totals(session, chain)
    session.output.result(
        {
            "chain": number,
            "dataset": chain.dataset,
            "label": label,
            "owner": chain.owner,
            "matrix": rules.matrix.label,
            "columns": [list(column) for column in rules.matrix.first(rules.max_depth)],
            "depth": rules.max_depth,
            "pay_at_once": rules.eager_depth,
            "sales": rules.max_sales,
            "licences": [_licence_json(session, one, earned[one.number]) for one in chain.licences],
            "offers": [_offer_json(one, now) for one in chain.offers],
            "now": now,
        }
    )


def earned_by_licence(chain: Chain) -> dict[int, Earned]:
    """What every licence brought its holder, by number."""
    earned: dict[int, Earned] = defaultdict(Earned)
    for sold in chain.licences:
        ancestry = sold.ancestry
        for payment in payments_of(sold):
            kept = earned[ancestry[payment.player].number]
            if payment.direct:
                kept.direct += payment.amount
            elif payment.due:
                kept.due += payment.amount
            else:
                kept.upstream += payment.amount
    return earned


def _branch(session: Session, licence: Licence, earned: dict[int, Earned], now: int) -> Branch:
    kept = earned[licence.number]
    cells = (
        licence.number,
        licence.depth or None,
        _amount(licence.price) if licence.bought else None,
        *(_amount(amount) if amount else None for amount in (kept.direct, kept.upstream, kept.due)),
        _amount(kept.total - licence.price),
        _selling(licence),
    )
    branches = [
        _branch(session, offer.licence, earned, now) if offer.licence else _standing(session, offer, now)
        for offer in licence.offers
        if offer.status(now) in (OfferStatus.SOLD, OfferStatus.STANDING)
    ]
    return Branch(session.person(licence.holder), cells, tuple(branches))


def _standing(session: Session, offer: Offer, now: int) -> Branch:
    buyer = "anybody" if offer.is_open_to_anybody else session.person(offer.buyer)
    price, left = f"{_amount(offer.price)} {session.symbol}", format_duration(offer.expiry - now)
    told = f"offered to {buyer} for {price}, expires in {left}"
    return Branch(f"offer {offer.number}", (None, offer.trade, None, None, None, None, None, told))


def _selling(licence: Licence) -> str | None:
    if licence.ended:
        return "ended"
    if licence.depth >= licence.chain.rules.max_depth:
        return "the last"
    return "sold out" if len(licence.children) == licence.chain.rules.max_sales else None


def _amount(amount: int) -> str:
    """Tokens in at most six digits: shares of a third have eighteen, which --json tells."""
    return short(Fraction(amount, TOKEN))


def _tell_totals(session: Session, chain: Chain) -> None:
    bought = [one for one in chain.licences if one.bought]
    paid = sum(one.price for one in bought)
    due = sum(sum(one.due().values()) for one in bought)
    words = "1 sale" if len(bought) == 1 else f"{len(bought):,} sales"
    waiting = f"; {session.tokens(due)} of it waits to be claimed with `bourse chain claim`" if due else ""
    session.output.say(f"{words}, {session.tokens(paid)} paid{waiting}.")


def _licence_json(session: Session, one: Licence, kept: Earned) -> dict[str, object]:
    return {
        "licence": one.number,
        "holder": one.holder,
        "name": session.person(one.holder),
        "from": one.parent.number if one.parent else None,
        "trade": one.depth,
        "path": list(one.path),
        "price": str(one.price),
        "amounts": list(map(str, one.amounts)),
        "deferred": one.deferred,
        "earned": {"direct": str(kept.direct), "upstream": str(kept.upstream), "due": str(kept.due)},
        "ended": one.ended is not None,
        "block": one.event.block,
        "transaction": hex_of(one.event.tx),
    }


def _offer_json(one: Offer, now: int) -> dict[str, object]:
    return {
        "offer": one.number,
        "licence": one.seller.number,
        "trade": one.trade,
        "price": str(one.price),
        "buyer": None if one.is_open_to_anybody else one.buyer,
        "expiry": one.expiry,
        "expires": clock(one.expiry),
        "status": one.status(now).value,
    }
