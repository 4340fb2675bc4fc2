"""Transactions that get lost, and blocks that are replaced, in the middle of a slot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet
from databourse.money import TOKEN
from tests.cli.conftest import act, ok, refused
from tests.integration.play import (
    audit,
    create_series,
    everything,
    fill,
    in_background,
    open_slot,
    settle,
    show,
    until,
    url,
)

pytestmark = pytest.mark.usefixtures("market")

SERIES = 1
SECONDS = 60
BID = ("--price", 1, "--quantity", 4, "--from", "grace", "--yes", "--json")


@pytest.fixture(scope="module", autouse=True)
def series(datasets: dict[str, int]) -> dict[str, int]:
    create_series("temperature")
    return datasets


@pytest.fixture
def slot(datasets: dict[str, int]) -> Iterator[str]:
    """A round with three asks and three bids, settled and audited at the end with whatever was added to it."""
    opened = open_slot("temperature")
    fill(opened, datasets)
    yield opened
    if show(opened)["status"] != "settled":
        settle(opened)
    report = audit()
    assert report["passed"]
    assert report["rounds"][-1]["entries"] == len(show(opened)["entries"])


@pytest.fixture
def by_hand(slot: str) -> Iterator[str]:
    """The round, once it is filled; from then on blocks are made by the test alone."""
    ask("evm_setAutomine", False)
    yield slot
    ask("evm_setAutomine", True)
    mine()


def ask(method: str, *params: Any) -> Any:
    """One request to the devnet of this test."""
    return devnet.ask(url(), method, *params)


def mine() -> None:
    ask("evm_mine")


def waiting() -> list[str]:
    """Hashes of what waits for a block."""
    pending = ask("txpool_content")["pending"]
    return [one["hash"] for by_nonce in pending.values() for one in by_nonce.values()]


def of_grace(slot: str) -> list[int]:
    """Her entries."""
    return [one["entry"] for one in show(slot)["entries"] if one["name"] == "grace"]


def test_a_dropped_bid_is_sent_again_by_itself(by_hand: str) -> None:
    with in_background("bid", by_hand, *BID) as bidding:
        until(waiting)
        (tx,) = waiting()
        ask("anvil_dropTransaction", tx)
        until(waiting)  # the same one, signed once
        assert waiting() == [tx]
        mine()
        out, err = bidding.communicate(timeout=SECONDS)
    assert (bidding.returncode, json.loads(out)["transaction"]["hash"]) == (0, tx), err
    assert of_grace(by_hand) == [json.loads(out)["entry"]] == [6]


def test_a_bid_whose_program_was_stopped_may_still_happen(by_hand: str) -> None:
    with in_background("bid", by_hand, *BID):
        until(waiting)
    assert of_grace(by_hand) == []
    mine()
    assert of_grace(by_hand) == [6]


def test_a_bid_that_was_dropped_for_good_costs_nothing(by_hand: str) -> None:
    before = everything()
    with in_background("bid", by_hand, *BID):
        until(waiting)
    ask("anvil_dropTransaction", *waiting())
    mine()
    assert everything().worth("grace") == before.worth("grace")
    assert of_grace(by_hand) == []


def test_a_bid_that_vanished_with_its_block_is_noticed_and_sent_again(slot: str) -> None:
    before = everything()
    snapshot = ask("evm_snapshot")
    lost = act(*("grace", "bid", slot, *BID[:4]))
    assert everything().accounts[SERIES, "grace"] == (0, 4 * TOKEN + TOKEN // 10)
    assert ask("evm_revert", snapshot)
    mine()  # another block of the same height

    assert of_grace(slot) == []
    assert f"has no entry {lost['entry']}" in refused(3, "why", slot, lost["entry"])
    assert f"has no entry {lost['entry']}" in refused(
        3, "order", "cancel", slot, lost["entry"], "--from", "grace", "--yes"
    )
    assert everything().wallets == before.wallets
    # the permit of the lost deposit is worth nothing twice: a new one is signed
    again = act("grace", "bid", slot, *BID[:4])
    assert (again["entry"], again["deposited"]) == (lost["entry"], lost["deposited"])
    assert again["transaction"]["hash"] != lost["transaction"]["hash"]
    assert of_grace(slot) == [6]


def test_entries_move_up_when_one_before_them_vanishes(slot: str) -> None:
    act("grace", "bid", slot, *BID[:4])
    last = act("dave", "bid", slot, "--price", 3, "--quantity", 2)
    # the last two blocks are replaced, and only the second transaction comes back
    raw = ask("eth_getRawTransactionByHash", last["transaction"]["hash"])
    ask("anvil_reorg", 2, [[raw, 1]])
    assert of_grace(slot) == []
    moved = show(slot)["entries"][-1]
    assert (moved["entry"], moved["name"], moved["price"]) == (6, "dave", str(3 * TOKEN))
    assert "dave's bid" in ok("why", slot, 6).out


def test_a_bid_never_lands_under_other_rules() -> None:
    snapshot = ask("evm_snapshot")
    slot = open_slot("temperature")
    bid = act("dave", "bid", slot, "--price", 1, "--quantity", 1)
    raw = ask("eth_getRawTransactionByHash", bid["transaction"]["hash"])
    assert ask("evm_revert", snapshot)
    assert open_slot("temperature", "--rule", "dantm") == slot  # in its place
    before = everything()
    receipt = ask("eth_getTransactionReceipt", ask("eth_sendRawTransaction", raw))
    assert receipt["status"] == "0x0"
    after = everything()
    assert (after.wallets, after.accounts, after.rounds) == (before.wallets, before.accounts, before.rounds)
    assert after.nonces["dave"] == before.nonces["dave"] + 1
    assert settle(slot)["entries"] == []


def test_a_settlement_that_vanished_is_made_again(slot: str) -> None:
    snapshot = ask("evm_snapshot")
    first = settle(slot)
    assert show(slot)["status"] == "settled"
    act("dave", "wallet", "withdraw", "temperature", "all")
    assert ask("evm_revert", snapshot)
    assert show(slot)["status"] == "open"  # the clock went back as well
    assert "too early" in refused(4, "slot", "settle", slot, "--from", "solver", "--yes")
    act("grace", "bid", slot, *BID[:4])
    second = settle(slot)
    assert len(second["entries"]) == len(first["entries"]) + 1
    assert second["transaction"]["hash"] != first["transaction"]["hash"]


def test_with_a_finality_depth_a_bid_survives_the_replacement_of_its_block(slot: str, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[networks.deep]\nrpc_url = "{url()}"\nchain_id = 31337\nfinality = 2\n', encoding="utf-8")
    nonce = everything().nonces["grace"]
    snapshot = ask("evm_snapshot")
    with in_background("bid", slot, *BID, "--network", "deep", "--config", config) as bidding:
        until(lambda: of_grace(slot) == [6])
        assert bidding.poll() is None  # it is in a block, but not deep enough
        assert ask("evm_revert", snapshot)
        until(lambda: of_grace(slot) == [6])  # the same transaction comes again
        for _ in range(2):
            mine()
        out, err = bidding.communicate(timeout=SECONDS)
    assert bidding.returncode == 0, err
    assert json.loads(out)["entry"] == 6
    assert everything().nonces["grace"] == nonce + 1
