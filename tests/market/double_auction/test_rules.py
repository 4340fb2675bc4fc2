from __future__ import annotations

import random
from fractions import Fraction
from math import ceil

import pytest

from databourse.errors import InvalidInput, NotFound
from databourse.market import mechanism
from databourse.market.double_auction.book import read_book
from databourse.market.double_auction.outcome import transfers
from databourse.market.double_auction.ranking import marginal_pair, price_rank
from databourse.market.double_auction.rules import DANTM, KTH_PRICE, TRADE_REDUCTION
from databourse.market.settlement import Settlement
from tests.market.scripted import account, funded_script, standard_round

NO_PARAMS = {"kth-price": bytes(8), "trade-reduction": bytes(6), "dantm": b"\1"}


def test_the_three_rules_are_registered() -> None:
    assert set(mechanism.names()) >= {"kth-price", "trade-reduction", "dantm"}
    assert mechanism.by_name("dantm") == DANTM
    with pytest.raises(NotFound, match="no rule 'vickrey'"):
        mechanism.by_name("vickrey")


@pytest.mark.parametrize(
    ("rule", "options", "params"),
    [
        ("kth-price", {}, "0000000000000000"),
        ("kth-price", {"k": 3}, "0003000000000000"),
        ("kth-price", {"k": 3, "lot": 10, "max_providers": 4}, "00030000000a0004"),
        ("trade-reduction", {"lot": 1, "max_providers": 2}, "000000010002"),
        ("dantm", {}, "01"),
        ("dantm", {"quality_filter": False}, "00"),
    ],
)
def test_params_have_the_checkers_layout(rule: str, options: dict[str, int], params: str) -> None:
    one = mechanism.by_name(rule)
    assert one.encode_params(options).hex() == params
    assert one.decode_params(bytes.fromhex(params)).items() >= options.items()
    assert rule in one.describe(bytes.fromhex(params))


