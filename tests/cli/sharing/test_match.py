"""A bilateral round from its opening to what was settled."""

from __future__ import annotations

from pathlib import Path

import pytest

from databourse.mechanisms.sharing.bilateral import LotGame, ordered_match
from databourse.mechanisms.sharing.bilateral.ordered_match import strictly
from tests.cli.conftest import TOKEN, act, ok, refused, run, tokens
from tests.cli.sharing import rounds

pytestmark = pytest.mark.usefixtures("market")

COSTS = {"dev24": 4, "dev25": 1, "dev26": 2, "dev27": 3, "dev28": 12}
SCALES = {"dev24": "1", "dev25": "1.5", "dev26": "1", "dev27": "0.75", "dev28": "1"}


def test_a_round_shares_as_the_match_says_and_tells_why(datasets: dict[str, int], tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("sh-round", "--fee", "0.5"))
    for name, cost in COSTS.items():
        act("operator", "account", "fund", name)
        rounds.report(slot, name, datasets[name], cost, "--scale", SCALES[name])
    game = LotGame.of(
        list(rounds.UNITS.values()),
        [int(float(scale) * 10**6) for scale in SCALES.values()],
        [cost * TOKEN for cost in COSTS.values()],
        rounds.LOT,
        [int(float(value) * 10**12) for value in rounds.TABLE.split(",")],
    )
    wanted = {tuple(sorted(edge)) for edge in ordered_match(strictly(game), game.ranking)}
    assert 0 < len(wanted) < 10

    preview = rounds.show(slot)
    assert preview["status"] == "open" and preview["settled"] is None
    settled = rounds.settle(slot)
    assert settled["fees"] == tokens(2.5)
    shown = rounds.show(slot)
    for field in ("agents", "edges", "uncounted"):
        assert preview[field] == settled[field] == shown[field]
    assert {tuple(sorted(edge)) for edge in shown["edges"]} == wanted
    for agent in shown["agents"]:
        partners = {other for edge in wanted if agent["entry"] in edge for other in edge} - {agent["entry"]}
        assert set(agent["partners"]) == partners
        alone = game.utility(agent["entry"], frozenset())
        assert int(agent["gain"]) == game.utility(agent["entry"], partners) - alone
        assert agent["gets"] == sum(game.sizes[partner] for partner in partners)
        assert agent["gives"] == (agent["size"] if partners else 0)
    assert [agent["size"] for agent in shown["agents"]] == [50, 40, 30, 20, 10]
    assert shown["options"] == {"table": [tokens(float(value)) for value in rounds.TABLE.split(",")], "lot": 20}

    told = ok("sharing", "show", slot, "--plot", tmp_path / "graph.png").out
    assert "dev28 (entry 4): It shares with nobody" in told and "solver settled it" in told
    assert (tmp_path / "graph.png").stat().st_size > 10_000
    assert "is settled already" in refused(4, "sharing", "settle", slot, "--from", "solver", "--yes")
    assert "picture is" in refused(2, "sharing", "show", slot, "--plot", tmp_path / "graph.txt")
    assert "shares with nobody" in ok("why", slot, 4).out


def test_a_second_report_replaces_the_first(datasets: dict[str, int]) -> None:
    slot = rounds.open_round(rounds.new_series("sh-again"))
    assert rounds.report(slot, "dev24", datasets["dev24"], 1)["replaces"] is None
    assert rounds.report(slot, "dev24", datasets["dev24"], 2, "--size", 30)["replaces"] == 0
    shown = rounds.show(slot)
    assert [(agent["entry"], agent["size"], agent["cost"]) for agent in shown["agents"]] == [(1, 30, tokens(2))]
    assert [one["entry"] for one in shown["uncounted"]] == [0]
    told = ok("sharing", "show", slot).out
    assert "Entry 0 of dev24 does not count. Entry 1 came later with the same dataset" in told
    assert rounds.settle(slot)["edges"] == []


