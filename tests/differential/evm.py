"""Checkers in an EVM inside this process: deployed once, asked thousands of times a second."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pyrevm
from eth_utils.crypto import keccak

from databourse.chain.artifacts import CHECKERS, load

_CALLER = "0x" + "ca" * 20
_CLAIM = "(bytes32,bytes,bytes,bytes,bytes,bytes,bytes,bytes,bytes)"
_CHECK = keccak(text=f"check({_CLAIM})")[:4]
_COMMIT = keccak(text=f"commit({_CLAIM})")[:4]
_REFUTES = keccak(text="refutes(bytes,bytes32,bytes)")[:4]
_REVERTED = re.compile(r"Revert \{ gas_used: \d+, output: (0x[0-9a-f]*)")
_SPEC = "CANCUN"
#: More than any check needs, and few enough for one that never ends.
_GAS = 100_000_000


@dataclass(frozen=True, slots=True)
class Claim:
    """What a checker is asked about, as in `IChecker`; no statements are posted in one-shot rounds."""

    context: bytes
    params: bytes
    entries: bytes
    payloads: bytes
    debits: bytes
    credits: bytes
    alloc: bytes
    hints: bytes
    posts: bytes = b""

    def calldata(self, function: bytes = _CHECK) -> bytes:
        """The call of `check`, or of what takes the same; ABI-encoded by hand because this is what takes the time."""
        shown = (self.params, self.entries, self.payloads, self.posts)
        parts = (*shown, self.debits, self.credits, self.alloc, self.hints)
        return function + (32).to_bytes(32) + self.context + _dynamic(parts, head=9 * 32)


def _dynamic(parts: Sequence[bytes], head: int) -> bytes:
    offsets, tails = [], []
    at = head
    for part in parts:
        offsets.append(at.to_bytes(32))
        tails.append(_tail(part))
        at += len(tails[-1])
    return b"".join(offsets + tails)


def _tail(part: bytes) -> bytes:
    return len(part).to_bytes(32) + part + bytes(-len(part) % 32)


class Checker:
    """The deployed checker of one rule, or something with other code in its place."""

    def __init__(self, rule: str, bytecode: str | None = None) -> None:
        artifact = load(CHECKERS[rule])
        self._evm = pyrevm.EVM(spec_id=_SPEC)
        self._address = self._evm.deploy(_CALLER, bytes.fromhex((bytecode or artifact.bytecode).removeprefix("0x")))
        self._errors: dict[str, str] = {
            keccak(text=f"{item['name']}({','.join(part['type'] for part in item['inputs'])})")[:4].hex(): item["name"]
            for item in artifact.abi
            if item["type"] == "error"
        }

    def refusal(self, claim: Claim) -> str | None:
        """None if the checker accepts the claim, else the name of the error with which it refuses.

        What is no error of the checker's own (a panic, an empty revert, another answer) is told in brackets.
        """
        return self._cause(claim.calldata(), _CHECK)

    def committed(self, claim: Claim) -> bytes | str:
        """The word that a checker of proposals commits to, or why it refuses, as `refusal` tells it."""
        return self._ask(claim.calldata(_COMMIT))

    def upheld(self, params: bytes, commitment: bytes, objection: bytes) -> str | None:
        """None if the checker agrees that the objection refutes what was committed to, else why not, as `refusal`."""
        head = 3 * 32
        offsets = head.to_bytes(32) + commitment + (head + len(_tail(params))).to_bytes(32)
        return self._cause(_REFUTES + offsets + _tail(params) + _tail(objection), _REFUTES)

    def _cause(self, calldata: bytes, magic: bytes) -> str | None:
        answer = self._ask(calldata)
        if isinstance(answer, str):
            return answer
        return None if answer == magic.ljust(32, b"\0") else f"[answer {answer.hex()}]"

    def _ask(self, calldata: bytes) -> bytes | str:
        try:
            return self._evm.message_call(_CALLER, self._address, calldata, gas=_GAS, is_static=True)
        except RuntimeError as error:
            reverted = _REVERTED.search(str(error))
            if reverted is None:
                return f"[{error}]"
            selector = reverted[1][2:10]
            return self._errors.get(selector, f"[revert with {selector or 'nothing'}]")
