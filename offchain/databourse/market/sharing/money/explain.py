"""Why an entry of a round that sells data for money fared as it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from databourse.market.coalition.telling import count, listed
from databourse.market.entries import Entry
from databourse.market.mechanism import Explanation, Money
from databourse.market.sharing.money.inputs import Report, Sponsor
from databourse.market.sharing.money.outcome import Outcome, Trade
from databourse.market.sharing.money.params import COMPETITIVE, MIXED_VCG, MODES, VCG
from databourse.market.sharing.money.reading import Fate

_MONEY = frozenset({"lock", "cost", "worth", "paid", "spent", "earned", "data", "cap", "deficit"})
_UNCOUNTED = "What was locked for it is free once the round is over; the entry fee goes to whoever settles it."


def explain(entry: Entry, outcome: Outcome, money: Money, refuted: str | None = None) -> Explanation:
    """The explanation of one entry; `refuted` says why the entry is not to buy what a proposed outcome says."""
    status = outcome.reading.statuses[entry.index]
    if status.fate is Fate.AGENT:
        return _explain_agent(entry, outcome, money, refuted)
    if status.fate is Fate.SPONSOR and isinstance(status.said, Sponsor):
        return _explain_sponsor(entry, outcome, status.said.cap, money)
    if status.fate is Fate.SUPERSEDED:
        why = f"Entry {status.by} came later from the same account or with the same dataset: it counts instead."
    else:
        why = f"It takes no part: {status.fault}."
    kind = "agent" if isinstance(status.said, Report) else "sponsor" if status.said else "none"
    numbers = {"lock": entry.lock, "by": status.by}
    return _told(entry, outcome, money, kind, ("no entry", status.fate.value), [why, _UNCOUNTED], numbers)


def _explain_agent(entry: Entry, outcome: Outcome, money: Money, refuted: str | None) -> Explanation:
    number = outcome.reading.entries.index(entry.index)
    report, paid = outcome.reading.reports[number], outcome.paid
    buys = [trade for trade in outcome.trades if trade.buyer == number]
    sells = [trade for trade in outcome.trades if trade.seller == number]
    spent, earned = sum(trade.pays for trade in buys), sum(trade.gets for trade in sells)
    numbers: dict[str, int | None] = {
        "agent": number,
        "dataset": report.dataset,
        "size": report.size,
        "cost": report.cost,
        "lock": entry.lock,
        "sellers": len(buys),
        "buyers": len(sells),
        "worth": outcome.bought[number].value,
        "spent": spent,
        "earned": earned,
        "data": paid.data[number],
        "paid": paid.net[number],
    }
    if not paid.traded:
        sentences = [
            f"Nothing is traded: the sponsors would have to bring {money(paid.deficit)}, and their caps do not reach.",
            *_false(refuted),
        ]
        return _told(entry, outcome, money, "agent", ("lost", "no sponsors"), sentences, numbers)
    bought = _buys(outcome, number, buys, money, refuted is None)
    sentences = [bought, *_false(refuted), _sells(outcome, report, sells, money)]
    if paid.data[number]:
        sentences.append(
            f"Of what it is to get it takes data worth {money(paid.data[number])}: the money of all adds up to nothing."
        )
    net = paid.net[number]
    if net:
        sentences.append(f"So it {'pays' if net > 0 else 'gets'} {money(abs(net))} in money.")
    done = ("traded", "demand") if buys or sells else ("lost", "no gain")
    return _told(entry, outcome, money, "agent", done, sentences, numbers)


def _false(refuted: str | None) -> list[str]:
    return [f"That is false: {refuted}."] if refuted else []


def _buys(outcome: Outcome, number: int, buys: Sequence[Trade], money: Money, is_best: bool) -> str:
    if not buys:
        why = "no data that are for sale are worth more to it than they cost their sellers"
        return f"It buys nothing: {why}." if is_best else "It buys nothing."
    lots = sum(outcome.reading.reports[trade.seller].size for trade in buys)
    sellers = listed([f"{outcome.reading.entries[trade.seller]} for {money(trade.pays)}" for trade in buys])
    return (
        f"It buys {count(lots, 'lot')}, worth {money(outcome.bought[number].value)} to it, from "
        f"{'entry' if len(buys) == 1 else 'entries'} {sellers}"
        + (": nothing else leaves it better off." if is_best else ".")
    )


def _sells(outcome: Outcome, report: Report, sells: Sequence[Trade], money: Money) -> str:
    if not report.size:
        return "It sells nothing."
    if not sells:
        return f"Nobody buys its {count(report.size, 'lot')}."
    buyers = listed([f"{outcome.reading.entries[trade.buyer]} for {money(trade.gets)}" for trade in sells])
    return f"It sells its {count(report.size, 'lot')} to {'entry' if len(sells) == 1 else 'entries'} {buyers}."


def _explain_sponsor(entry: Entry, outcome: Outcome, cap: int, money: Money) -> Explanation:
    paid = outcome.paid
    spent = dict(paid.sponsored).get(entry.index, 0)
    numbers = {"cap": cap, "lock": entry.lock, "deficit": paid.deficit, "spent": spent}
    if outcome.params.mode != VCG:
        sentence, decided_by = f"In the mode {MODES[outcome.params.mode]} nothing is left to sponsors.", "no deficit"
    elif not paid.traded:
        sentence, decided_by = "The caps of all sponsors together do not reach: nothing is traded.", "no sponsors"
    elif spent:
        sentence = f"It pays {money(spent)} of the deficit of {money(paid.deficit)}, within its cap of {money(cap)}."
        decided_by = "order"
    else:
        sentence, decided_by = "Sponsors before it pay the whole deficit.", "order"
    return _told(entry, outcome, money, "sponsor", ("traded" if spent else "lost", decided_by), [sentence], numbers)


def _told(
    entry: Entry,
    outcome: Outcome,
    money: Money,
    kind: str,
    decided: tuple[str, str],
    sentences: Sequence[str],
    numbers: Mapping[str, int | None],
) -> Explanation:
    proof = _proof(entry, outcome, money)
    return Explanation.without_prices(entry, kind, decided, sentences, numbers, _MONEY, proof)


def _proof(entry: Entry, outcome: Outcome, money: Money) -> tuple[str, ...]:
    reading, mode = outcome.reading, outcome.params.mode
    debit, credit = (dict(side).get(entry.index, 0) for side in (outcome.debits(), outcome.credits()))
    said = f"a debit of {money(debit)}" if debit else "no debit"
    said += f" and a credit of {money(credit)}" if credit else " and no credit"
    steps = [
        f"Reading all entries, {len(reading.statuses)}, the checker finds {count(len(reading.reports), 'agent')}, of "
        f"whom {len(reading.ranking)} sell, and {count(len(reading.sponsors), 'sponsor')}.",
        "The hints name those that sell by lots, the most first, of equal ones the earlier entry; it sees that they "
        "are in that order and that nobody is missing.",
        f"{_best(outcome, money)} The allocation names {count(len(outcome.trades), 'purchase')} in all.",
    ]
    if mode == COMPETITIVE:
        steps.append(
            "Prices are the cost and the round's share of the margin, rounded down; only the cost where all prices of "
            "a buyer would be more than its data are worth. What is paid is what is got."
        )
    elif mode == MIXED_VCG:
        steps.append(
            "Buyers pay costs, sellers get the margin as well. The difference, "
            f"{money(outcome.paid.deficit)}, is paid in data, to those first who get most."
        )
    else:
        steps.append(
            "Buyers pay costs, sellers get the margin as well. The difference, "
            f"{money(outcome.paid.deficit)}, is the sponsors', in entry order, each up to its cap."
        )
    steps.append(f"For entry {entry.index} it therefore accepts {said}, and nothing else.")
    return tuple(steps)


def _best(outcome: Outcome, money: Money) -> str:
    """How it is known what everybody buys."""
    if outcome.alike:
        return (
            "All costs are equal and no lot adds more than the one before it, so the largest sellers are best for "
            "every buyer, as long as the next one adds more than it costs."
        )
    if outcome.bond:
        return (
            f"The outcome was proposed, with a bond of {money(outcome.bond)}. By a set of sellers for each, which the "
            "hints name, the checker sees that no margin is too small. That none is too large, and that nobody has a "
            "better set, is for challengers: whoever shows one in time gets the bond."
        )
    return "It looks at every set of sellers: of the best ones a buyer takes the smallest, of those the first by rank."
