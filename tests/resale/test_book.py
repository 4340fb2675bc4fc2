from __future__ import annotations

import pytest

from databourse.errors import NotFound
from databourse.resale.book import Book
from databourse.resale.records import OfferStatus, below
from databourse.resale.shares import AVERAGE, tbds
from tests.market.scripted import account
from tests.resale.scripted import DATASET, EXPIRY, Script, tree

ALICE, BOB, CAROL, DAVE, ERIN = map(account, ("alice", "bob", "carol", "dave", "erin"))


def test_a_chain_begins_with_its_owner() -> None:
    script = Script()
    script.open(tbds(0.5), depth=4, eager=3, sales=2)
    chain = script.book.chain(1)
    assert (chain.dataset, chain.owner, chain.rules.matrix) == (DATASET, ALICE, tbds(0.5))
    assert (chain.rules.max_depth, chain.rules.eager_depth, chain.rules.max_sales) == (4, 3, 2)
    root = chain.root
    assert (root.number, root.holder, root.path, root.price, root.depth) == (1, ALICE, (ALICE,), 0, 0)
    assert (root.parent, root.amounts, root.due(), root.claim_mask()) == (None, (), {}, 0)
    assert chain.licences == [root] and chain.event is root.event


def test_a_tree_is_read_with_its_paths() -> None:
    book = tree().book
    assert {number: one.path for number, one in book.licences.items()} == {
        1: (ALICE,),
        2: (ALICE, BOB),
        3: (ALICE, BOB, CAROL),
        4: (ALICE, BOB, DAVE),
        5: (ALICE, BOB, CAROL, ERIN),
    }
    erin = book.licence(5)
    assert (erin.depth, erin.price, erin.amounts) == (3, 1_000, (333, 333, 334))
    assert [one.number for one in erin.ancestry] == [1, 2, 3, 5]
    assert [one.number for one in book.licence(2).children] == [3, 4]
    assert [one.number for one in below(book.licence(1))] == [1, 2, 3, 5, 4]
    assert [one.number for one in below(book.licence(4))] == [4]
    assert book.findings == []
    assert book.last_number == 5


def test_events_may_come_in_any_order() -> None:
    script = tree()
    assert [one.path for one in Book(reversed(script.events)).licences.values()] == [
        one.path for one in script.book.licences.values()
    ]


def test_an_offer_has_four_ways_to_end() -> None:
    script = Script()
    script.open()
    sold, withdrawn, left = (script.post(1, 5) for _ in range(3))
    script.buy("bob", sold)
    script.call_back(withdrawn)
    book = script.book
    status = {number: book.offer(number).status(EXPIRY - 1) for number in (sold, withdrawn, left)}
    assert status == {sold: OfferStatus.SOLD, withdrawn: OfferStatus.WITHDRAWN, left: OfferStatus.STANDING}
    assert book.offer(left).status(EXPIRY) is OfferStatus.EXPIRED
    assert book.licence(1).sales == 2


def test_offers_are_found_by_who_may_accept_them() -> None:
    script = Script()
    script.open()
    script.open()
    anybodys, bobs, late = script.post(1, 5), script.post(1, 6, "bob"), script.post(2, 7, expiry=EXPIRY + 1)

    def standing(now: int, buyer: str | None = None, chain: int | None = None) -> list[int]:
        return [one.number for one in script.book.standing(now, buyer and account(buyer), chain)]

    assert standing(200) == [anybodys, bobs, late]
    assert standing(200, "bob") == [anybodys, bobs, late]
    assert standing(200, "carol") == [anybodys, late]
    assert standing(200, "bob", chain=1) == [anybodys, bobs]
    assert standing(EXPIRY) == [late]
    assert [script.book.offer(number).is_open_to_anybody for number in (anybodys, bobs)] == [True, False]


