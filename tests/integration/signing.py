"""Orders that are signed for a relayer: what the tests of relaying share."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from databourse.chain.signed_orders import SignedOrder
from databourse.chain.signer import signer_of
from databourse.chain.typed_data import Order, order_message
from databourse.files import write_whole
from databourse.market.double_auction.orders import BidOrder
from databourse.money import TOKEN
from tests.cli.conftest import act, ok, open_slot
from tests.integration.play import audit, create_series, exchange, settle, show

FEE = "0.02"
RELAY = ("order", "relay", "inbox", "--fee", FEE, "--from", "carol", "--yes")
SIGNERS = ("dave", "erin", "frank")


@pytest.fixture(scope="module", autouse=True)
def series(datasets: dict[str, int]) -> dict[str, int]:
    create_series("temperature")
    return datasets


@pytest.fixture
def ticket() -> Iterator[Path]:
    """Terms of an open round, in which the signers have money; settled and audited at the end."""
    slot = open_slot("temperature")
    for name in SIGNERS:
        act(name, "wallet", "deposit", "temperature", "100")
    everybody = [word for name in (*SIGNERS, "alice", "grace") for word in ("--for", name)]
    ok("order", "terms", slot, *everybody, "--out", "terms.json")
    yield Path("terms.json").resolve()
    settle(slot)
    assert audit()["passed"]


def sign(ticket: Path, name: str, *words: object, out: str) -> dict[str, Any]:
    """Signs one order into a file of the relayer's folder."""
    path = ticket.parent / "inbox" / out
    ok("order", "sign", ticket, *words, "--out", path, "--from", name, "--yes")
    signed: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return signed


def bid(ticket: Path, name: str, price: object, out: str, *words: object) -> dict[str, Any]:
    return sign(ticket, name, "bid", "--price", price, "--quantity", 1, "--max-fee", FEE, *words, out=out)


def verdicts(told: Any) -> dict[str, Any]:
    """By file, what became of its orders."""
    return {one["file"]: one["verdict"] for one in told["orders"]}


def book(ticket: Path) -> list[tuple[str, str]]:
    return [(one["name"], one["side"]) for one in show(slot(ticket))["entries"]]


def slot(ticket: Path) -> str:
    told = json.loads(ticket.read_text(encoding="utf-8"))
    return f"{told['name']}/{told['round']}"


def craft(ticket: Path, name: str, out: str, **changes: Any) -> SignedOrder:
    """Signs what `bourse order sign` would not: an order with some fields changed."""
    told = json.loads(ticket.read_text(encoding="utf-8"))
    who = signer_of(name, told["chain_id"])
    word, nonce = BidOrder(TOKEN, 2).encode(), exchange().account(told["series"], who.address).nonce
    order = Order(
        bytes.fromhex(told["terms_hash"][2:]), who.address, 2 * TOKEN, word, nonce, told["close_at"], TOKEN // 50
    )
    order = replace(order, **changes)
    signature = who.sign_typed_data(order_message(order, told["chain_id"], told["market"]))
    one = SignedOrder(told["chain_id"], told["market"], told["series"], order, signature)
    write_whole(ticket.parent / "inbox" / out, json.dumps(one.as_json()) + "\n")
    return one


def told_journal() -> str:
    found = exchange()
    return f".journal-{found.connection.chain_id}-{found.deployment.market}.jsonl"
