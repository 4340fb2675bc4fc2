from __future__ import annotations

import json
from pathlib import Path

import pytest
from eth_account import Account

from databourse.chain import keystore
from tests.cli.conftest import ok, refused, run

KEY = "0x" + "11" * 32
ADDRESS = Account.from_key(KEY).address


@pytest.fixture(autouse=True)
def quick_keystores(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess at a passphrase costs as little as can be."""
    monkeypatch.setattr(keystore.create, "__defaults__", (None, 2))


def test_a_new_key_with_its_passphrase_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOURSE_PASSPHRASE_TRADER", "secret")
    made = ok("account", "new", "trader", "--json").json
    assert made["alias"] == "trader"
    content = json.loads(Path(made["file"]).read_text(encoding="utf-8"))
    assert "0x" + content["address"].lower().removeprefix("0x") == made["address"].lower()
    listed = ok("account", "list", "--json").json
    assert [(key["alias"], key["source"]) for key in listed["keystores"]] == [("trader", "bourse")]
    assert "trader" in ok("account", "list").out
    assert "there is already a key called 'trader'" in refused(6, "account", "new", "trader")


@pytest.mark.usefixtures("terminal")
def test_a_new_key_with_its_passphrase_typed_twice() -> None:
    answer = ok("account", "new", "trader", input="secret\nsecret\n")
    assert "Keep the file and the passphrase" in answer.out
    assert "secret" not in answer.out + answer.err
    answer = run("account", "new", "other", input="secret\nsecond\nother\nother\n")
    assert "do not match" in answer.err
    assert answer.code == 0


def test_aliases_and_passphrases_that_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "set BOURSE_PASSPHRASE_TRADER" in refused(6, "account", "new", "trader")
    for alias in ("alice", "Trader", "a b", "../x"):
        variable = keystore.passphrase_variable(alias)
        monkeypatch.setenv(variable, "secret")
        assert f"alias is {alias!r}" in refused(2, "account", "new", alias)
    monkeypatch.setenv("BOURSE_PASSPHRASE_TRADER", "")
    assert "the passphrase is empty" in refused(2, "account", "new", "trader")


@pytest.mark.usefixtures("terminal")
def test_a_private_key_is_typed_and_not_repeated() -> None:
    answer = ok("account", "import", "trader", input=f"{KEY}\nsecret\nsecret\n")
    assert f"trader is {ADDRESS}" in answer.out
    assert KEY not in answer.out + answer.err


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("bad", ["11" * 31, "zz" * 32, "ff" * 32, "00" * 32])
def test_what_is_no_private_key_is_refused_and_not_repeated(bad: str) -> None:
    answer = run("account", "import", "other", input=f"{bad}\n")
    assert (answer.code, "that is not a private key" in answer.err) == (2, True)
    assert bad not in answer.out + answer.err


def test_a_keystore_of_another_program_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    foreign = tmp_path / "UTC--foreign"
    foreign.write_text(json.dumps(Account.encrypt(bytes.fromhex(KEY[2:]), "secret", iterations=2)), encoding="utf-8")
    monkeypatch.setenv("BOURSE_PASSPHRASE_TRADER", "wrong")
    assert "wrong passphrase for 'trader'" in refused(6, "account", "import", "trader", "--keystore", foreign)
    monkeypatch.setenv("BOURSE_PASSPHRASE_TRADER", "secret")
    assert ok("account", "import", "trader", "--keystore", foreign, "--json").json["address"] == ADDRESS
    assert "does not exist" in refused(3, "account", "import", "other", "--keystore", tmp_path / "missing")
    (tmp_path / "text").write_text("no key", encoding="utf-8")
    assert "is not an encrypted keystore" in refused(6, "account", "import", "other", "--keystore", tmp_path / "text")
    assert "give an encrypted file with --keystore" in refused(2, "account", "import", "other")


@pytest.mark.usefixtures("market")
def test_a_key_of_ones_own_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOURSE_PASSPHRASE_TRADER", "secret")
    address = ok("account", "new", "trader", "--json").json["address"]
    assert "has 0 ether" in refused(4, "participant", "register", "--from", "trader", "--yes")
    funded = ok("account", "fund", "trader", "--tokens", "5", "--ether", "2", "--yes", "--json").json
    assert (funded["wallet"], len(funded["transactions"])) == (str(5 * 10**18), 2)
    balance = ok("wallet", "balance", "trader", "--json").json
    assert (balance["address"], balance["wallet"], balance["ether"]) == (address, str(5 * 10**18), str(2 * 10**18))
    assert "nothing to give" in refused(2, "account", "fund", "trader", "--tokens", "0", "--ether", "0", "--yes")

    first = ok("participant", "register", "--from", "trader", "--yes", "--json").json["key"]
    assert ok("participant", "register", "--from", address, "--yes", "--json").json["key"] == first
    own = "ab" * 32
    assert ok("participant", "register", "--from", "trader", "--key", own, "--yes", "--json").json["key"] == own
    monkeypatch.setenv("BOURSE_PASSPHRASE_TRADER", "wrong")
    assert "wrong passphrase for 'trader'" in refused(6, "participant", "register", "--from", "trader", "--yes")


@pytest.mark.usefixtures("market", "terminal")
def test_a_passphrase_is_asked_for_once_for_both_keys() -> None:
    ok("account", "new", "walker", input="secret\nsecret\n")
    ok("account", "fund", "walker", "--yes")
    answer = ok("participant", "register", "--from", "walker", "--yes", input="secret\n")
    assert answer.err.count("Passphrase of walker") == 1
    assert "Made a pair" in answer.out


@pytest.mark.usefixtures("market")
def test_devnet_accounts_need_neither_file_nor_passphrase() -> None:
    keys = [ok("participant", "register", "--from", "alice", "--yes", "--json").json["key"] for _ in range(2)]
    assert keys[0] == keys[1]
