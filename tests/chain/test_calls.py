"""What is encoded here without web3 is what web3 encodes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from web3 import Web3

from databourse.chain import artifacts
from databourse.chain.calls import call_of, data_of

WHO = Web3.to_checksum_address("0x70997970C51812dc3A010C7d01b50e0d17dc79C8")
RULES = (1, 0, 5, 5, 2)

CALLS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "no argument": ("ResaleChain", lambda functions: functions.held()),
    "a number": ("ResaleChain", lambda functions: functions.recordOf(2**64 - 1)),
    "an address": ("Market", lambda functions: functions.accountOf(3, WHO)),
    "a word": ("Market", lambda functions: functions.contextOf(1, 2, b"\x07" * 32)),
    "bytes": ("Market", lambda functions: functions.enterBatch(1, b"\x07" * 32, b"\x01\x02\x03")),
    "a list": ("ResaleChain", lambda functions: functions.multicall([b"\x01", b"", b"\xff" * 40])),
    "a text": ("Registry", lambda functions: functions.registerKind("temperature")),
    "a struct": ("ResaleChain", lambda functions: functions.isHolding((1, 2, 3, b"\x04" * 20))),
    "a struct and lists in a list": ("ResaleChain", lambda functions: functions.createChain(1, RULES, [[1], [2, 3]])),
    "arguments by name": ("Market", lambda functions: functions.accountOf(who=WHO, series=3)),
}


@pytest.mark.parametrize("what", CALLS)
def test_data_is_what_web3_encodes(what: str) -> None:
    name, make = CALLS[what]
    function = make(Web3().eth.contract(address=WHO, abi=artifacts.load(name).abi).functions)
    assert "0x" + data_of(function).hex() == call_of(function).data