def test_licences_are_found_by_their_holder() -> None:
    script = tree()
    script.open()
    book = script.book
    assert [one.number for one in book.held_by(ALICE)] == [1, 6]
    assert [one.number for one in book.held_by(ALICE, chain=2)] == [6]
    assert book.held_by(account("stranger")) == []


def test_what_a_call_has_to_say_is_what_was_recorded() -> None:
    script = tree()
    left = script.post(5, 9, "frank")
    book = script.book
    for number in (1, 2, 3, 4, 5):
        assert book.licence(number).terms == script.holding(number)
    assert book.offer(left).terms == script.offered(left)
    assert book.offer(left).column == AVERAGE.column(4)


def test_deferred_shares_are_due_until_they_are_claimed() -> None:
    script = tree(eager=1)
    assert script.book.licence(2).due() == {}
    assert script.book.licence(5).due() == {0: 333, 1: 333}
    assert script.book.due_to(ALICE) == {3: 15, 4: 20, 5: 333}
    assert script.book.due_to(BOB, chain=1) == {5: 333}
    assert script.book.due_to(BOB, chain=2) == {}
    assert script.book.licence(5).claim_mask(BOB) == 0b10
    assert script.book.licence(5).claim_mask() == 0b11
    script.pay_out(5, 0b10)
    erin = script.book.licence(5)
    assert erin.due() == {0: 333}
    assert erin.claims[1] is script.events[-1]
    assert erin.claim_mask(BOB) == 0
    script.pay_out(5, 0b11)
    assert script.book.licence(5).due() == {}
    assert script.book.licence(5).claim_mask() == 0
    assert script.book.findings == []


def test_one_who_stands_in_a_path_twice_is_named_in_both_places() -> None:
    script = Script()
    script.open(eager=0)
    for licence, name in ((1, "bob"), (2, "alice"), (3, "carol"), (4, "dave")):
        script.sell(licence, name, 1_000)
    dave = script.book.licence(5)
    assert dave.path == (ALICE, BOB, ALICE, CAROL, DAVE)
    assert dave.due() == {0: 250, 1: 250, 2: 250}
    assert dave.claim_mask(ALICE) == 0b101
    script.pay_out(5, 0b100)  # which of two equal shares it was, the log does not tell
    assert sum(script.book.licence(5).due().values()) == 500
    assert script.book.due_to(ALICE) == {3: 500, 4: 333, 5: 250}
    script.pay_out(5, script.book.licence(5).claim_mask(ALICE))
    assert script.book.due_to(ALICE) == {3: 500, 4: 333}
    assert script.book.findings == []


def test_a_share_of_nothing_is_not_due() -> None:
    script = Script()
    script.open(eager=0)
    script.sell(script.sell(1, "bob", 1), "carol", 1)
    assert script.book.licence(3).amounts == (0, 1)
    assert script.book.licence(3).due() == {}


def test_giving_up_is_noted() -> None:
    script = tree()
    script.end_selling(CAROL, script.holding(3))
    assert script.book.licence(3).ended is script.events[-1]
    assert script.book.licence(2).ended is None


def test_what_is_not_there_is_told_with_what_is() -> None:
    script = tree()
    left, back = script.post(5, 9), script.post(5, 9)
    script.call_back(back)
    book = script.book
    with pytest.raises(NotFound, match="no chain 2") as caught:
        book.chain(2)
    assert "bourse chain list" in str(caught.value.hint)
    with pytest.raises(NotFound, match="6 is no licence: it is an offer on chain 1 that nobody has accepted yet"):
        book.licence(left)
    with pytest.raises(NotFound, match="7 is no licence: it is an offer on chain 1 that was withdrawn"):
        book.licence(back)
    with pytest.raises(NotFound, match="no licence 8"):
        book.licence(8)
    with pytest.raises(NotFound, match="1 is no offer: it is the licence of the owner of chain 1") as caught:
        book.offer(1)
    assert "bourse chain show 1" in str(caught.value.hint)
    with pytest.raises(NotFound, match="no offer 8"):
        book.offer(8)
