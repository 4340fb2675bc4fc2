"""Who takes part: every fate that an entry can have, and that none of them hurts others."""

from __future__ import annotations

from databourse.market.coalition.inputs import Contract, Device
from databourse.market.coalition.reading import Fate, Reading, read_round
from databourse.market.posts import Post
from tests.market.coalition.rounds import BOND, Coalitions


def read(script: Coalitions, most_contracts: int = 10) -> Reading:
    return read_round(script.entries, script.posts, BOND, most_contracts)


def fates(reading: Reading) -> list[str]:
    return [status.fate.value for status in reading.statuses]


def test_contracts_are_numbered_through_the_round_and_devices_by_entry() -> None:
    script = Coalitions()
    script.buyer((3, 10), (1, 20))
    script.device(dataset=9, samples=5, kind=1)
    script.buyer((1, 7))
    script.device(dataset=4, samples=6, kind=3)
    reading = read(script)
    assert reading.contracts == (Contract(3, 10), Contract(1, 20), Contract(1, 7))
    assert reading.contract_entries == (0, 0, 2)
    assert reading.devices == (Device(9, 5, 1), Device(4, 6, 3))
    assert reading.device_entries == (1, 3)
    assert reading.unopened == ()


def test_the_order_of_opening_does_not_matter() -> None:
    script = Coalitions()
    script.device(dataset=1, samples=5)
    script.device(dataset=1, samples=6)
    forward = read(script)
    script.posts.reverse()
    assert read(script) == forward
    assert forward.device_entries == (0,)


def test_budgets_must_be_covered_by_the_lock_together() -> None:
    script = Coalitions()
    script.buyer((0, 10), (0, 20), lock=29)
    script.buyer((0, 10), (0, 20), lock=30)
    reading = read(script)
    assert fates(reading) == ["underfunded", "contracts"]
    assert str(reading.statuses[0].fault) == "lock is 29, but the budgets add up to 30"
    assert len(reading.contracts) == 2


def test_contracts_that_there_is_no_room_for_leave_room_for_fewer() -> None:
    script = Coalitions()
    script.buyer((0, 1), (0, 1))
    script.buyer((0, 1), (0, 1))
    script.buyer((0, 1))
    script.buyer((0, 1))
    reading = read(script, most_contracts=3)
    assert fates(reading) == ["contracts", "too many", "contracts", "too many"]
    assert reading.contract_entries == (0, 0, 2)
    assert str(reading.statuses[1].fault) == "number of contracts is 2, but the round had room for 1 more"


def test_who_does_not_open_is_unopened_and_nobody_else_is_hurt() -> None:
    script = Coalitions()
    script.device(dataset=1, samples=5, opened=False)
    script.device(dataset=1, samples=6)
    reading = read(script)
    assert fates(reading) == ["unopened", "device"]
    assert reading.unopened == (0,)
    assert reading.devices == (Device(1, 6, 0),)


def test_a_device_without_its_bond_is_none_whether_opened_or_not_and_loses_nothing() -> None:
    script = Coalitions()
    script.device(dataset=1, samples=5, lock=BOND - 1, opened=False)
    script.device(dataset=2, samples=5, lock=BOND - 1)
    script.device(dataset=2, samples=6, lock=BOND + 1)
    reading = read(script)
    assert fates(reading) == ["underfunded", "underfunded", "device"]
    assert reading.unopened == ()
    # an earlier entry that is no device does not keep a dataset from a later one
    assert reading.device_entries == (2,)


def test_of_several_entries_with_a_dataset_the_first_device_counts() -> None:
    script = Coalitions()
    script.sealed(b"\x06 no device")
    script.device(dataset=8, samples=3)
    script.device(dataset=8, samples=9)
    script.device(dataset=8, samples=9)
    reading = read(script)
    assert fates(reading) == ["malformed", "device", "repeated", "repeated"]
    assert [status.by for status in reading.statuses] == [None, None, 1, 1]
    assert reading.devices == (Device(8, 3, 0),)


def test_everything_else_is_no_entry() -> None:
    script = Coalitions()
    script.data(bytes(32))
    script.data(b"\x02" + bytes(31), lock=1_000)
    script.payload(b"", lock=1_000)
    script.payload(b"\x05" + bytes(13), lock=1_000)
    script.sealed(b"")
    script.sealed(b"\x06" + bytes(14))
    reading = read(script)
    assert set(reading.statuses) and {status.fate for status in reading.statuses} == {Fate.MALFORMED}
    assert all(status.fault is not None for status in reading.statuses)
    assert (reading.contracts, reading.devices, reading.unopened) == ((), (), ())


def test_a_payload_whose_hash_looks_sealed_is_not_sealed() -> None:
    script = Coalitions()
    payload = next(
        bytes([number >> 8, number & 255])
        for number in range(2**16)
        if Coalitions().payload(bytes([number >> 8, number & 255])) == 0 and _tag(number) == 4
    )
    index = script.payload(payload, lock=BOND)
    script.posts.append(Post(index, script.entries[index].who, bytes(32), Device(1, 1, 0).encode()))
    assert fates(read(script)) == ["malformed"]


def _tag(number: int) -> int:
    script = Coalitions()
    script.payload(bytes([number >> 8, number & 255]))
    return script.entries[0].data[0]
