"""How matrices and large trees are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from databourse.cli.chain import claiming, showing
from databourse.cli.chain.matrix_option import NamedMatrix
from databourse.cli.chain.matrix_view import percent, tell_matrix
from databourse.cli.chain.money_view import parts
from databourse.cli.output import Output
from databourse.cli.session import Session
from databourse.resale.shares import AVERAGE, RAW
from tests.cli.chain.acting import address, new_chain, sell
from tests.cli.conftest import act, ok


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (10**9, "100 %"),
        (0, "0 %"),
        (62_500_000, "6.25 %"),
        (333_333_333, "≈33.33 %"),
        (1, "≈0 %"),
        (999_999_999, "≈100 %"),
    ],
)
def test_shares_are_percentages(share: int, told: str) -> None:
    assert percent(share) == told


def test_a_matrix_is_a_triangle_of_the_first_ten_trades(capsys: pytest.CaptureFixture[str]) -> None:
    tell_matrix(Session(Output()), NamedMatrix("average", AVERAGE, 12, exact=False))
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[1].split() == ["player", *(word for trade in range(1, 11) for word in ("trade", str(trade)))]
    assert [len(line.split("%")) - 1 for line in lines[3:13]] == list(range(10, 0, -1))
    assert "… and so on up to trade 12; --json has all shares." in lines
    assert lines[-1].endswith("Shares are rounded down to a billionth.")
    tell_matrix(Session(Output()), NamedMatrix("raw", RAW, 2))
    out = capsys.readouterr().out
    assert "rounded down to a billionth" not in out and "and so on" not in out
    assert [line.split() for line in out.splitlines()[3:5]] == [
        ["0", "(owner)", "100", "%", "0", "%"],
        ["1", "100", "%"],
    ]


@pytest.mark.usefixtures("market")
def test_who_gets_how_much_is_told_one_by_one_or_together() -> None:
    path = [address(name) for name in ("alice", "bob", "carol", "dave", "erin", "frank", "grace", "solver")]
    session = Session(Output())
    told = parts(session, path[:7], [1, 2, 3, 4, 5, 6, 10**18], deferred=True)
    assert told[0] == ("grace, who sells", "1 DBT")
    assert told[1] == ("frank", "0.000000000000000006 DBT, when it is claimed")
    assert [who for who, _ in told[1:]] == ["frank", "erin", "dave", "carol", "bob", "alice"]
    assert parts(session, path, [1, 2, 3, 4, 5, 6, 7, 10**18], deferred=False) == [
        ("solver, who sells", "1 DBT"),
        ("7 players before", "0.000000000000000028 DBT together"),
    ]


@pytest.mark.usefixtures("market")
def test_a_deep_tree_is_drawn_narrow_and_a_long_one_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trades = 11
    model = {"valuations": [[1]] * (trades + 1), "prior": [1], "transitions": [[[1]]] * trades}
    (tmp_path / "model.json").write_text(json.dumps(model), encoding="utf-8")
    words = ("--model", tmp_path / "model.json", "--matrix", "raw", "--runs", 2, "--json")
    chain = ok("chain", "simulate", *words).json["matrices"][0]["played"]["chain"]
    told = ok("chain", "show", chain).out.splitlines()
    assert sum(line.lstrip("│ ").startswith("└ ") for line in told) == 2 * (trades - 1) + 1
    assert "├ bob" in told[4] and told[4 + trades].startswith("└ bob")
    assert "├─" not in "".join(told)
    monkeypatch.setattr(showing, "_MOST_ROWS", 5)
    told = ok("chain", "show", chain).out.splitlines()
    assert told[-2:] == ["… and 18 more lines; --json has all.", "22 sales, 132 DBT paid."]


@pytest.mark.usefixtures("market")
def test_more_claims_than_one_transaction_takes(offered: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    created = new_chain(offered["alice"], "--matrix", "tbds:0.5", "--pay-at-once", 0, "--sales", 3)
    bob = sell("alice", created["licence"], "bob", 1)
    carol, dave = sell("bob", bob, "carol", 2), sell("bob", bob, "dave", 4)
    monkeypatch.setattr(claiming, "_BATCH", 1)
    claimed = act("erin", "chain", "claim", created["chain"], "--for", "alice")
    assert claimed["licences"] == {str(carol): str(10**18), str(dave): str(2 * 10**18)}
    assert claimed["amount"] == str(3 * 10**18)
    assert len(claimed["transactions"]) == 2
    people = ok("chain", "earnings", "alice", "--chain", created["chain"], "--json").json["people"]
    assert (people[0]["due"], people[0]["upstream"]) == ("0", str(3 * 10**18))
