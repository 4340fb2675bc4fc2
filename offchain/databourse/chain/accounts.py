"""Where a wallet's money can go: into the accounts of a series, or into those of resale chains.

Both contracts keep accounts in the same way (`IAccounts`); of resale chains there is one account for each person, which
the contract calls series 0.
"""

from __future__ import annotations

from dataclasses import dataclass

from web3.contract import Contract
from web3.contract.contract import ContractFunction

from databourse.chain.exchange import Exchange
from databourse.chain.records import Account
from databourse.resale.ledger import KIND, SERIES

CHAINS = KIND
"""Stands where a series stands, for the accounts of resale chains."""


@dataclass(frozen=True)
class Accounts:
    """Everybody's accounts in one place.

    Attributes:
        exchange: to read them from.
        contract: that keeps them.
        series: their number there.
        keeper: what the contract is called.
    """

    exchange: Exchange
    contract: Contract
    series: int
    keeper: str

    def account(self, who: str) -> Account:
        """What somebody has there, as it is now."""
        return Account(**self.exchange.read(self.account_call(who)))

    def account_call(self, who: str) -> ContractFunction:
        """The view behind `account`, to be read with others."""
        return self.contract.functions.accountOf(self.series, who)

    def withdraw_call(self, to: str, amount: int) -> ContractFunction:
        """Sends `amount` base units of who sends it to the wallet of `to`."""
        return self.contract.functions.withdraw(self.series, to, amount)


def accounts_of_series(exchange: Exchange, series: int) -> Accounts:
    """The accounts of a series."""
    return Accounts(exchange, exchange.market, series, "market")


def accounts_of_chains(exchange: Exchange) -> Accounts:
    """The accounts of resale chains."""
    return Accounts(exchange, exchange.resale, SERIES, "resale contract")
