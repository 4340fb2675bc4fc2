from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from databourse.chain.relay import folder as relay_folder
from databourse.chain.relay.folder import RelayFolder
from databourse.chain.relay.judging import Carried, Judgement, Turned
from databourse.chain.signed_orders import SignedOrder
from databourse.chain.typed_data import Order, order_message
from databourse.errors import BourseError
from tests.chain.conftest import person

MARKET = person("operator").address


@pytest.fixture
def folder(tmp_path: Path) -> RelayFolder:
    return RelayFolder(tmp_path)


def signed(nonce: int = 0) -> SignedOrder:
    who = person("dave")
    order = Order(b"\1" * 32, who.address, 0, b"\3" + b"\0" * 31, nonce, 2**39, 5)
    return SignedOrder(1, MARKET, 1, order, who.sign_typed_data(order_message(order, 1, MARKET)))


def write(folder: RelayFolder, name: str, *orders: SignedOrder) -> Path:
    path = folder.path / name
    path.write_text("".join(json.dumps(one.as_json()) + "\n" for one in orders), encoding="utf-8")
    return path


def settle_all(folder: RelayFolder, judgements: dict[str, Judgement]) -> list[bool]:
    """For each file whether it was moved."""
    return [folder.settle(letter, judgements) is not None for letter in folder.letters()]


def test_orders_are_divided_among_carried_and_refused(folder: RelayFolder) -> None:
    one, other, later = (signed(nonce) for nonce in range(3))
    path = write(folder, "many.jsonl", one, other)
    waiting = write(folder, "waiting.jsonl", one, later)
    assert settle_all(folder, {one.id: Carried(4, "0x5"), other.id: Turned("too late")}) == [True, False]
    assert (path.exists(), waiting.exists()) == (False, True)
    assert [folder.status(each.id) for each in (one, other, later)] == [
        {"status": "carried", "entry": 4, "transaction": "0x5"},
        {"status": "refused", "reason": "too late"},
        {"status": "waiting"},
    ]
    assert [len(list(part.iterdir())) for part in (folder.done, folder.refused)] == [1, 1]
    # who comes back knows as much
    assert RelayFolder(folder.path).status(other.id) == folder.status(other.id)


@pytest.mark.parametrize("name", [b"n" * 245 + b".jsonl", b"\xff\xfe.jsonl", "é".encode() * 120 + b".jsonl"])
def test_a_name_of_any_bytes_and_length_ends_among_the_refused(folder: RelayFolder, name: bytes) -> None:
    (folder.path / os.fsdecode(name)).write_text("junk\n", encoding="utf-8")
    assert settle_all(folder, {}) == [True]
    assert (folder.waiting(), len(list(folder.refused.iterdir())), folder.trouble) == (0, 1, [])


@pytest.mark.parametrize("broken", ["read_bytes", "unlink"])
def test_a_file_that_cannot_be_read_or_moved_keeps_no_other_waiting(
    folder: RelayFolder, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = write(folder, "bad.jsonl", signed()), write(folder, "good.jsonl", signed())
    original = getattr(Path, broken)

    def guarded(path: Path, *given: object, **named: object) -> object:
        if path == bad:
            raise PermissionError(13, "Permission denied")
        return original(path, *given, **named)

    monkeypatch.setattr(Path, broken, guarded)
    settle_all(folder, {signed().id: Turned("too late")})
    assert (bad.exists(), good.exists()) == (True, False)
    (trouble,) = folder.trouble
    assert f"{bad} cannot be " in trouble.message


def test_a_full_disk_loses_no_file(folder: RelayFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(folder, "one.jsonl", signed())

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert settle_all(folder, {signed().id: Turned("too late")}) == [False]
    assert "No space left" in folder.trouble[0].message
    assert (path.exists(), folder.status(signed().id)) == (True, {"status": "waiting"})


def test_a_file_that_somebody_takes_away_or_writes_to_meanwhile_is_left_alone(folder: RelayFolder) -> None:
    gone, changed = write(folder, "gone.jsonl", signed(0)), write(folder, "changed.jsonl", signed(1))
    letters = folder.letters()
    gone.unlink()
    write(folder, "changed.jsonl", signed(2))
    judgements: dict[str, Judgement] = {signed(nonce).id: Turned("too late") for nonce in range(2)}
    assert [folder.settle(letter, judgements) is not None for letter in letters] == [True, True]
    assert changed.exists()
    assert [one.id for letter in folder.letters() for one in letter.orders] == [signed(2).id]


@pytest.mark.parametrize(
    "raw",
    [b"\xff\n", b"x" * 3000 + b"\n", b"x\n" * 5000],
    ids=["not UTF-8", "a long line", "a large file"],
)
def test_what_cannot_be_shown_completely_is_kept_as_it_is(
    folder: RelayFolder, raw: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_folder, "MOST_BYTES", 8000)
    (folder.path / "orders.jsonl").write_bytes(raw)
    assert settle_all(folder, {}) == [True]
    assert [path.read_bytes() for path in (folder.path / "unread").iterdir()] == [raw]
    assert (folder.waiting(), len(list(folder.refused.iterdir()))) == (0, 1)


def test_a_refused_order_can_come_again_only_when_its_file_is_gone(
    folder: RelayFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.put(signed())
    seen = []
    original = Path.unlink

    def unlink(path: Path, missing_ok: bool = False) -> None:
        seen.append(folder.status(signed().id))
        original(path, missing_ok)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", unlink)
        assert settle_all(folder, {signed().id: Turned("too little money")}) == [True]
    # otherwise the inbox could put it here again just before the file of that name is removed
    assert seen[-1] == {"status": "waiting"}
    assert folder.status(signed().id) == {"status": "refused", "reason": "too little money"}
    folder.put(signed())
    assert (folder.status(signed().id), folder.waiting()) == ({"status": "waiting"}, 1)


def test_a_file_that_is_gone_before_it_is_read_is_no_trouble(
    folder: RelayFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "gone.jsonl", signed(0))
    kept = write(folder, "kept.jsonl", signed(1))
    original = RelayFolder._files

    def one_gone(self: RelayFolder) -> list[Path]:
        found = list(original(self))
        (folder.path / "gone.jsonl").unlink()
        return found

    monkeypatch.setattr(RelayFolder, "_files", one_gone)
    assert [letter.path for letter in folder.letters()] == [kept]
    assert folder.trouble == []


def test_a_folder_whose_past_cannot_be_read_is_not_used(folder: RelayFolder) -> None:
    (folder.done / "old.jsonl").write_bytes(b"\xff\n")
    with pytest.raises(BourseError, match="cannot be used: 'utf-8' codec") as caught:
        RelayFolder(folder.path)
    assert caught.value.hint == "name a folder that you can write"
