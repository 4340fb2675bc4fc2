"""What the ledgers of all contracts share."""

from __future__ import annotations

from typing import Any

from databourse.accounts.checking import known_accounts
from databourse.market.history import History
from databourse.market.ledger import Ledger
from tests.market.scripted import account, funded_script
from tests.market.test_replay import changed


def test_a_log_too_damaged_for_its_accounts_leaves_them_to_the_replay() -> None:
    script = funded_script()
    sound: Any = script.events
    assert (1, account("alice")) in known_accounts(lambda: Ledger(sound, History(sound), script.now))
    damaged: Any = changed(script, "Deposited", 0, account="0x1234")
    assert known_accounts(lambda: Ledger(damaged, History(damaged), script.now)) == []
