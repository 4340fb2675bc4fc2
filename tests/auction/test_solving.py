"""Orders of every form give the same frames, and what is wrong with them is named."""

from __future__ import annotations

import itertools
import sys
from typing import Any

import pandas as pd
import pytest

from databourse import auction
from databourse.errors import InvalidInput, Refused, UsageError
from databourse.mechanisms.double_auction import Ask, Asks, Bid, Bids, literal
from tests.mechanisms.double_auction.books import VARIANTS, random_book

BIDS = {"price": [30, 18, 25], "quantity": [120, 30, 10], "min_quality": [12, 0, 0]}
ASKS = {"price": [20, 10, 15], "quantity": [100, 100, 50], "quality": [15, 13, 9], "start": [7, 0, 49]}


def forms(columns: dict[str, list[int]], order: type[Bid] | type[Ask]) -> list[Any]:
    frame = pd.DataFrame(columns)
    return [
        columns,
        frame,
        frame.astype(float),
        frame.astype(object),
        frame.astype("Int64"),
        frame[frame.columns[::-1]].set_index(pd.Index(["x", "y", "z"])),
        [order(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)],
        (Bids if order is Bid else Asks)(**columns),
    ]


def test_every_form_gives_the_same() -> None:
    expected = auction.solve(BIDS, ASKS, k=2)
    for bids, asks in zip(forms(BIDS, Bid), forms(ASKS, Ask), strict=True):
        result = auction.solve(bids, asks, rule="kth-price", k=2)
        pd.testing.assert_frame_equal(result.trades(), expected.trades())
        pd.testing.assert_frame_equal(result.deliveries(), expected.deliveries())
        assert result.summary() == expected.summary()


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_frames_say_what_the_outcome_says(variant: str) -> None:
    fast, _, options = VARIANTS[variant]
    rule = fast.__name__.replace("_", "-")
    deliveries = 0
    for seed in range(40):
        bids, asks = random_book(seed)
        result = auction.solve(bids, asks, rule=rule, **options)
        outcome = result.outcome
        trades = result.trades()
        assert trades["round"].tolist() == [trade.round for trade in outcome.trades]
        assert trades["bid"].tolist() == [trade.bid for trade in outcome.trades]
        assert trades["units"].tolist() == [trade.units for trade in outcome.trades]
        assert trades["satisfied"].tolist() == [trade.satisfied for trade in outcome.trades]
        assert trades["unit_price"].tolist() == [trade.unit_price for trade in outcome.trades]
        assert trades["paid"].tolist() == [trade.unit_price * trade.units for trade in outcome.trades]
        assert trades["valid_buyers_price"].tolist() == [trade.valid_price[0] for trade in outcome.trades]
        assert trades["valid_sellers_price"].tolist() == [trade.valid_price[1] for trade in outcome.trades]
        assert trades["providers"].tolist() == [len(trade.deliveries) for trade in outcome.trades]
        rows = [
            [trade.round, trade.bid, one.ask, one.quantity, one.start, one.payment]
            for trade in outcome.trades
            for one in trade.deliveries
        ]
        frame = result.deliveries()
        assert list(map(list, frame.itertuples(index=False))) == rows
        assert sum(map(len, result.delivery_chunks(rows=1))) == len(rows) == result.delivery_count()
        told = list(result.unserved().itertuples(index=False, name=None))
        assert told == [(one.round, one.bid, one.reason.value) for one in outcome.unserved]
        assert result.starts().tolist() == list(outcome.starts)
        summary = result.summary()
        assert summary["received"] == sum(row[-1] for row in rows)
        assert summary["paid"] - summary["received"] == summary["budget"] == outcome.budget
        deliveries += len(rows)
    assert deliveries > 5


