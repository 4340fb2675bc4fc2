"""Opens rounds of one kind on a real chain, for the keeper."""

from __future__ import annotations

from collections.abc import Callable

from databourse.chain import history
from databourse.chain.calls import call_of
from databourse.chain.exchange import Exchange
from databourse.chain.signer import Signer
from databourse.market.terms import Terms
from databourse.services.keeper import Opened
from databourse.services.settler import mining_only


class ChainOpener:
    """Opens with one account (`services.keeper.Opener`)."""

    def __init__(self, exchange: Exchange, signer: Signer, terms: Callable[[int], Terms]) -> None:
        """Takes the terms of a round that opens at a time."""
        self._exchange = exchange
        self._signer = signer
        self._terms = terms
        self._transactions = mining_only(exchange.connection)

    def open(self, now: int) -> Opened:
        """Opens the next round.

        Raises:
            Refused: a contract says no, or there is too little ether.
            Unconfirmed: it may be open, and was not seen to be.
        """
        terms = self._terms(now)
        receipt = self._transactions.send(self._signer, call_of(self._exchange.market.functions.open(terms.struct())))
        return Opened(history.opened_in(self._exchange, receipt), terms.close_at, terms.settle_by, receipt.tx)
