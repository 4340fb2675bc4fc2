"""The same slot simulated and explained while it is open, closed and settled; what is said agrees with the chain."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet
from databourse.chain.exchange import Exchange
from databourse.market.double_auction.orders import BidOrder
from tests.cli.conftest import act, ok, refused
from tests.integration.hostile import send
from tests.integration.play import create_series, fill, open_slot, settle, show, tokens, url

pytestmark = pytest.mark.usefixtures("market")


def simulated(slot: str, *words: object) -> Any:
    return ok("slot", "simulate", slot, "--draws", 3, "--lies", 600, *words, "--json").json


def explained(slot: str) -> Any:
    return ok("slot", "explain", slot, "--json").json


def test_a_slot_at_any_time_of_its_life(datasets: dict[str, int], tmp_path: Path) -> None:
    create_series("mirrored")
    slot = open_slot("mirrored")
    assert "there is no order that counts in mirrored/1" in refused(3, "slot", "simulate", slot)
    assert "Nothing trades." in ok("slot", "explain", slot).out
    fill(slot, datasets)
    act("frank", "order", "cancel", slot, act("frank", "bid", slot, "--price", 9, "--quantity", 5)["entry"])

    seed = tmp_path / "seed"
    told = simulated(slot, "--seed-file", seed)
    assert (told["status"], told["own_rule"]) == ("open", "kth-price")
    # the cancelled bid and its cancellation are no orders
    assert [one["entry"] for one in told["bids"] + told["asks"]] == [3, 4, 5, 0, 1, 2]
    assert told["bids"][0]["name"] == "entry 3 (dave)"
    by_rule = {one["rule"]: one for one in told["rules"]}
    kth_price = by_rule["kth-price"]  # worked out by hand in test_rules
    assert (kth_price["buyers"], kth_price["paid"]["amount"], kth_price["received"]["amount"]) == (
        2,
        tokens(27 + 4.5),
        tokens(16 + 9 + 4.5),
    )
    assert kth_price["lies"]["found"] == [] and kth_price["lies"]["complete"]
    assert by_rule["trade-reduction"]["paid"]["amount"] == tokens(30)
    assert by_rule["dantm"]["paid"]["amount"] == tokens(60 + 4 + 4)
    assert {lie["field"] for lie in by_rule["dantm"]["lies"]["found"]} == {"price"}

    open_story = explained(slot)
    assert (open_story["buyers"], open_story["units"]) == ([3, 5], 35)
    assert open_story["uncounted"] == {"cancelled": 1}
    assert (open_story["prices"][0]["price"], open_story["prices"][0]["entry"]) == (tokens(0.9), 2)

    devnet.advance(url(), 700)
    closed = simulated(slot, "--seed-file", seed)
    assert closed["status"] == "settleable"
    assert closed["rules"] == told["rules"]
    outcome = settle(slot)
    assert outcome["surplus"] == kth_price["budget"]["total"] == open_story["surplus"]
    settled = simulated(slot, "--seed-file", seed)
    assert (settled["status"], settled["rules"]) == ("settled", told["rules"])
    assert explained(slot)["sentences"] == open_story["sentences"]

    words = ok("slot", "explain", slot, "--plot", tmp_path / "book.png").out
    assert "The price is 0.9 DBT a unit, set by entry 2 (bob), the ask of rank 3." in words
    assert (tmp_path / "book.png").stat().st_size > 20_000


def test_the_outcome_starts_where_the_pointers_are(datasets: dict[str, int]) -> None:
    """A second round goes on where the first stopped, in the simulation as in the settlement."""
    slot = open_slot("mirrored", "--rule", "dantm", "--no-quality-filter")
    fill(slot, datasets)
    rule = simulated(slot, "--rule", "dantm")["rules"][0]
    assert rule["options"] == {"quality_filter": False}
    settle(slot)
    starts = [one["start"] for one in show(slot)["deliveries"]]
    assert [one["start"] for trade in rule["outcome"]["trades"] for one in trade["deliveries"]] == starts
    assert any(starts)
    told = ok("slot", "simulate", slot, "--rule", "dantm").out
    assert "entry 3 (dave)" in told and "DBT" in told


def test_orders_out_of_the_bounds_of_the_round_do_not_count(exchange: Exchange) -> None:
    number = create_series("bounded")
    slot = open_slot("bounded", "--lot", 4, "--max-providers", 2)
    act("dave", "bid", slot, "--price", 1, "--quantity", 8)
    act("dave", "wallet", "deposit", "bounded", 1)
    terms_hash = exchange.round_view(number).terms_hash
    too_much = BidOrder(1, 9, 0)  # which `bourse bid` refuses
    send(exchange, "dave", exchange.market.functions.enter(number, too_much.needed_lock, terms_hash, too_much.encode()))
    assert [one["entry"] for one in simulated(slot)["bids"]] == [0]
    assert explained(slot)["uncounted"] == {"malformed": 1}


def test_private_rules_on_a_slot() -> None:
    told = ok("slot", "simulate", "mirrored/1", "--rule", "dadpm-split", "--draws", 2, "--epsilon", "3", "--lies", 0)
    assert "sealed bids" in told.out
    grid = simulated("mirrored/1", "--rule", "dadpm-split", "--grid-max", "2.5", "--grid-steps", 5)
    assert grid["rules"][0]["options"]["price_grid"] == [tokens(step / 2) for step in range(1, 6)]
    default = simulated("mirrored/1", "--rule", "dadpm-split")["rules"][0]["options"]["price_grid"]
    assert (default[0], default[-1], len(default)) == (tokens(0.001), tokens(100), 16)
