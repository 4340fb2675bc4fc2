"""Random chains, played in memory and on the compiled contract at once: nothing may differ, call after call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from databourse.errors import ContractRefused
from databourse.market.events import Event, fields
from databourse.resale.book import Book
from databourse.resale.play import ResaleChain
from tests.differential.resale.acts import DATASETS, PEOPLE, Act, Contract, Scene
from tests.differential.resale.contract import EvmResaleChain

START = 1_000
_STARTING_MONEY = 10**23
_RULES = ("family", "alpha", "maxDepth", "eagerDepth", "maxSales")


@dataclass
class Tally:
    """What happened.

    Attributes:
        done: calls that went through, by method.
        refused: calls that were refused, by error.
        deepest: the deepest trade.
        claims: shares that were claimed.
        findings: whatever differs.
    """

    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    deepest: int = 0
    claims: int = 0
    findings: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.done += other.done
        self.refused += other.refused
        self.deepest = max(self.deepest, other.deepest)
        self.claims += other.claims
        self.findings += other.findings


def play(number: int, steps: int, tally: Tally, memory: ResaleChain | None = None) -> None:
    """Plays one random story on both; `memory` is another model than the usual one, to see whether it would show."""
    rng = Random(f"resale {number}")
    model = memory or ResaleChain(DATASETS, START)
    compiled = EvmResaleChain(DATASETS, PEOPLE, START)
    scene = Scene(rng, START)
    opening = [Act("deposit", (who, who, _STARTING_MONEY)) for who in PEOPLE[:-1]]
    for step in range(steps):
        if rng.randrange(4) == 0:
            scene.now += rng.randrange(400)
            model.now = compiled.now = scene.now
        act = opening[step] if step < len(opening) else scene.next_act()
        ours, theirs = outcome(act, model), outcome(act, compiled)
        if ours != theirs:
            tally.findings.append(f"story {number}, step {step}: {act}: {ours} in memory, {theirs} on the contract")
            return
        _remember(scene, act, ours, model)
        if isinstance(ours, tuple) and ours[0] == "refused":
            tally.refused[ours[1]] += 1
        else:
            tally.done[act.method] += 1
    tally.findings += [f"story {number}: {text}" for text in differences(model, compiled)]
    tally.deepest = max([tally.deepest, *(len(one.path) - 1 for one in scene.licences)])
    tally.claims += sum(event.name == "Claimed" for event in compiled.events)


def outcome(act: Act, contract: Contract) -> Any:
    """What a call returns, or the name and values of its refusal."""
    try:
        return act.on(contract)
    except ContractRefused as error:
        return ("refused", error.name, error.values)


def differences(model: ResaleChain, compiled: EvmResaleChain) -> list[str]:
    """What the two do not agree on at the end."""
    found = []
    balances = {who: compiled.free_of(who) for who in PEOPLE}
    if balances != {who: model.free.get(who, 0) for who in PEOPLE}:
        found.append("the balances differ")
    if not compiled.held == model.held == sum(balances.values()) + model.unclaimed():
        found.append("money was lost or made")
    if compiled.last_number != model.last_number:
        found.append("the numbers given differ")
    for number in range(model.last_number + 2):
        if compiled.record(number) != model.record(number):
            found.append(f"record {number} differs")
    if list(map(_plain, compiled.events)) != list(map(_plain, model.events)):
        found.append("the logs differ")
    return found + _book_differences(Book(compiled.events), compiled)


def _book_differences(book: Book, compiled: EvmResaleChain) -> list[str]:
    """Where the book that is read from the contract's log does not say what the contract has recorded."""
    found = [finding.message for finding in book.findings]
    for number in range(compiled.last_number + 1):
        record = compiled.record(number)
        if number in book.licences:
            licence = book.licence(number)
            told = (2, licence.deferred, licence.ended is not None, licence.sales, licence.terms.fingerprint())
            if not compiled.is_holding(licence.terms):
                found.append(f"licence {number} is not what the contract has")
        elif number in book.offers and not book.offer(number).withdrawn:
            told = (1, book.offer(number).deferred, False, 0, book.offer(number).terms.fingerprint())
        else:
            told = (0, False, False, 0, 0)
        if told != (record.state, record.deferred, record.ended, record.sales, record.fingerprint):
            found.append(f"number {number} is in the book as {told}, and is {record}")
    for chain in book.chains.values():
        for trade in range(1, chain.rules.max_depth + 1):
            if compiled.column(chain.number, trade) != chain.rules.matrix.column(trade):
                found.append(f"column {trade} of chain {chain.number} differs")
    return found


def _remember(scene: Scene, act: Act, result: Any, model: ResaleChain) -> None:
    if isinstance(result, tuple) and result[0] == "refused":
        return
    if act.method == "create_chain":
        scene.licences.append(model.holding(result[1]))
    elif act.method == "offer":
        scene.offers.append(model.offered(result))
    elif act.method == "accept":
        scene.licences.append(model.holding(act.arguments[1].number))
    if act.method in ("accept", "withdraw_offer") and scene.rng.randrange(30):
        scene.offers.remove(act.arguments[1])  # mostly; what becomes of some is tried again


def _plain(event: Event) -> tuple[str, dict[str, Any]]:
    args = dict(event.args)
    if "rules" in args:
        args["rules"] = tuple(fields(args["rules"], _RULES))
    return event.name, args


def play_all(numbers: Iterable[int], steps: int) -> Tally:
    tally = Tally()
    for number in numbers:
        play(number, steps, tally)
    return tally
