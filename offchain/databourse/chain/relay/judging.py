"""Whether signed orders would be recorded now, and if not, why: what the market checks, before it costs gas.

The market skips an order that is not exactly right, and says so only in one word in its log. Here each gets a sentence,
and what the market would take but the rule would not count (a word that says no order, a bid without its money) is
refused too: it would only cost its signer the fees.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from databourse.chain import admission, history
from databourse.chain.exchange import Exchange
from databourse.chain.records import RoundView, SeriesInfo
from databourse.chain.refusals import clock
from databourse.chain.signed_orders import SignedOrder
from databourse.errors import NotFound
from databourse.events import hex_of
from databourse.market.double_auction.orders import BidOrder, decode
from databourse.market.entries import MAX_LOCK
from databourse.market.faults import Fault
from databourse.market.terms import Status
from databourse.money import format_tokens

_LAST_NONCE = 2**32 - 2


@dataclass(frozen=True)
class Fit:
    """The order can be carried now."""


@dataclass(frozen=True)
class Carried:
    """The order is in a book: which entry it is, and the hash of the transaction that carried it."""

    entry: int
    tx: str


@dataclass(frozen=True)
class Turned:
    """The order is turned away, and why."""

    reason: str


Judgement = Fit | Carried | Turned

Rounds = Mapping[int, tuple[SeriesInfo, RoundView] | None]
"""Series and latest round by number of the series; None where there is no such series."""


def judge(exchange: Exchange, orders: Sequence[SignedOrder], fee: int) -> dict[str, Judgement]:
    """Judges orders as if they were carried now, those of one signer in the order of their nonces.

    Args:
        exchange: where they would be carried.
        orders: each with its signature; one that is there twice is judged once.
        fee: base units that the relayer takes for each.

    Returns:
        A judgement of each, by its id.
    """
    orders = list({one.id: one for one in orders}.values())
    now = exchange.connection.now()
    rounds = {series: _round(exchange, series) for series in dict.fromkeys(one.series for one in orders)}
    found: dict[str, Judgement] = {}
    hopeful: defaultdict[int, list[SignedOrder]] = defaultdict(list)
    for one in orders:
        reason = _without_account(exchange, one, rounds, fee, now)
        if reason is None:
            hopeful[one.series].append(one)
        else:
            found[one.id] = Turned(reason)
    for series, candidates in hopeful.items():
        known = rounds[series]
        assert known is not None
        found |= _with_accounts(exchange, *known, candidates, fee)
    return found


def _round(exchange: Exchange, number: int) -> tuple[SeriesInfo, RoundView] | None:
    try:
        return exchange.series(number), exchange.round_view(number)
    except NotFound:
        return None


def _without_account(exchange: Exchange, one: SignedOrder, rounds: Rounds, fee: int, now: int) -> str | None:
    """What is wrong with an order whatever its signer has."""
    order = one.order
    here = (exchange.connection.chain_id, exchange.deployment.market)
    if (one.chain_id, one.market) != here:
        return f"it is for the market {one.market} on chain {one.chain_id}, not for {here[1]} on chain {here[0]}"
    known = rounds[one.series]
    if known is None or known[1].round == 0:
        return f"series {one.series} has no round"
    info, view = known
    if view.terms_hash != order.terms:
        return f"no open round has its terms: the latest of {info.name or info.number}, {view.round}, has others"
    if view.status is not Status.OPEN:
        return f"{history.slot_name(info, view.round)} closed at {clock(view.close_at)}"
    if order.expiry < now:
        return f"it expired at {clock(order.expiry)}"
    if order.max_fee < fee:
        return f"it allows a fee of {format_tokens(order.max_fee)} tokens, and {format_tokens(fee)} are taken"
    said = decode(order.data)
    if isinstance(said, Fault):
        return f"it is no order: {said}"
    if order.lock > MAX_LOCK or (isinstance(said, BidOrder) and order.lock < said.needed_lock):
        needed = said.needed_lock if isinstance(said, BidOrder) else 0
        return f"it locks {format_tokens(order.lock)} tokens, and needs {format_tokens(needed)}"
    if order.nonce > _LAST_NONCE:
        return f"its nonce is {order.nonce}, and the highest is {_LAST_NONCE}"
    if not one.is_genuine():
        return f"it was not signed by {order.signer}"
    return None


def _with_accounts(
    exchange: Exchange, info: SeriesInfo, view: RoundView, orders: Sequence[SignedOrder], fee: int
) -> dict[str, Judgement]:
    """Judges orders that are right in themselves by what their signers have and what the gate says."""
    signers = list(dict.fromkeys(one.order.signer for one in orders))
    accounts = exchange.read_many([exchange.market.functions.accountOf(info.number, who) for who in signers])
    state = dict(zip(signers, accounts, strict=True))
    gate = admission.refusals(exchange, info, [(one.order.signer, one.order.data) for one in orders])
    refused = dict(zip((one.id for one in orders), gate, strict=True))
    found: dict[str, Judgement] = {}
    used = []
    room = view.max_entries - view.count
    for one in in_turn(orders):
        account, order = state[one.order.signer], one.order
        needed = order.lock + info.config.fee + fee
        no = refused[one.id]
        if order.nonce < account["nonce"]:
            used.append(one)
            found[one.id] = Turned(
                f"its nonce {order.nonce} is worthless: the next must be {account['nonce']} or higher"
            )
        elif no is not None:
            found[one.id] = Turned(no.message)
        elif account["free"] < needed:
            has = format_tokens(account["free"])
            found[one.id] = Turned(f"it needs {format_tokens(needed)} tokens, and its account has {has} free")
        elif account["entries"] >= view.max_per_account:
            found[one.id] = Turned(f"one account can make {view.max_per_account} entries in this round")
        elif room == 0:
            found[one.id] = Turned(f"the round is full: it takes {view.max_entries} entries")
        else:
            account["free"] -= needed
            account["entries"] += 1
            account["nonce"] = order.nonce + 1
            room -= 1
            found[one.id] = Fit()
    return found | _recorded(exchange, view, used)


def in_turn(orders: Sequence[SignedOrder]) -> list[SignedOrder]:
    """The orders with those of each signer in the order of their nonces; the signers keep their order."""
    ranks = {who: rank for rank, who in enumerate(dict.fromkeys(one.order.signer for one in orders))}
    return sorted(orders, key=lambda one: (ranks[one.order.signer], one.order.nonce))


def _recorded(exchange: Exchange, view: RoundView, orders: Sequence[SignedOrder]) -> dict[str, Judgement]:
    """Those of the orders that somebody has carried already. Their transactions hold them, signature and all."""
    if not orders:
        return {}
    current = history.read_current(exchange, view)
    wanted = {(one.order.signer, one.order.lock, one.order.data) for one in orders}
    candidates = [
        (entry, hex_of(source.tx))
        for entry, source in zip(current.entries, current.sources, strict=True)
        if source.name == "EnteredSigned" and (entry.who, entry.lock, entry.data) in wanted
    ]
    hashes = list(dict.fromkeys(tx for _, tx in candidates))
    answers = exchange.connection.batch([("eth_getTransactionByHash", [tx]) for tx in hashes])
    inputs = {tx: answer["input"] for tx, answer in zip(hashes, answers, strict=True) if isinstance(answer, Mapping)}
    found: dict[str, Judgement] = {}
    for one in orders:
        same = (one.order.signer, one.order.lock, one.order.data)
        for entry, tx in candidates:
            if (entry.who, entry.lock, entry.data) == same and one.packed.hex() in inputs.get(tx, ""):
                found[one.id] = Carried(entry.index, tx)
                break
    return found
