"""A short soak: processes of their own keep a series going and settle it, and the node is killed on the way."""

from __future__ import annotations

from bench.soak import Plan, soak


def test_nothing_is_lost_when_the_node_is_killed_between_slots() -> None:
    said: list[str] = []
    findings = soak(Plan(slots=6, seconds=2, stopped_in=None, killed_in=3), said.append)
    assert findings.losses == []
    figures = dict(findings.figures)
    assert figures["slots"] == "6 settled, 0 aborted: 2 kth-price, 2 trade-reduction, 2 dantm"
    assert "1 chain-went-back" in figures["the solver's log"]
    assert any("killed" in line for line in said)