@pytest.mark.parametrize(
    ("rule", "options", "message"),
    [
        ("kth-price", {"k": 65536}, "k is 65536"),
        ("kth-price", {"k": -1}, "k is -1"),
        ("kth-price", {"lot": 5}, "only together"),
        ("trade-reduction", {"max_providers": 5}, "only together"),
        ("trade-reduction", {"k": 1}, "no option 'k'"),
        ("dantm", {"quality_filter": 2}, "quality_filter is 2"),
    ],
)
def test_impossible_options_are_refused(rule: str, options: dict[str, int], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        mechanism.by_name(rule).encode_params(options)


@pytest.mark.parametrize(
    ("rule", "params"),
    [
        ("kth-price", "00"),
        ("kth-price", "0000000000010000"),
        ("trade-reduction", "00" * 8),
        ("dantm", "02"),
        ("dantm", ""),
    ],
)
def test_params_that_no_round_can_have_are_refused(rule: str, params: str) -> None:
    with pytest.raises(InvalidInput):
        mechanism.by_name(rule).decode_params(bytes.fromhex(params))


def test_the_rank_of_the_price_is_the_root_rounded_up() -> None:
    assert [price_rank(n, None) for n in range(11)] == [0, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4]
    assert price_rank(10, 7) == 7


def test_kth_price_settles_as_the_specification_says() -> None:
    script = funded_script()
    standard_round(script)
    one = script.history.round(1)
    solution = KTH_PRICE.solve(one.entries, one.terms.params, {})
    assert solution.debits == ((0, 20), (1, 16))
    # alice takes 3 of dave and 2 of erin, bob 3 and 1. Without dave, erin gives them 2 and 3 units more at 2 each, the
    # rest costs the price: 2 + 2 + 4 = 8 and 3 x 2 = 6. Without erin, her 2 and 1 units cost the price: 8 and 4.
    assert solution.credits == ((3, 14), (4, 12))
    assert solution.surplus == 10
    assert solution.hints == b"".join(index.to_bytes(2) for index in (3, 4, 5))


@pytest.mark.parametrize("rule", ["kth-price", "trade-reduction", "dantm"])
def test_the_literal_form_agrees(rule: str) -> None:
    script = funded_script()
    standard_round(script, rule)
    one = script.history.round(1)
    rule_ = mechanism.by_name(rule)
    fast = rule_.solve(one.entries, one.terms.params, {2: 3})
    slow = rule_.solve(one.entries, one.terms.params, {2: 3}, independent=True)
    assert (fast.debits, fast.credits, fast.hints, fast.pointers) == (
        slow.debits,
        slow.credits,
        slow.hints,
        slow.pointers,
    )
    assert fast.debits


def test_hints_of_trade_reduction_and_dantm() -> None:
    script = funded_script()
    standard_round(script)
    entries = script.history.round(1).entries
    # bids 9 7 2 meet asks 1 2 at ranks 1 and 2; at rank 3 a bid of 2 is below an ask of 4
    assert TRADE_REDUCTION.solve(entries, bytes(6), {}).hints == bytes([0, 1, 0, 3, 0, 4])
    assert DANTM.solve(entries, b"\1", {}).hints == bytes([0, 0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6])


@pytest.mark.parametrize("rule", list(NO_PARAMS))
def test_an_empty_round_has_an_empty_outcome(rule: str) -> None:
    solution = mechanism.by_name(rule).solve([], NO_PARAMS[rule], {})
    assert (solution.debits, solution.credits, solution.hints, solution.surplus) == ((), (), b"", 0)


def test_transfers_name_entries_accounts_and_circular_intervals() -> None:
    script = funded_script()
    standard_round(script)
    one = script.history.round(1)
    solution = KTH_PRICE.solve(one.entries, one.terms.params, {1: 4, 2: 3})
    rights = transfers(one.entries, solution)
    assert [(right.bid, right.ask, right.start, right.quantity, right.units) for right in rights] == [
        (0, 3, 1, 3, 3),
        (0, 4, 3, 2, 4),
        (1, 3, 1, 3, 3),
        (1, 4, 1, 1, 4),
    ]
    assert (rights[0].buyer, rights[0].seller, rights[0].dataset) == (account("alice"), account("dave"), 1)
    assert sum(right.payment for right in rights) == sum(amount for _, amount in solution.credits)
    assert solution.pointers == {1: 1, 2: 2, 3: 0, 4: 0}


def test_a_settlement_carries_entries_and_outcome() -> None:
    script = funded_script()
    standard_round(script)
    one = script.history.round(1)
    solution = KTH_PRICE.solve(one.entries, one.terms.params, {})
    settlement = Settlement.of(one.entries, solution)
    assert len(settlement.entries) == 64 * 7
    assert settlement.payloads == settlement.posts == settlement.alloc == b""
    assert settlement.struct() == (
        settlement.entries,
        b"",
        b"",
        settlement.debits,
        settlement.credits,
        b"",
        settlement.hints,
    )


def test_the_marginal_pair_is_the_last_that_crosses() -> None:
    """Compared with trying every pair in turn."""
    rng = random.Random(7)
    for _ in range(300):
        script = funded_script()
        script.open()
        for _ in range(rng.randrange(6)):
            script.bid("alice", rng.randrange(8), 1)
        for dataset in range(rng.randrange(6)):
            script.ask("bob", rng.randrange(8), 1, dataset + 1)
        book = read_book(script.history.round(1).entries)
        bids = sorted(range(len(book.bids)), key=lambda i: Fraction(-book.bids[i].price) + Fraction(i, 100))
        asks = sorted(range(len(book.asks)), key=lambda j: Fraction(book.asks[j].price) + Fraction(j, 100))
        expected = None
        if bids and asks:
            for t in range(max(len(bids), len(asks))):
                i, j = bids[min(t, len(bids) - 1)], asks[min(t, len(asks) - 1)]
                if book.bids[i].price >= book.asks[j].price:
                    expected = i, j
        assert marginal_pair(book) == expected


def test_k_is_at_least_the_root() -> None:
    assert all(price_rank(n, None) == ceil(n**0.5) for n in range(1, 2_000))
