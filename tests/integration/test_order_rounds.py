"""Sending order files when rounds follow each other, and when somebody else sends with the same key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from databourse.chain import bulk_entering, devnet
from databourse.chain.bulk_entering import BulkEntering
from databourse.chain.journal import Journal
from databourse.chain.transactions import Transactions
from tests.cli.conftest import act, open_slot, run
from tests.integration.play import create_series, exchange, settle, show, url

pytestmark = pytest.mark.usefixtures("market")


def test_the_round_is_read_also_when_it_is_over(tmp_path: Path) -> None:
    series = create_series("temperature")
    file = tmp_path / "orders.csv"
    file.write_text("side,price,quantity\nbid,1,1\nbid,2,1\n", encoding="utf-8")
    slot = open_slot("temperature")
    act("dave", "order", "send", slot, file)
    found = exchange()
    view = found.round_view(series)
    path = bulk_entering.journal_path(found, view)
    with Journal(path) as journal:
        bulk = BulkEntering(found, Transactions(found.connection), view, journal)
        settle(slot)
        open_slot("temperature")
        assert len(bulk.read().entries) == 2
    # a day after the close nobody needs the journal any more
    assert path.exists()
    devnet.advance(url(), 2 * 86_400)
    act("operator", "slot", "open", "temperature", "--close-in", "10m")
    assert bulk_entering.journal_path(found, found.round_view(series)) != path
    assert not path.exists()
    settle(f"temperature/{found.round_view(series).round}")


def test_somebody_else_with_the_same_key_and_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create_series("together")
    slot = open_slot("together")
    act("dave", "wallet", "deposit", "together", 10)
    file = tmp_path / "orders.csv"
    file.write_text("side,price,quantity\nbid,1,1\nbid,2,1\n", encoding="utf-8")
    sign_all = Transactions.sign_all

    def after_another_machine(self: Transactions, items: Any) -> Any:
        if not others:
            # it has a journal of its own, and comes between our look at the log and our signature
            others.append("another machine")
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("XDG_CONFIG_HOME", str(tmp_path / "another"))
                assert act("dave", "order", "send", slot, file)["entered"] == 2
        return sign_all(self, items)

    others: list[str] = []
    monkeypatch.setattr(Transactions, "sign_all", after_another_machine)
    told = run("order", "send", slot, file, "--from", "dave", "--yes")
    assert told.code == 4
    assert "another program has just sent a transaction of 0x" in told.err
    assert len(show(slot)["entries"]) == 2
