"""Rounds that sell data for money, from their opening to what was settled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import TOKEN, act, ok, refused, tokens
from tests.cli.sharing import rounds

pytestmark = pytest.mark.usefixtures("market")

TABLES = {"dev24": "0,6,10", "dev25": "0,9,16,21,24", "dev26": None, "dev27": "0,3,4"}
"""What lots of 10 units are worth to four agents with 5, 4, 3 and 2 of them."""
COST = 2


def open_money(series: str, mode: str, *options: object) -> str:
    """Opens a round; how it is named."""
    words = ("--mode", mode, "--cost", COST, "--lot", 10, "--close-in", "10m", *options)
    return f"{series}/{act('operator', 'sharing', 'open', series, *words)['round']}"


def report_all(slot: str, datasets: dict[str, int]) -> None:
    """Lets all four report."""
    for name, table in TABLES.items():
        act("operator", "account", "fund", name)
        values = ("--table", table) if table else ()
        act(name, "sharing", "report", slot, "--dataset", datasets[name], *values)


def by_name(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The agents by name; they reported in this order."""
    return dict(zip(TABLES, shown["agents"], strict=True))


def test_competitive_prices_are_shared_and_balanced(datasets: dict[str, int], tmp_path: Path) -> None:
    slot = open_money(rounds.new_series("sm-comp", "--fee", "0.5"), "competitive", "--share", "0.25")
    report_all(slot, datasets)
    preview = rounds.show(slot)
    settled = rounds.settle(slot)
    shown = rounds.show(slot)
    for field in ("agents", "trades", "sponsors", "deficit", "uncounted"):
        assert preview[field] == settled[field] == shown[field]
    assert settled["fees"] == tokens(2)
    # dev24 buys 4 lots of dev25, worth 10; without it 3 of dev26 would be worth as much: no margin. So for the others:
    # dev25 buys 5 of dev24, worth 24, and would buy 3 of dev26 and 2 of dev27, worth as much, for 2
    # tokens more; dev27 could do with dev25 instead of dev24
    amounts = ("cost", "margin", "pays", "gets")
    trades = {(one["seller"], one["buyer"]): tuple(one[name] for name in amounts) for one in shown["trades"]}
    assert trades == {
        (1, 0): (tokens(2), "0", tokens(2), tokens(2)),
        (0, 1): (tokens(2), tokens(2), tokens(2.5), tokens(2.5)),
        (0, 3): (tokens(2), "0", tokens(2), tokens(2)),
    }
    agents = by_name(shown)
    net = {name: int(agent["gets"]) - int(agent["pays"]) for name, agent in agents.items()}
    assert net == {"dev24": 5 * TOKEN // 2, "dev25": -TOKEN // 2, "dev26": 0, "dev27": -2 * TOKEN}
    assert sum(net.values()) == 0
    assert agents["dev25"]["table"] == [tokens(value) for value in (0, 9, 16, 21, 24)]
    assert agents["dev26"]["sells_to"] == [] and agents["dev24"]["sells_to"] == [1, 3]
    told = ok("sharing", "show", slot, "--plot", tmp_path / "money.png").out
    assert "dev26 (entry 2): It buys nothing" in told and "sellers get 25 % of margins" in told
    assert (tmp_path / "money.png").stat().st_size > 10_000
    assert ok("wallet", "receipt", slot, 0, "--json").json["received"] == agents["dev24"]["gets"]
    assert "an entry with a payload" in ok("wallet", "receipt", slot, 0).out


def test_sponsors_pay_what_vcg_leaves_open(datasets: dict[str, int]) -> None:
    slot = open_money(rounds.new_series("sm-vcg"), "vcg")
    report_all(slot, datasets)
    assert rounds.show(slot)["traded"] is False
    assert "their caps do not reach" in ok("sharing", "show", slot).out
    act("operator", "account", "fund", "dev28")
    entered = act("dev28", "sharing", "sponsor", slot, "--cap", "1")
    assert (entered["entry"], entered["lock"]) == (4, tokens(1))
    assert rounds.show(slot)["traded"] is False
    act("dev28", "sharing", "sponsor", slot, "--cap", "5.5")
    settled = rounds.settle(slot)
    assert settled["traded"] and settled["deficit"] == tokens(2)
    paid = [(one["entry"], one["cap"], one["pays"]) for one in settled["sponsors"]]
    assert paid == [(4, tokens(1), tokens(1)), (5, tokens(5.5), tokens(1))]
    agents = by_name(settled)
    assert (agents["dev24"]["gets"], agents["dev25"]["pays"], agents["dev27"]["pays"]) == (tokens(4), "0", tokens(2))


def test_the_difference_is_paid_in_data(datasets: dict[str, int]) -> None:
    slot = open_money(rounds.new_series("sm-mixed"), "mixed-vcg")
    report_all(slot, datasets)
    settled = rounds.settle(slot)
    agents = by_name(settled)
    assert (agents["dev24"]["data"], agents["dev24"]["gets"]) == (tokens(2), tokens(2))
    assert sum(int(agent["pays"]) - int(agent["gets"]) for agent in settled["agents"]) == 0
    words = ("sharing", "sponsor", slot, "--cap", 1, "--from", "dev28", "--yes")
    assert "takes no more entries" in refused(4, *words)


def test_reports_that_cannot_be(datasets: dict[str, int]) -> None:
    slot = open_money(rounds.new_series("sm-bad"), "competitive")

    def told(code: int, *options: object) -> str:
        return refused(code, "sharing", "report", slot, *options, "--from", "dev25", "--yes")

    own = datasets["dev25"]
    assert "neither --dataset nor --table" in told(2)
    assert "--size is of a dataset" in told(2, "--table", "0,1", "--size", 10)
    assert "size is 15, but lots of sm-bad/1 are of 10 units" in told(2, "--dataset", own, "--size", 15)
    assert "size is 41, but dataset" in told(2, "--dataset", own, "--size", 41)
    assert "table[0] is '1 DBT', but must be 0" in told(2, "--table", "1,2")
    assert "adds more for a later lot" in told(2, "--table", "0,1,3")
    assert "table[2] is '1'" in told(2, "--table", "0,2,1")
    assert "everybody's cost is 2 DBT" in told(2, "--dataset", own, "--cost", 1)
    assert "only its owner" in told(4, "--dataset", datasets["dev24"])
    assert "not enough money" in told(4, "--table", "0,3000000", "--no-top-up")
    sponsor = ("sharing", "sponsor", slot, "--from", "dev25", "--yes", "--cap")
    assert "needs no sponsor" in refused(4, *sponsor, 1) and "cap is 0" in refused(2, *sponsor, 0)
    assert rounds.show(slot)["agents"] == []


def test_a_second_report_replaces_the_first(datasets: dict[str, int]) -> None:
    slot = open_money(rounds.new_series("sm-again"), "competitive")
    assert act("dev26", "sharing", "report", slot, "--dataset", datasets["dev26"])["replaces"] == []
    again = act("dev26", "sharing", "report", slot, "--table", "0,1")
    assert (again["replaces"], again["lots"], again["lock"]) == ([0], 0, tokens(1))
    shown = rounds.show(slot)
    assert [agent["entry"] for agent in shown["agents"]] == [1]
    assert [one["entry"] for one in shown["uncounted"]] == [0]
    rounds.settle(slot)


def test_options_that_do_not_belong_together() -> None:
    series = rounds.new_series("sm-open")

    def told(*options: object) -> str:
        words = ("--lot", 10, "--close-in", "10m", "--from", "operator", "--yes")
        return refused(2, "sharing", "open", series, *options, *words)

    assert "--table or --mode is missing" in told()
    assert "--cost belongs to rounds for money" in told("--table", "0,1", "--cost", 1)
    assert "--table belongs to rounds of data for data" in told("--table", "0,1", "--mode", "vcg")
    assert "--cost is missing" in told("--mode", "vcg")
    assert "--share belongs to the mode competitive" in told("--mode", "vcg", "--cost", 1, "--share", "0.5")
    assert "share is '1.5', but must be from 0 to 1" in told("--mode", "competitive", "--cost", 1, "--share", "1.5")
