"""Carrying signed orders to the chain, for the fee that each of them allows.

The market takes an order once, because its nonce is used up; so nothing that a relayer does can enter one twice. Its
journal spares it the gas of trying, and tells it after a crash what became of the orders that it had sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from databourse.chain import history
from databourse.chain.admission import is_gated
from databourse.chain.calls import Call, Receipt, call_of
from databourse.chain.delivery import Signed
from databourse.chain.exchange import Exchange
from databourse.chain.journal import Journal
from databourse.chain.logs import Event
from databourse.chain.relay.judging import Carried, Fit, Judgement, Turned, in_turn, judge
from databourse.chain.signed_orders import ORDER_BYTES, SignedOrder, unpack_order
from databourse.chain.signer import Signer
from databourse.chain.transactions import MOST_GAS, Transactions
from databourse.errors import BourseError
from databourse.events import hex_of
from databourse.market.terms import split_slot

BATCH = 50
"""Orders in one transaction: about 0.7 million gas."""

_GAS, _GAS_OF_ORDER, _GAS_OF_GATE = 150_000, 30_000, 110_000
"""What carrying takes at most: in any case, for each order, and for each that the gate is asked about.

An order takes half of it (`snapshots/gas.json`), the Registry a tenth; the Market stops any gate at 100,000.
"""

_SKIPPED = (
    "it is malformed",
    "it expired before its block",
    "it allows a lower fee",
    "its signature is not its signer's",
    "its nonce was used before its block",
    "its account had too little money in its block",
    "its account had all the entries that it can have",
    "the round was full before it",
    "the series does not admit it",
)
"""What the market says of a skipped order, by `IMarket.Skip`."""


@dataclass
class Relayer:
    """Whoever carries orders.

    Attributes:
        exchange: where to.
        transactions: sends.
        signer: pays the gas and earns the fees.
        fee: base units that it takes for each order.
        journal: its own, open.
        batch: orders in one transaction, at most.
        receipts: of what it has sent.
        trouble: why transactions were not sent, or did not happen; their orders can be tried again.
    """

    exchange: Exchange
    transactions: Transactions
    signer: Signer
    fee: int
    journal: Journal
    batch: int = BATCH

    def __post_init__(self) -> None:
        self.receipts: list[Receipt] = []
        self.trouble: list[BourseError] = []

    def recover(self) -> dict[str, Judgement]:
        """What became of the orders that were sent and not forgotten, by id; see `carry`."""
        return self._deliver(self.journal.kept)

    def carry(self, orders: Sequence[SignedOrder]) -> dict[str, Judgement]:
        """Carries what can be carried.

        Returns:
            By id, what became of each order: carried or turned away. Those of which that is not certain are not there:
            their transaction did not happen, and they can be tried again.

        Raises:
            Unconfirmed: it is not certain in time what became of a transaction; the journal has it.
            Refused: the relayer cannot pay for the gas.
        """
        found = judge(self.exchange, orders, self.fee)
        fit: defaultdict[tuple[int, bytes], list[SignedOrder]] = defaultdict(list)
        for one in in_turn(list({one.id: one for one in orders}.values())):
            if isinstance(found[one.id], Fit):
                del found[one.id]
                fit[one.series, one.order.terms].append(one)
        parts = [
            self._call(series, terms, part[start : start + self.batch])
            for (series, terms), part in fit.items()
            for start in range(0, len(part), self.batch)
        ]
        # one that would fail has met something new, such as the close: its orders are judged again at the next look
        refused = self.transactions.refusals([(self.signer.address, call) for call in parts])
        good = [call for call, refusal in zip(parts, refused, strict=True) if refusal is None]
        self.trouble += [refusal for refusal in refused if refusal is not None]
        signed = self.transactions.sign_all([(self.signer, call) for call in good])
        self.journal.keep(signed)
        return found | self._deliver(signed)

    def _call(self, series: int, terms: bytes, orders: Sequence[SignedOrder]) -> Call:
        info = self.exchange.series(series)
        gated = sum(is_gated(info, one.order.data) for one in orders)
        gas = min(MOST_GAS, _GAS + len(orders) * _GAS_OF_ORDER + gated * _GAS_OF_GATE)
        packed = b"".join(one.packed for one in orders)
        return call_of(self.exchange.market.functions.enterSigned(series, terms, self.fee, packed), gas=gas)

    def forget(self) -> None:
        """Lets go of what was sent, once what became of it is written down elsewhere."""
        self.journal.clear()

    def _deliver(self, signed: Sequence[Signed]) -> dict[str, Judgement]:
        found: dict[str, Judgement] = {}
        for one, verdict in zip(signed, self.transactions.deliver(signed) if signed else (), strict=True):
            if isinstance(verdict, Receipt):
                self.receipts.append(verdict)
                found |= self._outcome(one, verdict)
            else:
                self.trouble.append(verdict)
        return found

    def _outcome(self, signed: Signed, receipt: Receipt) -> dict[str, Judgement]:
        """What became of the orders of a transaction that happened."""
        _, given = self.exchange.market.decode_function_input(signed.call.data)
        orders = self._orders(given)
        events = self.exchange.events_of(receipt)
        skipped = {one.args["position"]: one.args["reason"] for one in events if one.name == "OrderSkipped"}
        recorded = self._entries(receipt, events)
        accepted = [one for position, one in enumerate(orders) if position not in skipped]
        if len(recorded) != len(accepted):
            return {}  # its block was replaced meanwhile; the next look tells
        found: dict[str, Judgement] = {
            one.id: Carried(entry, receipt.tx) for one, entry in zip(accepted, recorded, strict=True)
        }
        return found | {orders[position].id: Turned(_SKIPPED[reason]) for position, reason in skipped.items()}

    def _entries(self, receipt: Receipt, events: Sequence[Event]) -> list[int]:
        """Indices of the entries that a transaction recorded, as the log has them now."""
        entered = next((one for one in events if one.name == "EnteredSigned"), None)
        if entered is None:
            return []
        series, number = split_slot(entered.args["slot"])
        current = history.read_series(self.exchange, series, [number]).round(number)
        return [index for index, source in enumerate(current.sources) if hex_of(source.tx) == receipt.tx]

    def _orders(self, given: Mapping[str, object]) -> list[SignedOrder]:
        packed, terms, series = given["orders"], given["termsHash"], given["series"]
        assert isinstance(packed, bytes) and isinstance(terms, bytes) and isinstance(series, int)
        chain_id, market = self.exchange.connection.chain_id, self.exchange.deployment.market
        return [
            SignedOrder(chain_id, market, series, *unpack_order(packed[start : start + ORDER_BYTES], terms))
            for start in range(0, len(packed), ORDER_BYTES)
        ]
