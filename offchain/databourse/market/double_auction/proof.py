"""What a checker verifies before an outcome is accepted, told with the numbers of one round.

The steps are those of the rule's contract, which follows the entries and the hints, never the solver's word.
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
    return (reading, *case.rule.proof(case), *_amounts(case))


def listed_asks(case: Case, asks: Iterable[int]) -> str:
    """The entries of some asks, for people; see `listed`."""
    return listed(case.book.ask_entries[j] for j in asks)


def listed(entries: Iterable[int]) -> str:
    """Some entries for people, the first few by number."""
    named = list(entries)
    if not named:
        return "none"
    shown = ", ".join(str(index) for index in named[:_MOST_SHOWN])
    more = f", … {len(named)} in all" if len(named) > _MOST_SHOWN else ""
    return f"{'entry' if len(named) == 1 else 'entries'} {shown}{more}"


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
