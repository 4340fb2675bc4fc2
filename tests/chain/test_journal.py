from __future__ import annotations

import os
from pathlib import Path

import pytest

from databourse.chain.calls import Call
from databourse.chain.delivery import Signed
from databourse.chain.journal import Journal
from databourse.errors import BourseError, InvalidInput, Refused
from tests.chain.conftest import person


def signed(nonce: int) -> Signed:
    who = person("alice")
    call = Call("0x000000000000000000000000000000000000bEEF", "0x1234", value=nonce)
    fields = {"to": call.to, "data": call.data, "value": call.value, "nonce": nonce, "gas": 30_000, "chainId": 31337}
    raw = who.sign_transaction({**fields, "type": 2, "maxFeePerGas": 7, "maxPriorityFeePerGas": 1})
    return Signed(call, who.address, nonce, 30_000, raw)


def test_what_was_kept_is_there_for_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "journal.jsonl"
    with Journal(path) as journal:
        assert journal.kept == []
        journal.keep([signed(0), signed(1)])
        journal.keep([signed(2)])
    with Journal(path) as journal:
        assert journal.kept == [signed(0), signed(1), signed(2)]
        journal.clear()
    with Journal(path) as journal:
        assert journal.kept == []


def test_a_line_that_was_being_written_when_the_process_died_was_not_sent(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.keep([signed(0), signed(1)])
    whole = path.read_bytes()
    for cut in (1, 40, len(whole) // 2 - 1):
        path.write_bytes(whole[:-cut])
        with Journal(path) as journal:
            assert journal.kept == [signed(0)]
            journal.keep([signed(2)])
        with Journal(path) as journal:
            assert journal.kept == [signed(0), signed(2)]


def test_what_is_damaged_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.keep([signed(0)])
    for text in ("{}\n", "no json\n", '{"raw": "0x12"}\n', "[1]\n"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InvalidInput, match="is damaged"), Journal(path):
            pass
        assert path.read_text(encoding="utf-8") == text


def test_only_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path), pytest.raises(Refused, match="another process is at work"), Journal(path):
        pass
    with Journal(path):
        pass


def test_what_cannot_be_written_down_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with Journal(tmp_path / "journal.jsonl") as journal, monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(BourseError, match="cannot be written: No space left") as caught:
            journal.keep([signed(0)])
        assert "nothing is sent without it" in str(caught.value.hint)
        assert journal.kept == []
    (tmp_path / "file").touch()
    with pytest.raises(BourseError, match="cannot be written"):
        Journal(tmp_path / "file" / "journal.jsonl")
