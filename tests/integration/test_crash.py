"""A node that is killed in the middle of a slot, and started again from what it had saved."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from databourse.chain import devnet
from tests.cli.conftest import act, ok, refused
from tests.integration.play import (
    audit,
    create_series,
    everything,
    exchange,
    open_slot,
    register_stations,
    settle,
    show,
    until,
)

STATE = "chain.json"


@pytest.fixture(autouse=True)
def stopped_at_the_end() -> Iterator[None]:
    yield
    devnet.stop()


def kill() -> None:
    """Ends the node as a power cut does."""
    running = devnet.recorded()
    assert running is not None
    os.kill(running.pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(running.pid, 0)


def until_saved() -> None:
    """Waits until the node has saved the latest block, and is done with saving."""
    head = exchange().connection.head()

    def saved() -> bool:
        try:
            return bool(json.loads(Path(STATE).read_text(encoding="utf-8"))["best_block_number"] == head)
        except (FileNotFoundError, ValueError):
            return False

    until(saved)


def test_a_node_killed_in_the_middle_of_a_slot(tmp_path: Path) -> None:
    devnet.start(port=0, state=Path(STATE), state_interval=1)
    ok("deploy", "--yes")
    datasets = register_stations(tmp_path)
    create_series("temperature")
    slot = open_slot("temperature")
    for name, price in (("carol", 0.5), ("alice", 0.7)):
        act(name, "ask", slot, "--dataset", datasets[name], "--price", price, "--quantity", 20)
    act("dave", "bid", slot, "--price", 2, "--quantity", 30)
    before = everything()
    until_saved()
    kept = shutil.copy(STATE, "kept.json")

    # what was mined after the last saving is lost with the node
    assert act("erin", "bid", slot, "--price", 1, "--quantity", 5)["entry"] == 3
    kill()
    shutil.copy(kept, STATE)
    assert "start a local one with `bourse devnet start`" in refused(5, "slot", "show", slot)
    assert "no devnet runs here" in refused(5, "devnet", "status")
    ok("devnet", "start", "--port", "0", "--state", STATE)
    assert everything() == before
    assert [one["name"] for one in show(slot)["entries"]] == ["carol", "alice", "dave"]
    assert "has no entry 3" in refused(3, "why", slot, 3)
    assert "nothing in any series" in ok("wallet", "balance", "erin").out

    assert act("erin", "bid", slot, "--price", 1, "--quantity", 5)["entry"] == 3
    act("bob", "ask", slot, "--dataset", datasets["bob"], "--price", "0.9", "--quantity", 20)
    outcome = settle(slot)
    assert [one["paid"] != "0" for one in outcome["entries"]] == [False, False, True, True, False]
    until_saved()
    kill()
    ok("devnet", "start", "--port", "0", "--state", STATE)
    assert show(slot)["settled"]["hash"] == outcome["transaction"]["hash"]
    report = audit()
    assert (report["passed"], len(report["rounds"])) == (True, 1)
    act("dave", "wallet", "withdraw", "temperature", "all")


def test_an_order_file_whose_node_loses_its_last_blocks(tmp_path: Path) -> None:
    devnet.start(port=0, state=Path(STATE), state_interval=1)
    ok("deploy", "--yes")
    create_series("temperature")
    slot = open_slot("temperature")
    file = tmp_path / "orders.csv"
    rows = [f"bid,{price},1,{name}" for price in range(1, 6) for name in ("dave", "erin")]
    file.write_text("\n".join(["side,price,quantity,from", *rows]) + "\n", encoding="utf-8")
    until_saved()
    kept = shutil.copy(STATE, "kept.json")
    first = act("dave", "order", "send", slot, file, "--batch", 2)
    kill()
    shutil.copy(kept, STATE)
    assert "start a local one" in refused(5, "order", "send", slot, file, "--from", "dave", "--yes")
    ok("devnet", "start", "--port", "0", "--state", STATE)
    assert show(slot)["entries"] == []

    again = act("dave", "order", "send", slot, file, "--batch", 2)
    # the same transactions: they were written down before they were sent
    hashes = [sorted(one["transaction"] for one in told["orders"]) for told in (first, again)]
    assert hashes[0] == hashes[1]
    assert sorted(one["price"] for one in show(slot)["entries"] if one["name"] == "dave") == [
        f"{price}{'0' * 18}" for price in range(1, 6)
    ]
    settle(slot)
    assert audit()["passed"]