def test_a_round_without_agents_is_told_and_not_drawn(tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("sh-nobody"))
    assert "Nobody takes part so far" in ok("sharing", "show", slot).out
    assert "nothing to draw" in refused(4, "sharing", "show", slot, "--plot", tmp_path / "graph.png")
    assert rounds.settle(slot)["agents"] == []
    assert "Nobody took part" in ok("sharing", "show", slot).out


def test_too_early_to_settle_and_too_late_to_report(datasets: dict[str, int]) -> None:
    slot = rounds.open_round(rounds.new_series("sh-times"))
    early = refused(4, "sharing", "settle", slot, "--from", "solver", "--yes")
    assert "too early" in early and "--advance does not wait" in early
    rounds.settle(slot)
    words = ("sharing", "report", slot, "--dataset", datasets["dev24"], "--cost", 1, "--from", "dev24", "--yes")
    assert "takes no more entries" in refused(4, *words)


def test_reports_that_cannot_be(datasets: dict[str, int], tmp_path: Path) -> None:
    slot = rounds.open_round(rounds.new_series("sh-bad"))
    own = datasets["dev25"]

    def told(code: int, *options: object) -> str:
        return refused(code, "sharing", "report", slot, *options, "--from", "dev25", "--yes")

    assert "size is 41, but dataset" in told(2, "--dataset", own, "--cost", 1, "--size", 41)
    assert "cost is '-1'" in told(2, "--dataset", own, "--cost", -1)
    assert "only its owner shares it" in told(4, "--dataset", datasets["dev24"], "--cost", 1)
    assert "dataset 999999" in told(3, "--dataset", 999999, "--cost", 1)
    for scale in ("0", "1e3", "0.0000001", "4295", ""):
        assert f"scale is '{scale}'" in told(2, "--dataset", own, "--cost", 1, "--scale", scale)
    file = tmp_path / "other.csv"
    file.write_text("day,count\n1,2\n", encoding="utf-8")
    other = act("dev25", "dataset", "register", file, "--kind", "sh-other")["dataset"]
    assert "sh-bad trades admissions" in told(2, "--dataset", other, "--cost", 1)
    assert rounds.show(slot)["agents"] == []


def test_rounds_that_cannot_be() -> None:
    series = rounds.new_series("sh-open")

    def told(code: int, table: str, *options: object) -> str:
        words = ("--table", table, "--lot", 5, "--close-in", "10m", *options)
        return refused(code, "sharing", "open", series, *words, "--from", "operator", "--yes")

    assert "table[2] is '4', but must be at least the one before it, 5" in told(2, "0,5,4")
    assert "table[1] is 'x'" in told(2, "0,x")
    assert "table[0] is '0.0000000000001', but must have at most 12 decimals" in told(2, "0.0000000000001")
    assert "table[0] is '18446745'" in told(2, "18446745")
    assert "table has 256 values" in told(2, ",".join(["1"] * 256))
    assert "settle within" in told(2, "0,1", "--settle-within", "1s")
    assert run("sharing", "open", series, "--table", "0", "--lot", 0).code == 2


def test_a_table_that_rises_later_is_warned_of() -> None:
    series = rounds.new_series("sh-convex")
    words = ("--table", "0,1,5", "--lot", 5, "--close-in", "10m", "--from", "operator", "--yes")
    assert "may not be stable" in ok("sharing", "open", series, *words).err


def test_rounds_of_other_rules_and_series_without_this_one_are_refused(datasets: dict[str, int]) -> None:
    auction = rounds.new_series("sh-auction", "--rule", "kth-price")
    words = ("--table", "0,1", "--lot", 5, "--close-in", "10m", "--from", "operator", "--yes")
    assert "does not use the rule ordered-match" in refused(4, "sharing", "open", auction, *words)
    act("operator", "slot", "open", auction, "--close-in", "10m", "--settle-within", "1h")
    assert "is no sharing round: its rule is kth-price" in refused(4, "sharing", "show", auction)
    report = ("--dataset", datasets["dev26"], "--cost", 1, "--from", "dev26", "--yes")
    assert "is no sharing round" in refused(4, "sharing", "report", auction, *report)
