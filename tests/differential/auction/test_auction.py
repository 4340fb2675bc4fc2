"""The small share of the campaign, and proof that the campaign would notice a checker that is wrong."""

from __future__ import annotations

from random import Random

import pytest
from eth_abi.abi import encode

from databourse.market.double_auction.book import Fate
from databourse.market.double_auction.params import read_params
from databourse.market.double_auction.ranking import marginal_pair, price_rank
from databourse.market.entries import unpack_amounts
from tests.differential.auction.books import VARIANTS, make_round
from tests.differential.auction.campaign import KINDS, Tally, make_wrong, run_book, run_books
from tests.differential.auction.forgery import Case
from tests.differential.auction.report import SMALL_BOOKS, shortfalls
from tests.differential.auction.repricing import settle_at
from tests.differential.evm import Checker, Claim

SHARES = 4


@pytest.mark.parametrize("share", range(SHARES))
def test_checkers_accept_what_is_solved_and_nothing_else(share: int) -> None:
    tally = run_books(range(share * SMALL_BOOKS // SHARES, (share + 1) * SMALL_BOOKS // SHARES))
    assert tally.findings == []
    assert tally.accepted.total() == SMALL_BOOKS // SHARES
    assert len(tally.accepted) == len(VARIANTS)
    assert all(tally.refused[kind] >= SMALL_BOOKS // SHARES // 3 for kind in KINDS)
    assert tally.respecting.total() >= tally.refused.total() / 2


def test_books_hold_everything_that_can_happen() -> None:
    cases = [Case.of(make_round(number)) for number in range(400)]
    fates = {status.fate for case in cases for status in case.book.statuses}
    assert fates == set(Fate)
    assert any(not case.one.entries for case in cases)
    assert any(case.book.bids and not case.book.asks for case in cases)
    assert any(case.book.asks and not case.book.bids for case in cases)
    assert any(len({bid.price for bid in case.book.bids}) < len(case.book.bids) - 3 for case in cases)
    assert any(entry.flags for case in cases for entry in case.one.entries)
    assert sum(bool(case.trades) for case in cases) > 180


def test_a_book_is_the_same_every_time() -> None:
    assert make_round(17) == make_round(17)
    assert make_round(17) != make_round(21)


@pytest.mark.parametrize("kind", list(KINDS))
def test_wrong_outcomes_are_wrong(kind: str) -> None:
    for number in range(40):
        case = Case.of(make_round(number))
        forgery = make_wrong(case, kind, KINDS[kind])
        assert forgery is None or case.is_wrong(forgery)


def test_repricing_at_the_true_threshold_is_the_true_outcome() -> None:
    compared = 0
    for number in range(400):
        case = Case.of(make_round(number))
        book = case.book
        if case.one.rule.name == "kth-price" and case.trades:
            k = price_rank(len(book.asks), read_params("kth-price", case.one.params).k)
            price = book.asks[case.asks[k]].price
            buyers = [i for i, bid in enumerate(book.bids) if bid.price >= price]
            amounts = settle_at(book, buyers, case.asks[:k], price, price)
        elif case.one.rule.name == "trade-reduction" and (pair := marginal_pair(book)):
            buyers, sellers = case.bids[: case.bids.index(pair[0])], case.asks[: case.asks.index(pair[1])]
            amounts = settle_at(book, buyers, sellers, book.bids[pair[0]].price, book.asks[pair[1]].price)
        else:
            continue
        assert case.forge(*amounts).outcome == case.truth.outcome
        compared += 1
    assert compared > 80


def test_respecting_the_market_means_locks_sums_lengths_and_order() -> None:
    case = next(case for number in range(100) if len((case := Case.of(make_round(number))).debits) > 1)
    payer = min(case.debits)
    lock = case.truth.entries[payer].lock
    assert case.truth.respects_the_market()
    assert not case.forge({**case.debits, payer: lock + 1}).respects_the_market()
    assert not case.forge({payer: 1}, {payer: 2}).respects_the_market()
    assert not case.forge({len(case.truth.entries): 1}).respects_the_market()


def test_a_checker_that_accepts_everything_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Checker, "refusal", lambda *_: None)
    tally = Tally()
    for number in range(8):
        run_book(number, tally)
    assert sum("a wrong outcome is accepted" in finding for finding in tally.findings) > 20
    assert tally.refused.total() == 0


def test_a_checker_that_ignores_one_list_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def lenient(_: Checker, claim: Claim) -> str | None:
        case = Case.of(campaign_round)
        return None if (claim.debits, claim.alloc) == (case.truth.debits, b"") else "WrongDebit"

    tally = Tally()
    monkeypatch.setattr(Checker, "refusal", lenient)
    for number in range(40):
        campaign_round = make_round(number)
        run_book(number, tally)
    assert any("a wrong outcome is accepted" in finding for finding in tally.findings)


@pytest.mark.parametrize("answer", ["WrongDebit", "[revert with nothing]"])
def test_a_checker_that_refuses_everything_is_noticed(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(Checker, "refusal", lambda *_: answer)
    tally = Tally()
    run_book(1, tally)
    assert tally.findings[0] == f"book 1: the true outcome is refused with {answer}"
    assert tally.accepted.total() == 0
    assert any("refused without a cause" in finding for finding in tally.findings) == answer.startswith("[")


def test_the_checker_is_asked_the_way_the_market_asks() -> None:
    """The hand-made ABI encoding against the library's."""
    rng = Random(3)
    parts = [rng.randbytes(length) for length in (8, 64, 0, 16, 33, 1, 2)]
    params, entries, payloads, debits, credited, alloc, hints = parts
    context = rng.randbytes(32)
    types = ["(bytes32,bytes,bytes,bytes,bytes,bytes,bytes,bytes,bytes)"]
    expected = encode(types, [(context, params, entries, payloads, b"", debits, credited, alloc, hints)])
    assert Claim(context, params, entries, payloads, debits, credited, alloc, hints).calldata()[4:] == expected


def test_too_small_a_campaign_says_what_is_missing() -> None:
    tally = Tally()
    tally.accepted["kth-price"] = 10_000
    for kind in KINDS:
        tally.refused[kind] = tally.respecting[kind] = 50_000
    assert shortfalls(tally) == []
    tally.refused["swapped winners"] = 4_999
    assert shortfalls(tally) == ["only 4,999 wrong outcomes: swapped winners, 5,000 needed"]


def test_amounts_of_the_truth_are_in_the_case() -> None:
    for number in range(20):
        case = Case.of(make_round(number))
        assert tuple(case.debits.items()) == unpack_amounts(case.truth.debits)
        assert tuple(case.credits.items()) == unpack_amounts(case.truth.credits)
