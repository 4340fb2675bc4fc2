"""When the money has moved: why a bid lost, what a buyer receives and can prove, a withdrawal, and the audit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from databourse.chain.audit import replay_log
from databourse.cli.slot.book_view import interval
from databourse.datasets import merkle
from databourse.demo.offering import Offer
from databourse.demo.scenario import BUYERS
from databourse.demo.settling import SettledSlot
from databourse.demo.stage import Stage, expect, tokens
from databourse.errors import AuditDifference
from databourse.market.double_auction.outcome import Transfer, transfers
from databourse.market.terms import context
from databourse.market.why import explain


def explain_bid(stage: Stage, slot: SettledSlot, buyer: str) -> None:
    """Why a buyer's bid fared as it did: what decided, at what price it would have traded, what the contracts saw."""
    one, connection = slot.round, stage.exchange.connection
    index = next(entry.index for entry in one.entries if stage.name_of(entry.who) == buyer)
    told = explain(
        one,
        index,
        slot.mechanism,
        slot.pointers,
        context=context(connection.chain_id, stage.exchange.deployment.market, one.series, one.number, one.terms_hash),
        now=connection.now(),
        money=tokens,
    )
    expect(told.verdict == "lost", f"{buyer} lost in {slot.name}")
    stage.screen.say(
        f"{slot.name}, entry {index}: {buyer}, who {BUYERS[buyer]}, {told.verdict}; decided by {told.decided_by}."
    )
    for line in told.lines():
        stage.screen.say(line)


def show_pointers(stage: Stage, first: SettledSlot, second: SettledSlot) -> None:
    """Where deliveries of the second slot begin: where those of the first one ended, so that they take turns."""
    rows = []
    for delivery in transfers(second.round.entries, second.solution):
        buyer, seller = stage.name_of(delivery.buyer), stage.name_of(delivery.seller)
        rows.append((buyer, seller, first.solution.pointers[delivery.dataset], interval(delivery), delivery.quantity))
    stage.screen.table(["buyer", "seller", f"pointer after {first.name}>", "delivered units", "count>"], rows)


def deliver(stage: Stage, slot: SettledSlot, buyer: str, offers: Mapping[str, Offer]) -> None:
    """A buyer takes the units that it won, and has the chain confirm that they are the registered ones."""
    (delivery,) = [one for one in transfers(slot.round.entries, slot.solution) if stage.name_of(one.buyer) == buyer]
    offer = offers[stage.name_of(delivery.seller)]

    # at the seller's: the chunks, and for each the hashes that lead from it to the root
    units = units_of(delivery)
    chunks = offer.data.chunks()
    sent = [(chunks[unit], offer.tree.proof(unit)) for unit in units]

    # at the buyer's: all that is needed is the root that the chain has
    registry = stage.exchange.registry.functions
    root = stage.exchange.read(registry.rootOf(offer.number))
    expect(all(merkle.verify(root, chunk, proof) for chunk, proof in sent), "every chunk leads to the root")
    chunk, proof = sent[0]
    forged = chunk[:-1] + bytes([chunk[-1] ^ 1])
    genuine, false = stage.exchange.read_many(
        [registry.verifyChunk(offer.number, one, proof) for one in (chunk, forged)]
    )
    expect(genuine and not false, "the chain tells the true chunk from the forged one")
    first, last = offer.data.lines[units[0]], offer.data.lines[units[-1]]
    stage.screen.say(
        f"{buyer} receives units {interval(delivery)} of dataset {offer.number}: {len(sent)} hours, from {first!r} to "
        f"{last!r}"
    )
    stage.screen.say(
        f"all {len(sent)} chunks lead to the root 0x{root.hex()[:16]}…; the registry confirms unit {units[0]} "
        f"({len(proof)} hashes) and refuses a forged one"
    )


def units_of(delivery: Transfer) -> list[int]:
    """The units of a delivery in order: from its start, around the end of what was offered."""
    return [(delivery.start + step) % delivery.units for step in range(delivery.quantity)]


def withdraw(stage: Stage, series: str, seller: str) -> None:
    """A seller takes everything that it has in a series out of the market."""
    exchange, who = stage.exchange, stage.signer(seller).address
    number, before = exchange.series(series).number, exchange.wallet(who)
    free = exchange.account(number, who).free
    stage.send(seller, exchange.market.functions.withdraw(number, who, free))
    expect(exchange.wallet(who) == before + free, "the tokens arrive")
    stage.screen.say(f"{seller} takes {tokens(free)} out of {series}; its wallet holds {tokens(exchange.wallet(who))}")


def audit(stage: Stage, report_file: Path) -> None:
    """Everything again, from the log alone: each round solved by two independent solvers, every account added up.

    Raises:
        AuditDifference: the chain paid something else.
    """
    report = replay_log(stage.exchange, independent=True)
    report_file.write_text(json.dumps(report.as_dict(), indent=2) + "\n", encoding="utf-8")
    if report.first is not None:  # pragma: no cover - the demo's story did not come out
        raise AuditDifference(str(report.first))
    market = report.market
    stage.screen.say(
        f"passed: {len(market.rounds)} rounds solved again by two solvers, {market.accounts} accounts add up to the "
        f"{tokens(market.held or 0)} that the market holds, {len(report.blocks)} blocks read; see {report_file}"
    )
