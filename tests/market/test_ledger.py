from __future__ import annotations

from databourse.accounts.ledger import Balance
from databourse.market.double_auction.orders import BidOrder
from tests.market.scripted import Script, account, funded_script, standard_round


def balance(script: Script, name: str, series: int = 1) -> Balance:
    return script.ledger.balance(series, account(name))


def test_deposits_withdrawals_and_moves() -> None:
    script = funded_script()
    script.create(2)
    script.withdraw("alice", 100)
    script.emit("Moved", **{"from": 1, "to": 2, "account": account("alice"), "amount": 300})
    assert balance(script, "alice") == Balance(600, 0)
    assert balance(script, "alice", 2) == Balance(300, 0)
    assert script.ledger.held == script.ledger.total() == 6_900


def test_an_open_round_locks_the_fee_too() -> None:
    script = funded_script(fee=3)
    script.open()
    script.bid("alice", 10, 5)
    script.batch("alice", [(20, BidOrder(10, 2).encode()), (0, bytes(32))])
    assert balance(script, "alice") == Balance(1_000 - 79, 79)


def test_a_settled_round_takes_debits_and_fees_and_frees_the_rest() -> None:
    script = funded_script(fee=3)
    standard_round(script)
    script.settle()
    settled = script.history.round(1).settled
    assert settled is not None
    # K = 2, so the third ask sets the price: 4 a unit for alice (5 units) and bob (4 units)
    assert balance(script, "alice") == Balance(1_000 - 3 - 20, 0)
    assert balance(script, "bob") == Balance(1_000 - 3 - 16, 0)
    assert balance(script, "carol") == Balance(1_000 - 3, 0)
    assert balance(script, "solver") == Balance(21, 0)
    assert balance(script, "beneficiary") == Balance(settled.surplus, 0)
    assert script.ledger.total() == script.ledger.held == 7_000


def test_an_aborted_round_gives_everything_back() -> None:
    script = funded_script(fee=3)
    standard_round(script)
    script.abort()
    assert all(script.ledger.balance(1, account(name)) == Balance(1_000, 0) for name in ("alice", "bob", "grace"))


def test_locks_are_released_before_the_next_round_and_before_a_withdrawal() -> None:
    script = funded_script(fee=1)
    script.open()
    script.bid("alice", 100, 9)
    script.abort()
    script.withdraw("alice", 1_000)
    script.deposit("alice", 500)
    script.open()
    script.bid("alice", 100, 4)
    ledger = script.ledger
    assert ledger.balance(1, account("alice")) == Balance(99, 401)
    assert not ledger.overdrawn


def test_carrying_orders_costs_the_signers_and_pays_the_relayer() -> None:
    script = funded_script(fee=1)
    script.open()
    script.signed("grace", 5, [("alice", 20, BidOrder(10, 2).encode()), ("bob", 30, BidOrder(10, 3).encode())])
    assert balance(script, "alice") == Balance(1_000 - 26, 21)
    assert balance(script, "bob") == Balance(1_000 - 36, 31)
    assert balance(script, "grace") == Balance(1_010, 0)
    assert script.ledger.total() == 7_000


def test_taking_more_than_there_is_shows() -> None:
    script = funded_script()
    script.open()
    script.bid("alice", 100, 9)
    script.withdraw("alice", 200)
    overdrawn = script.ledger.overdrawn
    assert [posting.reason for posting in overdrawn] == ["withdrawal"]


def test_locked_money_cannot_leave_before_its_round_is_settled() -> None:
    script = funded_script()
    script.open()
    script.bid("alice", 100, 9)
    script.withdraw("alice", 200)
    script.settle()
    assert script.ledger.overdrawn


def test_the_history_of_an_account_names_every_reason() -> None:
    script = funded_script(fee=1)
    standard_round(script)
    script.settle()
    reasons = [posting.reason for posting in script.ledger.history_of(account("alice"))]
    assert reasons == ["deposit", "entry", "debit"]
    assert [p.reason for p in script.ledger.history_of(account("dave"), 1)] == ["deposit", "entry", "credit"]
    assert script.ledger.history_of(account("dave"), 2) == []


def test_an_account_that_nothing_happened_to_is_empty() -> None:
    assert balance(funded_script(), "nobody") == Balance(0, 0)
