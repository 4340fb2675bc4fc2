from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from databourse.chain.exchange import Exchange
from tests.cli.conftest import act, ask_all, new_series, ok, open_slot, refused, run, settle

pytestmark = pytest.mark.usefixtures("market")


@pytest.fixture
def traded(market: Path, offered: dict[str, int]) -> None:  # noqa: ARG001 - commands need it
    """A settled round of every rule."""
    existing = {one["name"] for one in ok("series", "list", "--json").json["series"]}
    if "audited" in existing:
        return
    new_series("audited", "--fee", "0.1")
    for rule in ("kth-price", "trade-reduction", "dantm"):
        slot = open_slot("audited", "--rule", rule)
        ask_all(slot, offered, quantity=8)
        for name in ("dave", "erin"):
            act(name, "bid", slot, "--price", 2, "--quantity", 10)
        settle(slot)


@pytest.mark.usefixtures("traded")
def test_a_replay_that_passes(tmp_path: Path) -> None:
    told = ok("audit", "replay", "--independent", "--report", tmp_path / "audit.json")
    assert "with the fast and the literal solvers" in told.out
    report = json.loads((tmp_path / "audit.json").read_text(encoding="utf-8"))
    # another test on this chain may have left a round of whose table nobody has more than the root
    assert ("No difference was found" if report["unchecked"] else "The audit passes") in told.out
    assert report == ok("audit", "replay", "--independent", "--json").json
    assert (report["passed"], report["independent"]) == (True, True)
    assert {one["rule"] for one in report["rounds"]} >= {"kth-price", "trade-reduction", "dantm"}
    assert int(report["held"]) > 0
    assert all(len(digest) == 66 for digest in report["blocks"].values())


@pytest.mark.usefixtures("traded")
def test_a_replay_of_the_end_leaves_the_sums_out() -> None:
    blocks = ok("audit", "replay", "--json").json["blocks"]
    later = ok("audit", "replay", "--from-block", max(int(block) for block in blocks), "--json").json
    assert (later["passed"], later["held"]) == (True, None)


@pytest.mark.usefixtures("traded")
def test_an_altered_amount_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Exchange.events

    def altered(self: Exchange, *args: Any, **kwargs: Any) -> Any:
        events = real(self, *args, **kwargs)
        settled = next(event for event in reversed(events) if event.name == "Settled" and event.args["debits"])
        debits = settled.args["debits"]
        settled.args["debits"] = debits[:15] + bytes([debits[15] ^ 1]) + debits[16:]
        return events

    monkeypatch.setattr(Exchange, "events", altered)
    answer = run("audit", "replay", "--json")
    assert (answer.code, answer.error["kind"], answer.json["passed"]) == (7, "AuditDifference", False)
    assert "debit 0, entry" in answer.json["differences"][0]["place"]
    people = run("audit", "replay")
    assert people.code == 7
    assert "DIFFERS" in people.out
    assert "the first: series" in people.err


def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    assert "cannot be written" in refused(2, "audit", "replay", "--report", tmp_path / "missing" / "audit.json")
