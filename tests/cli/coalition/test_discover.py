from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ok, refused

EPOCH = ("--levels", "5", "--epoch", "week-12")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where two parties, a and b, and a third, c, stand."""
    for name in "abc":
        ok("coalition", "discover", "new", name)
    return tmp_path


def discover(*words: object) -> Any:
    return ok("coalition", "discover", *words, "--json").json


def test_two_parties_learn_whether_their_types_are_equal_and_the_files_tell_nothing(folder: Path) -> None:
    tested = {}
    for theirs in (3, 1):
        discover("ask", "a", "b/public.json", "--type", "3", *EPOCH)
        discover("answer", "b", "asked.json", "--type", theirs, *EPOCH)
        sent = (folder / "asked.json").read_text(encoding="utf-8") + (folder / "answered.json").read_text(
            encoding="utf-8"
        )
        assert "week-12" not in sent and '"type"' not in sent
        first = discover("confirm", "a", "answered.json")
        second = discover("conclude", "b", "confirmed.json")
        assert first["equal"] == second["equal"] and first["session"] == second["session"]
        tested[theirs] = first["equal"]
    assert tested == {3: True, 1: False}


def test_people_are_told_what_to_send_to_whom(folder: Path) -> None:
    identity = json.loads((folder / "b" / "public.json").read_text(encoding="utf-8"))["identity"][:16]
    assert f"Send asked.json to {identity}" in ok("coalition", "discover", "ask", "a", "b", "--type", "0", *EPOCH).out
    told = ok("coalition", "discover", "answer", "b", "asked.json", "--type", "4", *EPOCH).out
    assert "Send answered.json back to" in told and "4 more sessions" in told
    told = ok("coalition", "discover", "confirm", "a", "answered.json").out
    assert f"{identity}… has another type." in told
    assert "has another type." in ok("coalition", "discover", "conclude", "b", "confirmed.json").out
    told = ok("coalition", "discover", "verify", "confirmed.json", "--party", "a", "--party", "b/public.json").out
    assert told.count("masked") == 2 and "All 3 signatures" in told


def test_keys_are_for_their_owner_alone(folder: Path) -> None:
    discover("ask", "a", "b", "--type", "3", *EPOCH)
    (session,) = (folder / "a" / "sessions").glob("*.json")
    for file in (folder / "a" / "secret.json", session):
        assert file.stat().st_mode & 0o077 == 0
    discover("answer", "b", "asked.json", "--type", "3", *EPOCH)
    discover("confirm", "a", "answered.json")
    assert json.loads(session.read_text(encoding="utf-8"))["secret"] == ""


@pytest.mark.usefixtures("folder")
def test_a_peer_has_so_many_sessions_in_an_epoch() -> None:
    for _ in range(2):
        discover("ask", "a", "b", "--type", "3", *EPOCH)
        discover("answer", "b", "asked.json", "--type", "3", *EPOCH, "--limit", "2")
    discover("ask", "a", "b", "--type", "3", *EPOCH)
    answer = ("answer", "b", "asked.json", "--type", "3", *EPOCH, "--limit", "2")
    assert "has had all it gets in this epoch: 2 sessions" in refused(4, "coalition", "discover", *answer)
    discover("ask", "a", "b", "--type", "3", "--levels", "5", "--epoch", "week-13")
    discover("answer", "b", "asked.json", "--type", "3", "--levels", "5", "--epoch", "week-13", "--limit", "2")


@pytest.mark.usefixtures("folder")
def test_a_session_is_of_its_epoch_its_parties_and_its_step() -> None:
    discover("ask", "a", "b", "--type", "3", *EPOCH)
    wrong = ("answer", "b", "asked.json", "--type", "3", "--levels", "6", "--epoch", "week-12")
    assert "not of this epoch and these parties" in refused(4, "coalition", "discover", *wrong)
    other = ("answer", "c", "asked.json", "--type", "3", *EPOCH)
    assert "not of this epoch and these parties" in refused(4, "coalition", "discover", *other)
    discover("answer", "b", "asked.json", "--type", "3", *EPOCH)
    again = ("answer", "b", "asked.json", "--type", "3", *EPOCH)
    assert "begun before" in refused(4, "coalition", "discover", *again)
    assert "number of messages is 1, but must be 2" in refused(2, "coalition", "discover", "confirm", "a", "asked.json")
    assert "c has no session" in refused(3, "coalition", "discover", "confirm", "c", "answered.json")
    assert "cannot compare its type with its own" in refused(
        4, "coalition", "discover", "ask", "a", "a", "--type", "3", *EPOCH
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda said: said["messages"][1].update(body="00" * 64), "the signature of the 'masked' message is not right"),
        (lambda said: said["messages"][1].update(signature="00" * 64), "the signature of the 'masked' message"),
        (lambda said: said["messages"][1].update(sender="11" * 32), "came where one of"),
    ],
)
def test_what_was_changed_on_the_way_is_refused(change: Callable[[Any], None], message: str, folder: Path) -> None:
    discover("ask", "a", "b", "--type", "3", *EPOCH)
    discover("answer", "b", "asked.json", "--type", "3", *EPOCH)
    said = json.loads((folder / "answered.json").read_text(encoding="utf-8"))
    change(said)
    (folder / "answered.json").write_text(json.dumps(said), encoding="utf-8")
    assert message in refused(4, "coalition", "discover", "confirm", "a", "answered.json")


def test_the_signatures_of_a_transcript_are_verified(folder: Path) -> None:
    discover("ask", "a", "b", "--type", "3", *EPOCH)
    discover("answer", "b", "asked.json", "--type", "3", *EPOCH)
    verified = discover("verify", "answered.json")
    assert [message["kind"] for message in verified["messages"]] == ["masked", "masked"]
    refusal = refused(4, "coalition", "discover", "verify", "answered.json", "--party", "a", "--party", "c")
    assert "is no party of the session" in refusal
    said = json.loads((folder / "answered.json").read_text(encoding="utf-8"))
    del said["messages"][0]
    (folder / "cut.json").write_text(json.dumps(said), encoding="utf-8")
    assert "signature" in refused(4, "coalition", "discover", "verify", "cut.json")


@pytest.mark.usefixtures("folder")
def test_a_relay_puts_equal_tags_together() -> None:
    discover("deal", "a", "a", "b", "c/public.json")
    identities = {}
    for name, kind in {"a": 2, "b": 0, "c": 2}.items():
        made = discover("tag", name, "group.json", "--dealer", "a", "--type", kind, *EPOCH, "--out", f"tag-{name}.json")
        identities[name] = made["identity"]
    found = discover("buckets", "tag-a.json", "tag-b.json", "tag-c.json", *EPOCH)["buckets"]
    assert found == [[identities["a"], identities["c"]], [identities["b"]]]
    told = ok("coalition", "discover", "buckets", "tag-a.json", "tag-c.json", *EPOCH).out
    assert identities["a"] in told and identities["c"] in told
    members = ("--member", "a", "--member", "b")
    refusal = refused(4, "coalition", "discover", "buckets", "tag-a.json", "tag-c.json", *EPOCH, *members)
    assert "is no member of the group" in refusal
    twice = refused(4, "coalition", "discover", "buckets", "tag-a.json", "tag-a.json", *EPOCH)
    assert "has posted a tag already" in twice


def test_a_key_is_for_members_and_from_its_dealer(folder: Path) -> None:
    discover("deal", "a", "b")
    tag = ("--type", "1", *EPOCH)
    assert "has no key for c" in refused(3, "coalition", "discover", "tag", "c", "group.json", "--dealer", "a", *tag)
    wrong = refused(4, "coalition", "discover", "tag", "b", "group.json", "--dealer", "c", *tag)
    assert "no group key from that dealer" in wrong
    group = json.loads((folder / "group.json").read_text(encoding="utf-8"))
    group["keys"] = dict.fromkeys(group["keys"], "xx")
    (folder / "group.json").write_text(json.dumps(group), encoding="utf-8")
    damaged = refused(2, "coalition", "discover", "tag", "b", "group.json", "--dealer", "a", *tag)
    assert "group.json is damaged" in damaged


def test_bad_files_and_parties(folder: Path) -> None:
    assert "d is no party" in refused(3, "coalition", "discover", "ask", "d", "a", "--type", "0", *EPOCH)
    assert "a is a party already" in refused(4, "coalition", "discover", "new", "a")
    assert "there is no file" in refused(3, "coalition", "discover", "verify", "none.json")
    assert "types are 0 to 4" in refused(2, "coalition", "discover", "ask", "a", "b", "--type", "5", *EPOCH)
    for text in ("[]", "{}", '{"session": "00", "messages": []}', '{"session": "zz", "messages": [{}]}'):
        (folder / "bad.json").write_text(text, encoding="utf-8")
        assert "type discovery" in refused(2, "coalition", "discover", "verify", "bad.json")
    (folder / "b" / "public.json").write_text('{"identity": "00", "exchange": "00"}', encoding="utf-8")
    assert "must be a key of 32 bytes" in refused(2, "coalition", "discover", "ask", "a", "b", "--type", "0", *EPOCH)
    (folder / "a" / "attempts.json").write_text('{"zz": 1}', encoding="utf-8")
    assert "attempts.json is damaged" in refused(2, "coalition", "discover", "ask", "a", "c", "--type", "0", *EPOCH)
