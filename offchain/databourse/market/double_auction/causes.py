"""Why a standing order did not trade, as far as several rules have the same reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from databourse.market.double_auction.case import Case


@dataclass(frozen=True, slots=True)
class Cause:
    """In one word what decided (see `Explanation.decided_by`), and in sentences why."""

    decided_by: str
    sentences: tuple[str, ...]


def cause(decided_by: str, sentence: str) -> Cause:
    """A cause told in one sentence."""
    return Cause(decided_by, (sentence,))


def nothing_crosses(case: Case) -> Cause:
    """No bid reaches any ask."""
    if not case.book.bids or not case.book.asks:
        return cause("too few", f"There was no {'ask' if not case.book.asks else 'bid'} to trade with.")
    best = case.book.bids[case.bids_in_order[0]].price
    cheapest = case.book.asks[case.asks_in_order[0]].price
    return cause(
        "price",
        f"No prices met: the best bid was {case.money(best)} a unit, the cheapest ask {case.money(cheapest)}.",
    )


def no_seller_of_quality(case: Case, candidates: Sequence[int]) -> Cause:
    """The bid's price was right, but none of the candidate asks is good enough for it."""
    needed = case.book.bids[case.bid].min_quality
    best = max(case.book.asks[j].quality for j in candidates)
    return cause(
        "quality",
        f"Its price was right, but it needs quality {needed} and the best that a candidate seller had was {best}.",
    )


def behind_last_ask(case: Case, limit: int) -> Cause:
    """The ask comes after the one that sets the price, whose id is `limit`."""
    asked, price = case.book.asks[case.ask].price, case.book.asks[limit].price
    setter = f"the ask of entry {case.book.ask_entries[limit]}, at {case.money(price)} a unit"
    if asked == price:
        return cause("tie", f"It asked as much as {setter}, but later; only asks before that one trade.")
    return cause("price", f"It asked {case.money(asked)} a unit, more than {setter}; only asks before that one trade.")


def unsold(case: Case, buyers: Sequence[int], *, quality_counts: bool = True) -> Cause:
    """The ask's price was right, but no buyer (by id, those that could trade) needed it."""
    if not buyers:
        return cause("too few", "Its price was right, but no buyer was left to sell to.")
    quality = case.book.asks[case.ask].quality
    least = min(case.book.bids[i].min_quality for i in buyers)
    if quality_counts and quality < least:
        return cause(
            "quality",
            f"Its price was right, but its quality is {quality} and every buyer that could trade needs {least} or "
            "more.",
        )
    return cause(
        "capacity", "Its price was right, but cheaper sellers covered all that the buyers it could serve had asked for."
    )
