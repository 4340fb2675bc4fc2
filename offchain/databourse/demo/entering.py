"""A round and its entries: asks that pass the gate, bids with their money, batches, cancellations, signed orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from web3.contract.contract import ContractFunction

from databourse.chain import history
from databourse.chain.calls import Receipt, data_of
from databourse.chain.records import SeriesInfo
from databourse.chain.signed_orders import pack_order
from databourse.chain.typed_data import Order, order_message
from databourse.demo.offering import Offer
from databourse.demo.scenario import BOAST, BOASTER, RELAYER, Need, Slot
from databourse.demo.stage import Stage, expect, tokens
from databourse.errors import BourseError, ContractRefused
from databourse.market.double_auction.orders import AskOrder, BidOrder, CancelOrder
from databourse.market.mechanism import by_name
from databourse.market.rounds import Round
from databourse.market.terms import Terms
from databourse.money import parse_tokens

RELAY_FEE = parse_tokens("0.02")
"""What the relayer takes for carrying one order."""

_OPEN_SECONDS = 3_600
_SETTLE_SECONDS = 1_800


@dataclass(frozen=True)
class OpenSlot:
    """A round that takes entries. Every entry names the hash of its terms, so it cannot land under other rules."""

    slot: Slot
    series: SeriesInfo
    number: int
    terms: Terms
    terms_hash: bytes

    @property
    def name(self) -> str:
        """As on the command line."""
        return f"{self.slot.series}/{self.number}"


@dataclass(frozen=True)
class Entry:
    """What somebody enters: an order word and what may be debited for it, in base units."""

    data: bytes
    lock: int = 0

    @classmethod
    def of(cls, need: Need) -> Entry:
        """A bid. It counts if price times quantity is locked."""
        order = BidOrder(parse_tokens(need.price), need.hours, need.grade)
        return cls(order.encode(), order.needed_lock)


def open_slot(stage: Stage, slot: Slot) -> OpenSlot:
    """Opens the next round of a series, for an hour."""
    exchange, mechanism = stage.exchange, by_name(slot.rule)
    series = exchange.series(slot.series)
    params = mechanism.encode_params({})  # the rule's defaults
    close_at = exchange.connection.now() + _OPEN_SECONDS
    checker = exchange.checker(slot.rule)
    terms = Terms.one_shot(series.number, checker, close_at, close_at + _SETTLE_SECONDS, params)
    stage.send("operator", exchange.market.functions.open(terms.struct()))
    number = exchange.round_view(series.number).round
    opened = OpenSlot(slot, series, number, terms, terms.hash(series.config.hash()))
    stage.screen.say(f"{opened.name} is open: {mechanism.describe(params)}")
    return opened


def enter(stage: Stage, opened: OpenSlot, who: str, entries: Sequence[Entry]) -> ContractFunction:
    """Records entries of `who`, several as a batch; what the account lacks is deposited in the same transaction."""
    exchange = stage.exchange
    market, series = exchange.market.functions, opened.series
    if len(entries) == 1:
        call = market.enter(series.number, entries[0].lock, opened.terms_hash, entries[0].data)
    else:
        packed = b"".join(entry.lock.to_bytes(12) + entry.data for entry in entries)
        call = market.enterBatch(series.number, opened.terms_hash, packed)
    needed = sum(entry.lock + series.config.fee for entry in entries)
    lacking = needed - exchange.account(series.number, stage.signer(who).address).free
    if lacking <= 0:
        return call
    deposit = market.deposit(series.number, stage.signer(who).address, lacking)
    return market.multicall([data_of(deposit), data_of(call)])


def enter_asks(stage: Stage, opened: OpenSlot, offers: Mapping[str, Offer]) -> None:
    """Every seller offers its whole dataset, at its attested grade; how many buyers that serves is up to the rule."""
    asks = []
    for seller, price in opened.slot.asks.items():
        grade = stage.exchange.dataset(offers[seller].number).quality
        asks.append((seller, enter(stage, opened, seller, [_ask(offers[seller], price, grade)])))
    stage.send_all(asks)
    stage.screen.say(f"{opened.name}: {len(opened.slot.asks)} asks")


def boast(stage: Stage, opened: OpenSlot, offers: Mapping[str, Offer]) -> str:
    """Asks with a better grade than was measured. Returns what the gate says, in the simulation: nothing is sent."""
    offer, price = offers[BOASTER], opened.slot.asks[BOASTER]
    try:
        stage.send(BOASTER, enter(stage, opened, BOASTER, [_ask(offer, price, BOAST)]))
    except ContractRefused as refusal:
        expect(refusal.name == "GateRefused", "the gate refuses")
        return refusal.message
    raise BourseError("the gate admitted a grade that nobody has attested")  # pragma: no cover - the story is another


def enter_bids(stage: Stage, opened: OpenSlot) -> None:
    """Buyers enter what they need; a buyer with several needs enters them together."""
    needs = sorted(opened.slot.needs, key=lambda need: need.buyer)
    grouped = [(buyer, [Entry.of(need) for need in group]) for buyer, group in groupby(needs, lambda one: one.buyer)]
    stage.send_all([(buyer, enter(stage, opened, buyer, entries)) for buyer, entries in grouped])
    batches = "".join(f", {len(entries)} of them in one batch of {who}" for who, entries in grouped if len(entries) > 1)
    stage.screen.say(f"{opened.name}: {len(needs)} bids{batches}")


def enter_and_cancel(stage: Stage, opened: OpenSlot) -> None:
    """Buyers whose hands slipped. The log keeps both entries, and the later one voids the earlier."""
    for slip in opened.slot.slips:
        receipt = stage.send(slip.buyer, enter(stage, opened, slip.buyer, [Entry.of(slip)]))
        index = entry_of(stage, opened, receipt)
        cancel = Entry(CancelOrder(index).encode())
        stage.send(slip.buyer, enter(stage, opened, slip.buyer, [cancel]))
        stage.screen.say(f"{opened.name}: {slip.buyer} bids {slip.price} an hour by mistake, and cancels entry {index}")


def carry_signed(stage: Stage, opened: OpenSlot) -> None:
    """Buyers sign orders and give them to a relayer, who records all of them in one transaction, for a small fee.

    The contract skips an order that is not exactly what its signer allowed; a relayer can do nothing but not carry it.
    """
    exchange, market, series = stage.exchange, stage.exchange.market.functions, opened.series.number
    signers = [(stage.signer(need.buyer), Entry.of(need)) for need in opened.slot.signed]
    fees = opened.series.config.fee + RELAY_FEE
    stage.send_all([(who.name, market.deposit(series, who.address, entry.lock + fees)) for who, entry in signers])
    carried = b""
    for signer, entry in signers:
        order = Order(
            terms=opened.terms_hash,
            signer=signer.address,
            lock=entry.lock,
            data=entry.data,
            nonce=exchange.account(series, signer.address).nonce,
            expiry=opened.terms.close_at,
            max_fee=RELAY_FEE,
        )
        message = order_message(order, exchange.connection.chain_id, exchange.deployment.market)
        carried += pack_order(order, signer.sign_typed_data(message))
    before = exchange.round_view(series).count
    receipt = stage.send(RELAYER, market.enterSigned(series, opened.terms_hash, RELAY_FEE, carried))
    expect(exchange.round_view(series).count == before + len(signers), "every signed order is accepted")
    earned = exchange.account(series, stage.signer(RELAYER).address).free
    stage.screen.say(
        f"{opened.name}: {len(signers)} signed bids carried by {RELAYER} in one transaction, "
        f"{receipt.gas // len(signers):,} gas each; it earns {tokens(earned)}"
    )


def entry_of(stage: Stage, opened: OpenSlot, receipt: Receipt) -> int:
    """Index of the entry that a transaction recorded, from the log."""
    return next(index for index, event in enumerate(read_round(stage, opened).sources) if event.tx == receipt.tx)


def read_round(stage: Stage, opened: OpenSlot) -> Round:
    """The round as the chain's log tells it now."""
    return history.read_series(stage.exchange, opened.series.number, [opened.number]).round(opened.number)


def _ask(offer: Offer, price: str, grade: int) -> Entry:
    return Entry(AskOrder(parse_tokens(price), offer.data.units, grade, offer.number).encode())
