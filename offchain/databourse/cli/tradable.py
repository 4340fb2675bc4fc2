"""What can be told of a round before it is settled: whether an order would count, and whether anything can trade."""

from __future__ import annotations

from databourse.chain import history
from databourse.chain.exchange import Exchange
from databourse.cli.session import Session
from databourse.errors import InvalidInput, NotFound, Refused
from databourse.market.double_auction.book import Book, Bounds, read_book
from databourse.market.double_auction.orders import AskOrder, BidOrder
from databourse.market.double_auction.params import AuctionParams, read_params
from databourse.market.double_auction.ranking import price_rank
from databourse.market.double_auction.rules import RULES
from databourse.market.mechanism import Mechanism, by_checker
from databourse.market.rounds import Round


def mechanism_of(exchange: Exchange, one: Round) -> Mechanism:
    """The rule of a round.

    Raises:
        NotFound: it is not known here.
    """
    return by_checker(history.rules_by_checker(exchange), one.terms.checker)


def require_counted(exchange: Exchange, one: Round, order: BidOrder | AskOrder) -> None:
    """Refuses an order that the rule would pass over.

    Raises:
        InvalidInput: its quantity is outside the round's bounds.
    """
    require_within(params_of(exchange, one).bounds, order)


def require_within(bounds: Bounds, order: BidOrder | AskOrder) -> None:
    """Refuses an order whose quantity is outside the bounds of a rule's parameters.

    Raises:
        InvalidInput: it is.
    """
    if not bounds.lot:
        return
    hint = f"in this round asks offer {bounds.lot} units or more, and a bid is for {bounds.largest_bid} or fewer"
    if isinstance(order, BidOrder) and order.quantity > bounds.largest_bid:
        raise InvalidInput.of("quantity", order.quantity, f"must be at most {bounds.largest_bid} in this round", hint)
    if isinstance(order, AskOrder) and order.quantity < bounds.lot:
        raise InvalidInput.of("quantity", order.quantity, f"must be at least {bounds.lot} in this round", hint)


def standing_ask(exchange: Exchange, one: Round, dataset: int) -> int | None:
    """The entry that asks for a dataset now, if there is one."""
    book = _book(exchange, one)
    return book.ask_entries[book.datasets.index(dataset)] if dataset in book.datasets else None


def warn_if_too_few_asks(session: Session, one: Round, coming: int) -> None:
    """Warns when, with `coming` more asks, the rule still cannot let anybody trade."""
    if session.exchange.rule(one.terms.checker) != "kth-price":
        return
    k = params_of(session.exchange, one).k
    asks = len(_book(session.exchange, one).asks) + coming
    if asks <= price_rank(asks, k):
        needed = f"kth-price needs {asks_needed(k)} in this round"
        session.output.warn(f"with {asks} ask{'s' if asks != 1 else ''} nothing can trade yet: {needed}")


def asks_needed(k: int | None) -> int:
    """How few asks kth-price can trade with: K + 1, where K is fixed or the square root of their number, rounded up."""
    # of 1 ask K is 1, of 2 it is 2; from 3 on it is smaller than their number
    return 3 if k is None else k + 1


def params_of(exchange: Exchange, one: Round) -> AuctionParams:
    """The parameters of a round; the defaults under a rule that is not known here: only its checker knows them.

    Raises:
        Refused: the rule is known, and none of the double auction.
    """
    try:
        rule = mechanism_of(exchange, one).name
    except NotFound:
        return AuctionParams()
    require_auction(one, rule)
    return read_params(rule, one.terms.params)


def require_auction(one: Round, rule: str) -> None:
    """Refuses a round in which nobody bids and asks.

    Raises:
        Refused: its rule is none of the double auction.
    """
    if rule not in RULES:
        raise Refused(
            f"round {one.series}/{one.number} is no double auction: its rule is {rule}",
            "see `bourse coalition --help` for rounds of coalitions, `bourse sharing --help` for those that share",
        )


def _book(exchange: Exchange, one: Round) -> Book:
    return read_book(one.entries, params_of(exchange, one).bounds)
