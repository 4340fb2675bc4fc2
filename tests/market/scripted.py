"""A Market of a few lines that makes the real one's events, so that what reads them can be tested without a chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eth_utils.crypto import keccak

from databourse.accounts.ledger import Balance
from databourse.events import PlainEvent, address
from databourse.market import mechanism as mechanisms
from databourse.market.chain_view import ChainView
from databourse.market.challenging import Challengeable
from databourse.market.double_auction.orders import AskOrder, BidOrder
from databourse.market.entries import pack_amounts, unpack_amounts
from databourse.market.history import History
from databourse.market.ledger import Ledger
from databourse.market.pointers import pointers_before
from databourse.market.posts import seal
from databourse.market.rounds import Round
from databourse.market.terms import Terms, slot_id

CHAIN_ID = 31337


def account(name: str) -> str:
    """An address for a name."""
    return address(keccak(text=name)[:20])


def head(name: str, lock: int, flags: int = 0) -> bytes:
    """The first word of an entry."""
    return bytes.fromhex(account(name)[2:]) + bytes([flags]) + lock.to_bytes(11)


MARKET = account("market")
ZERO = address(bytes(20))
REVEALING, WINDOW = 300, 120
"""Seconds for opening sealed entries and for challenging, in rounds that have a time for it."""
CHECKERS = {
    account(rule): rule
    for rule in ("kth-price", "trade-reduction", "dantm", "crown", "open-crown", "herald", "learning")
}
CHECKER_OF = {rule: checker for checker, rule in CHECKERS.items()}


class Script:
    """Each method does what the Market would do with a valid call, one block each; `now` is the clock in seconds."""

    def __init__(self, fee: int = 0) -> None:
        self.events: list[PlainEvent] = []
        self.now = 1_000
        self.fee = fee
        self.terms: dict[int, Terms] = {}
        self.slots: dict[int, int] = {}
        self.sealed: dict[tuple[int, str], list[tuple[int, bytes, bytes]]] = {}

    @property
    def history(self) -> History:
        return History(self.events, (CHAIN_ID, MARKET))

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.events, self.history, self.now)

    def emit(self, name: str, **args: Any) -> None:
        block = len(self.events) + 1
        self.events.append(
            PlainEvent(name, args, block, keccak(text=f"block {block}"), keccak(text=f"transaction {block}"), 0)
        )

    def create(self, series: int = 1) -> None:
        config = {
            "operator": account("operator"),
            "beneficiary": account("beneficiary"),
            "solver": account("solver"),
            "arbiter": ZERO,
            "gate": ZERO,
            "gatedTags": 0,
            "longestRound": 86_400,
            "solverSeconds": 60,
            "fee": self.fee,
            "name": b"temperature".ljust(32, b"\0"),
            "checkers": list(CHECKERS),
        }
        self.emit("SeriesCreated", series=series, operator=account("operator"), config=config)

    def open(self, rule: str = "kth-price", series: int = 1, **options: Any) -> Round:
        mechanism = mechanisms.by_name(rule)
        params = mechanism.encode_params(options)
        phases, close_at = mechanism.phases(params), self.now + 600
        reveal_by = close_at + REVEALING if phases.second else close_at
        window = WINDOW if phases.challengeable else 0
        terms = Terms(series, CHECKER_OF[rule], close_at, reveal_by, reveal_by + 600, window, params)
        self.terms[series] = terms
        number = self.slots.get(series, slot_id(series, 0)) % 2**32 + 1
        self.slots[series] = slot_id(series, number)
        names = ("series", "checker", "closeAt", "revealBy", "settleBy", "challengeWindow", "params")
        struct = dict(zip(names, terms.struct(), strict=True))
        terms_hash = terms.hash(self.history.series[series].config.hash())
        self.emit("RoundOpened", series=series, round=number, termsHash=terms_hash, terms=struct)
        return self.history.round(series)

    def deposit(self, name: str, amount: int, series: int = 1) -> None:
        self.emit("Deposited", series=series, account=account(name), payer=account(name), amount=amount)

    def withdraw(self, name: str, amount: int, series: int = 1) -> None:
        self.emit("Withdrawn", series=series, account=account(name), to=account(name), amount=amount)

    def enter(self, name: str, data: bytes, lock: int = 0, series: int = 1) -> None:
        self.emit("Entered", slot=self.slots[series], head=head(name, lock), data=data)

    def bid(self, name: str, price: int, quantity: int, min_quality: int = 0, series: int = 1) -> None:
        self.enter(name, BidOrder(price, quantity, min_quality).encode(), price * quantity, series)

    def ask(self, name: str, price: int, quantity: int, dataset: int, quality: int = 0, series: int = 1) -> None:
        self.enter(name, AskOrder(price, quantity, quality, dataset).encode(), 0, series)

    def batch(self, name: str, entries: Sequence[tuple[int, bytes]], series: int = 1) -> None:
        packed = b"".join(lock.to_bytes(12) + data for lock, data in entries)
        self.emit("EnteredBatch", slot=self.slots[series], who=account(name), entries=packed)

    def signed(self, relayer: str, relay_fee: int, entries: Sequence[tuple[str, int, bytes]], series: int = 1) -> None:
        packed = b"".join(bytes.fromhex(account(name)[2:]) + lock.to_bytes(12) + data for name, lock, data in entries)
        slot = self.slots[series]
        self.emit("EnteredSigned", slot=slot, relayer=account(relayer), relayFee=relay_fee, entries=packed)

    def seal(self, name: str, statement: bytes, lock: int = 0, series: int = 1) -> int:
        """Enters sealed, and remembers how to open it; the index of the entry."""
        one = self.history.round(series)
        salt = keccak(text=f"{name} {len(self.events)}")
        self.enter(name, seal(one.terms_hash, account(name), salt, statement), lock, series)
        self.sealed[one.slot, name] = [*self.sealed.get((one.slot, name), []), (len(one.entries), salt, statement)]
        return len(one.entries)

    def reveal(self, name: str, series: int = 1, **changes: Any) -> None:
        """Opens everything that somebody sealed in the current round, after its close."""
        slot = self.slots[series]
        self.now = max(self.now, self.terms[series].close_at)
        for index, salt, statement in self.sealed[slot, name]:
            opening = {"index": index, "who": account(name), "salt": salt, "statement": statement}
            self.emit("Revealed", slot=slot, **(opening | changes))

    def post(self, name: str, statement: bytes, series: int = 1, **changes: Any) -> None:
        """Posts a statement about the current round, after its close."""
        self.now = max(self.now, self.terms[series].close_at)
        self.emit("Posted", slot=self.slots[series], **({"who": account(name), "statement": statement} | changes))

    def propose(self, name: str = "solver", alloc: bytes | None = None, series: int = 1, **changes: Any) -> None:
        """Proposes what `alloc` names, or what the rule's solver finds, as soon as that can be."""
        self.now = max(self.now, self.terms[series].reveal_by)
        one = self.history.round(series)
        rule = mechanisms.by_checker(CHECKERS, one.terms.checker)
        assert isinstance(rule, Challengeable)
        if alloc is None:
            alloc = rule.solve(one.entries, one.terms.params, {}, posts=one.posts).alloc
        arguments = one.entries, one.terms.params, one.posts, alloc
        solution = rule.resolve(*arguments)
        proposed = {
            "proposer": account(name),
            "bond": rule.phases(one.terms.params).bond,
            "until": self.now + WINDOW,
            "commitment": rule.commitment(*arguments),
            "debits": pack_amounts(solution.debits),
            "credits": pack_amounts(solution.credits),
            "alloc": alloc,
        }
        self.emit("Proposed", slot=one.slot, **(proposed | changes))

    def challenge(self, name: str, series: int = 1) -> None:
        """Voids the standing proposal."""
        proposal = self.history.round(series).standing
        assert proposal is not None
        self.emit(
            "Voided", slot=self.slots[series], challenger=account(name), bond=proposal.bond, objection=b"objection"
        )

    def finalise(self, series: int = 1, **changes: Any) -> None:
        """Applies the standing proposal, as soon as that can be."""
        one = self.history.round(series)
        proposal = one.standing
        assert proposal is not None
        self.now = max(self.now, proposal.until)
        debited, credited = (
            sum(amount for _, amount in unpack_amounts(side)) for side in (proposal.debits, proposal.credits)
        )
        settled = {
            "settler": proposal.proposer,
            "fees": self.fee * len(one.entries),
            "surplus": debited - credited,
            "debits": proposal.debits,
            "credits": proposal.credits,
            "alloc": proposal.alloc,
        }
        self.emit("Settled", slot=one.slot, **(settled | changes))

    def close(self) -> None:
        self.now += 600

    def settle(self, series: int = 1) -> None:
        """Closes and settles the current round with the outcome of its rule."""
        self.now = max(self.now + 600, self.terms[series].reveal_by)
        history = self.history
        one = history.round(series)
        rule = mechanisms.by_checker(CHECKERS, one.terms.checker)
        pointers = pointers_before(history.series[series], one.number, CHECKERS)
        solution = rule.solve(one.entries, one.terms.params, pointers, posts=one.posts)
        self.emit(
            "Settled",
            slot=one.slot,
            settler=account("solver"),
            fees=self.fee * len(one.entries),
            surplus=solution.surplus,
            debits=pack_amounts(solution.debits),
            credits=pack_amounts(solution.credits),
            alloc=solution.alloc,
        )

    def abort(self) -> None:
        """Lets the current round time out."""
        self.now = max(one.latest_end for one in self.terms.values())

    def view(self, **changes: Any) -> ChainView:
        """What an honest chain would say."""
        ledger = self.ledger
        given: dict[str, Any] = {
            "chain_id": CHAIN_ID,
            "market": MARKET,
            "now": self.now,
            "rules": CHECKERS,
            "held": ledger.held,
            "tokens": ledger.held,
            "accounts": ledger.balances(),
        }
        return ChainView(**(given | changes))


def standard_round(script: Script, rule: str = "kth-price", **options: int) -> None:
    """Opens a round with three buyers and four sellers; under every rule somebody trades and somebody loses."""
    script.open(rule, **options)
    script.bid("alice", 9, 5)
    script.bid("bob", 7, 4)
    script.bid("carol", 2, 3)
    for name, price, quantity, dataset in (
        ("dave", 1, 3, 1),
        ("erin", 2, 4, 2),
        ("frank", 4, 5, 3),
        ("grace", 8, 5, 4),
    ):
        script.ask(name, price, quantity, dataset)


def funded_script(fee: int = 0) -> Script:
    """One series in which everybody has a thousand."""
    script = Script(fee)
    script.create()
    for name in ("alice", "bob", "carol", "dave", "erin", "frank", "grace"):
        script.deposit(name, 1_000)
    return script


__all__ = [
    "CHAIN_ID",
    "CHECKERS",
    "MARKET",
    "Balance",
    "Script",
    "account",
    "funded_script",
    "standard_round",
]
