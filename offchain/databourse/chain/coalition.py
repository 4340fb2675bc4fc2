"""Coalition rounds on a chain: the calls by which buyers and devices take part."""

from __future__ import annotations

from collections.abc import Sequence

from web3.contract.contract import ContractFunction

from databourse.chain.calls import data_of
from databourse.chain.exchange import Exchange
from databourse.chain.openings import Opening
from databourse.market.coalition.inputs import Contract, pack_contracts
from databourse.market.posts import Post
from databourse.market.rounds import Round
from databourse.market.terms import Terms

_ENTRIES_A_BATCH, _OPENINGS_A_CALL = 2_000, 150
"""So many are well within the gas of one transaction."""


def all_or_none(exchange: Exchange, calls: Sequence[ContractFunction]) -> ContractFunction:
    """Calls of the market as one, of which all happen or none."""
    return calls[0] if len(calls) == 1 else exchange.market.functions.multicall([data_of(call) for call in calls])


def open_round(exchange: Exchange, terms: Terms) -> ContractFunction:
    """Opens the next round of a series."""
    return exchange.market.functions.open(terms.struct())


def offer(exchange: Exchange, series: int, terms_hash: bytes, contracts: Sequence[Contract]) -> ContractFunction:
    """Enters contracts of the sender; the sum of their budgets is locked.

    Raises:
        InvalidInput: there are none, or one of them cannot be.
    """
    return exchange.market.functions.enterWith(series, together(contracts), terms_hash, pack_contracts(contracts))


def together(contracts: Sequence[Contract]) -> int:
    """The sum of the budgets, base units."""
    return sum(contract.budget for contract in contracts)


def join(exchange: Exchange, one: Round, bond: int, openings: Sequence[Opening]) -> list[ContractFunction]:
    """Enters what these openings seal, all of one sender, with a bond of so many base units behind each."""
    if len(openings) == 1:
        return [exchange.market.functions.enter(one.series, bond, one.terms_hash, openings[0].word)]
    words = [bond.to_bytes(12) + opening.word for opening in openings]
    return [
        exchange.market.functions.enterBatch(
            one.series, one.terms_hash, b"".join(words[start : start + _ENTRIES_A_BATCH])
        )
        for start in range(0, len(words), _ENTRIES_A_BATCH)
    ]


def reveal(exchange: Exchange, one: Round, posts: Sequence[Post]) -> list[ContractFunction]:
    """Opens sealed entries, whosever they are."""
    calls = [
        exchange.market.functions.reveal(one.series, one.terms_hash, post.index, post.who, post.salt, post.statement)
        for post in posts
    ]
    starts = range(0, len(calls), _OPENINGS_A_CALL)
    return [all_or_none(exchange, calls[start : start + _OPENINGS_A_CALL]) for start in starts]
