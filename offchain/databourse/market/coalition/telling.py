"""What both rules tell of an entry in the same words: why it does not count, and what the contracts see of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from databourse.market.coalition.reading import EntryStatus, Fate, Reading
from databourse.market.entries import Entry
from databourse.market.mechanism import Explanation, Money, Solution

_MONEY = frozenset({"lock", "bond", "forfeited", "budget", "paid", "spent", "price", "worth", "cost"})
_UNCOUNTED = "What was locked for it is free once the round is over; the entry fee goes to whoever settles it."


@dataclass(frozen=True)
class Case:
    """What is known about entry `index`; `money` writes base units for people."""

    entries: Sequence[Entry]
    index: int
    money: Money
    reading: Reading
    entry_bond: int
    solution: Solution[Any]

    @property
    def entry(self) -> Entry:
        """The entry in question."""
        return self.entries[self.index]

    @property
    def status(self) -> EntryStatus:
        """What became of it."""
        return self.reading.statuses[self.index]

    @property
    def device(self) -> int:
        """Its number among the devices."""
        return self.reading.device_entries.index(self.index)

    @property
    def contracts(self) -> list[int]:
        """The numbers of the contracts that it entered."""
        return [slot for slot, index in enumerate(self.reading.contract_entries) if index == self.index]

    def worth(self, amount: Fraction) -> str:
        """A payoff for people: rounded down to a base unit, as a payment is."""
        return self.money(amount.numerator // amount.denominator)

    def told(
        self,
        kind: str,
        verdict: str,
        decided_by: str,
        sentences: Sequence[str],
        numbers: Mapping[str, int | None],
        proof: Sequence[str],
    ) -> Explanation:
        """The explanation; the proof ends with what the checker accepts for this entry."""
        proof = (_reading(self.reading), *proof, self._accepted())
        return Explanation.without_prices(self.entry, kind, (verdict, decided_by), sentences, numbers, _MONEY, proof)

    def _accepted(self) -> str:
        debit, credit = (dict(side).get(self.index, 0) for side in (self.solution.debits, self.solution.credits))
        said = f"a debit of {self.money(debit)}" if debit else "no debit"
        said += f" and a credit of {self.money(credit)}" if credit else " and no credit"
        within = (
            f" The Market sees that the debit is within its lock of {self.money(self.entry.lock)}." if debit else ""
        )
        return f"For entry {self.index} it therefore accepts {said}, and nothing else.{within}"


def explain_uncounted(case: Case, proof: Sequence[str]) -> Explanation:
    """Why an entry is neither a buyer's nor a device."""
    status = case.status
    numbers: dict[str, int | None] = {"lock": case.entry.lock, "bond": case.entry_bond, "forfeited": 0, "by": status.by}
    kind = "contracts" if status.contracts else "device" if status.device else "none"
    verdict, sentences = "no entry", [_UNCOUNTED]
    match status.fate:
        case Fate.UNOPENED:
            kind, verdict = "device", "forfeited"
            numbers["forfeited"] = case.entry_bond
            sentences = [
                f"It was sealed and has not been opened, so its bond of {case.money(case.entry_bond)} is lost to the "
                "series' beneficiary; the rest of its lock is free once the round is over. Nobody else is hurt by it."
            ]
        case Fate.REPEATED:
            assert status.device is not None
            first = f"Entry {status.by} is a device with the same dataset, {status.device.dataset}"
            sentences.insert(0, f"{first}, and a dataset is sold once in a round: the earlier entry counts.")
        case Fate.UNDERFUNDED if status.contracts:
            needed = sum(contract.budget for contract in status.contracts)
            behind = f"{case.money(case.entry.lock)} stood behind it, and its budgets add up to {case.money(needed)}"
            sentences.insert(0, f"Its contracts do not count: {behind}.")
        case Fate.UNDERFUNDED:
            behind = (
                f"{case.money(case.entry.lock)} stood behind it, less than the bond of {case.money(case.entry_bond)}"
            )
            sentences.insert(0, f"It is no device: {behind}.")
        case _:
            sentences.insert(0, f"It takes no part: {status.fault}.")
    return case.told(kind, verdict, status.fate.value, sentences, numbers, proof)


def count(number: int, what: str) -> str:
    """'1 device', '2 devices'."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def listed(words: Sequence[str], most: int = 8) -> str:
    """Some words, the first few of many."""
    shown = ", ".join(words[:most])
    return f"{shown}, … {len(words)} in all" if len(words) > most else shown


def _reading(reading: Reading) -> str:
    unopened = len(reading.unopened)
    sealed = f"; {unopened} sealed {'entry' if unopened == 1 else 'entries'} stayed sealed" if unopened else ""
    return (
        f"Reading the {len(reading.statuses)} entries in order, with what was opened, the checker finds "
        f"{count(len(reading.contracts), 'contract')} of {count(len(set(reading.contract_entries)), 'buyer')} and "
        f"{count(len(reading.devices), 'device')} with different datasets{sealed}."
    )
