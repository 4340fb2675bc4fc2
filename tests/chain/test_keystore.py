from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from eth_account import Account

from databourse.chain import keystore
from databourse.errors import InvalidInput, KeystoreError, NotFound

FAST = 2  # scrypt's work; the default takes a second for each key
KEY = bytes.fromhex("11" * 32)


def create(alias: str, passphrase: str = "secret", key: bytes | None = KEY) -> keystore.Keystore:
    return keystore.create(alias, passphrase, key, scrypt_n=FAST)


def test_a_key_is_kept_encrypted_and_for_its_owner_only() -> None:
    made = create("mine")
    text = made.path.read_text()
    assert KEY.hex() not in text
    assert "secret" not in text
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.path.parent.stat().st_mode) == 0o700
    assert made.address == Account.from_key(KEY).address
    assert KEY.hex() not in repr(made)


def test_a_key_is_unlocked_by_asking() -> None:
    made = create("mine")
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return "secret"

    assert keystore.unlock(made, ask).address == made.address
    assert asked == ["Passphrase of mine"]


def test_the_environment_goes_before_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    made = create("my-key")
    monkeypatch.setenv("BOURSE_PASSPHRASE_MY_KEY", "secret")
    assert keystore.unlock(made).address == made.address


def test_a_wrong_passphrase_is_refused() -> None:
    with pytest.raises(KeystoreError, match="wrong passphrase for 'mine'") as caught:
        keystore.unlock(create("mine"), lambda _: "guess")
    assert "guess" not in str(caught.value)


def test_without_anybody_to_ask_the_variable_is_named() -> None:
    with pytest.raises(KeystoreError) as caught:
        keystore.unlock(create("mine"))
    assert "BOURSE_PASSPHRASE_MINE" in str(caught.value.hint)


def test_new_keys_differ() -> None:
    assert create("one", key=None).address != create("two", key=None).address


def test_nothing_is_overwritten() -> None:
    before = create("mine").path.read_text()
    with pytest.raises(KeystoreError, match="already a key called 'mine'"):
        create("mine", key=None)
    assert keystore.find("mine").path.read_text() == before


@pytest.mark.parametrize("alias", ["", "Mine", "a/b", "..", "-a", "a b", "x" * 41, "alice", "operator", "dev10"])
def test_an_alias_must_be_plain_and_not_a_devnet_name(alias: str) -> None:
    with pytest.raises(InvalidInput, match="alias is"):
        create(alias)


def test_an_empty_passphrase_is_refused() -> None:
    with pytest.raises(InvalidInput, match="passphrase is empty"):
        create("mine", "")


def test_an_unknown_alias_is_told() -> None:
    with pytest.raises(NotFound, match="no account is called 'nobody'"):
        keystore.find("nobody")


def test_the_folders_of_ape_and_foundry_are_read() -> None:
    content = Account.encrypt(KEY, "secret", iterations=FAST)
    folders = keystore.folders()
    for source, name in (("ape", "from-ape.json"), ("foundry", "from-foundry")):
        folders[source].mkdir(parents=True)
        file = folders[source] / name
        file.write_text(
            json.dumps({key: value for key, value in content.items() if key != "address" or source == "ape"})
        )
    (folders["ape"] / "notes.txt").write_text("not a keystore")
    (folders["ape"] / "list.json").write_text("[1]")

    found = {one.alias: one for one in keystore.keystores()}
    assert set(found) == {"from-ape", "from-foundry"}
    assert found["from-ape"].address == Account.from_key(KEY).address
    assert found["from-foundry"].address is None
    for one in found.values():
        assert keystore.unlock(one, lambda _: "secret").address == Account.from_key(KEY).address


def test_the_own_folder_can_be_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BOURSE_KEYSTORES", str(tmp_path / "keys"))
    assert create("mine").path == tmp_path / "keys" / "mine.json"


def test_a_keystore_file_is_taken_over_once_it_opens(tmp_path: Path) -> None:
    file = tmp_path / "exported"
    file.write_text(json.dumps(Account.encrypt(KEY, "secret", iterations=FAST)))
    with pytest.raises(KeystoreError, match="wrong passphrase"):
        keystore.copy_in("mine", file, lambda _: "guess")
    taken = keystore.copy_in("mine", file, lambda _: "secret")
    assert taken.address == Account.from_key(KEY).address
    assert keystore.unlock(keystore.find("mine"), lambda _: "secret").address == taken.address
    assert stat.S_IMODE(taken.path.stat().st_mode) == 0o600


def test_what_is_no_keystore_is_not_taken_over(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        keystore.copy_in("mine", tmp_path / "missing", lambda _: "")
    plain = tmp_path / "plain"
    plain.write_text(KEY.hex())
    with pytest.raises(KeystoreError, match="not an encrypted keystore"):
        keystore.copy_in("mine", plain, lambda _: "")


def test_a_damaged_keystore_is_told() -> None:
    made = create("mine")
    content = json.loads(made.path.read_text())
    del content["crypto"]["kdfparams"]
    made.path.write_text(json.dumps(content))
    with pytest.raises(KeystoreError, match="damaged"):
        keystore.unlock(made, lambda _: "secret")


def test_a_file_that_is_no_keystore_any_more_is_told() -> None:
    made = create("mine")
    made.path.write_text("[]")
    with pytest.raises(KeystoreError, match="is not an encrypted keystore"):
        keystore.unlock(made, lambda _: "secret")
