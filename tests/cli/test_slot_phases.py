"""`bourse slot`, `audit`, `wallet` and `solver` in rounds whose entries are sealed, and opened after the close."""

from __future__ import annotations

from typing import Any

import pytest

from databourse.chain import devnet
from tests.cli.conftest import act, new_series, ok, refused, tokens
from tests.integration.play import url

pytestmark = pytest.mark.usefixtures("market")


@pytest.fixture
def devices(offered: dict[str, int]) -> dict[str, int]:
    """Datasets of 30 samples, by owner."""
    return offered


def sealed_slot(name: str, devices: dict[str, int]) -> str:
    """A contract for data of type 0, and three sealed devices."""
    new_series(name, "--rule", "contract-game", "--fee", 1)
    opened = act("operator", "coalition", "open", name, "--contract", "0:60", "--close-in", "10m", "--entry-bond", 2)
    slot = f"{name}/{opened['round']}"
    for owner, samples in (("alice", 10), ("bob", 20), ("carol", 30)):
        act(owner, "coalition", "join", slot, "--dataset", devices[owner], "--samples", samples, "--type", 0)
    return slot


def open_two(slot: str) -> None:
    """Carol keeps hers closed."""
    for owner in ("alice", "bob"):
        act(owner, "coalition", "reveal", slot, "--advance")


def show(slot: str) -> Any:
    return ok("slot", "show", slot, "--json").json


def test_a_sealed_round_from_its_close_to_its_settlement(devices: dict[str, int]) -> None:
    slot = sealed_slot("sealed", devices)
    assert show(slot)["status"] == "open"
    told = refused(4, "slot", "settle", slot, "--from", "solver", "--yes")
    assert "takes entries until" in told
    open_two(slot)
    assert show(slot)["status"] == "revealing"
    listed = ok("slot", "list", "sealed").out
    assert "revealing" in listed and "sealed entries are opened for another" in listed
    told = refused(4, "slot", "settle", slot, "--from", "solver", "--yes")
    assert "are opened until" in told and "bourse coalition reveal" in told
    assert "is not over yet" in refused(
        4, "coalition", "open", "sealed", "--contract", "0:1", "--close-in", "10m", "--from", "operator", "--yes"
    )

    done = act("solver", "slot", "settle", slot, "--advance")
    assert (done["way"], done["rule"], done["surplus"], done["fees"]) == (
        "settle",
        "contract-game",
        tokens(2),
        tokens(4),
    )
    money = [(one["name"], one["opened"], one["paid"], one["received"]) for one in done["entries"]]
    assert money == [
        ("operator", False, tokens(60), "0"),
        ("alice", True, "0", tokens(20)),
        ("bob", True, "0", tokens(40)),
        ("carol", False, tokens(2), "0"),
    ]
    found = show(slot)
    assert (found["status"], found["proposals"], found["entries"]) == ("settled", [], done["entries"])
    assert "is settled already" in refused(4, "slot", "settle", slot, "--from", "solver", "--yes")
    report = ok("audit", "replay", "--independent", "--json").json
    assert report["passed"]
    ours = [one for one in report["rounds"] if one["rule"] == "contract-game" and one["entries"] == 4]
    assert (ours[-1]["posts"], ours[-1]["proposals"], ours[-1]["refuted"]) == (2, 0, None)
    receipt = ok("wallet", "receipt", slot, 3, "--json").json
    assert (receipt["side"], receipt["paid"], receipt["released"]) == ("sealed", tokens(2), "0")
    assert "a sealed entry" in ok("wallet", "receipt", slot, 3).out


def test_an_auction_is_asked_of_a_round_that_is_none(devices: dict[str, int]) -> None:
    slot = sealed_slot("no auction", devices)
    for words in (
        ("bid", slot, "--price", 1, "--quantity", 1, "--from", "dave", "--yes"),
        ("ask", slot, "--dataset", devices["alice"], "--price", 1, "--quantity", 1, "--from", "alice", "--yes"),
        ("slot", "explain", slot),
        ("slot", "simulate", slot),
    ):
        assert "is no double auction: its rule is contract-game" in refused(4, *words)


def test_the_solver_settles_a_sealed_round(devices: dict[str, int]) -> None:
    slot = sealed_slot("solved", devices)
    open_two(slot)
    words = ("solver", "run", "--series", "solved", "--once", "--from", "solver", "--yes")
    assert " settled" not in ok(*words).out
    devnet.advance(url(), 600)
    told = ok(*words).out
    assert "settled: 4 entries" in told
    assert show(slot)["status"] == "settled"


def test_a_sealed_round_that_nobody_settles_gives_everything_back(devices: dict[str, int]) -> None:
    slot = sealed_slot("left alone", devices)
    open_two(slot)
    devnet.advance(url(), 2 * 3600)
    assert show(slot)["status"] == "aborted"
    lines = ok("wallet", "history", "--series", "left alone", "--from", "carol", "--json").json["lines"]
    assert [(one["what"], one["free"]) for one in lines][-1] == ("release", tokens(3))
    assert ok("audit", "replay", "--json").json["passed"]
