"""The compiled contract in an EVM inside this process, with the calls of the one in memory."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pyrevm
from web3 import Web3
from web3.contract import Contract
from web3.contract.contract import ContractFunction

from databourse.chain.artifacts import load
from databourse.chain.calls import call_of, data_of
from databourse.chain.exchange import value_of
from databourse.chain.logs import Event, events_of
from databourse.chain.reverts import known_errors, refusal
from databourse.money import MOST
from databourse.resale.encoding import HoldingStruct, OfferStruct
from databourse.resale.play.rules import RulesStruct
from databourse.resale.views import Record

_SPEC = "CANCUN"
_DEPLOYER = Web3.to_checksum_address("0x" + "de" * 20)
_REVERTED = re.compile(r"Revert \{ gas_used: \d+, output: (0x[0-9a-f]*)")
_GAS = 30_000_000
_FAUCET = 10**24  # what it gives at a time


class EvmResaleChain:
    """The contract with a token and a registry of its own. Refusals are `ContractRefused`, decoded.

    Attributes:
        events: all that the contract has logged.
    """

    def __init__(self, datasets: Mapping[int, str], people: Sequence[str], now: int) -> None:
        """Registers the datasets, whose numbers must be 1, 2, … in order; gives everybody tokens to pay in."""
        self._evm = pyrevm.EVM(spec_id=_SPEC)
        self.now = now
        self.events: list[Event] = []
        token = self._deploy("TestToken")
        registry = self._deploy("Registry", _DEPLOYER)
        self._contract = self._deploy("ResaleChain", token.address, registry.address)
        self._known = known_errors([load("ResaleChain").abi])
        self._send(_DEPLOYER, registry.functions.registerKind("celsius"))
        kind = self._read(registry.functions.kindOf("celsius"))
        for number, owner in datasets.items():
            root = number.to_bytes(32)
            assert self._send(owner, registry.functions.registerDataset(root, 1, kind, 0, "")) == number
        for who in people:
            self._send(who, token.functions.faucet(who, _FAUCET))
            self._send(who, token.functions.approve(self._contract.address, MOST))

    @property
    def now(self) -> int:
        """The chain's clock."""
        return self._now

    @now.setter
    def now(self, seconds: int) -> None:
        self._now = seconds
        self._evm.set_block_env(pyrevm.BlockEnv(timestamp=seconds))

    def deposit(self, sender: str, account: str, amount: int) -> None:
        self._send(sender, self._contract.functions.deposit(0, account, amount))

    def withdraw(self, sender: str, to: str, amount: int) -> None:
        self._send(sender, self._contract.functions.withdraw(0, to, amount))

    def create_chain(
        self, sender: str, dataset: int, rules: RulesStruct, columns: Sequence[Sequence[int]] = ()
    ) -> tuple[int, int]:
        listed = [list(column) for column in columns]
        chain, licence = self._send(sender, self._contract.functions.createChain(dataset, rules, listed))
        return chain, licence

    def offer(self, sender: str, holding: HoldingStruct, buyer: str, price: int, expiry: int) -> int:
        number: int = self._send(sender, self._contract.functions.offer(holding.struct(), buyer, price, expiry))
        return number

    def withdraw_offer(self, sender: str, offered: OfferStruct) -> None:
        self._send(sender, self._contract.functions.withdrawOffer(offered.struct()))

    def accept(self, sender: str, offered: OfferStruct) -> None:
        self._send(sender, self._contract.functions.accept(offered.struct()))

    def claim(self, sender: str, holding: HoldingStruct, payees: int) -> None:
        self._send(sender, self._contract.functions.claim(holding.struct(), payees))

    def end_selling(self, sender: str, holding: HoldingStruct) -> None:
        self._send(sender, self._contract.functions.endSelling(holding.struct()))

    def record(self, number: int) -> Record:
        return Record.of(self._read(self._contract.functions.recordOf(number)))

    def is_holding(self, holding: HoldingStruct) -> bool:
        return bool(self._read(self._contract.functions.isHolding(holding.struct())))

    def column(self, chain: int, trade: int) -> tuple[int, ...]:
        return tuple(self._read(self._contract.functions.columnOf(chain, trade)))

    def free_of(self, who: str) -> int:
        return int(self._read(self._contract.functions.accountOf(0, who))["free"])

    @property
    def held(self) -> int:
        return int(self._read(self._contract.functions.held()))

    @property
    def last_number(self) -> int:
        return int(self._read(self._contract.functions.lastNumber()))

    def _deploy(self, name: str, *arguments: object) -> Contract:
        artifact = load(name)
        factory = Web3().eth.contract(abi=artifact.abi, bytecode=artifact.bytecode)
        code = bytes.fromhex(call_of(factory.constructor(*arguments)).data.removeprefix("0x"))
        address = Web3.to_checksum_address(self._evm.deploy(_DEPLOYER, code))
        return Web3().eth.contract(address=address, abi=artifact.abi)

    def _read(self, function: ContractFunction) -> Any:
        answer = self._evm.message_call(_DEPLOYER, function.address, data_of(function), gas=_GAS, is_static=True)
        return value_of(function, "0x" + answer.hex())

    def _send(self, sender: str, function: ContractFunction) -> Any:
        self._evm.reset_transient_storage()
        try:
            answer = self._evm.message_call(sender, function.address, data_of(function), gas=_GAS)
        except RuntimeError as error:
            reverted = _REVERTED.search(str(error))
            if reverted is None:
                raise
            raise refusal(bytes.fromhex(reverted[1][2:]), self._known) from error
        if hasattr(self, "_contract"):
            self._take_logs()
        return value_of(function, "0x" + answer.hex())

    def _take_logs(self) -> None:
        result = self._evm.result
        assert result is not None
        block = len(self.events) + 1
        raw = [
            {
                "address": log.address,
                "topics": list(log.topics),
                "data": "0x" + log.data[1].hex(),
                "blockNumber": hex(block),
                "blockHash": "0x" + block.to_bytes(32).hex(),
                "transactionHash": "0x" + block.to_bytes(32).hex(),
                "logIndex": hex(index),
            }
            for index, log in enumerate(result.logs)
        ]
        self.events += events_of(raw, {self._contract.address: self._contract.abi})
