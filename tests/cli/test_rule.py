from __future__ import annotations

from databourse.cli import rules
from databourse.market.coalition import CONTRACT_GAME, LEAKAGE_GAME
from databourse.mechanisms.coalition.analysis.facts import FACTS as GAME_FACTS
from databourse.mechanisms.double_auction import RULES
from databourse.mechanisms.double_auction.analysis.facts import FACTS
from tests.cli.conftest import ok, refused


def test_the_rules_that_commands_name_are_those_there_are() -> None:
    assert set(rules.ALL) == set(RULES)
    assert [facts.rule for facts in FACTS] == list(rules.ALL)
    assert [facts.rule for facts in FACTS if facts.settled] == list(rules.SETTLED)
    assert [facts.rule for facts in GAME_FACTS] == list(rules.GAMES) == [CONTRACT_GAME.name, LEAKAGE_GAME.name]


def test_list_shows_what_each_rule_is_worth() -> None:
    told = ok("rule", "list").out
    for name in (*rules.ALL, *rules.GAMES):
        assert name in told
    assert "never" in told
    assert "of small markets" in told
    # the quality filter decides what a rule trades, so nobody must compare one with it and one without unawares
    assert "dantm, with the quality filter" in told
    assert "dadpm, without the quality filter, as published" in told
    assert [facts["rule"] for facts in ok("rule", "list", "--json").json] == [*rules.ALL, *rules.GAMES]


def test_show_tells_everything_that_is_known() -> None:
    for facts in (*FACTS, *GAME_FACTS):
        told = " ".join(ok("rule", "show", facts.rule).out.split())
        for head, sentences in facts.sections():
            assert f"{head}:" in told
            for sentence in sentences:
                assert " ".join(sentence.split()) in told
        assert ok("rule", "show", facts.rule, "--json").json["assumptions"] == list(facts.assumptions)


def test_an_unknown_rule_is_refused() -> None:
    assert "'vcg' is not one of" in refused(2, "rule", "show", "vcg")
