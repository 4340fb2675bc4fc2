"""Coalition rounds on a chain: the calls by which buyers and devices take part."""

from __future__ import annotations

from collections.abc import Sequence

from eth_utils.address import to_checksum_address
from web3.contract.contract import ContractFunction

from databourse.chain import artifacts
from databourse.chain.calls import data_of
from databourse.chain.exchange import Exchange
from databourse.chain.openings import Opening
from databourse.market.coalition.inputs import CONTRACT_BYTES, Contract, pack_contracts
from databourse.market.posts import Post
from databourse.market.rounds import Round
from databourse.market.terms import Terms

_ANY_CHECKER = artifacts.CHECKERS["contract-game"]
"""Whose interface has what all checkers answer."""
_PAYLOAD_BYTES = 65_536
"""Of all entries of a round together, at most; each can have its part of that."""
_ENTRIES_A_BATCH, _OPENINGS_A_CALL = 2_000, 150
"""So many are well within the gas of one transaction."""


def all_or_none(exchange: Exchange, calls: Sequence[ContractFunction]) -> ContractFunction:
    """Calls of the market as one, of which all happen or none."""
    return calls[0] if len(calls) == 1 else exchange.market.functions.multicall([data_of(call) for call in calls])


def open_round(exchange: Exchange, terms: Terms) -> ContractFunction:
    """Opens the next round of a series."""
    return exchange.market.functions.open(terms.struct())


def offer(
    exchange: Exchange, series: int, terms_hash: bytes, contracts: Sequence[Contract], most_entries: int
) -> list[ContractFunction]:
    """Enters contracts of the sender, in as many entries as they need; the budgets are locked.

    Args:
        exchange: the contracts that it is for.
        series: number of the series.
        terms_hash: of its round.
        contracts: in order.
        most_entries: of the round; the fewer, the longer a payload can be.

    Raises:
        InvalidInput: there are none, or one of them cannot be.
    """
    most = contracts_an_entry(most_entries)
    parts = [contracts[start : start + most] for start in range(0, len(contracts), most)] or [contracts]
    enter = exchange.market.functions.enterWith
    return [enter(series, together(part), terms_hash, pack_contracts(part)) for part in parts]


def contracts_an_entry(most_entries: int) -> int:
    """How many contracts fit the payload of one entry, in a round of at most so many (see `IMarket.enterWith`)."""
    return max(1, (_PAYLOAD_BYTES // most_entries - 1) // CONTRACT_BYTES)


def limits(exchange: Exchange, terms: Terms) -> tuple[int, int]:
    """How many entries a round with these terms takes, and how many of one account.

    Raises:
        ContractRefused: no round can have these parameters.
    """
    checker = exchange.connection.web3.eth.contract(
        address=to_checksum_address(terms.checker), abi=artifacts.load(_ANY_CHECKER).abi
    )
    entries, of_one = exchange.read(checker.functions.limits(terms.params))
    return int(entries), int(of_one)


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
