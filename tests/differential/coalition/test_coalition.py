"""The small share of the campaign, and proof that the campaign would notice a checker that is wrong."""

from __future__ import annotations

from random import Random

import pytest

from databourse.market.coalition.leakage import LeakageRule
from databourse.market.coalition.leakage.playing import Played
from databourse.market.coalition.reading import Fate
from databourse.market.posts import pack_posts
from tests.differential.coalition import campaign
from tests.differential.coalition.campaign import KINDS, Tally, run_round, run_rounds
from tests.differential.coalition.forgery import Case, Forgery
from tests.differential.coalition.report import SMALL_ROUNDS, shortfalls
from tests.differential.coalition.rounds import make_round
from tests.differential.evm import Checker, Claim

SHARES = 4


@pytest.mark.parametrize("share", range(SHARES))
def test_checkers_accept_what_is_solved_and_nothing_else(share: int) -> None:
    count = SMALL_ROUNDS // SHARES
    tally = run_rounds(range(share * count, (share + 1) * count))
    assert tally.findings == []
    assert tally.accepted.total() >= count
    assert set(tally.accepted) == {"contract-game", "leakage-game"}
    assert all(tally.refused[kind] > count // 3 for kind in KINDS)
    assert tally.respecting.total() >= tally.refused.total() / 2
    assert tally.standing >= count // 4 and tally.fallen >= count // 8
    assert min(tally.objections[how] for how in ("upheld", "overruled", "damaged")) >= count


def test_rounds_hold_everything_that_can_happen() -> None:
    cases = [Case.of(make_round(number)) for number in range(300)]
    readings = [case.solution.detail.reading for case in cases]
    assert {status.fate for reading in readings for status in reading.statuses} == set(Fate)
    assert any(not case.one.entries for case in cases)
    assert any(reading.devices and not reading.contracts for reading in readings)
    assert any(reading.contracts and not reading.devices for reading in readings)
    assert any(len({device.samples for device in reading.devices}) < len(reading.devices) - 3 for reading in readings)
    partitions = [case.solution.detail for case in cases if isinstance(case.one.rule, LeakageRule)]
    assert sum(len(set(one.homes)) not in (0, 1, len(one.homes)) for one in partitions) > 10
    assert sum(bool(case.truth.credits) for case in cases) > 120


def test_a_round_is_the_same_every_time() -> None:
    assert make_round(17) == make_round(17)
    assert make_round(17) != make_round(19)


def test_what_is_judged_right_is_the_truth_and_what_is_changed_is_not() -> None:
    case = next(case for number in range(0, 100, 2) if (case := Case.of(make_round(number))).truth.credits)
    assert case.judge(case.truth) is True
    assert {case.judge(forgery) for forgery in _changed(case, "changed amounts")} == {False}
    case = next(case for number in range(1, 100, 2) if len((case := Case.of(make_round(number))).truth.hints) > 4)
    assert case.judge(case.truth) is True
    assert None in {case.judge(forgery) for forgery in _changed(case, "other hints")}


def _changed(case: Case, kind: str) -> list[Forgery]:
    made = [KINDS[kind](Random(seed), case) for seed in range(40)]
    return [forgery for forgery in made if forgery is not None]


@pytest.mark.parametrize("rule", ["contract-game", "leakage-game"])
def test_a_checker_that_accepts_everything_is_noticed(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    monkeypatch.setattr(Checker, "refusal", lambda *_: None)
    monkeypatch.setattr(Checker, "committed", lambda *_: bytes(32))
    tally = Tally()
    for number in range(rule == "leakage-game", 12, 2):
        run_round(number, tally)
    assert sum("a wrong outcome is accepted" in finding for finding in tally.findings) > 20
    # the word that a proposal is committed to is compared
    assert (tally.accepted.total() == 0) is (rule == "leakage-game")


def test_a_checker_that_does_not_read_posts_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Checker.refusal

    def lenient(checker: Checker, claim: Claim) -> str | None:
        refusal = asked(checker, claim)
        return refusal if claim.posts == pack_posts(one.posts) else None

    monkeypatch.setattr(Checker, "refusal", lenient)
    tally = Tally()
    for number in range(0, 40, 2):
        one = make_round(number)
        run_round(number, tally)
    assert {finding.split("(")[1].split(")")[0] for finding in tally.findings} == {"other posts", "other entries"}


@pytest.mark.parametrize("answer", ["WrongDebit", "[revert with nothing]"])
def test_a_checker_that_refuses_everything_is_noticed(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(Checker, "refusal", lambda *_: answer)
    tally = Tally()
    run_round(2, tally)
    assert tally.findings[0] == f"round 2: the true outcome is refused with {answer}"
    assert tally.accepted.total() == 0
    assert any("refused without a cause" in finding for finding in tally.findings) == answer.startswith("[")


@pytest.mark.parametrize("answer", [None, "NoGain"])
def test_a_checker_that_always_or_never_upholds_is_noticed(monkeypatch: pytest.MonkeyPatch, answer: str | None) -> None:
    monkeypatch.setattr(Checker, "upheld", lambda *_: answer)
    tally = run_rounds(range(1, 40, 2))
    assert any("an objection meets" in finding for finding in tally.findings)
    assert any("a damaged objection is upheld" in finding for finding in tally.findings) is (answer is None)


def test_finding_too_few_objections_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: Played) -> list[object]:
        return []

    monkeypatch.setattr(campaign, "objections", none)
    tally = run_rounds(range(1, 40, 2))
    assert any("0 objections are found" in finding for finding in tally.findings)
    assert tally.fallen == 0


def test_too_small_a_campaign_says_what_is_missing() -> None:
    tally = Tally(standing=10**6, fallen=10**6)
    tally.accepted["leakage-game"] = 10**6
    for kind in KINDS:
        tally.refused[kind] = tally.respecting[kind] = 10**6
    for how in ("upheld", "overruled", "damaged"):
        tally.objections[how] = 10**6
    assert shortfalls(tally) == []
    tally.fallen = 999
    assert shortfalls(tally) == ["only 999 that fell, 1,000 needed"]
