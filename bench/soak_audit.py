"""What a soak came to: everything replayed, every account added up, and how long rounds waited to be settled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.soak_people import People
from databourse.chain import history
from databourse.chain.audit import replay_log
from databourse.chain.devnet_accounts import NAMES, account
from databourse.chain.exchange import Exchange
from databourse.market.double_auction.receipt import Place, receipt
from databourse.market.history import History
from databourse.market.ledger import Ledger
from databourse.market.mechanism import by_checker
from databourse.market.pointers import solved_rounds
from databourse.market.rounds import Series
from databourse.market.statement import statement
from databourse.market.terms import Status
from databourse.money import format_tokens


@dataclass
class Findings:
    """The figures, and every loss in a sentence; none if nothing was lost."""

    figures: list[tuple[str, str]] = field(default_factory=list)
    losses: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """For people."""
        width = max(len(what) for what, _ in self.figures)
        told = [f"  {what:{width}}  {figure}" for what, figure in self.figures]
        verdict = [f"LOST: {loss}" for loss in self.losses] or ["Nothing is lost."]
        return ["", *told, *verdict]

    def require(self, holds: bool, loss: str) -> None:
        """Notes a loss unless the condition holds."""
        if not holds:
            self.losses.append(loss)


def examine(exchange: Exchange, people: People, told: Sequence[dict[str, Any]]) -> Findings:
    """Adds everything up; `told` is the solver's log."""
    findings = Findings()
    events = [event for event in exchange.events() if event.address == exchange.deployment.market]
    rounds, now = History(events), exchange.connection.now()
    series = rounds.series[people.series]
    _examine_rounds(exchange, series, now, findings)
    report = replay_log(exchange, independent=True)
    findings.require(report.passed, f"the replay differs: {report.first}")
    findings.figures.append(("replayed", f"{len(report.market.rounds)} rounds, with the literal solvers too"))
    ledger = Ledger(events, rounds, now)
    _examine_money(exchange, ledger, findings)
    _examine_statements(exchange, ledger, rounds, now, findings)
    seen = Counter(str(line["event"]) for line in told)
    shown = ("settled", "postponed", "node-lost", "node-back", "chain-went-back", "collected", "aborted")
    findings.figures.append(("the solver's log", ", ".join(f"{seen[event]} {event}" for event in shown)))
    return findings


def _examine_rounds(exchange: Exchange, series: Series, now: int, findings: Findings) -> None:
    statuses = Counter(one.status(now) for one in series.rounds)
    rules = Counter(exchange.rule(one.terms.checker) for one in series.rounds)
    over = statuses[Status.SETTLED] + statuses[Status.ABORTED]
    findings.require(over == len(series.rounds), f"{len(series.rounds) - over} rounds are not over")
    findings.figures.append(
        ("slots", f"{statuses[Status.SETTLED]} settled, {statuses[Status.ABORTED]} aborted: {_counted(rules)}")
    )
    findings.figures.append(("entries", str(sum(len(one.entries) for one in series.rounds))))
    settled = [(one, one.settled.event.block) for one in series.rounds if one.settled]
    times = exchange.connection.times_of({block for _, block in settled})
    delays = sorted(times[block] - one.terms.close_at for one, block in settled)
    if delays:
        text = f"{delays[len(delays) // 2]} s after the close in the middle, {delays[-1]} s at most"
        findings.figures.append(("settled", text))


def _examine_money(exchange: Exchange, ledger: Ledger, findings: Findings) -> None:
    market, token = exchange.market.functions, exchange.token.functions
    keys = list(ledger.balances())
    accounts = exchange.read_many([market.accountOf(number, who) for number, who in keys])
    wallets = exchange.read_many([token.balanceOf(account(name).address) for name in NAMES])
    held, owned, supply = exchange.read_many(
        [market.held(), token.balanceOf(exchange.deployment.market), token.totalSupply()]
    )
    total = sum(one["free"] + one["locked"] for one in accounts)
    findings.require(held == owned == total, f"the market holds {owned}, owes {held}, and all accounts are {total}")
    findings.require(sum(wallets) + owned == supply, f"{supply - owned - sum(wallets)} tokens are with nobody")
    locked = sum(one["locked"] for one in accounts)
    findings.require(locked == 0, f"{locked} are locked although all rounds are over")
    findings.figures.append(
        ("money", f"{format_tokens(held)} DBT in {len(keys)} accounts, as was paid in; none locked")
    )


def _examine_statements(exchange: Exchange, ledger: Ledger, rounds: History, now: int, findings: Findings) -> None:
    """Every account is what its deposits and the receipts of its entries say, to the unit."""
    changes = Counter[tuple[int, str]]()
    for series in rounds.series.values():
        changes.update(_by_receipts(exchange, series, now))
    lines = 0
    for (number, who), balance in ledger.balances().items():
        written = statement(ledger, rounds, who, exchange.connection.times_of, now)
        own = [line for line in written if line.series == number]
        lines += len(own)
        besides = sum(
            one.free + one.locked
            for one in ledger.history_of(who, number)
            if one.reason not in ("entry", "debit", "credit", "relay fee")
        )
        last = (own[-1].free_after, own[-1].locked_after)
        findings.require(last == (balance.free, balance.locked), f"the statement of {who} ends with {last}")
        expected = besides + changes[number, who]
        findings.require(expected == balance.free + balance.locked, f"the receipts of {who} add up to {expected}")
    findings.figures.append(("statements", f"{lines} lines, each account equal to its deposits and receipts"))


def _by_receipts(exchange: Exchange, series: Series, now: int) -> Counter[tuple[int, str]]:
    """What receipts say that entries changed, by account."""
    rules = history.rules_by_checker(exchange)
    pointers = {solved.round.number: solved.pointers for solved in solved_rounds(series, rules)}
    blocks = {event.block for one in series.rounds for event in one.sources}
    blocks |= {one.settled.event.block for one in series.rounds if one.settled}
    times = exchange.connection.times_of(blocks)
    place = Place(exchange.connection.chain_id, exchange.deployment.market, series.config, times)
    changes = Counter[tuple[int, str]]()
    for one in series.rounds:
        mechanism = by_checker(rules, one.terms.checker)
        for index, entry in enumerate(one.entries):
            told = receipt(one, index, mechanism, pointers.get(one.number, {}), place, now)
            changes[series.number, entry.who] += told.balance
    return changes


def _counted(rules: Counter[str | None]) -> str:
    return ", ".join(f"{count} {rule}" for rule, count in rules.items())