def test_chunks_keep_a_trade_together() -> None:
    result = auction.solve(BIDS, ASKS, rule="dantm", quality_filter=False)
    chunks = list(result.delivery_chunks(rows=2))
    assert len(chunks) > 1
    pd.testing.assert_frame_equal(pd.concat(chunks, ignore_index=True), result.deliveries())
    assert all(set(one["round"]).isdisjoint(two["round"]) for one, two in itertools.pairwise(chunks))


def test_too_many_deliveries_are_refused() -> None:
    result = auction.solve(BIDS, ASKS, rule="dantm")
    count = result.delivery_count()
    assert len(result.deliveries(most=count)) == count
    with pytest.raises(Refused, match=f"{count} deliveries, more than {count - 1}"):
        result.deliveries(most=count - 1)


def test_money_beyond_64_bits_stays_exact() -> None:
    token = 2**80 + 1
    result = auction.solve(
        pd.DataFrame({"price": [token], "quantity": [3]}), {"price": [token, 1], "quantity": [9, 9]}, k=1
    )
    assert result.trades()["paid"].tolist() == [3 * token]
    assert result.deliveries()["payment"].tolist() == [3 * token]
    assert result.summary()["paid"] == 3 * token


@pytest.mark.parametrize(
    ("bids", "message"),
    [
        ({"price": [1]}, "bids has no column 'quantity'"),
        ({"price": [1], "quantity": [1], "quality": [1]}, "bids has an unknown column 'quality'"),
        (pd.DataFrame([[1, 1, 2]], columns=["price", "quantity", "price"]), "bids has the column 'price' twice"),
        (pd.DataFrame({"price": [1, None], "quantity": [1, 1]}), "bids[1].price is nan, but it must be an integer"),
        (pd.DataFrame({"price": [1.5], "quantity": [1]}), "bids[0].price is 1.5, but it must be an integer"),
        (pd.DataFrame({"price": [1], "quantity": [-4]}), "bids[0].quantity is -4, but it must not be negative"),
        (pd.DataFrame({"price": ["one"], "quantity": [1]}), "bids[0].price is 'one', but it must be an integer"),
        (
            pd.DataFrame({"price": pd.array([1, None], dtype="Int64"), "quantity": [1, 1]}),
            "bids[1].price is nan, but it must be an integer",
        ),
        ({"price": [1, 2], "quantity": [1]}, "the columns of bids must be of one length"),
        ({"price": 5, "quantity": [1]}, "bids.price is 5, but it must be a column"),
        ({"price": None, "quantity": [1]}, "bids.price is None, but it must be a column"),
        ([Ask(1, 1)], "bids[0] is Ask("),
        ([{"price": 1, "quantity": 1}], "bids[0] is {"),
        ("bids.csv", "bids is 'bids.csv', but it must hold orders"),
        (None, "bids is None, but it must hold orders"),
    ],
    ids=str,
)
def test_bad_orders(bids: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        auction.solve(bids, ASKS)
    assert caught.value.message.startswith(message)


def test_bad_rules_and_options() -> None:
    with pytest.raises(InvalidInput, match="there is no such rule"):
        auction.solve(BIDS, ASKS, rule="vickrey")
    with pytest.raises(InvalidInput, match="'kk' is no option of the rule kth-price"):
        auction.solve(BIDS, ASKS, kk=1)
    with pytest.raises(InvalidInput, match="the rule dadpm needs the option 'seed'"):
        auction.solve(BIDS, ASKS, rule="dadpm")


def test_without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    result = auction.solve(BIDS, ASKS)
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert result.summary()["trades"] == 2
    with pytest.raises(UsageError, match="data frames need pandas") as caught:
        result.trades()
    assert "databourse[tables]" in str(caught.value.hint)


def test_a_literal_outcome_has_no_frames() -> None:
    asks = auction.Asks(**ASKS)
    outcome = literal.kth_price(auction.Bids(**BIDS), asks)
    with pytest.raises(TypeError, match="fast form"):
        auction.Result("kth-price", auction.Bids(**BIDS), asks, outcome).trades()
