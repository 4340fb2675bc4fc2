from __future__ import annotations

from databourse.cli import rules
from databourse.market.coalition import CONTRACT_GAME, LEAKAGE_GAME
from databourse.market.learning import LEARNING
from databourse.market.sharing import ORDERED_MATCH, SHARING, SHARING_COSTS
from databourse.mechanisms.coalition.analysis.facts import FACTS as GAME_FACTS
from databourse.mechanisms.double_auction import RULES
from databourse.mechanisms.double_auction.analysis.facts import FACTS
from databourse.mechanisms.learning.analysis.facts import FACTS as LEARNING_FACTS
from databourse.mechanisms.sharing.analysis.facts import FACTS as SHARING_FACTS
from tests.cli.conftest import ok, refused


def test_the_rules_that_commands_name_are_those_there_are() -> None:
    assert set(rules.ALL) == set(RULES)
    assert [facts.rule for facts in FACTS] == list(rules.ALL)
    assert [facts.rule for facts in FACTS if facts.settled] == list(rules.SETTLED)
    assert [facts.rule for facts in GAME_FACTS] == list(rules.GAMES) == [CONTRACT_GAME.name, LEAKAGE_GAME.name]
    names = [rule.name for rule in (ORDERED_MATCH, SHARING, SHARING_COSTS)]
    assert [facts.rule for facts in SHARING_FACTS] == list(rules.SHARING) == names
    assert [facts.rule for facts in LEARNING_FACTS] == list(rules.LEARNING) == [LEARNING.name]


def test_list_shows_what_each_rule_is_worth() -> None:
    told = ok("rule", "list").out
    for name in (*rules.ALL, *rules.GAMES, *rules.SHARING, *rules.LEARNING):
        assert name in told
    assert "never" in told
    assert "of small markets" in told
    # the quality filter decides what a rule trades, so nobody must compare one with it and one without unawares
    assert "dantm, with the quality filter" in told
    assert "dadpm, without the quality filter, as published" in told
    assert "vcg: never; mixed-vcg: in 99% of small cases" in told
    assert "supermodular: never; submodular: in 4% of small cases" in told
    assert told.count("on the chain, at once or proposed") == 2
    listed = [facts["rule"] for facts in ok("rule", "list", "--json").json]
    assert listed == [*rules.ALL, *rules.GAMES, *rules.SHARING, *rules.LEARNING]


def test_show_tells_everything_that_is_known() -> None:
    for facts in (*FACTS, *GAME_FACTS, *SHARING_FACTS, *LEARNING_FACTS):
        # lines may end within a word that has a hyphen
        told = _joined(ok("rule", "show", facts.rule).out)
        for head, sentences in facts.sections():
            assert f"{head}:" in told
            for sentence in sentences:
                assert _joined(sentence) in told
        assert ok("rule", "show", facts.rule, "--json").json["assumptions"] == list(facts.assumptions)


def test_an_unknown_rule_is_refused() -> None:
    assert "'vcg' is not one of" in refused(2, "rule", "show", "vcg")


def _joined(text: str) -> str:
    return " ".join(text.split()).replace("- ", "-")
