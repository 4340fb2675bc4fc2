from __future__ import annotations

import json
import sys

import pytest

from bench import orders


def test_every_way_gets_all_its_orders_in(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name, small in (("MANY", 20), ("SENDERS", 2), ("SIGNERS", 5)):
        monkeypatch.setattr(orders, name, small)
    monkeypatch.setattr(sys, "argv", ["orders", "--json", "--repeat", "2"])
    orders.main()
    told = json.loads(capsys.readouterr().out)
    assert [(one["way"], one["orders"]) for one in told] == [
        ("order file, 1 sender", 250),
        ("order file, 2 senders", 20),
        ("signed and relayed", 20),
    ]
    for one in told:
        assert 0 < one["signing"] < one["seconds"]
        assert one["rate"] < one["rate_without_signing"]
