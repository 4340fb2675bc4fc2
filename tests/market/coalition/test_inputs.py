from __future__ import annotations

import pytest

from databourse.errors import InvalidInput
from databourse.market.coalition.inputs import Contract, Device, pack_contracts, read_contracts, read_device
from databourse.market.faults import Fault


def test_contracts_are_a_tag_and_thirteen_bytes_each() -> None:
    contracts = (Contract(1, 60), Contract(65_535, 2**88 - 1))
    packed = pack_contracts(contracts)
    assert packed.hex() == "05" + "0001" + f"{60:022x}" + "ffff" + "ff" * 11
    assert read_contracts(packed) == contracts


def test_a_device_is_fifteen_bytes() -> None:
    device = Device(dataset=7, samples=1_000, type=3)
    assert device.encode().hex() == "06" + "0000000000000007" + "000003e8" + "0003"
    assert read_device(device.encode()) == device


@pytest.mark.parametrize(
    ("contracts", "message"),
    [
        ([], "contracts is empty"),
        ([Contract(0, 1), Contract(0, 0)], r"contracts\[1\].budget is 0, but it must be at least 1"),
        ([Contract(0, 2**88)], r"contracts\[0\].budget is 309485009821345068724781056"),
        ([Contract(65_536, 1)], r"contracts\[0\].type is 65536"),
        ([Contract(-1, 1)], r"contracts\[0\].type is -1"),
    ],
)
def test_contracts_that_could_not_count_are_refused(contracts: list[Contract], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        pack_contracts(contracts)


@pytest.mark.parametrize(
    ("device", "message"),
    [
        (Device(0, 1, 0), "dataset is 0, but it must be at least 1"),
        (Device(2**64, 1, 0), "dataset is 18446744073709551616"),
        (Device(1, 0, 0), "samples is 0, but it must be at least 1"),
        (Device(1, 2**32, 0), "samples is 4294967296"),
        (Device(1, 1, 65_536), "type is 65536"),
        (Device(1, 1.5, 0), "samples is 1.5, but it must be an integer"),  # type: ignore[arg-type]
    ],
)
def test_devices_that_could_not_count_are_refused(device: Device, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        device.encode()


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        (b"", "the payload's tag is 0"),
        (b"\x06" + bytes(13), "the payload's tag is 6"),
        (b"\x05", "the payload's length is 1"),
        (b"\x05" + bytes(12), "the payload's length is 13"),
        (b"\x05" + b"\x01" * 14, "the payload's length is 15"),
        (pack_contracts([Contract(1, 1)]) + bytes(13), "a budget is 0, but must be at least 1"),
    ],
)
def test_payloads_without_contracts(payload: bytes, fault: str) -> None:
    found = read_contracts(payload)
    assert isinstance(found, Fault) and str(found).startswith(fault)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("", "the statement's length is 0"),
        ("06" + "00" * 13, "the statement's length is 14"),
        ("06" + "01" * 15, "the statement's length is 16"),
        ("05" + "01" * 14, "the statement's tag is 5"),
        ("06" + "0000000000000000" + "00000001" + "0001", "dataset is 0"),
        ("06" + "0000000000000001" + "00000000" + "0001", "samples is 0"),
    ],
)
def test_statements_without_a_device(statement: str, fault: str) -> None:
    found = read_device(bytes.fromhex(statement))
    assert isinstance(found, Fault) and str(found).startswith(fault)
