"""The facts of rounds, read from a chain."""

from __future__ import annotations

import threading
from dataclasses import replace

from databourse.chain.exchange import Exchange
from databourse.chain.history import read_round
from databourse.errors import NetworkError, NotFound, Refused
from databourse.market.entries import log_word
from databourse.market.learning.params import LearningParams
from databourse.market.learning.posted import choose
from databourse.market.learning.statement import inputs_of
from databourse.market.rounds import Round
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
        facts = RoundFacts(
            series,
            number,
            context(chain, market, series, number, terms_hash),
            LearningParams.decode(found.terms.params),
            tuple(found.entries),
            closed=status is not Status.OPEN,
            over=status.is_final,
            paid=_paid(found) if status is Status.SETTLED else None,
        )
        return facts if facts.over or not facts.closed else replace(facts, final=self._is_final(facts))

    def _is_final(self, facts: RoundFacts) -> bool:
        """Whether a closed round, which is the latest of its series, had these entries some blocks ago as well.

        Raises:
            NetworkError: the log gave other entries than the Market has.
        """
        connection = self._exchange.connection
        head, depth = connection.head(), connection.network.finality
        word = log_word(facts.context, facts.entries)
        now = self._exchange.round_view(facts.series, head)
        if now.round != facts.number or now.log != word:
            raise NetworkError(
                f"what the node's log tells of round {facts.name} does not agree with its state",
                "the chain is just changing, or the node lags behind: try again",
            )
        if not depth:
            return True
        block = head - depth
        if block < self._exchange.deployment.block:
            return False
        try:
            then = self._exchange.round_view(facts.series, block)
        except NotFound:  # the series is younger
            return False
        return (then.round, then.log) == (now.round, now.log)


def _paid(one: Round) -> int:
    statement = choose(one.posts, inputs_of(one.entries), LearningParams.decode(one.terms.params))
    return statement.present if statement else 0
