"""What the audit of resale chains compares with: the contract's own word, all of it at one block."""

from __future__ import annotations

from collections.abc import Sequence

from databourse.accounts.checking import known_accounts
from databourse.accounts.ledger import Balance
from databourse.chain.exchange import Exchange
from databourse.chain.logs import Event
from databourse.resale.book import Book
from databourse.resale.ledger import Ledger
from databourse.resale.views import ChainStruct, Record, ResaleView


def view_resale(exchange: Exchange, events: Sequence[Event], block: int) -> ResaleView:
    """Asks the contract for everything that its events are about, and for nothing that it does not know.

    Args:
        exchange: whose contract.
        events: all of the contract.
        block: at which all of it is read.
    """
    contract, token = exchange.resale.functions, exchange.token.functions
    asked = [contract.held(), token.balanceOf(exchange.resale.address), contract.chainCount(), contract.lastNumber()]
    held, tokens, chain_count, last_number = exchange.read_many(asked, block)
    book = Book(events)
    chains = [one for one in book.chains.values() if one.number in range(1, chain_count + 1)]
    # a sold offer and its licence are one number
    numbers = [one for one in {**book.licences, **book.offers} if one in range(1, last_number + 1)]
    structs = exchange.read_many([contract.chainOf(one.number) for one in chains], block)
    columns = [
        (one.number, trade)
        for one, struct in zip(chains, structs, strict=True)
        for trade in range(1, struct["rules"]["maxDepth"] + 1)
    ]
    records = exchange.read_many([contract.recordOf(number) for number in numbers], block)
    keys = known_accounts(lambda: Ledger(events, book))
    accounts = exchange.read_many([contract.accountOf(series, who) for series, who in keys], block)
    stated = exchange.read_many([contract.columnOf(chain, trade) for chain, trade in columns], block)
    return ResaleView(
        contract=exchange.resale.address,
        times=exchange.connection.times_of({event.block for event in events if event.name in ("Offered", "Sold")}),
        held=held,
        tokens=tokens,
        accounts={key: Balance(one["free"], one["locked"]) for key, one in zip(keys, accounts, strict=True)},
        chain_count=chain_count,
        last_number=last_number,
        chains={one.number: ChainStruct.of(struct) for one, struct in zip(chains, structs, strict=True)},
        columns={key: tuple(column) for key, column in zip(columns, stated, strict=True)},
        records={number: Record.of(one) for number, one in zip(numbers, records, strict=True)},
    )
