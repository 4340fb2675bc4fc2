from __future__ import annotations

from databourse.resale.earnings import Earnings, earnings, payments_of
from databourse.resale.records import below
from tests.market.scripted import account
from tests.resale.scripted import PEOPLE, tree

ALICE, BOB, CAROL, DAVE, ERIN = map(account, ("alice", "bob", "carol", "dave", "erin"))


def test_everybody_has_a_line() -> None:
    book = tree().book
    found = earnings(book.chain(1).licences)
    assert found == {
        ALICE: Earnings(ALICE, direct=100, upstream=15 + 20 + 333),
        BOB: Earnings(BOB, direct=16 + 21, upstream=333, spent=100),
        CAROL: Earnings(CAROL, direct=334, spent=31),
        DAVE: Earnings(DAVE, spent=41),
        ERIN: Earnings(ERIN, spent=1_000),
    }
    assert [found[who].net for who in (ALICE, BOB, DAVE)] == [468, 270, -41]
    assert sum(one.net for one in found.values()) == 0


def test_what_is_due_is_told_apart_until_it_is_claimed() -> None:
    script = tree(eager=2)
    assert earnings(script.book.chain(1).licences)[ALICE] == Earnings(ALICE, direct=100, upstream=35, due=333)
    script.pay_out(5, 0b11)
    assert earnings(script.book.chain(1).licences) == earnings(tree().book.chain(1).licences)


def test_net_earnings_are_what_the_accounts_show() -> None:
    script = tree(eager=1)
    script.pay_out(4, 1)
    found = earnings(script.book.chain(1).licences)
    for name in PEOPLE:
        one = found.get(account(name), Earnings(account(name)))
        assert script.free[account(name)] == 1_000_000 + one.net - one.due
    assert script.unclaimed() == sum(one.due for one in found.values())


def test_a_sale_is_split_player_by_player() -> None:
    script = tree(eager=2)
    script.pay_out(5, 0b10)
    parts = payments_of(script.book.licence(5))
    assert [(one.player, one.payee, one.amount, one.direct, one.due) for one in parts] == [
        (0, ALICE, 333, False, True),
        (1, BOB, 333, False, False),
        (2, CAROL, 334, True, False),
    ]
    assert payments_of(script.book.licence(1)) == []


def test_a_branch_can_be_looked_at_alone() -> None:
    book = tree().book
    found = earnings(below(book.licence(3)))
    assert found[BOB] == Earnings(BOB, direct=16, upstream=333)
    assert DAVE not in found
