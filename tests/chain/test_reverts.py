from __future__ import annotations

import string
from collections.abc import Mapping
from typing import Any

import pytest
from eth_abi.abi import encode
from eth_utils.crypto import keccak

from databourse.chain import artifacts
from databourse.chain.refusals import SENTENCES, clock, explain
from databourse.chain.reverts import known_errors, refusal, refusal_of
from databourse.errors import ContractRefused, Refused, RpcError
from databourse.money import TOKEN

ALICE = "0x90F79bf6EB2c4f870365E785982E1f101E93b906"


def declared(name: str, **inputs: str) -> dict[str, Any]:
    return {"type": "error", "name": name, "inputs": [{"name": key, "type": kind} for key, kind in inputs.items()]}


ABI = [
    declared("InsufficientFree", series="uint64", account="address", free="uint256", needed="uint256"),
    declared("RoundClosed", closeAt="uint40"),
    declared("GateRefused", cause="bytes"),
    declared("CheckerRefused", cause="bytes"),
    declared("WrongDebit", entry="uint256", expected="uint256"),
    declared("Unheard", series="uint64", data="bytes"),
]
KNOWN = known_errors([ABI])


def reverted(signature: str, *values: object) -> bytes:
    types = [kind for kind in signature[signature.index("(") + 1 : -1].split(",") if kind]
    return keccak(text=signature)[:4] + encode(types, values)


def test_an_error_becomes_a_sentence_with_its_values_and_a_hint() -> None:
    data = reverted("InsufficientFree(uint64,address,uint256,uint256)", 3, ALICE, TOKEN // 2, 2 * TOKEN)
    error = refusal(data, KNOWN)
    assert error.message == f"{ALICE} has 0.5 tokens free in series 3, but 2 are needed"
    assert "bourse wallet deposit" in str(error.hint)
    assert (error.name, error.values["account"], error.values["needed"]) == ("InsufficientFree", ALICE, 2 * TOKEN)
    assert error.exit_code == 4


def test_accounts_of_resale_chains_are_called_so() -> None:
    data = reverted("InsufficientFree(uint64,address,uint256,uint256)", 0, ALICE, 0, TOKEN)
    error = refusal(data, KNOWN)
    assert error.message == f"{ALICE} has 0 tokens free in the accounts of resale chains, but 1 are needed"
    assert "bourse wallet deposit chains" in str(error.hint)


def test_times_are_shown_as_times() -> None:
    assert refusal(reverted("RoundClosed(uint40)", 1_700_000_000), KNOWN).message.endswith("2023-11-14 22:13:20 UTC")
    assert clock(2**40 - 1) == f"second {2**40 - 1}"


def test_the_cause_inside_is_decoded_too() -> None:
    inner = reverted("WrongDebit(uint256,uint256)", 7, 3 * TOKEN)
    error = refusal(reverted("CheckerRefused(bytes)", inner), KNOWN)
    assert error.message == "the rule's checker does not accept this outcome: entry 7 has to pay 3 tokens by the rule"
    assert error.hint == "the outcome is wrong: solve again"
    assert error.values["cause"].name == "WrongDebit"


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (b"", "it does not say why"),
        (b"\1\2\3\4\5", "unknown error, 0x0102030405"),
        (reverted("Error(string)", "not today"), "not today"),
        (reverted("Panic(uint256)", 0x11), "(panic 17)"),
        (reverted("WrongDebit(uint256,uint256)", 7, 3)[:20], "with damaged values"),
    ],
)
def test_whatever_a_gate_says_is_told(cause: bytes, said: str) -> None:
    assert said in refusal(reverted("GateRefused(bytes)", cause), KNOWN).message


def test_a_cause_within_causes_ends() -> None:
    data = b""
    for _ in range(20):
        data = reverted("GateRefused(bytes)", data)
    assert refusal(data, KNOWN).message.count("does not admit") == 20


def test_an_error_without_a_sentence_is_told_by_name_and_values() -> None:
    error = refusal(reverted("Unheard(uint64,bytes)", 3, b"\xab"), KNOWN)
    assert error.message == "the contract refused: Unheard (series 3, data ab)"


def test_too_little_ether_is_told_with_what_to_do() -> None:
    error = refusal_of(RpcError("the node answers: Insufficient funds for gas * price + value"), KNOWN)
    assert isinstance(error, Refused) and not isinstance(error, ContractRefused)
    assert "has less ether than this sends" in error.message
    assert "bourse account fund" in str(error.hint)


def test_saying_nothing_is_told() -> None:
    assert "without saying why" in refusal(b"", KNOWN).message


def test_every_error_of_the_contracts_has_a_sentence_that_fits_its_arguments() -> None:
    missing = {error.name for error in artifacts.errors_of_all().values()} - set(SENTENCES)
    # what only a broken token or a mistaken administrator can bring about is told by its name
    assert missing <= {
        "AccessControlBadConfirmation",
        "AddressEmptyCode",
        "ECDSAInvalidSignature",
        "ECDSAInvalidSignatureLength",
        "ECDSAInvalidSignatureS",
        "ERC20InvalidApprover",
        "ERC20InvalidSender",
        "ERC20InvalidSpender",
        "FailedCall",
        "InvalidAccountNonce",
        "InvalidShortString",
        "StringTooLong",
    }
    samples: Mapping[str, object] = {"address": ALICE, "string": "text", "bytes": b"\1", "bytes32": b"\1" * 32}
    for error in artifacts.errors_of_all().values():
        values = {name: samples.get(kind, 5) for name, kind in zip(error.names, error.types, strict=True)}
        sentence, hint = explain(error.name, values)
        assert "{" not in f"{sentence}{hint}"


def test_every_sentence_belongs_to_an_error() -> None:
    assert set(SENTENCES) <= {error.name for error in artifacts.errors_of_all().values()}


def test_hints_name_values_of_the_same_error() -> None:
    for sentence, hint in SENTENCES.values():
        for text in (sentence, hint or ""):
            list(string.Formatter().parse(text))
