"""Many orders into one round, of one sender or of several, so that each is entered once whatever happens meanwhile.

Orders of one sender go together in batches, those of several senders side by side. Every transaction is written into a
journal before it is sent. Whoever starts again, in the same process or in another, first delivers what the journal
holds, then waits until nothing of the senders is on its way any more, then compares with the log of the round, and only
then signs for what is missing. So it does not matter at which moment a process, a node or a connection broke down.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from databourse.chain import history
from databourse.chain.accounts import accounts_of_series
from databourse.chain.calls import Call, Quote, call_of, data_of
from databourse.chain.config import config_folder
from databourse.chain.connection import PENDING, Connection
from databourse.chain.delivery import Signed, Verdict
from databourse.chain.deposits import deposit_call
from databourse.chain.exchange import Exchange
from databourse.chain.journal import Journal
from databourse.chain.records import RoundView
from databourse.chain.signer import Signer
from databourse.chain.transactions import Transactions
from databourse.errors import BourseError, Refused, RpcError
from databourse.market.rounds import Round
from databourse.orders.recorded import Found, Wanted, find_recorded

_QUIET_SECONDS = 60.0
_KEPT_SECONDS = 86_400


@dataclass(frozen=True)
class Batch:
    """Orders of one sender that go in one transaction, after a deposit of base units where that is above 0."""

    signer: Signer
    orders: tuple[Wanted, ...]
    deposit: int = 0


@dataclass
class BulkEntering:
    """Brings orders into the round that is open in a series.

    Attributes:
        exchange: where.
        transactions: sends.
        view: of the round.
        journal: of this round, open.
    """

    exchange: Exchange
    transactions: Transactions
    view: RoundView
    journal: Journal
    _next: dict[str, int] = field(default_factory=dict)

    def loose_ends(self) -> int:
        """How many transactions that were signed before could still happen."""
        kept = self.journal.kept
        counts = transaction_counts(self.exchange.connection, [one.sender for one in kept], "latest")
        return sum(one.nonce >= counts[one.sender] for one in kept)

    def recover(self, senders: Sequence[str]) -> Round:
        """Brings what was signed before to its end, and returns the round as it is then.

        Args:
            senders: addresses of everybody who is going to enter something.

        Raises:
            Unconfirmed: it is not certain yet what became of it.
            Refused: something of the senders still waits for a block.
        """
        if self.journal.kept:
            self.transactions.deliver(self.journal.kept)
        # before the log is read: what is sent after this shows in the nonces, if it does not show in the log
        self._next = wait_until_quiet(self.exchange.connection, senders)
        return self.read()

    def read(self) -> Round:
        """The round as the log has it now."""
        latest = self.exchange.round_view(self.view.series)
        if latest.round == self.view.round:
            return history.read_current(self.exchange, latest)
        return history.read_series(self.exchange, self.view.series, [self.view.round]).round(self.view.round)

    def find(self, wanted: Sequence[Wanted]) -> dict[int, Found]:
        """Where orders are in the log, by line."""
        return find_recorded(self.read(), wanted)

    def call(self, batch: Batch) -> Call:
        """The transaction of a batch."""
        packed = b"".join(order.lock.to_bytes(12) + order.data for order in batch.orders)
        market = self.exchange.market.functions
        enter = market.enterBatch(self.view.series, self.view.terms_hash, packed)
        if not batch.deposit:
            return call_of(enter)
        deposit = deposit_call(accounts_of_series(self.exchange, self.view.series), batch.signer, batch.deposit)
        return call_of(market.multicall([data_of(deposit), data_of(enter)]))

    def quotes(self, batches: Sequence[Batch]) -> list[Quote | BourseError]:
        """Simulates batches, each as if it alone came next: for each what it would cost, or why it would fail."""
        return self.transactions.quote_all([(batch.signer.address, self.call(batch)) for batch in batches])

    def send(
        self, batches: Sequence[Batch], told: Callable[[Batch, Verdict], None] = lambda *_: None
    ) -> list[tuple[Batch, Verdict]]:
        """Signs batches, writes them down, sends them, and waits for what becomes of each; `recover` comes first.

        Args:
            batches: in the order in which those of one sender have to happen.
            told: called with each as soon as it is certain.

        Raises:
            Unconfirmed: of some it is not certain in time; the journal holds them.
            Refused: they would be refused, or somebody else uses a sender's key; none of these was sent.
        """
        signed = self.transactions.sign_all([(batch.signer, self.call(batch)) for batch in batches])
        self._require_alone(signed)
        self.journal.keep(signed)
        by_tx = {one.tx: batch for one, batch in zip(signed, batches, strict=True)}

        def passed_on(one: Signed, verdict: Verdict) -> None:
            told(by_tx[one.tx], verdict)

        return list(zip(batches, self.transactions.deliver(signed, passed_on), strict=True))

    def _require_alone(self, signed: Sequence[Signed]) -> None:
        """Makes sure that nobody has sent anything for the senders since the log was read: it may be these orders."""
        for one in signed:
            if one.nonce != self._next[one.sender]:
                raise Refused(
                    f"another program has just sent a transaction of {one.sender}, and it may hold the same orders",
                    "stop it, or wait for it, and repeat: so nothing happens twice",
                )
            self._next[one.sender] += 1


def in_waves(
    orders: Mapping[str, Sequence[Wanted]], signers: Mapping[str, Signer], lacking: Mapping[str, int], size: int
) -> list[list[Batch]]:
    """Cuts the orders of each sender into batches, and the batches into waves that can be simulated side by side.

    Args:
        orders: by address of the sender.
        signers: of each address.
        lacking: base units that a sender's first batch has to bring along, by address.
        size: orders in a batch, at most.

    Returns:
        Up to two waves: later batches of a sender whose first one brings money have to wait for it.
    """
    waves: list[list[Batch]] = [[], []]
    for who, wanted in orders.items():
        deposit = lacking.get(who, 0)
        for start in range(0, len(wanted), size):
            part = tuple(wanted[start : start + size])
            first = start == 0
            waves[0 if first or not deposit else 1].append(Batch(signers[who], part, deposit if first else 0))
    return [wave for wave in waves if wave]


def by_sender(orders: Sequence[Wanted]) -> dict[str, list[Wanted]]:
    """The orders of each address, in their order."""
    grouped: defaultdict[str, list[Wanted]] = defaultdict(list)
    for order in orders:
        grouped[order.who].append(order)
    return dict(grouped)


def journal_path(exchange: Exchange, view: RoundView) -> Path:
    """Where the journal of a round is. Those of rounds that closed more than a day ago are removed on the way."""
    folder = config_folder() / "journals" / f"{exchange.connection.chain_id}-{exchange.deployment.market}"
    oldest = exchange.connection.now() - _KEPT_SECONDS
    for path in folder.glob("*.jsonl"):
        closed = path.name.partition("-")[0]
        if closed.isdigit() and int(closed) < oldest:
            path.unlink(missing_ok=True)
    return folder / f"{view.close_at}-{view.terms_hash.hex()}.jsonl"


def wait_until_quiet(connection: Connection, senders: Sequence[str]) -> dict[str, int]:
    """Waits until no transaction of these accounts waits for a block, whoever sent it.

    Returns:
        How many each account has sent by then.

    Raises:
        Refused: some still wait after a minute.
    """
    deadline = time.monotonic() + _QUIET_SECONDS
    while True:
        mined, sent = (transaction_counts(connection, senders, tag) for tag in ("latest", PENDING))
        busy = [who for who in senders if mined[who] < sent[who]]
        if not busy:
            return mined
        if time.monotonic() > deadline:
            raise Refused(
                f"transactions of {busy[0]} still wait for a block, and may hold these orders",
                "wait for them, and repeat: so nothing happens twice",
            )
        time.sleep(0.1)


def transaction_counts(connection: Connection, senders: Sequence[str], tag: str) -> dict[str, int]:
    """How many transactions each account has sent, up to the block that a tag means."""
    unique = list(dict.fromkeys(senders))
    counts = connection.batch([("eth_getTransactionCount", [who, tag]) for who in unique])
    for count in counts:
        if isinstance(count, RpcError):
            raise count
    return {who: int(count, 16) for who, count in zip(unique, counts, strict=True)}
