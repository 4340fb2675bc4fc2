"""Rounds of sharing that were worked out by hand.

The cost is 2. Alice sells 3 lots and buys nothing; Bob sells 2 and values 1, 2, … lots at 4, 8, 12, 14; Carol sells
nothing and values lots at 6, 12, 17, 22, 25.

- Bob buys Alice's 3 lots (12 - 2 = 10; without: 0): margin 10.
- Carol buys Alice's 3 lots (17 - 2 = 15) and Bob's 2 (25 - 4 = 21). Without Alice 12 - 2 = 10: margin 11; without Bob
  15: margin 6.
"""

from __future__ import annotations

from typing import Any

import pytest

from databourse.errors import InvalidInput
from databourse.market import mechanism
from databourse.market.mechanism import Solution
from databourse.market.phases import ONE_SHOT
from databourse.market.sharing import SHARING
from databourse.market.sharing.money.outcome import Outcome, Trade
from databourse.market.sharing.money.paying import parts_of
from databourse.market.sharing.money.playing import Bought
from databourse.mechanisms.sharing.literal.unilateral import payments_by_definition
from databourse.mechanisms.sharing.unilateral import BySize, Market
from tests.market.sharing.money.rounds import LOT, Reports

ALICE, BOB, CAROL = range(3)


def _script() -> Reports:
    script = Reports()
    script.agent(3)
    script.agent(2, 4, 8, 12, 14)
    script.agent(0, 6, 12, 17, 22, 25)
    return script


def _solve(script: Reports, mode: str, share: int = 0) -> Solution[Outcome]:
    params = SHARING.encode_params({"mode": mode, "share": share, "lot": LOT, "cost": script.cost})
    solution = SHARING.solve(script.entries, params, {})
    assert SHARING.solve(script.entries, params, {}, independent=True) == solution
    return solution


PURCHASES = bytes([0, 1, ALICE, 2, ALICE, BOB])


def test_competitive_prices_take_a_share_of_each_margin_rounded_down() -> None:
    # parts: 10 / 4 = 2, 11 / 4 = 2, 6 / 4 = 1
    solution = _solve(_script(), "competitive", 250_000_000)
    assert SHARING.trades(solution) == (
        Trade(ALICE, BOB, 2, 10, 4, 4),
        Trade(ALICE, CAROL, 2, 11, 4, 4),
        Trade(BOB, CAROL, 2, 6, 3, 3),
    )
    assert solution.credits == ((ALICE, 8),)
    assert solution.debits == ((BOB, 1), (CAROL, 7))
    assert (solution.alloc, solution.hints) == (PURCHASES, bytes([ALICE, BOB]))
    assert solution.surplus == 0


def test_all_of_each_margin_can_be_the_sellers() -> None:
    # with tables that rise less and less margins together are never above the surplus: every price stands
    solution = _solve(_script(), "competitive", 10**9)
    assert solution.debits == ((BOB, 12 - 8), (CAROL, 13 + 8))
    assert solution.credits == ((ALICE, 25),)


def test_a_buyer_whose_prices_would_sum_to_more_than_its_value_pays_cost() -> None:
    # two complements, worth 10 together at a cost of 1 each: the margin of each is 8
    both = Bought((0, 1), (1, 1), (8, 8), 10)
    assert parts_of(both, 500_000_000) == (4, 4)
    assert parts_of(both, 624_999_999) == (4, 4)
    assert parts_of(both, 625_000_000) == (0, 0)


def test_vcg_is_covered_by_sponsors_in_entry_order() -> None:
    script = _script()
    for cap in (20, 6, 9):
        script.sponsor(cap)
    solution = _solve(script, "vcg")
    # Alice gets 2 + 10 + 2 + 11; Bob pays 2 and gets 2 + 6; Carol pays 4. The deficit is 27.
    assert solution.credits == ((ALICE, 25), (BOB, 6))
    assert solution.debits == ((CAROL, 4), (3, 20), (4, 6), (5, 1))
    assert solution.detail.paid.deficit == 27
    assert solution.surplus == 0


def test_nothing_is_traded_if_the_caps_fall_one_short() -> None:
    script = _script()
    script.sponsor(26)
    solution = _solve(script, "vcg")
    assert (solution.debits, solution.credits, solution.alloc) == ((), (), bytes(3))
    assert solution.hints == bytes([ALICE, BOB])
    assert SHARING.trades(solution) == ()
    script.sponsor(1)
    assert _solve(script, "vcg").alloc == PURCHASES


def test_mixed_vcg_pays_the_deficit_in_data_to_who_gets_most() -> None:
    # nets are -25, -6 and 4: of the deficit of 27 Alice takes 25 in data and Bob 2
    solution = _solve(_script(), "mixed-vcg")
    assert solution.detail.paid.data == (25, 2, 0)
    assert solution.credits == ((BOB, 4),)
    assert solution.debits == ((CAROL, 4),)
    rows = [bytes([0]), bytes([1, ALICE]), bytes([2, ALICE, BOB])]
    assert solution.alloc == b"".join(row + data.to_bytes(12) for row, data in zip(rows, (25, 2, 0), strict=True))


