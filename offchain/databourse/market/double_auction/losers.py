"""What decided against a bid or an ask that stood in the book and did not trade."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.market.double_auction.case import Case
from databourse.mechanisms.double_auction import Reason, Unserved


@dataclass(frozen=True, slots=True)
class Cause:
    """In one word what decided (see `Explanation.decided_by`), and in sentences why."""

    decided_by: str
    sentences: tuple[str, ...]


def lost_bid(case: Case) -> Cause:
    """Why the standing bid bought nothing."""
    bid = case.book.bids[case.bid]
    unserved: Unserved = next(one for one in case.outcome.unserved if one.bid == case.bid)
    match unserved.reason:
        case Reason.TOO_FEW_SELLERS:
            return _too_few_asks(case)
        case Reason.BELOW_PRICE:
            assert case.price_setter is not None
            price = case.book.asks[case.price_setter].price
            return _cause(
                "price",
                f"It offered {case.money(bid.price)} a unit; the price of the round was {case.money(price)}, "
                f"set by the ask of entry {case.book.ask_entries[case.price_setter]}.",
            )
        case Reason.NOT_CANDIDATE:
            return _behind_marginal_bid(case)
        case Reason.NO_SELLER:
            return _no_seller(case)
    return _no_candidate(case)


def _too_few_asks(case: Case) -> Cause:
    standing = len(case.book.asks)
    return _cause(
        "too few",
        f"Only {standing} ask{'s' if standing != 1 else ''} stood, and the price is that of the ask of rank "
        f"{case.k + 1}: nobody can trade.",
    )


def _behind_marginal_bid(case: Case) -> Cause:
    if case.marginal is None:
        return _nothing_crosses(case)
    marginal = case.marginal[0]
    price = case.book.bids[marginal].price
    if marginal == case.bid:
        return _cause(
            "marginal",
            f"It is the last bid that still met an ask, so it sets what the buyers pay ({case.money(price)} a unit) "
            "and does not trade itself.",
        )
    setter = f"the marginal bid, entry {case.book.bid_entries[marginal]}, at {case.money(price)} a unit"
    if case.book.bids[case.bid].price == price:
        return _cause("tie", f"It bid as much as {setter}, but later; only bids before the marginal one trade.")
    return _cause("price", f"It bid less than {setter}; only bids before the marginal one trade.")


def _nothing_crosses(case: Case) -> Cause:
    if not case.book.bids or not case.book.asks:
        return _cause("too few", f"There was no {'ask' if not case.book.asks else 'bid'} to trade with.")
    best = case.book.bids[case.bids_in_order[0]].price
    cheapest = case.book.asks[case.asks_in_order[0]].price
    return _cause(
        "price",
        f"No prices met: the best bid was {case.money(best)} a unit, the cheapest ask {case.money(cheapest)}.",
    )


def _no_seller(case: Case) -> Cause:
    needed = case.book.bids[case.bid].min_quality
    candidates = _candidate_asks(case)
    if not candidates:
        return _cause(
            "too few", "Its price was right, but no ask comes before the marginal one, so nobody was there to sell."
        )
    best = max(case.book.asks[j].quality for j in candidates)
    if best >= needed:  # dantm: a seller of its quality exists, but not among those its turn could buy from
        return _cause(
            "quality",
            f"It needs quality {needed}; when its turn came, no seller at or below the sellers' price of that turn "
            "had it.",
        )
    return _cause(
        "quality",
        f"Its price was right, but it needs quality {needed} and the best that a candidate seller had was {best}.",
    )


def _candidate_asks(case: Case) -> list[int]:
    if case.rule == "kth-price":
        return case.asks_in_order[: case.k]
    if case.rule == "trade-reduction":
        assert case.marginal is not None
        return case.asks_in_order[: case.asks_in_order.index(case.marginal[1])]
    return case.asks_in_order


def _no_candidate(case: Case) -> Cause:
    if case.rule == "trade-reduction" or not case.book.asks:
        return _nothing_crosses(case)
    bid = case.book.bids[case.bid]
    cheapest = case.book.asks[case.asks_in_order[0]].price
    if bid.price < cheapest:
        return _cause(
            "price",
            f"When its turn came as the best bid left, it offered {case.money(bid.price)} a unit, less than the "
            f"cheapest ask ({case.money(cheapest)}).",
        )
    return _cause(
        "quality",
        "When its turn came, prices met, but none of the sellers that they left had the quality that the least "
        "demanding of the buyers left needs.",
    )


def lost_ask(case: Case) -> Cause:
    """Why the standing ask sold nothing."""
    match case.rule:
        case "kth-price":
            if case.price_setter is None:
                return _too_few_asks(case)
            price = case.book.asks[case.price_setter].price
            candidates, limit = case.asks_in_order[: case.k], case.price_setter
            buyers = [i for i, bid in enumerate(case.book.bids) if bid.price >= price]
            marginal = (
                f"It has rank {case.k + 1} among the asks, so it sets the price ({case.money(price)} a unit) and does "
                "not trade itself."
            )
        case "trade-reduction":
            if case.marginal is None:
                return _nothing_crosses(case)
            limit = case.marginal[1]
            candidates = _candidate_asks(case)
            buyers = case.bids_in_order[: case.bids_in_order.index(case.marginal[0])]
            marginal = (
                "It is the last ask that still met a bid, so it sets the sellers' price and does not trade itself."
            )
        case _:
            return _lost_ask_dantm(case)
    if case.ask == limit:
        return _cause("marginal", marginal)
    if case.ask not in candidates:
        return _behind_last_ask(case, limit)
    return _unsold(case, buyers, quality_counts=True)


def _behind_last_ask(case: Case, limit: int) -> Cause:
    asked, price = case.book.asks[case.ask].price, case.book.asks[limit].price
    setter = f"the ask of entry {case.book.ask_entries[limit]}, at {case.money(price)} a unit"
    if asked == price:
        return _cause("tie", f"It asked as much as {setter}, but later; only asks before that one trade.")
    return _cause("price", f"It asked {case.money(asked)} a unit, more than {setter}; only asks before that one trade.")


def _lost_ask_dantm(case: Case) -> Cause:
    ask = case.book.asks[case.ask]
    if not case.outcome.trades:
        return _cause("too few", "No bid found a valid price in its turn, so nothing was sold at all.")
    best = max(trade.valid_price[1] for trade in case.outcome.trades)
    if ask.price > best:
        return _cause(
            "price",
            f"It asked {case.money(ask.price)} a unit; the highest price for sellers in any turn was "
            f"{case.money(best)}.",
        )
    buyers = [trade.bid for trade in case.outcome.trades if trade.valid_price[1] >= ask.price]
    return _unsold(case, buyers, quality_counts=case.params.quality_filter)


def _unsold(case: Case, buyers: list[int], *, quality_counts: bool) -> Cause:
    if not buyers:
        return _cause("too few", "Its price was right, but no buyer was left to sell to.")
    quality = case.book.asks[case.ask].quality
    least = min(case.book.bids[i].min_quality for i in buyers)
    if quality_counts and quality < least:
        return _cause(
            "quality",
            f"Its price was right, but its quality is {quality} and every buyer that could trade needs {least} or "
            "more.",
        )
    return _cause(
        "capacity", "Its price was right, but cheaper sellers covered all that the buyers it could serve had asked for."
    )


def _cause(decided_by: str, sentence: str) -> Cause:
    return Cause(decided_by, (sentence,))
