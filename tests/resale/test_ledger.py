from __future__ import annotations

import random
from contextlib import suppress
from fractions import Fraction

import pytest

from databourse.accounts.ledger import Balance
from databourse.accounts.statement import Line, merged
from databourse.errors import ContractRefused
from databourse.resale.ledger import SERIES, statement
from databourse.resale.shares import AVERAGE, RAW, tbds
from tests.resale.scripted import PEOPLE
from tests.resale.viewed import Viewed, account, full_script


def lines(script: Viewed, name: str) -> list[Line]:
    return statement(script.ledger, account(name), script.times)


def short(written: list[Line]) -> list[tuple[str, int, int, int | None, int | None]]:
    return [(one.reason, one.free, one.free_after, one.about.chain, one.about.licence) for one in written]


def test_accounts_are_those_of_the_contract() -> None:
    script = full_script()
    added_up = script.ledger
    assert added_up.balances() == {(SERIES, one): Balance(free, 0) for one, free in script.free.items()}
    assert added_up.unclaimed == script.unclaimed() > 0
    assert added_up.total() == added_up.held == script.held
    assert added_up.overdrawn == []


def test_a_sale_that_pays_at_once() -> None:
    script = Viewed()
    first = script.sell(script.open(AVERAGE), "bob", 100)
    second = script.sell(first, "carol", 101)
    reasons = [(one.account, one.reason, one.free) for one in script.ledger.postings if one.reason != "deposit"]
    assert reasons == [
        (account("bob"), "purchase", -100),
        (account("alice"), "sale", 100),
        (account("carol"), "purchase", -101),
        (account("alice"), "upstream", 50),
        (account("bob"), "sale", 51),
    ]
    assert short(lines(script, "bob")) == [
        ("deposit", 10**6, 10**6, None, None),
        ("purchase", -100, 10**6 - 100, 1, first),
        ("sale", 51, 10**6 - 49, 1, second),
    ]


def test_a_deferred_share_is_owed_until_it_is_claimed() -> None:
    script = Viewed()
    first = script.sell(script.open(AVERAGE, eager=1), "bob", 100)
    second = script.sell(first, "carol", 101)
    before = script.ledger
    assert (before.unclaimed, before.balance(SERIES, account("alice"))) == (50, Balance(10**6 + 100, 0))
    assert before.total() == before.held
    script.pay_out(second, 0b11)
    after = script.ledger
    assert (after.unclaimed, after.balance(SERIES, account("alice"))) == (0, Balance(10**6 + 150, 0))
    assert short(lines(script, "alice"))[-1] == ("claim", 50, 10**6 + 150, 1, second)


def test_shares_of_nothing_are_not_written_but_sales_for_nothing_are() -> None:
    script = Viewed()
    first = script.sell(script.open(RAW), "bob", 0)
    script.sell(first, "carol", 10)
    assert short(lines(script, "alice"))[1:] == [("sale", 0, 10**6, 1, first)]
    assert short(lines(script, "bob"))[1:] == [
        ("purchase", 0, 10**6, 1, first),
        ("sale", 10, 10**6 + 10, 1, first + 1),
    ]


def test_who_buys_from_itself_pays_before_it_earns() -> None:
    script = Viewed()
    first = script.sell(script.open(AVERAGE), "alice", 10**6)
    second = script.sell(first, "alice", 10**6)
    assert [one[:3] for one in short(lines(script, "alice"))[1:]] == [
        ("purchase", -(10**6), 0),
        ("sale", 10**6, 10**6),
        ("purchase", -(10**6), 0),
        ("upstream", 500_000, 500_000),
        ("sale", 500_000, 10**6),
    ]
    assert {one.about.licence for one in lines(script, "alice")[3:]} == {second}
    assert script.ledger.overdrawn == []


def test_lines_tell_their_kind_and_moment() -> None:
    script = full_script()
    written = lines(script, "erin")
    assert {one.kind for one in written} == {"chains"}
    assert all(one.time == script.now for one in written)
    assert written[-1].free_after == script.free[account("erin")]


def test_statements_of_two_contracts_become_one_in_order() -> None:
    script = full_script()
    both = merged(lines(script, "bob"), lines(script, "carol"))
    assert [one.when for one in both] == sorted(one.when for one in both)
    assert len(both) == len(lines(script, "bob")) + len(lines(script, "carol"))


def test_every_statement_ends_with_the_account() -> None:
    script = full_script()
    for name in PEOPLE:
        assert lines(script, name)[-1].free_after == script.free[account(name)]


@pytest.mark.parametrize("seed", range(5))
def test_random_plays(seed: int) -> None:
    draw = random.Random(seed)
    script = Viewed()
    matrices = (AVERAGE, tbds(Fraction(draw.randrange(100), 100)), RAW)
    licences = [script.open(matrix, eager=draw.randrange(3), sales=draw.randrange(1, 4)) for matrix in matrices]
    for _ in range(150):
        licence = draw.choice(licences)
        with suppress(ContractRefused):
            match draw.randrange(4):
                case 0:
                    script.pay_out(licence, draw.randrange(32))
                case 1:
                    script.call_back(script.post(licence, draw.randrange(100)))
                case _:
                    licences.append(script.sell(licence, draw.choice(PEOPLE), draw.randrange(300_000)))
    added_up = script.ledger
    assert {key[1]: one.free for key, one in added_up.balances().items()} == script.free
    assert (added_up.unclaimed, added_up.total()) == (script.unclaimed(), script.held)
    assert len(licences) > 20
