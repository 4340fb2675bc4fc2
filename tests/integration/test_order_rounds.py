"""Sending order files when rounds follow each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from databourse.chain import bulk_entering, devnet
from databourse.chain.bulk_entering import BulkEntering
from databourse.chain.journal import Journal
from databourse.chain.transactions import Transactions
from tests.cli.conftest import act, open_slot
from tests.integration.play import create_series, exchange, settle, url

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
