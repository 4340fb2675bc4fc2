"""Order files whose sending breaks off, at every point at which it can, and goes on: each order is entered once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from databourse.chain import bulk_entering, devnet
from databourse.chain import connection as connection_module
from databourse.chain.bulk_entering import BulkEntering
from databourse.chain.delivery import Delivery
from databourse.chain.journal import Journal
from databourse.money import TOKEN
from tests.cli.conftest import act, ok, open_slot, refused, run
from tests.integration.lying_node import lying_node
from tests.integration.play import audit, create_series, everything, in_background, settle, show, until, url

pytestmark = pytest.mark.usefixtures("market")

ROWS = [("dave", 1 + number) for number in range(5)] + [("erin", 9), ("dave", 1), ("erin", 10)]
BATCHES = {"dave": 3, "erin": 1}
SEND = ("--from", "dave", "--yes", "--batch", 2)


class Died(BaseException):
    """Stands for the end of the process: nothing catches it."""


@pytest.fixture(scope="module", autouse=True)
def series(home: Path) -> int:
    assert home.is_dir()
    return create_series("temperature")


@pytest.fixture
def slot() -> Iterator[str]:
    """A round, settled and audited at the end."""
    opened = open_slot("temperature")
    yield opened
    settle(opened)
    assert audit()["passed"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Three batches of dave and one of erin; dave's first and last orders are equal."""
    path = tmp_path / "orders.csv"
    rows = [f"bid,{price},1,{name}" for name, price in ROWS]
    path.write_text("\n".join(["side,price,quantity,from", *rows]) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def by_hand(slot: str) -> Iterator[str]:
    """The round; blocks are made by the test alone."""
    ask("evm_setAutomine", False)
    yield slot
    ask("evm_setAutomine", True)
    ask("evm_mine")


def ask(method: str, *params: Any) -> Any:
    return devnet.ask(url(), method, *params)


def waiting() -> int:
    return sum(len(by_nonce) for by_nonce in ask("txpool_content")["pending"].values())


def book(slot: str) -> Counter[tuple[str, int]]:
    """How often each order is in the book."""
    return Counter((one["name"], int(one["price"]) // TOKEN) for one in show(slot)["entries"])


def finish(slot: str, file: Path) -> Any:
    """Sends the file again; then each of its orders is in the book once."""
    told = act("dave", "order", "send", slot, file, "--batch", 2)
    assert book(slot) == Counter(ROWS)
    again = act("dave", "order", "send", slot, file)
    assert (again["entered"], again["before"], again["transactions"]) == (0, len(ROWS), [])
    return told


def kill_while_it_waits(slot: str, file: Path, how: signal.Signals) -> subprocess.Popen[str]:
    """Ends the sending when its first transactions wait for a block."""
    with in_background("order", "send", slot, file, *SEND) as sending:
        until(lambda: waiting() == 2)
        sending.send_signal(how)
        sending.wait()
        return sending


def before_call(owner: type, name: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Lets the process die when a method is called."""

    def arm(patch: pytest.MonkeyPatch) -> None:
        def die(*_: Any, **__: Any) -> Any:
            raise Died

        patch.setattr(owner, name, die)

    return arm


def after_call(owner: type, name: str) -> Callable[[pytest.MonkeyPatch], None]:
    """Lets the process die when a method has done its work."""

    def arm(patch: pytest.MonkeyPatch) -> None:
        original = getattr(owner, name)

        def do_and_die(*given: Any, **named: Any) -> Any:
            original(*given, **named)
            raise Died

        patch.setattr(owner, name, do_and_die)

    return arm


POINTS = {
    "before anything was signed": (before_call(BulkEntering, "send"), 0),
    "signed, not written down": (before_call(Journal, "keep"), 0),
    "written down, not sent": (after_call(Journal, "keep"), 0),
    "sent": (after_call(Delivery, "_broadcast"), 4),
    "in a block": (after_call(Delivery, "_wait"), 4),
    "all is done but the report": (after_call(BulkEntering, "send"), 4),
}


@pytest.mark.parametrize("point", POINTS)
def test_a_process_that_dies_enters_nothing_twice(
    point: str, slot: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arm, entered = POINTS[point]
    nonces = everything().nonces
    with monkeypatch.context() as patch:
        arm(patch)
        with pytest.raises(Died):
            ok("order", "send", slot, file, *SEND)
    # the first wave is one batch of each sender, because it brings the money along
    assert sum(book(slot).values()) == entered
    finish(slot, file)
    sent = {name: count - nonces[name] for name, count in everything().nonces.items() if count > nonces[name]}
    assert sent == BATCHES


def test_a_process_that_dies_in_the_second_wave(slot: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep, calls = Journal.keep, iter((False, True))

    def die_at_the_second(self: Journal, signed: Any) -> None:
        keep(self, signed)
        if next(calls):
            raise Died

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "keep", die_at_the_second)
        with pytest.raises(Died):
            ok("order", "send", slot, file, *SEND)
    assert sum(book(slot).values()) == 4
    told = ok("order", "send", slot, file, *SEND).out
    assert "interrupted after it signed 2 transactions that no block holds yet" in told
    finish(slot, file)


@pytest.mark.parametrize("journal", [True, False], ids=["with its journal", "journal lost"])
def test_a_killed_process_whose_transactions_wait(journal: bool, by_hand: str, file: Path) -> None:
    kill_while_it_waits(by_hand, file, signal.SIGKILL)
    if not journal:
        shutil.rmtree(Path(os.environ["XDG_CONFIG_HOME"]) / "databourse" / "journals")
    with in_background("order", "send", by_hand, file, *SEND) as again:
        with pytest.raises(subprocess.TimeoutExpired):
            again.wait(timeout=2)
        assert waiting() == 2  # nothing new is signed before it is certain what became of the old
        ask("evm_setAutomine", True)
        ask("evm_mine")
        out, err = again.communicate(timeout=60)
    assert again.returncode == 0, err
    assert "4 orders entered" in out
    finish(by_hand, file)


def test_interrupted_by_ctrl_c(by_hand: str, file: Path) -> None:
    with in_background("order", "send", by_hand, file, *SEND) as sending:
        until(lambda: waiting() == 2)
        sending.send_signal(signal.SIGINT)
        _, err = sending.communicate(timeout=60)
    assert sending.returncode == 1
    assert "stopped\nHint: run the same command again: it goes on where this one stopped" in err
    ask("evm_setAutomine", True)
    ask("evm_mine")
    finish(by_hand, file)


def test_what_waits_too_long_is_told(by_hand: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kill_while_it_waits(by_hand, file, signal.SIGKILL)
    shutil.rmtree(Path(os.environ["XDG_CONFIG_HOME"]) / "databourse" / "journals")
    monkeypatch.setattr(bulk_entering, "_QUIET_SECONDS", 0.2)
    told = refused(4, "order", "send", by_hand, file, *SEND)
    assert "still wait for a block, and may hold these orders | wait for them, and repeat" in told
    assert waiting() == 2
    ask("evm_setAutomine", True)
    ask("evm_mine")
    finish(by_hand, file)


def test_two_at_once_do_not_get_in_each_others_way(by_hand: str, file: Path) -> None:
    with in_background("order", "send", by_hand, file, *SEND):
        until(lambda: waiting() == 2)
        assert "another process is at work on this" in refused(4, "order", "send", by_hand, file, *SEND)
    ask("evm_setAutomine", True)
    ask("evm_mine")
    finish(by_hand, file)


def test_a_node_that_goes_away_half_way(slot: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def lie(request: dict[str, Any], result: Any) -> Any:
        if request["method"] == "eth_sendRawTransaction":
            sent.append(result)
        if sent:
            raise ConnectionError("the node stops in the middle of its answer, and is not there any more")
        return result

    monkeypatch.setattr(connection_module, "_PAUSES", (0.0,))
    with lying_node(url(), lie) as broken:
        told = run("order", "send", slot, file, *SEND, "--rpc-url", broken)
    assert told.code == 5, told
    assert "may have been sent before the connection broke" in told.err
    assert "run the same command again: it goes on where this one stopped" in told.err
    assert sum(book(slot).values()) == 4
    finish(slot, file)


def test_a_batch_whose_nonce_another_program_used_is_signed_again(
    slot: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        after_call(Journal, "keep")(patch)
        with pytest.raises(Died):
            ok("order", "send", slot, file, *SEND)
    # takes the nonce of dave's first batch
    act("dave", "wallet", "deposit", "temperature", "1")
    told = act("dave", "order", "send", slot, file, "--batch", 2)
    assert told["failed"] == []
    finish(slot, file)


def test_what_a_replaced_block_has_lost_is_brought_back(slot: str, file: Path) -> None:
    snapshot = ask("evm_snapshot")
    first = act("dave", "order", "send", slot, file, "--batch", 2)
    assert ask("evm_revert", snapshot)
    ask("evm_mine")  # another block of the same height
    assert sum(book(slot).values()) == 0
    again = finish(slot, file)
    # the same transactions as before: two with other nonces could both happen
    assert {one["transaction"] for one in again["orders"]} == {one["transaction"] for one in first["orders"]}


@pytest.mark.parametrize("when", ["when it is simulated", "in its block"])
def test_a_batch_that_is_refused_is_told_and_tried_again(
    when: str, slot: str, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, keep = BulkEntering.call, Journal.keep
    second: list[Any] = []

    def take_the_money_away() -> None:
        act("dave", "wallet", "withdraw", "temperature", "all")

    def at_the_second_wave(self: BulkEntering, batch: Any) -> Any:
        if not batch.deposit and not second:
            second.append(batch)
            if when == "when it is simulated":
                take_the_money_away()
        return call(self, batch)

    def when_signed(self: Journal, signed: Any) -> None:
        if second:
            take_the_money_away()
            ask("anvil_setNonce", signed[0].sender, hex(signed[0].nonce))
        keep(self, signed)

    with monkeypatch.context() as patch:
        patch.setattr(BulkEntering, "call", at_the_second_wave)
        patch.setattr(Journal, "keep", when_signed)
        told = run("order", "send", slot, file, *SEND, "--json")
    assert told.code == 4
    assert "orders were not entered; the first, of line 4: " in told.error["message"]
    assert ("was mined and refused" in told.error["message"]) == (when == "in its block")
    assert {one["line"] for one in told.json["failed"]} == {4, 5, 6, 8}
    assert [one["line"] for one in told.json["orders"]] == [2, 3, 7, 9]
    finish(slot, file)
