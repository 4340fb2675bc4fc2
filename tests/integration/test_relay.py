"""Signed orders on their way: written without a node, carried by a relayer, each once, whatever happens meanwhile."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import devnet
from databourse.chain.delivery import Delivery
from databourse.chain.journal import Journal
from databourse.chain.relay import relaying
from databourse.chain.relay.folder import RelayFolder
from databourse.cli.order import relaying as command
from databourse.errors import BourseError
from databourse.money import TOKEN
from tests.cli.conftest import act, ok
from tests.integration.play import (
    everything,
    show,
    url,
)
from tests.integration.signing import FEE, RELAY, SIGNERS, bid, book, sign, slot, told_journal, verdicts
from tests.integration.signing import series as series
from tests.integration.signing import ticket as ticket

pytestmark = pytest.mark.usefixtures("market")


class Died(BaseException):
    """Stands for the end of the process: nothing catches it."""


def test_orders_of_several_are_carried_for_their_fee(ticket: Path, datasets: dict[str, int]) -> None:
    act("alice", "wallet", "deposit", "temperature", "1")
    words = ("--price", "0.5", "--quantity", 20, "--dataset", datasets["alice"], "--quality", 15, "--max-fee", FEE)
    sign(ticket, "alice", "ask", *words, out="ask.jsonl")
    for number, name in enumerate(SIGNERS):
        bid(ticket, name, 2 + number, f"{name}.jsonl")
    before = everything()
    told = ok(*RELAY, "--batch", 3, "--json").json
    files = {"ask.jsonl", "dave.jsonl", "erin.jsonl", "frank.jsonl"}
    assert {name: one["status"] for name, one in verdicts(told).items()} == dict.fromkeys(files, "carried")
    assert (told["earned"], len(told["transactions"]), told["waiting_files"]) == (str(4 * TOKEN // 50), 2, 0)
    shown = show(slot(ticket))["entries"]
    assert {one["file"]: shown[one["verdict"]["entry"]]["name"] for one in told["orders"]} == {
        "ask.jsonl": "alice",
        **{f"{name}.jsonl": name for name in SIGNERS},
    }
    after = everything()
    assert after.accounts[1, "carol"][0] - before.accounts.get((1, "carol"), (0, 0))[0] == 4 * TOKEN // 50
    assert [name for name, count in after.nonces.items() if count != before.nonces[name]] == ["carol"]
    assert sorted(path.name[:4] for path in (ticket.parent / "inbox" / "done").iterdir()) == [
        "ask-",
        "dave",
        "erin",
        "fran",
    ]
    assert list((ticket.parent / "inbox").glob("*.jsonl")) == [ticket.parent / "inbox" / told_journal()]
    assert ok(*RELAY, "--json").json["orders"] == []


def test_orders_of_one_signer_are_carried_in_their_order(ticket: Path) -> None:
    for name, price in (("z.jsonl", 1), ("y.jsonl", 2), ("x.jsonl", 3)):  # the first nonce has the last name
        bid(ticket, "dave", price, name)
    ok(*RELAY, "--batch", 1)
    assert [one["price"] for one in show(slot(ticket))["entries"]] == [str(price * TOKEN) for price in (1, 2, 3)]
    # one that was skipped is worthless, because a later one was carried
    first = bid(ticket, "erin", 1, "first.jsonl")
    (ticket.parent / "inbox" / "first.jsonl").unlink()
    bid(ticket, "erin", 2, "second.jsonl")
    ok(*RELAY)
    (ticket.parent / "inbox" / "first.jsonl").write_text(json.dumps(first) + "\n", encoding="utf-8")
    assert "is worthless" in verdicts(ok(*RELAY, "--json").json)["first.jsonl"]["reason"]


def test_an_order_that_is_there_twice_is_carried_once(ticket: Path) -> None:
    one = bid(ticket, "dave", 1, "one.jsonl")
    (ticket.parent / "inbox" / "two.jsonl").write_text((json.dumps(one) + "\n") * 2, encoding="utf-8")
    told = ok(*RELAY, "--json").json
    assert [each["verdict"]["entry"] for each in told["orders"]] == [0, 0, 0]
    # and what somebody else carried is told as carried
    for path in (ticket.parent / "inbox" / "done").glob("one*"):
        path.rename(ticket.parent / "inbox" / "again.jsonl")
    again = ok(*RELAY, "--json").json
    assert (again["orders"][0]["verdict"]["status"], again["transactions"]) == ("carried", [])
    assert book(ticket) == [("dave", "bid")]


POINTS = {
    "written down, not sent": (Journal, "keep"),
    "sent": (Delivery, "_broadcast"),
    "in a block": (Delivery, "_wait"),
    "one file moved": (RelayFolder, "settle"),
}


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("journal", [True, False], ids=["with its journal", "journal lost"])
def test_a_relayer_that_dies_carries_nothing_twice(
    point: str, journal: bool, ticket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, method = POINTS[point]
    for name in SIGNERS:
        bid(ticket, name, 1, f"{name}.jsonl")
    original = getattr(owner, method)

    def do_and_die(*given: Any, **named: Any) -> Any:
        original(*given, **named)
        raise Died

    with monkeypatch.context() as patch:
        patch.setattr(owner, method, do_and_die)
        with pytest.raises(Died):
            ok(*RELAY)
    if not journal:
        (ticket.parent / "inbox" / told_journal()).unlink()
    told = ok(*RELAY, "--json").json
    done = 1 if point == "one file moved" else 0
    assert [one["verdict"]["status"] for one in told["orders"]] == ["carried"] * (3 - done)
    assert sorted(book(ticket)) == [(name, "bid") for name in SIGNERS]
    assert len(list((ticket.parent / "inbox" / "done").iterdir())) == 3


def test_a_batch_that_closes_on_the_way_is_judged_again(ticket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bid(ticket, "dave", 1, "late.jsonl")
    keep = Journal.keep

    def close_first(self: Journal, signed: Any) -> None:
        devnet.advance(url(), 601)
        keep(self, signed)

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "keep", close_first)
        told = ok(*RELAY, "--json").json
    assert (told["orders"], told["waiting_files"]) == ([], 1)
    assert "a transaction did not happen, its orders wait: transaction 0x" in told["warnings"][0]
    assert "closed at" in verdicts(ok(*RELAY, "--json").json)["late.jsonl"]["reason"]


def test_a_batch_that_would_fail_is_not_sent(ticket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bid(ticket, "dave", 1, "one.jsonl")
    nonces = everything().nonces
    with monkeypatch.context() as patch:
        patch.setattr(relaying, "_GAS", 0)
        patch.setattr(relaying, "_GAS_OF_ORDER", 25_000)
        told = ok(*RELAY, "--json").json
    assert (told["orders"], told["waiting_files"], told["transactions"]) == ([], 1, [])
    assert "a transaction did not happen, its orders wait: " in told["warnings"][0]
    assert everything().nonces == nonces
    assert verdicts(ok(*RELAY, "--json").json)["one.jsonl"]["status"] == "carried"


@pytest.mark.parametrize("others", [("erin",), ()], ids=["beside another", "alone"])
def test_skipped_by_the_market_is_told_with_its_word(
    others: tuple[str, ...], ticket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("dave", *others):
        bid(ticket, name, 1, f"{name}.jsonl")
    keep = Journal.keep

    def withdraw_first(self: Journal, signed: Any) -> None:
        act("dave", "wallet", "withdraw", "temperature", "all")
        keep(self, signed)

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "keep", withdraw_first)
        found = verdicts(ok(*RELAY, "--json").json)
    assert found["dave.jsonl"]["reason"] == "its account had too little money in its block"
    assert [found[f"{name}.jsonl"]["status"] for name in others] == ["carried"] * len(others)


def test_a_file_that_cannot_be_moved_is_told_and_its_orders_carried_once(
    ticket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("dave", "erin"):
        bid(ticket, name, 1, f"{name}.jsonl")
    original = Path.unlink

    def guarded(path: Path, missing_ok: bool = False) -> None:
        if path.name == "dave.jsonl":
            raise PermissionError(13, "Permission denied")
        original(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", guarded)
        told = ok(*RELAY, "--json").json
    assert list(verdicts(told)) == ["erin.jsonl"]
    assert told["waiting_files"] == 1
    assert told["warnings"] == ["a file stays where it is: inbox/dave.jsonl cannot be moved: Permission denied"]
    again = ok(*RELAY, "--json").json
    assert (verdicts(again)["dave.jsonl"]["status"], again["transactions"]) == ("carried", [])
    assert sorted(book(ticket)) == [("dave", "bid"), ("erin", "bid")]


def test_a_batch_whose_block_was_replaced_is_looked_for_again(ticket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bid(ticket, "dave", 1, "one.jsonl")
    with monkeypatch.context() as patch:
        patch.setattr(relaying.Relayer, "_entries", lambda *_: [])
        told = ok(*RELAY, "--json").json
    assert (told["orders"], told["waiting_files"]) == ([], 1)
    again = ok(*RELAY, "--json").json
    assert (verdicts(again)["one.jsonl"]["status"], again["transactions"]) == ("carried", [])
    assert book(ticket) == [("dave", "bid")]


def test_while_it_goes_on_it_tells_what_did_not_happen(ticket: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def look(relayer: relaying.Relayer, *_: object) -> int:
        relayer.trouble.append(BourseError("the round closed on the way"))
        signal.raise_signal(signal.SIGTERM)
        return 1

    monkeypatch.setattr(command, "look", look)
    told = [json.loads(line) for line in ok(*RELAY, "--watch", "--json").out.splitlines()]
    assert [one["event"] for one in told] == ["trouble", "stopped"]
    assert told[0]["error"]["message"] == "the round closed on the way"
    assert book(ticket) == []
