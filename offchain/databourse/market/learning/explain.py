"""Why an entry of a learning round pays, earns, or does neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor

from databourse.market.coalition.telling import count
from databourse.market.entries import Entry
from databourse.market.learning.outcome import Outcome, Share
from databourse.market.learning.reading import Reading
from databourse.market.mechanism import Explanation, Money

_MONEY = frozenset({"lock", "fee", "charge", "payout", "net"})
_MILLION = 10**6
_UNCOUNTED = "What was locked for it is free once the round is over; the entry fee goes to whoever settles it."


def explain(entry: Entry, reading: Reading, found: Outcome | str, money: Money) -> Explanation:
    """The explanation of one entry.

    Args:
        entry: the entry.
        reading: of the round.
        found: the outcome, or why there is none.
        money: writes base units for people.
    """
    numbers: dict[str, int | None] = {"lock": entry.lock}
    if fault := reading.fault_of(entry):
        sentences = [f"It takes no part: {fault}.", _UNCOUNTED]
        return _told(entry, reading, found, "none", ("no entry", fault.field), sentences, numbers, money)
    party = next(one for one in reading.parties if one.entry.index == entry.index)
    numbers["party"] = party.number
    if isinstance(found, str):
        sentences = [
            f"There is no outcome: {found}.",
            "While there is none nobody pays; when the time for settling is over everybody has everything back, fees "
            "included.",
        ]
        return _told(entry, reading, found, "party", ("undecided", "no statement"), sentences, numbers, money)
    share = next((one for one in found.shares if one.party == party), None)
    if share is None:
        sentences = [
            f"It is party {party.number}, and absent: by the statement that counts its data could not be used. The "
            "runner says why: they were not uploaded, or not what it had committed to, or could not be opened or read.",
            f"It pays nothing and gets no model. {_UNCOUNTED}",
        ]
        return _told(entry, reading, found, "party", ("absent", "no data"), sentences, numbers, money)
    numbers |= {
        "size": found.statement.size,
        "alone": share.alone,
        "together": found.together,
        "gain": share.gain,
        "fee": share.fee,
        "charge": share.charge,
        "share_ppm": floor(share.value * _MILLION),
        "payout": share.payout,
        "net": share.net,
        # rounded up, so that it is at most 0 exactly if the index is
        "index_ppm": None if share.index is None else ceil(share.index * _MILLION),
    }
    sentences = [*_fared(found, share, money), copying(found, share)]
    decided_by = "gain" if share.net < 0 else "data" if share.net else "even"
    return _told(entry, reading, found, "party", ("traded", decided_by), sentences, numbers, money)


def copying(outcome: Outcome, share: Share) -> str:
    """Whether a second entry of a party, with a copy of its data, would have paid; a sentence."""
    profit = outcome.copying(share)
    if profit is None or share.index is None:
        return "Whether a copy of its data would have paid follows from the table, which is not known here."
    index = f"index {share.index}, {float(share.index):.4f}"
    if share.index <= 0:
        return (
            f"Entering again with a copy of its data would not have paid ({index}: at most 0), as long as a copy makes "
            "no model better."
        )
    if profit > 0:
        return (
            f"Entering again with a copy of its data would have paid ({index}: above 0), by an accuracy of {profit}, "
            f"{float(profit):.4f}, in money."
        )
    return f"Entering again with a copy of its data would not have paid, although its {index}, is above 0."


def _fared(outcome: Outcome, share: Share, money: Money) -> list[str]:
    size, others = outcome.statement.size, len(outcome.shares) - 1
    sentences = [
        f"It is party {share.party.number}. A model of its own data gets {share.alone} of {count(size, 'row')} right, "
        f"one of everybody's, with {_parties(others, 'other ')}, {outcome.together}: it gains "
        f"{share.gain / size:.2%}."
    ]
    if outcome.pot:
        sentences.append(
            f"All gains together cost {money(outcome.pot)}, and its own {money(share.charge)}; the most that it could "
            f"have cost was {money(share.fee)}."
        )
        sentences.append(
            f"Its data are worth {float(share.value):.2%} of all (by Shapley's value), and earn {money(share.payout)}."
        )
    else:
        sentences.append("Nobody gains enough for a base unit, so nobody pays and nobody earns.")
    if share.net:
        sentences.append(f"So it {'gets' if share.net > 0 else 'pays'} {money(abs(share.net))} in all.")
    return sentences


def _parties(number: int, which: str = "") -> str:
    return f"{number} {which}{'party' if number == 1 else 'parties'}"


def _told(
    entry: Entry,
    reading: Reading,
    found: Outcome | str,
    kind: str,
    decided: tuple[str, str],
    sentences: Sequence[str],
    numbers: Mapping[str, int | None],
    money: Money,
) -> Explanation:
    proof = _proof(entry, reading, found, money)
    return Explanation.without_prices(entry, kind, decided, sentences, numbers, _MONEY, proof)


def _proof(entry: Entry, reading: Reading, found: Outcome | str, money: Money) -> list[str]:
    params = reading.params
    steps = [
        f"Reading all entries, {len(reading.entries)}, the checker finds {_parties(len(reading.parties))}: those that "
        f"committed to data and locked {money(params.budget)} or more.",
        f"Of what was posted, {count(len(reading.judged), 'statement')}, it takes the last one that the arbiter "
        f"signed, or else the first that the runner, {params.runner}, signed for this round and these entries.",
    ]
    if isinstance(found, str):
        return [*steps, "By these it accepts no outcome."]
    steps.append(
        f"It says that {_parties(len(found.shares))} brought data, and has how many of "
        f"{count(found.statement.size, 'row')} the model of each set of them gets right."
        + (" Of that only the root of a tree is on the chain." if params.proposed else "")
    )
    if params.proposed:
        steps.append(
            f"The outcome is proposed, with {money(params.bond)} behind it and the sums over every block of the table: "
            "whoever has the table and finds another sum, or a count that falls when a party joins, shows that part "
            "of it and gets these."
        )
    else:
        steps.append("It sees that no count falls when a party joins, and adds up what follows from all of them.")
    debit, credit = (dict(side).get(entry.index, 0) for side in (found.debits(), found.credits()))
    said = f"a debit of {money(debit)}" if debit else "no debit"
    said += f" and a credit of {money(credit)}" if credit else " and no credit"
    steps.append(
        "Gains are charged and data paid in proportion, rounded down, and what is left goes a unit each to the largest "
        f"remainders. For entry {entry.index} it therefore accepts {said}, and nothing else."
    )
    return steps
