from __future__ import annotations

import pytest

from databourse.errors import InvalidInput
from databourse.mechanisms.double_auction import RULES, Ask, Bid, dadpm, kth_price, solve
from databourse.mechanisms.double_auction.analysis.simulation import Effort, draw_seed, draws, simulate
from databourse.mechanisms.double_auction.analysis.summary import summarise
from tests.mechanisms.double_auction.books import random_book

SEED = bytes(range(32))
BIDS, ASKS = [Bid(9, 4), Bid(6, 1), Bid(4, 9)], [Ask(2, 3), Ask(3, 2), Ask(5, 7)]
OPTIONS = {"dadpm-split": {"price_grid": (2, 3, 4, 5, 6)}}


@pytest.mark.parametrize("rule", RULES)
def test_the_outcome_is_that_of_the_rule(rule: str) -> None:
    options = OPTIONS.get(rule, {})
    found = simulate(rule, BIDS, ASKS, options, SEED, Effort(draws=3, solves=0))
    seeded = {"seed": SEED} if draws(rule) else {}
    assert found.outcome == solve(rule, BIDS, ASKS, {**options, **seeded})
    assert found.summaries[0] == summarise(found.outcome, BIDS, ASKS)
    assert (len(found.summaries), found.search) == (3 if draws(rule) else 1, None)


def test_each_draw_has_a_seed_of_its_own() -> None:
    assert draw_seed(SEED, 0) == SEED
    assert len({draw_seed(SEED, draw) for draw in range(100)}) == 100
    found = simulate("dadpm", BIDS, ASKS, {}, SEED, Effort(draws=5, solves=0))
    for draw, summary in enumerate(found.summaries):
        assert summary == summarise(dadpm(BIDS, ASKS, seed=draw_seed(SEED, draw)), BIDS, ASKS)


def test_everything_is_tried_where_that_is_possible() -> None:
    found = simulate("kth-price", BIDS, ASKS, {}, b"", Effort(draws=1, solves=10**6)).search
    assert found is not None and found.complete and found.lies == ()
    some = simulate("kth-price", BIDS, ASKS, {}, b"", Effort(draws=1, solves=20)).search
    assert some is not None and not some.complete
    assert some.tried <= 20 < some.possible == found.possible


def test_unverified_sellers_have_more_lies() -> None:
    tried = [
        simulate("kth-price", BIDS, ASKS, {}, b"", Effort(1, 10**6, verified=verified)).search
        for verified in (True, False)
    ]
    assert tried[0] and tried[1] and tried[0].possible < tried[1].possible


def test_a_rule_that_draws_needs_two_draws_and_work_to_look_for_lies() -> None:
    assert simulate("dadpm", BIDS, ASKS, {}, SEED, Effort(draws=1, solves=10**6)).search is None
    assert simulate("dadpm", BIDS, ASKS, {}, SEED, Effort(draws=5, solves=9)).search is None
    found = simulate("dadpm", BIDS, ASKS, {}, SEED, Effort(draws=5, solves=400)).search
    assert found is not None and found.tried <= 40


def test_the_work_is_bounded() -> None:
    bids, asks = random_book(1_000_002, (40, 40))
    solved = 0

    def counted(*arguments: object, **options: object) -> object:
        nonlocal solved
        solved += 1
        return kth_price(*arguments, **options)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(RULES, "kth-price", type(RULES["kth-price"])(counted, frozenset({"k"})))  # type: ignore[arg-type]
        simulate("kth-price", bids, asks, {}, b"", Effort(draws=1, solves=50))
    assert solved <= 52  # the outcome, the truth, and the lies


def test_a_value_that_the_rule_does_not_take_is_refused() -> None:
    with pytest.raises(InvalidInput, match="k is 0"):
        simulate("kth-price", BIDS, ASKS, {"k": 0}, b"", Effort(1, 0))
    with pytest.raises(InvalidInput, match="seed has 5 bytes"):
        simulate("dadpm", BIDS, ASKS, {}, b"short", Effort(1, 0))
