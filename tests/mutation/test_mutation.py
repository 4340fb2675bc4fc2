"""The tool that tests the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from databourse.chain.artifacts import CHECKERS, load
from tests.mutation import campaign, stories
from tests.mutation.__main__ import all_mutants, explanations, report
from tests.mutation.compiler import Compiler
from tests.mutation.mutants import Mutant, mutants_of
from tests.mutation.results import Results
from tests.mutation.trial import KILLED, SAME, SURVIVED, Verdict

PATH = "contracts/Small.sol"
SOURCE = """\
pragma solidity ^0.8.28;
contract Small {
    error Large();
    uint256 constant MOST = 7; // é: two bytes
    function cut(uint256 a, uint256 b) external pure returns (uint256 c) {
        if (a > MOST) revert Large();
        for (uint256 i; i < b; ++i) {
            c += first(a, b);
        }
    }
    function first(uint256 a, uint256 b) private pure returns (uint256 c) {
        if (a == b) return a;
        assembly ("memory-safe") {
            if lt(a, 3) { c := shl(1, b) }
        }
    }
}
"""


@pytest.fixture(scope="module")
def compiler() -> Iterator[Compiler]:
    found = Compiler()
    yield found
    found.close()


@pytest.fixture(scope="module")
def mutants(compiler: Compiler) -> list[Mutant]:
    return mutants_of(PATH, SOURCE, compiler.syntax_trees({PATH: SOURCE}, [PATH])[PATH])


def test_every_place_is_changed_in_every_way(mutants: list[Mutant]) -> None:
    changes = {(mutant.line, mutant.after) for mutant in mutants}
    assert changes == {
        (4, "uint256 constant MOST = 8; // é: two bytes"),
        (4, "uint256 constant MOST = 6; // é: two bytes"),
        (6, "if (a >= MOST) revert Large();"),
        (6, "if (a <= MOST) revert Large();"),
        (6, "if (false) revert Large();"),
        (7, "for (uint256 i; i <= b; ++i) {"),
        (7, "for (uint256 i; i >= b; ++i) {"),
        (7, "for (uint256 i; false; ++i) {"),
        (7, "for (uint256 i; i < b; --i) {"),
        (8, "c -= first(a, b);"),
        (8, "c = first(a, b);"),
        (8, "c += first(b, a);"),
        (8, "{}"),
        (12, "if (a != b) return a;"),
        (12, "if (true) return a;"),
        (12, "if (false) return a;"),
        (12, "if (a == b) return 0;"),
        (14, "if gt(a, 3) { c := shl(1, b) }"),
        (14, "if iszero(gt(a, 3)) { c := shl(1, b) }"),
        (14, "if lt(a, 4) { c := shl(1, b) }"),
        (14, "if lt(a, 2) { c := shl(1, b) }"),
        (14, "if 0 { c := shl(1, b) }"),
        (14, "if 1 { c := shl(1, b) }"),
        (14, "if lt(a, 3) { }"),
        (14, "if lt(a, 3) { c := shr(1, b) }"),
        (14, "if lt(a, 3) { c := shl(2, b) }"),
        (14, "if lt(a, 3) { c := shl(0, b) }"),
    }


def test_a_mutant_says_what_was_there(mutants: list[Mutant]) -> None:
    one = next(mutant for mutant in mutants if mutant.line == 8 and mutant.after == "{}")
    assert str(one) == f"{PATH}:8\n  - c += first(a, b);\n  + {{}}"
    assert one.text == SOURCE.replace("c += first(a, b);", "{}")


def test_a_mutant_compiles_to_other_code(compiler: Compiler, mutants: list[Mutant]) -> None:
    original, mutant = (compiler.code({PATH: text}, PATH) for text in (SOURCE, mutants[0].text))
    assert original
    assert mutant
    assert original != mutant


def test_what_does_not_compile_has_no_code(compiler: Compiler) -> None:
    assert compiler.code({PATH: SOURCE.replace("MOST = 7", "MOST = true")}, PATH) is None


@pytest.mark.parametrize("rule", campaign.RULES)
def test_the_campaign_notices_another_checker(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    monkeypatch.setattr(campaign, "BOOKS", 80)
    monkeypatch.setattr(campaign, "SALES", 24)
    monkeypatch.setattr(campaign, "MATCHES", 8)
    monkeypatch.setattr(campaign, "LESSONS", 24)
    campaign.questions.cache_clear()
    assert not campaign.notices(rule, load(CHECKERS[rule]).bytecode)
    assert campaign.notices(rule, load(CHECKERS["leakage-game"]).bytecode)
    assert campaign.notices(rule, "fe")
    assert {question.is_true for question in campaign.questions(rule)} == {False, True}
    campaign.questions.cache_clear()


def test_the_stories_notice_another_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stories, "STORIES", 3)
    assert not stories.notices(load("ResaleChain").bytecode)
    assert stories.notices(load("Registry").bytecode)
    assert stories.notices("fe")


def test_verdicts_are_kept_but_survivors_are_tried_again(
    tmp_path: Path, mutants: list[Mutant], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "results.jsonl"
    results = Results(path)
    results.put(mutants[0], Verdict(KILLED, "forge"))
    results.put(mutants[1], Verdict(SURVIVED))
    assert [Results(path).get(mutant) for mutant in mutants[:3]] == [Verdict(KILLED, "forge"), Verdict(SURVIVED), None]
    monkeypatch.setattr("tests.mutation.results._digest_of_tests", lambda: "other tests")
    assert [Results(path).get(mutant) for mutant in mutants[:2]] == [Verdict(KILLED, "forge"), None]


def test_a_survivor_without_an_explanation_is_a_failure(
    mutants: list[Mutant], capsys: pytest.CaptureFixture[str]
) -> None:
    verdicts = {mutants[0]: Verdict(KILLED, "forge"), mutants[1]: Verdict(SURVIVED), mutants[2]: Verdict(SAME)}
    survivor = mutants[1]
    assert report({PATH: len(mutants)}, verdicts, []) == 1
    shown = capsys.readouterr().out
    assert f"survived: {survivor}" in shown
    assert "50.0%" in shown
    assert report({PATH: len(mutants)}, verdicts, [(PATH, survivor.before, survivor.after)]) == 0
    assert "100.0%" in capsys.readouterr().out


def test_explanations_are_about_mutants_that_exist() -> None:
    known = {(one.path, one.before, one.after) for mutants in all_mutants().values() for one in mutants}
    assert [one for one in explanations() if (one["path"], one["before"], one["after"]) not in known] == []
    assert all(len(one["reason"]) > 20 for one in explanations())
