"""What a checker verifies before an outcome is accepted, told with the numbers of one round.

These are the steps of the contracts KthPrice, TradeReduction and Dantm; each follows the entries and the hints, never
the solver's word.
"""

from __future__ import annotations

from collections.abc import Iterable

from databourse.market.double_auction.case import Case

_MOST_SHOWN = 8


def proof_of(case: Case) -> tuple[str, ...]:
    """The checker's path, ending with what it means for the entry in question."""
    book = case.book
    reading = (
        f"Reading the {len(case.entries)} entries from the last to the first, the checker finds {len(book.bids)} bids "
        f"and {len(book.asks)} asks that count."
    )
    steps = {"kth-price": _kth_price, "trade-reduction": _trade_reduction, "dantm": _dantm}[case.rule](case)
    return (reading, *steps, *_amounts(case))


def _kth_price(case: Case) -> list[str]:
    book, k = case.book, case.k
    if case.price_setter is None:
        return [f"{len(book.asks)} asks are fewer than K + 1 = {k + 1}: it accepts no debit and no credit."]
    price = case.money(book.asks[case.price_setter].price)
    rest = len(book.asks) - k - 1
    return [
        f"The hint names the K + 1 = {k + 1} cheapest asks: {_asks(case, case.asks_in_order[: k + 1])}. The checker "
        f"sees that they stand in order of price and entry, and that all others ({rest}) come after them; so the last "
        f"has rank {k + 1}.",
        f"The last one's price, {price} a unit, is what every buyer pays that bid at least that much; the {k} before "
        "it sell.",
        "For each such buyer it takes the cheapest units of sufficient quality, and pays each seller what the units "
        f"that would replace its own cost, at most {price} a unit.",
    ]


def _trade_reduction(case: Case) -> list[str]:
    if case.marginal is None:
        return ["The best bid does not reach the cheapest ask: it accepts no debit and no credit."]
    bid, ask = case.marginal
    book = case.book
    asks = case.asks_in_order[: case.asks_in_order.index(ask) + 1]
    bid_price, ask_price = case.money(book.bids[bid].price), case.money(book.asks[ask].price)
    return [
        f"The hint names a marginal pair, the bid of entry {book.bid_entries[bid]} ({bid_price}) and, last of the "
        f"{len(asks)} cheapest asks ({_asks(case, asks)}), the ask of entry {book.ask_entries[ask]} ({ask_price}). "
        "The checker counts the bids and asks before them, sees that these two still cross and that the next pair "
        "does not.",
        f"Every buyer before the pair pays {bid_price} a unit. For each it takes the cheapest units of sufficient "
        "quality from the sellers before the pair, and pays each what the units that would replace its own cost, at "
        f"most {ask_price} a unit.",
    ]


def _dantm(case: Case) -> list[str]:
    book = case.book
    quality = "of sufficient quality " if case.params.quality_filter else ""
    return [
        f"The hint lists all bids, best first ({_entries(book.bid_entries[i] for i in case.bids_in_order)}), and all "
        f"asks, cheapest first ({_asks(case, case.asks_in_order)}). The checker sees that each list is complete and "
        "in order.",
        "It then plays the turns itself: the best bid left, the prices at which bids and asks still cross in price "
        f"and in quality, and the cheapest sellers {quality}until the bid is served.",
    ]


def _asks(case: Case, asks: Iterable[int]) -> str:
    return _entries(case.book.ask_entries[j] for j in asks)


def _entries(entries: Iterable[int]) -> str:
    listed = list(entries)
    if not listed:
        return "none"
    shown = ", ".join(str(index) for index in listed[:_MOST_SHOWN])
    more = f", … {len(listed)} in all" if len(listed) > _MOST_SHOWN else ""
    return f"{'entry' if len(listed) == 1 else 'entries'} {shown}{more}"


def _amounts(case: Case) -> list[str]:
    debit = dict(case.solution.debits).get(case.index, 0)
    credit = dict(case.solution.credits).get(case.index, 0)
    said = f"a debit of {case.money(debit)}" if debit else "no debit"
    said += f" and a credit of {case.money(credit)}" if credit else " and no credit"
    bounded = (
        f" The Market also sees that the debit is within the entry's lock of {case.money(case.entry.lock)}."
        if debit
        else ""
    )
    return [f"For entry {case.index} it therefore accepts {said}, and nothing else.{bounded}"]
