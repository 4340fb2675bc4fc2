"""Simulated chains on a devnet: its accounts play, and every act of one of them goes in as few transactions as fit."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from web3.contract import Contract
from web3.contract.contract import ContractFunction

from databourse.chain import devnet, devnet_accounts
from databourse.chain.calls import Receipt, call_of, data_of
from databourse.chain.exchange import Exchange
from databourse.chain.logs import events_of
from databourse.chain.signer import Signer, signer_of
from databourse.chain.transactions import Transactions
from databourse.errors import InvalidInput, Refused
from databourse.resale.encoding import HoldingStruct, OfferStruct
from databourse.resale.ledger import SERIES
from databourse.resale.rules import Rules
from databourse.resale.simulation.venue import Wanted

#: alice is player 0; those who run the market play last.
PLAYERS = (*devnet_accounts.NAMES[3:], *devnet_accounts.NAMES[:3])
MOST_TRADES = len(PLAYERS) - 1

_KIND = "simulated"
_YEAR = 365 * 86400
#: Sales in one transaction, which must not use more gas than one may: each credits everybody before its buyer.
_BATCH, _DEEP_BATCH, _DEEP = 64, 32, 10
_MOST_FAUCET = 10**24


class DevnetVenue:
    """The resale contract of a devnet.

    Attributes:
        players: addresses of the devnet's accounts.
    """

    def __init__(self, exchange: Exchange, transactions: Transactions, trades: int) -> None:
        """Takes how many trades a chain has.

        Raises:
            Refused: it is no devnet, where everybody knows every key.
            InvalidInput: there are not enough accounts.
        """
        if not exchange.connection.is_devnet:
            raise Refused(
                "chains are simulated on a devnet only: everybody's key is needed",
                "start one with `bourse devnet start`, or add --offline",
            )
        if trades > MOST_TRADES:
            rule = f"the devnet has accounts for {MOST_TRADES}"
            raise InvalidInput.of("trades", trades, rule, "play longer chains with --offline")
        self._exchange = exchange
        self._transactions = transactions
        self._signers = [signer_of(name, devnet.CHAIN_ID) for name in PLAYERS[: trades + 1]]
        self.players: Sequence[str] = [signer.address for signer in self._signers]

    def endow(self, amounts: Sequence[int]) -> None:
        """Tokens from the faucet into the accounts of the contract."""
        token, contract = self._exchange.token.functions, self._contract
        for signer, amount in zip(self._signers, amounts, strict=True):
            if not amount:
                continue
            while amount > 0:
                part = min(amount, _MOST_FAUCET)
                given = [
                    token.faucet(signer.address, part),
                    token.approve(contract.address, part),
                    contract.functions.deposit(SERIES, signer.address, part),
                ]
                for function in given:
                    self._transactions.send(signer, call_of(function))
                amount -= part

    def open(self, rules: Rules) -> HoldingStruct:
        """A chain for the dataset of this simulation."""
        create = self._contract.functions.createChain(self._dataset, rules.struct(), list(rules.matrix.columns))
        receipt = self._transactions.send(self._signers[0], call_of(create))
        created = self._events(receipt, "ChainCreated")[0]
        return HoldingStruct(created["chain"], created["licence"], 0, (self.players[0],))

    def offer(self, player: int, wanted: Sequence[Wanted]) -> list[OfferStruct]:
        """See `Venue`."""
        expiry = self._exchange.connection.now() + _YEAR
        functions = self._contract.functions
        receipts = self._send(
            player, [functions.offer(one.holding.struct(), one.buyer, one.price, expiry) for one in wanted]
        )
        offered = [event for receipt in receipts for event in self._events(receipt, "Offered")]
        shares = self._upstream(wanted[0].holding) if wanted else ()
        return [
            OfferStruct(
                one.holding.chain,
                event["number"],
                event["licence"],
                event["buyer"],
                event["price"],
                event["expiry"],
                shares,
                one.holding.path,
            )
            for one, event in zip(wanted, offered, strict=True)
        ]

    def accept(self, player: int, offers: Sequence[OfferStruct]) -> None:
        """See `Venue`."""
        self._send(player, [self._contract.functions.accept(one.struct()) for one in offers])

    def withdraw(self, player: int, offers: Sequence[OfferStruct]) -> None:
        """See `Venue`."""
        self._send(player, [self._contract.functions.withdrawOffer(one.struct()) for one in offers])

    def claim(self, holdings: Sequence[HoldingStruct]) -> None:
        """See `Venue`; player 0 claims for everybody."""
        claims = [self._contract.functions.claim(one.struct(), 2 ** (len(one.path) - 2) - 1) for one in holdings]
        self._send(0, claims)

    def balances(self) -> list[int]:
        """In the wallets and in the accounts of the contract."""
        read, token, contract = self._exchange.read_many, self._exchange.token, self._contract
        wallets = read([token.functions.balanceOf(player) for player in self.players])
        accounts = read([contract.functions.accountOf(SERIES, player) for player in self.players])
        return [wallet + account["free"] for wallet, account in zip(wallets, accounts, strict=True)]

    def _upstream(self, holding: HoldingStruct) -> tuple[int, ...]:
        column = self._exchange.read(self._contract.functions.columnOf(holding.chain, len(holding.path)))
        return tuple(column[:-1])

    def _send(self, player: int, functions: Sequence[ContractFunction]) -> list[Receipt]:
        signer: Signer = self._signers[player]
        calls = [
            call_of(self._contract.functions.multicall([data_of(function) for function in batch]))
            for batch in _batches(functions, _DEEP_BATCH if player > _DEEP else _BATCH)
        ]
        return self._transactions.send_all([(signer, call) for call in calls])

    def _events(self, receipt: Receipt, name: str) -> list[dict[str, Any]]:
        found = events_of(receipt.logs, {self._contract.address: self._contract.abi})
        return [event.args for event in found if event.name == name]

    @property
    def _contract(self) -> Contract:
        return self._exchange.resale

    @cached_property
    def _dataset(self) -> int:
        """A dataset of player 0, registered for the simulation: no data stand behind it."""
        registry, owner = self._exchange.registry, self._signers[0]
        kind = self._exchange.read(registry.functions.kindOf(_KIND))
        if not kind:
            self._transactions.send(owner, call_of(registry.functions.registerKind(_KIND)))
            kind = self._exchange.read(registry.functions.kindOf(_KIND))
        register = registry.functions.registerDataset(secrets.token_bytes(32), 1, kind, 0, _KIND)
        receipt = self._transactions.send(owner, call_of(register))
        registered = events_of(receipt.logs, {registry.address: registry.abi})
        return int(registered[0].args["dataset"])


def _batches(functions: Sequence[ContractFunction], size: int) -> Iterator[Sequence[ContractFunction]]:
    for start in range(0, len(functions), size):
        yield functions[start : start + size]
