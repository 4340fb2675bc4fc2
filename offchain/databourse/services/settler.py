"""Settles rounds, refutes false proposals and collects fees on a real chain, for the solver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from databourse.chain import deployments, history, settling
from databourse.chain.calls import Receipt, call_of
from databourse.chain.connection import Connection
from databourse.chain.exchange import Exchange
from databourse.chain.logs import event_topic, topic_of
from databourse.chain.records import RoundView, SeriesInfo
from databourse.chain.signer import Signer
from databourse.chain.transactions import Transactions
from databourse.errors import NetworkError
from databourse.market.outcomes import Settled
from databourse.market.rounds import Round
from databourse.market.terms import slot_id
from databourse.services.acting import Refutation, Settlement


class ChainSettler:
    """Settles with one account (`services.acting.Settler`)."""

    def __init__(self, exchange: Exchange, signer: Signer) -> None:
        self._exchange = exchange
        self._signer = signer
        self._transactions = mining_only(exchange.connection)

    @property
    def address(self) -> str:
        """Of who settles."""
        return self._signer.address

    def settle(self, info: SeriesInfo, view: RoundView, since: int = 0) -> Settlement:
        """Settles the latest round of a series, or proposes or finalises its outcome; see `Settler`.

        Raises:
            NetworkError: log and state of the node do not belong together, or the contracts were replaced.
            NotFound: the rule of the round is not known here.
            Refused: a contract says no, or there is too little ether.
            Unconfirmed: it may be settled, and was not seen to be.
        """
        exchange, info, one = self._read(info, view, since)
        # where deliveries start is of no importance here
        prepared = settling.prepare(exchange, one, view, pointers={})
        receipt = self._transactions.send(self._signer, prepared.call)
        fees = info.config.fee * len(one.entries)
        rule, surplus = prepared.mechanism.name, prepared.solution.surplus
        return Settlement(prepared.way, rule, len(one.entries), fees, surplus, prepared.bond, receipt)

    def challenge(self, info: SeriesInfo, view: RoundView, since: int = 0) -> Refutation | None:
        """Voids the standing proposal of the latest round if it is false; see `Settler`.

        Raises:
            BourseError: as `settle`.
        """
        exchange, _, one = self._read(info, view, since)
        challenge = settling.prepare_challenge(exchange, one, view)
        if challenge is None:
            return None
        receipt = self._transactions.send(self._signer, challenge.call)
        return Refutation(challenge.objection.sentence, challenge.proposal.bond, receipt)

    def _read(self, info: SeriesInfo, view: RoundView, since: int) -> tuple[Exchange, SeriesInfo, Round]:
        exchange = self._newest()
        info = exchange.series(info.number)  # of which the log is to be read, whatever was known of it earlier
        return exchange, info, history.read_round(exchange, info, view.round, since)

    def settled(self, series: int, number: int) -> Settled | None:
        """What a round was settled with."""
        topics = [event_topic(self._exchange.market.abi, "Settled"), topic_of(slot_id(series, number))]
        events = self._exchange.events(topics=topics, to_block=self._exchange.connection.head())
        return Settled.of(events[-1]) if events else None

    def free(self, series: Sequence[int]) -> Mapping[int, int]:
        """Base units that are free, by series."""
        functions = [self._exchange.market.functions.accountOf(number, self.address) for number in series]
        accounts = self._exchange.read_many(functions)
        return {number: account["free"] for number, account in zip(series, accounts, strict=True)}

    def withdraw(self, series: int, amount: int) -> Receipt:
        """Into the wallet of who settles."""
        call = call_of(self._exchange.market.functions.withdraw(series, self.address, amount))
        return self._transactions.send(self._signer, call)

    def ether(self) -> int:
        """Wei."""
        return int(self._exchange.connection.request("eth_getBalance", self.address, "latest"), 16)

    def _newest(self) -> Exchange:
        """The exchange as its file names it now: a checker that is added to the file is known from then on."""
        deployment = deployments.load(self._exchange.connection)
        if deployment.market != self._exchange.deployment.market:
            raise NetworkError(
                f"the deployment's file names another market now, {deployment.market}",
                "start again to work with that one",
            )
        return Exchange(self._exchange.connection, deployment)


def mining_only(connection: Connection) -> Transactions:
    """Sends and waits until it is mined, whatever the finality of the network: a service sees when it is undone."""
    return Transactions(replace(connection, network=replace(connection.network, finality=0)))
