"""Every account, recomputed from the events to the last base unit.

The rules are those of `Accounts` and `Market`. An entry locks its lock and the series' fee. A settled round takes the
debits out of the locks, pays credits, the fees (to the settler) and the surplus (to the beneficiary); what is left of
the locks is released lazily when the round is over: all of it after an aborted round, all but the fees after a settled
one. Proposing an outcome locks the bond behind the round, and refuting it gives the bond to whoever did. Carrying
signed orders costs each signer the relay fee. Accounts are given as `accountOf` has them: with everything
released that can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from databourse.accounts.ledger import Account, AccountsLedger, Posting
from databourse.errors import InvalidInput
from databourse.events import Event, address
from databourse.market.entries import Entry, unpack_amounts
from databourse.market.history import History
from databourse.market.outcomes import Proposal
from databourse.market.recording import entries_of
from databourse.market.rounds import Round
from databourse.market.terms import Status, split_slot

LOCKING = ("entry", "bond")
"""Reasons for which money is locked behind a round."""


@dataclass(frozen=True, slots=True)
class RoundPosting(Posting):
    """A change that a round made.

    Reasons are "entry", "relay fee", "relaying", "bond", "bond lost", "bond won", "debit", "credit", "fees" and
    "surplus".

    Attributes:
        round: number of the round.
        entry: index of the entry; None where no single one is concerned.
    """

    round: int
    entry: int | None = None


class Ledger(AccountsLedger):
    """All accounts of a Market at the moment `now`.

    The releases, which no event marks, are in the balances and not among the postings.
    """

    def __init__(self, events: Iterable[Event], history: History, now: int) -> None:
        """Replays all `events` of a Market from its beginning; `history` must be read from the same."""
        super().__init__()
        self._history = history
        self._now = now
        self._counts: dict[int, int] = {}  # entries so far, by slot
        self._settled: set[int] = set()  # slots whose settlement was replayed
        self._take_in(events)
        for (series, _), account in self._accounts.items():
            self._release(series, account)

    def _postings_of(self, event: Event) -> Iterator[Posting]:
        yield from super()._postings_of(event)
        match event.name:
            case "Entered" | "EnteredWith" | "EnteredBatch" | "EnteredSigned":
                yield from self._entering(event)
            case "Proposed":
                yield from self._proposing(event)
            case "Voided":
                yield from self._voiding(event)
            case "Settled":
                yield from self._settling(event)

    def _entering(self, event: Event) -> Iterator[RoundPosting]:
        slot = event.args["slot"]
        series, number = split_slot(slot)
        if self._history.find(slot) is None:
            return
        fee = self._history.series[series].config.fee
        entries = entries_of(event, self._counts.get(slot, 0))
        self._counts[slot] = self._counts.get(slot, 0) + len(entries)
        relay_fee = event.args["relayFee"] if event.name == "EnteredSigned" else 0
        for entry in entries:
            stake = entry.lock + fee
            yield RoundPosting(series, entry.who, -stake, stake, "entry", event, number, entry.index)
            if relay_fee:
                yield RoundPosting(series, entry.who, -relay_fee, 0, "relay fee", event, number, entry.index)
        if relay_fee:
            relayer = address(event.args["relayer"])
            yield RoundPosting(series, relayer, relay_fee * len(entries), 0, "relaying", event, number)

    def _proposing(self, event: Event) -> Iterator[RoundPosting]:
        series, number = split_slot(event.args["slot"])
        if proposal := self._proposal(event):
            yield RoundPosting(series, proposal.proposer, -proposal.bond, proposal.bond, "bond", event, number)

    def _voiding(self, event: Event) -> Iterator[RoundPosting]:
        series, number = split_slot(event.args["slot"])
        proposal = self._proposal(event)
        if proposal and proposal.voided:
            bond = proposal.voided.bond
            yield RoundPosting(series, proposal.proposer, 0, -bond, "bond lost", event, number)
            yield RoundPosting(series, proposal.voided.challenger, bond, 0, "bond won", event, number)

    def _proposal(self, event: Event) -> Proposal | None:
        """The proposal that the event made or voided; None if it has no place in its round."""
        current = self._history.find(event.args["slot"])
        known = current.proposals if current else []
        return next((one for one in known if event is one.event or (one.voided and event is one.voided.event)), None)

    def _settling(self, event: Event) -> Iterator[RoundPosting]:
        current = self._history.find(event.args["slot"])
        if current is None or current.settled is None or current.settled.event is not event:
            return
        settled = current.settled
        self._settled.add(current.slot)
        for entry, amount in _by_entry(current, settled.debits):
            yield RoundPosting(current.series, entry.who, 0, -amount, "debit", event, current.number, entry.index)
        for entry, amount in _by_entry(current, settled.credits):
            yield RoundPosting(current.series, entry.who, amount, 0, "credit", event, current.number, entry.index)
        if settled.fees:
            yield RoundPosting(current.series, settled.settler, settled.fees, 0, "fees", event, current.number)
        if settled.surplus:
            beneficiary = self._history.series[current.series].config.beneficiary
            yield RoundPosting(current.series, beneficiary, settled.surplus, 0, "surplus", event, current.number)

    def _make_room(self, posting: Posting, account: Account) -> None:
        joined = posting.round if isinstance(posting, RoundPosting) and posting.reason in LOCKING else None
        if joined is not None and account.round != joined:
            self._release(posting.series, account)
            account.round, account.entries = joined, 0
        if account.free + posting.free < 0:
            self._release(posting.series, account)
        account.entries += posting.reason == "entry"

    def _release(self, series: int, account: Account) -> None:
        """Frees what a round that is over no longer needs.

        Events do not tell when a round timed out, so while replaying this happens at the latest moment at which it can
        have.
        """
        if account.round == 0 or (account.entries == 0 and account.locked == 0):
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
