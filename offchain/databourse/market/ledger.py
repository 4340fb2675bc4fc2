"""Every account, recomputed from the events to the last base unit.

The rules are those of `Accounts` and `Market`. An entry locks its lock and the series' fee. A settled round takes the
debits out of the locks, pays credits, the fees (to the settler) and the surplus (to the beneficiary); what is left of
the locks is released lazily when the round is over: all of it after an aborted round, all but the fees after a settled
one. Carrying signed orders costs each signer the relay fee. Accounts are given as `accountOf` has them: with everything
released that can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from databourse.errors import InvalidInput
from databourse.market.entries import Entry, unpack_amounts
from databourse.market.events import Event, address, in_order
from databourse.market.rounds import History, Round, entries_of
from databourse.market.terms import Status, split_slot


@dataclass(frozen=True, slots=True)
class Balance:
    """What an account can use and what is locked behind its entries (fees included), in base units."""

    free: int
    locked: int


@dataclass(frozen=True, slots=True)
class Posting:
    """One change of one account.

    Attributes:
        series: whose account it is.
        account: checksummed address.
        free: change of the free balance, in base units.
        locked: change of what is locked.
        reason: "deposit", "withdrawal", "move in", "move out", "entry", "relay fee", "relaying", "debit", "credit",
            "fees", "surplus".
        round: number of the round; 0 where none is concerned.
        event: what caused it.
        entry: index of the entry; None where no single one is concerned.
    """

    series: int
    account: str
    free: int
    locked: int
    reason: str
    round: int
    event: Event
    entry: int | None = None


@dataclass(slots=True)
class _Account:
    free: int = 0
    locked: int = 0
    round: int = 0
    entries: int = 0


class Ledger:
    """All accounts of a Market at the moment `now`.

    Attributes:
        held: deposits less withdrawals.
        postings: everything that happened, in order, apart from the releases, which no event marks.
        overdrawn: the postings that took more than an account had; a Market never lets one happen.
    """

    def __init__(self, events: Iterable[Event], history: History, now: int) -> None:
        """Replays all `events` of a Market from its beginning; `history` must be read from the same."""
        self.held = 0
        self.postings: list[Posting] = []
        self.overdrawn: list[Posting] = []
        self._accounts: dict[tuple[int, str], _Account] = {}
        self._history = history
        self._now = now
        self._counts: dict[int, int] = {}  # entries so far, by slot
        self._settled: set[int] = set()  # slots whose settlement was replayed
        for event in in_order(events):
            for posting in self._postings_of(event):
                self._post(posting)
        for (series, _), account in self._accounts.items():
            self._release(series, account)

    def balance(self, series: int, account: str) -> Balance:
        """One account; zeros if nothing ever happened to it."""
        found = self._accounts.get((series, account), _Account())
        return Balance(found.free, found.locked)

    def balances(self) -> dict[tuple[int, str], Balance]:
        """All accounts, by series and address."""
        return {key: Balance(account.free, account.locked) for key, account in self._accounts.items()}

    def total(self) -> int:
        """Sum over all accounts; equals `held` if no money came from nowhere and none was lost."""
        return sum(account.free + account.locked for account in self._accounts.values())

    def history_of(self, account: str, series: int | None = None) -> list[Posting]:
        """What happened to an account, in one series or in all."""
        return [p for p in self.postings if p.account == account and series in (None, p.series)]

    def _postings_of(self, event: Event) -> Iterator[Posting]:
        args = event.args
        match event.name:
            case "Deposited":
                self.held += args["amount"]
                yield Posting(args["series"], address(args["account"]), args["amount"], 0, "deposit", 0, event)
            case "Withdrawn":
                self.held -= args["amount"]
                yield Posting(args["series"], address(args["account"]), -args["amount"], 0, "withdrawal", 0, event)
            case "Moved":
                who = address(args["account"])
                yield Posting(args["from"], who, -args["amount"], 0, "move out", 0, event)
                yield Posting(args["to"], who, args["amount"], 0, "move in", 0, event)
            case "Entered" | "EnteredWith" | "EnteredBatch" | "EnteredSigned":
                yield from self._entering(event)
            case "Settled":
                yield from self._settling(event)

    def _entering(self, event: Event) -> Iterator[Posting]:
        slot = event.args["slot"]
        series, number = split_slot(slot)
        if self._history.find(slot) is None:
            return
        fee = self._history.series[series].config.fee
        entries = entries_of(event, self._counts.get(slot, 0))
        self._counts[slot] = self._counts.get(slot, 0) + len(entries)
        relay_fee = event.args["relayFee"] if event.name == "EnteredSigned" else 0
        for entry in entries:
            yield Posting(series, entry.who, -entry.lock - fee, entry.lock + fee, "entry", number, event, entry.index)
            if relay_fee:
                yield Posting(series, entry.who, -relay_fee, 0, "relay fee", number, event, entry.index)
        if relay_fee:
            relayer = address(event.args["relayer"])
            yield Posting(series, relayer, relay_fee * len(entries), 0, "relaying", number, event)

    def _settling(self, event: Event) -> Iterator[Posting]:
        current = self._history.find(event.args["slot"])
        if current is None or current.settled is None or current.settled.event is not event:
            return
        settled = current.settled
        self._settled.add(current.slot)
        for entry, amount in _by_entry(current, settled.debits):
            yield Posting(current.series, entry.who, 0, -amount, "debit", current.number, event, entry.index)
        for entry, amount in _by_entry(current, settled.credits):
            yield Posting(current.series, entry.who, amount, 0, "credit", current.number, event, entry.index)
        if settled.fees:
            yield Posting(current.series, settled.settler, settled.fees, 0, "fees", current.number, event)
        if settled.surplus:
            beneficiary = self._history.series[current.series].config.beneficiary
            yield Posting(current.series, beneficiary, settled.surplus, 0, "surplus", current.number, event)

    def _post(self, posting: Posting) -> None:
        account = self._accounts.setdefault((posting.series, posting.account), _Account())
        if account.round != posting.round and posting.reason == "entry":
            self._release(posting.series, account)
            account.round, account.entries = posting.round, 0
        if account.free + posting.free < 0:
            self._release(posting.series, account)
        account.free += posting.free
        account.locked += posting.locked
        account.entries += posting.reason == "entry"
        self.postings.append(posting)
        if account.free < 0 or account.locked < 0:
            self.overdrawn.append(posting)

    def _release(self, series: int, account: _Account) -> None:
        """Frees what a round that is over no longer needs.

        Events do not tell when a round timed out, so while replaying this happens at the latest moment at which it can
        have.
        """
        if account.round == 0 or account.entries == 0:
            return
        current = self._history.series[series].round(account.round)
        status = current.status(self._now)
        if current.slot in self._settled:
            fee = self._history.series[series].config.fee
            account.free += account.locked - account.entries * fee
        elif status is Status.ABORTED:
            account.free += account.locked
        else:
            return
        account.locked = account.entries = 0


def _by_entry(current: Round, amounts: bytes) -> Iterator[tuple[Entry, int]]:
    """Entries and amounts of a list; what no Market would accept is passed over, it shows as a difference elsewhere."""
    try:
        listed = unpack_amounts(amounts)
    except InvalidInput:
        return
    for index, amount in listed:
        if index < len(current.entries):
            yield current.entries[index], amount
