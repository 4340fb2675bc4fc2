"""The contract of resale chains in an EVM inside this process, with its token and its registry."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyrevm
from eth_abi.abi import decode, encode
from eth_utils.abi import collapse_if_tuple
from eth_utils.address import to_checksum_address
from eth_utils.crypto import keccak

from databourse.chain.artifacts import errors_of_all, load
from databourse.chain.logs import Event, events_of
from databourse.chain.reverts import refusal
from databourse.errors import ContractRefused

START = 1_000_000
"""The clock when a contract is deployed."""
FAUCET_MOST = 10**24
"""Base units that the test token gives out at a time."""

_DEPLOYER = "0x" + "de" * 20
_SPEC = "CANCUN"
_REVERTED = re.compile(r"Revert \{ gas_used: \d+, output: (0x[0-9a-f]*)")
#: More than any call here needs.
_GAS = 30_000_000


@dataclass(frozen=True, slots=True)
class Function:
    """How a function of a contract is called."""

    selector: bytes
    takes: tuple[str, ...]
    gives: tuple[str, ...]


@cache
def functions(contract: str) -> Mapping[str, Function]:
    """The functions of a contract by name; none here is overloaded."""
    found = {}
    for item in load(contract).abi:
        if item["type"] == "function":
            takes, gives = (tuple(map(collapse_if_tuple, item[part])) for part in ("inputs", "outputs"))
            found[item["name"]] = Function(keccak(text=f"{item['name']}({','.join(takes)})")[:4], takes, gives)
    return found


class Venue:
    """A contract of its own, on which whoever is among `owners` has the dataset of that place, counted from 1.

    Attributes:
        logs: of the contract, as a node would give them, each call in a block of its own.
        calls: how many were made.
    """

    def __init__(self, owners: Sequence[str], bytecode: str | None = None) -> None:
        """`bytecode` is that of another contract in the place of the compiled one."""
        self._evm = pyrevm.EVM(spec_id=_SPEC)
        self.now = START
        self.logs: list[dict[str, Any]] = []
        self.calls = 0
        self._token = self._deploy("TestToken")
        self._registry = self._deploy("Registry", self._as_word(_DEPLOYER))
        known_to_it = self._as_word(self._token) + self._as_word(self._registry)
        self.address = self._deploy("ResaleChain", known_to_it, bytecode)
        self._must(_DEPLOYER, "Registry", self._registry, "registerKind", "temperature")
        for owner in owners:
            self._must(owner, "Registry", self._registry, "registerDataset", b"root".ljust(32), 10, 1, 1, "")

    @property
    def now(self) -> int:
        """The clock, in seconds."""
        return self._now

    @now.setter
    def now(self, time: int) -> None:
        self._now = time
        self._evm.set_block_env(pyrevm.BlockEnv(timestamp=time))

    # acting

    def send(self, sender: str, name: str, *args: Any) -> ContractRefused | None:
        """Calls a function of the contract; what it is refused with, or None.

        What is no error that a contract declares (a panic, an empty revert, no gas) is refused without a name.
        """
        self.calls += 1
        function = functions("ResaleChain")[name]
        data = function.selector + encode(function.takes, args)
        self._evm.reset_transient_storage()  # as between transactions
        try:
            self._evm.message_call(sender, self.address, data, gas=_GAS)
        except RuntimeError as error:
            reverted = _REVERTED.search(str(error))
            if reverted is None:
                return ContractRefused(str(error))
            return refusal(bytes.fromhex(reverted[1][2:]), errors_of_all())
        result = self._evm.result
        assert result is not None  # of the call above
        self.logs += [
            {
                "address": self.address,
                "topics": log.topics,
                "data": "0x" + log.data[1].hex(),
                "blockNumber": hex(self.calls),
                "blockHash": f"0x{self.calls:064x}",
                "transactionHash": f"0x{self.calls:064x}",
                "logIndex": hex(position),
            }
            for position, log in enumerate(result.logs)
        ]
        return None

    def fund(self, who: str, amount: int) -> None:
        """Gives somebody tokens that the contract may take."""
        for start in range(0, amount, FAUCET_MOST):
            part = min(FAUCET_MOST, amount - start)
            self._must(_DEPLOYER, "TestToken", self._token, "faucet", who, part)
        self._must(who, "TestToken", self._token, "approve", self.address, amount)

    # reading

    def read(self, name: str, *args: Any) -> Any:
        """What a view of the contract says."""
        return self._must(_DEPLOYER, "ResaleChain", self.address, name, *args)

    def free(self, who: str) -> int:
        """The balance of an account. Its other fields must be zero here."""
        free, *others = self.read("accountOf", 0, who)
        assert not any(others), f"the account of {who} has {others}"
        return int(free)

    def tokens(self) -> int:
        """How many tokens the contract has."""
        return int(self._must(_DEPLOYER, "TestToken", self._token, "balanceOf", self.address))

    def events(self) -> list[Event]:
        """Everything that the contract has logged; the token's own events are left out."""
        return events_of(self.logs, {self.address: load("ResaleChain").abi})

    # inside

    def _deploy(self, contract: str, arguments: bytes = b"", bytecode: str | None = None) -> str:
        code = bytes.fromhex((bytecode or load(contract).bytecode).removeprefix("0x")) + arguments
        return to_checksum_address(self._evm.deploy(_DEPLOYER, code))

    def _must(self, sender: str, contract: str, address: str, name: str, *args: Any) -> Any:
        function = functions(contract)[name]
        answer = self._evm.message_call(sender, address, function.selector + encode(function.takes, args), gas=_GAS)
        values = decode(function.gives, answer)
        return values[0] if len(values) == 1 else values

    @staticmethod
    def _as_word(address: str) -> bytes:
        return bytes.fromhex(address[2:]).rjust(32, b"\0")