def test_vcg_is_what_the_presence_of_each_costs_the_others() -> None:
    script = Reports(cost=3)
    tables = [(9, 15, 18), (8, 16, 20, 22), (5,), (7, 12, 17, 20, 21)]
    for size, table in zip((2, 1, 3, 1), tables, strict=True):
        script.agent(size, *table)
    script.sponsor(1_000)
    outcome = _solve(script, "vcg").detail
    market = Market.of(
        [BySize.of(buyer, [2, 1, 3, 1], (0, *table)) for buyer, table in enumerate(tables)],
        [[3 * (seller != buyer) for buyer in range(4)] for seller in range(4)],
    )
    assert list(outcome.paid.net) == payments_by_definition(market, [one.sellers for one in outcome.bought])
    assert outcome.paid.deficit == -sum(outcome.paid.net) > 0


def test_a_seller_that_adds_just_its_cost_is_not_bought_from() -> None:
    script = Reports()
    script.agent(1)
    script.agent(0, 2)
    assert _solve(script, "competitive").alloc == bytes(2)
    script.agent(0, 3)
    assert _solve(script, "competitive").alloc == bytes([0, 0, 1, 0])


def test_of_equal_sellers_the_first_are_bought_from() -> None:
    script = Reports()
    for _ in range(3):
        script.agent(1)
    script.agent(0, 9, 13)
    # the second adds 4, the third nothing; without either of the first two there is the third: no margin
    solution = _solve(script, "competitive", 10**9)
    assert solution.alloc == bytes([0, 0, 0, 2, 0, 1])
    assert [trade.margin for trade in SHARING.trades(solution)] == [0, 0]


def test_many_agents_are_solved_alike_by_both_forms() -> None:
    script = Reports(cost=40)
    for number in range(30):
        steps = range(60 + number, 0, -4)
        script.agent(number * 7 % 11, *(sum(steps[: lots + 1]) for lots in range(len(steps))))
    solution = _solve(script, "competitive", 333_333_333)
    assert len(SHARING.trades(solution)) > 30


def test_a_round_of_nobody_is_settled_too() -> None:
    for mode in ("competitive", "vcg", "mixed-vcg"):
        solution = _solve(Reports(), mode)
        assert (solution.debits, solution.credits, solution.alloc, solution.hints) == ((), (), b"", b"")


@pytest.mark.parametrize("mode", ["competitive", "vcg", "mixed-vcg"])
def test_every_entry_is_explained_with_the_money_that_it_moves(mode: str) -> None:
    script = _script()
    script.sponsor(30)
    script.sponsor(7)
    script.agent(1, 5, lock=1)
    script.agent(2, 3, who="agent 0", cost=9)
    script.data(bytes(32))
    params = SHARING.encode_params({"mode": mode, "lot": LOT, "cost": 2})
    solution = SHARING.solve(script.entries, params, {})
    told = [SHARING.explain(script.entries, params, {}, index, str) for index in range(len(script.entries))]
    assert [each.kind for each in told] == ["agent"] * 3 + ["sponsor"] * 2 + ["agent"] * 2 + ["none"]
    assert [each.verdict for each in told[:3]] == ["traded"] * 3
    assert [each.decided_by for each in told[5:]] == ["underfunded", "unfit", "malformed"]
    for each in told:
        debit, credit = (dict(side).get(each.entry) for side in (solution.debits, solution.credits))
        assert (f"a debit of {debit}" if debit else "no debit") in each.proof[-1]
        assert (f"a credit of {credit}" if credit else "no credit") in each.proof[-1]
    assert "lots, worth 25 to it" in told[CAROL].sentences[0]


def test_an_untraded_round_says_what_was_missing() -> None:
    params = SHARING.encode_params({"mode": "vcg", "lot": LOT, "cost": 2})
    told = SHARING.explain(_script().entries, params, {}, BOB, str)
    assert (told.verdict, told.decided_by) == ("lost", "no sponsors")
    assert "27" in told.sentences[0]


def test_params_are_what_the_checker_reads() -> None:
    params = SHARING.encode_params({"mode": "competitive", "share": 250_000_000, "lot": 10, "cost": 2})
    assert params == b"\0" + (250_000_000).to_bytes(4) + b"\0\0\0\x0a" + bytes(10) + b"\2"
    assert SHARING.decode_params(params) == {"mode": "competitive", "share": 250_000_000, "lot": 10, "cost": 2}
    assert SHARING.phases(params) == ONE_SHOT
    assert "250000000 of 10^9" in SHARING.describe(params)
    assert mechanism.by_name("sharing") is SHARING


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"mode": "free", "cost": 1}, "mode is 'free'"),
        ({"mode": "vcg"}, "needs the option 'cost'"),
        ({"cost": 1}, "needs the option 'mode'"),
        ({"mode": "vcg", "cost": 1, "price": 2}, "no option 'price'"),
        ({"mode": "vcg", "cost": 1, "share": 1}, "share is 1"),
        ({"mode": "competitive", "cost": 1, "share": 10**9 + 1}, "share is 1000000001"),
        ({"mode": "vcg", "cost": 1, "lot": 0}, "lot is 0"),
        ({"mode": "vcg", "cost": 2**88}, "cost is"),
    ],
)
def test_other_options_are_refused(options: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        SHARING.encode_params(options)


@pytest.mark.parametrize("params", [b"", bytes(19), bytes(21), b"\3" + bytes(7) + b"\1" + bytes(11), bytes(20)])
def test_other_params_are_refused(params: bytes) -> None:
    with pytest.raises(InvalidInput):
        SHARING.decode_params(params)
