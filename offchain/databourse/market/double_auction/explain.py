"""Why an entry of a double auction traded or did not (sections 3 to 7 of the double auction's specification)."""

from __future__ import annotations

from collections.abc import Mapping

from databourse.market.double_auction.book import EntryStatus, Fate
from databourse.market.double_auction.case import Case
from databourse.market.double_auction.causes import Cause
from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder
from databourse.market.double_auction.proof import proof_of
from databourse.market.mechanism import Explanation, PriceRange

_MONEY = frozenset({"price", "unit_price", "paid", "earned", "lock", "needed_lock"})


def explain(case: Case) -> Explanation:
    """The explanation of the entry that the case is about."""
    status = case.book.statuses[case.index]
    match status.order:
        case BidOrder() if status.fate is Fate.STANDING:
            return _explain_bid(case)
        case AskOrder() if status.fate is Fate.STANDING:
            return _explain_ask(case)
        case CancelOrder(entry=target) if status.fate is Fate.STANDING:
            sentences = (f"It cancels entry {target}, which therefore does not count.",)
            return _explanation(case, "cancel", "did its work", Cause("cancel", sentences), {"cancels": target})
    return _explain_uncounted(case, status)


def _explain_bid(case: Case) -> Explanation:
    bid, trade, prices = case.book.bids[case.bid], case.purchase, case.prices_for_bid()
    numbers: dict[str, int | None] = {
        "price": bid.price,
        "quantity": bid.quantity,
        "min_quality": bid.min_quality,
        "units": trade.units if trade else 0,
        "unit_price": trade.unit_price if trade else None,
        "paid": trade.unit_price * trade.units if trade else 0,
    }
    if trade is None:
        reason = next(one.reason for one in case.outcome.unserved if one.bid == case.bid)
        lost = case.rule.lost_bid(case, reason)
        sentences = (*lost.sentences, _range_sentence(case, prices, "bought", traded=False))
        return _explanation(case, "bid", "lost", Cause(lost.decided_by, sentences), numbers, prices)
    cost = case.money(trade.unit_price * trade.units)
    told = [
        f"It bought {trade.units} of {bid.quantity} units at {case.money(trade.unit_price)} each, {cost} in all; "
        f"it had offered up to {case.money(bid.price)} each.",
        case.rule.price_source(case, trade),
        "Delivered by "
        + ", ".join(f"entry {case.book.ask_entries[d.ask]} ({d.quantity})" for d in trade.deliveries)
        + ".",
    ]
    if not trade.satisfied:
        told.append("The sellers that could serve it had no more units: a part of the quantity is a trade too.")
    told.append(_range_sentence(case, prices, "bought", traded=True))
    decided_by = "price" if trade.satisfied else "capacity"
    return _explanation(case, "bid", "traded", Cause(decided_by, tuple(told)), numbers, prices)


def _explain_ask(case: Case) -> Explanation:
    ask, sales, prices = case.book.asks[case.ask], case.sales, case.prices_for_ask()
    units = sum(delivery.quantity for _, delivery in sales)
    earned = sum(delivery.payment for _, delivery in sales)
    numbers: dict[str, int | None] = {
        "price": ask.price,
        "quantity": ask.quantity,
        "quality": ask.quality,
        "buyers": len(sales),
        "units": units,
        "earned": earned,
    }
    if not sales:
        lost = case.rule.lost_ask(case)
        sentences = (*lost.sentences, _range_sentence(case, prices, "sold", traded=False))
        return _explanation(case, "ask", "lost", Cause(lost.decided_by, sentences), numbers, prices)
    told = (
        f"It sold {units} units to {len(sales)} buyer{'s' if len(sales) > 1 else ''} for {case.money(earned)} in all; "
        f"it had asked at least {case.money(ask.price)} each.",
        "Delivered to " + ", ".join(f"entry {case.book.bid_entries[t.bid]} ({d.quantity})" for t, d in sales) + ".",
        _range_sentence(case, prices, "sold", traded=True),
    )
    return _explanation(case, "ask", "traded", Cause("price", told), numbers, prices)


def _explain_uncounted(case: Case, status: EntryStatus) -> Explanation:
    prices = None
    match status.fate:
        case Fate.MALFORMED:
            told = [f"It is no order of this round: {status.fault}."]
        case Fate.UNDERFUNDED:
            told = [
                f"The bid does not count: {case.money(case.entry.lock)} stood behind it, less than price times "
                "quantity."
            ]
            prices = case.prices_for_bid()
            told.append(_range_sentence(case, prices, "bought", traded=False))
        case Fate.VOIDED:
            told = [f"Entry {status.by} of the same account cancelled it."]
        case _:
            told = [f"Entry {status.by} asks for the same dataset; the later ask replaces this one for good."]
    told.append("What was locked for it is free once the round is over; the entry fee goes to whoever settles it.")
    kind = {BidOrder: "bid", AskOrder: "ask", CancelOrder: "cancel", type(None): "none"}[type(status.order)]
    needed = status.order.needed_lock if isinstance(status.order, BidOrder) else 0
    numbers = {"lock": case.entry.lock, "needed_lock": needed, "by": status.by}
    return _explanation(case, kind, "no entry", Cause(status.fate.value, tuple(told)), numbers, prices)


def _explanation(
    case: Case,
    kind: str,
    verdict: str,
    cause: Cause,
    numbers: Mapping[str, int | None],
    prices: PriceRange | None = None,
) -> Explanation:
    return Explanation(
        entry=case.index,
        who=case.entry.who,
        kind=kind,
        verdict=verdict,
        decided_by=cause.decided_by,
        sentences=cause.sentences,
        numbers=numbers,
        money=_MONEY & numbers.keys(),
        prices=prices,
        proof=proof_of(case),
    )


def _range_sentence(case: Case, prices: PriceRange, verb: str, *, traded: bool) -> str:
    if not prices.intervals:
        return "With all other entries as they are, no price would have made it trade."
    spans = []
    for low, high in prices.intervals:
        if low == 0 and high == prices.highest:
            spans.append("at any price")
        elif high == prices.highest:
            spans.append(f"at {case.money(low)} or more")
        elif low == 0:
            spans.append(f"at {case.money(high)} or less")
        else:
            spans.append(
                f"from {case.money(low)} to {case.money(high)}" if low < high else f"at exactly {case.money(low)}"
            )
    still = "still " if traded else ""
    told = f"With all other entries as they are it would {still}have {verb} {', or '.join(spans)}."
    if not case.rule.monotone:
        told += (
            " Under this rule a better price can also spoil a trade, so every price that can make a difference was "
            "tried."
            if prices.exact
            else " Under this rule a better price can also spoil a trade; only a share of all prices was tried."
        )
    return told
