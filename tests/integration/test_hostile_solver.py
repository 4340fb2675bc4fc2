"""A solver that submits something else than the outcome: refused with the cause; the round is settled nonetheless."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from databourse.chain import devnet
from databourse.chain.exchange import Exchange
from databourse.errors import ContractRefused
from databourse.market.entries import ENTRY_BYTES, pack_amounts
from databourse.market.mechanism import by_name
from databourse.market.settlement import Settlement
from databourse.market.terms import Status, Terms
from tests.cli.conftest import act
from tests.integration import hostile
from tests.integration.play import (
    audit,
    create_series,
    everything,
    fill,
    nothing_happens,
    open_slot,
    settle,
    url,
)

pytestmark = pytest.mark.usefixtures("market")

RULES = ("kth-price", "trade-reduction", "dantm")
SERIES = {rule: number for number, rule in enumerate(RULES, start=1)}
ATTACKER = "grace"


@dataclass(frozen=True)
class Truth:
    """The honest outcome of a round: its terms, what is submitted, and the amounts in it."""

    terms: Terms
    settlement: Settlement
    debits: dict[int, int]
    credits: dict[int, int]

    def pay(self, paid: dict[int, int] | None = None, received: dict[int, int] | None = None) -> Settlement:
        """The same with other amounts."""
        return replace(
            self.settlement,
            debits=pack_amounts(sorted((self.debits if paid is None else paid).items())),
            credits=pack_amounts(sorted((self.credits if received is None else received).items())),
        )


def surplus(truth: Truth) -> int:
    return sum(truth.debits.values()) - sum(truth.credits.values())


def without_first_entry(truth: Truth) -> Settlement:
    return replace(truth.settlement, entries=truth.settlement.entries[ENTRY_BYTES:])


def entries_exchanged(truth: Truth) -> Settlement:
    packed, size = truth.settlement.entries, ENTRY_BYTES
    return replace(truth.settlement, entries=packed[size : 2 * size] + packed[:size] + packed[2 * size :])


def hints_exchanged(truth: Truth) -> Settlement:
    hints = truth.settlement.hints
    return replace(truth.settlement, hints=hints[2:4] + hints[:2] + hints[4:])


# dave's bid is entry 3 and pays in every rule; carol's ask is entry 0 and sells in every rule; erin's bid is entry 4
LIES: dict[str, tuple[Callable[[Truth], Settlement], str]] = {
    "a buyer pays less": (lambda t: t.pay({**t.debits, 3: t.debits[3] - 1}), "entry 3 has to pay"),
    "a buyer pays more": (lambda t: t.pay({**t.debits, 3: t.debits[3] + 1}), "entry 3 has to pay"),
    "a buyer pays more than was locked": (lambda t: t.pay({**t.debits, 3: 61 * 10**18}), "entry 3 has to pay"),
    "a seller gets more": (lambda t: t.pay(None, {**t.credits, 0: t.credits[0] + 1}), "entry 0 has to receive"),
    "a seller gets less": (lambda t: t.pay(None, {**t.credits, 0: t.credits[0] - 1}), "entry 0 has to receive"),
    "the surplus goes to the last seller": (
        lambda t: t.pay(None, {**t.credits, 2: surplus(t)}),
        "more entries are credited than the rule credits",
    ),
    "a bidder is paid": (
        lambda t: t.pay(None, {**t.credits, 4: 1}),
        "more entries are credited than the rule credits",
    ),
    "nobody trades": (lambda t: t.pay({}, {}), "entry 0 has to receive"),
    "a buyer trades as well": (lambda t: t.pay({**t.debits, 6: 1}), "more entries are debited than the rule debits"),
    "an entry is left out": (without_first_entry, "the entries passed are not exactly those recorded"),
    "entries in another order": (entries_exchanged, "the entries passed are not exactly those recorded"),
    "half an entry": (
        lambda t: replace(t.settlement, entries=t.settlement.entries[:-32]),
        "the entries passed are not exactly those recorded",
    ),
    "a payload that nobody made": (
        lambda t: replace(t.settlement, payloads=bytes(4)),
        "the payloads passed are not exactly those recorded",
    ),
    "an allocation": (lambda t: replace(t.settlement, alloc=b"\1"), "this rule has no allocation beside the payments"),
    "no hints": (lambda t: replace(t.settlement, hints=b""), "hints"),
    "hints in another order": (hints_exchanged, "the hints"),
    "a hint too many": (lambda t: replace(t.settlement, hints=t.settlement.hints + b"\0\0"), "the hints"),
}


@pytest.fixture(scope="module", autouse=True)
def closed(datasets: dict[str, int]) -> None:
    """A round of every rule that has just closed, with one more bid that loses."""
    for rule in RULES:
        create_series(rule)
        fill(open_slot(rule, "--rule", rule), datasets)
        act("erin", "bid", rule, "--price", "0.1", "--quantity", 1)
    devnet.advance(url(), 600)


def truth_of(exchange: Exchange, rule: str) -> Truth:
    one = hostile.current(exchange, SERIES[rule])
    solution = by_name(rule).solve(one.entries, one.terms.params, {})
    settlement = Settlement.of(one.entries, solution)
    return Truth(one.terms, settlement, dict(solution.debits), dict(solution.credits))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("what", LIES)
def test_a_wrong_outcome(exchange: Exchange, rule: str, what: str) -> None:
    lie, says = LIES[what]
    truth = truth_of(exchange, rule)
    with nothing_happens(), pytest.raises(ContractRefused) as caught:
        hostile.settle(exchange, ATTACKER, truth.terms, lie(truth))
    assert says in caught.value.message
    assert caught.value.hint
    assert "unknown error" not in caught.value.message
    assert "0x" not in caught.value.message


@pytest.mark.parametrize("rule", RULES)
def test_other_terms(exchange: Exchange, rule: str) -> None:
    truth = truth_of(exchange, rule)
    for terms in (
        replace(truth.terms, params=truth.terms.params[:-1] + bytes([truth.terms.params[-1] ^ 1])),
        replace(truth.terms, checker=exchange.checker("dantm" if rule != "dantm" else "kth-price")),
        replace(truth.terms, settle_by=truth.terms.settle_by + 1),
    ):
        with nothing_happens(), pytest.raises(ContractRefused, match="the round has other terms"):
            hostile.settle(exchange, ATTACKER, terms, truth.settlement)


@pytest.mark.parametrize("rule", RULES)
def test_a_wrong_outcome_that_is_sent_all_the_same(exchange: Exchange, rule: str) -> None:
    truth, before = truth_of(exchange, rule), everything()
    lie = truth.pay(None, {**truth.credits, 0: truth.credits[0] + 1})
    with pytest.raises(ContractRefused, match=r"was mined and refused: .* entry 0 has to receive"):
        hostile.settle(exchange, ATTACKER, truth.terms, lie, gas=2_000_000)
    after = everything()
    assert after.nonces[ATTACKER] == before.nonces[ATTACKER] + 1
    assert (after.wallets, after.accounts, after.rounds) == (before.wallets, before.accounts, before.rounds)
    assert after.rounds[SERIES[rule]][1] is Status.SETTLEABLE

    # whoever comes next settles it, the attacker too if it tells the truth
    settle(rule)
    with pytest.raises(ContractRefused, match="the round is settled already"):
        hostile.settle(exchange, ATTACKER, truth.terms, truth.settlement)
    report = audit()
    assert [one["rule"] for one in report["rounds"] if one["rule"] == rule] == [rule]
