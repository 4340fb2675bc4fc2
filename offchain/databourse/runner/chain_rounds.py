"""The facts of rounds, read from a chain."""

from __future__ import annotations

import threading

from databourse.chain.exchange import Exchange
from databourse.chain.history import read_round
from databourse.errors import NotFound, Refused
from databourse.market.learning.params import LearningParams
from databourse.market.terms import Status, context
from databourse.runner.facts import RoundFacts

RULE = "learning"


class ChainRounds:
    """Asks a node, one question after the other, whoever wants to know."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._turn = threading.Lock()

    def facts(self, series: int, number: int) -> RoundFacts:
        """Of a round, as it is now.

        Raises:
            NotFound: there is no such round.
            Refused: it is no learning round.
            InvalidInput: its parameters are none of a learning round.
            NetworkError: the node does not answer, or does not give the log of the round.
        """
        with self._turn:
            return self._facts(series, number)

    def _facts(self, series: int, number: int) -> RoundFacts:
        exchange = self._exchange
        info = exchange.series(series)
        status = exchange.status(series, number)
        if status is Status.NEVER:
            raise NotFound(f"series {series} has no round {number}", "see `bourse slot list`")
        found = read_round(exchange, info, number)
        if (rule := exchange.rule(found.terms.checker)) != RULE:
            raise Refused(f"round {series}/{number} is no learning round, but one of the rule {rule or 'of strangers'}")
        # from the terms themselves: what a node says of them is not taken on trust
        terms_hash = found.terms.hash(info.config.hash())
        chain, market = exchange.connection.chain_id, exchange.deployment.market
        return RoundFacts(
            series,
            number,
            context(chain, market, series, number, terms_hash),
            LearningParams.decode(found.terms.params),
            tuple(found.entries),
            closed=status is not Status.OPEN,
            over=status.is_final,
        )
