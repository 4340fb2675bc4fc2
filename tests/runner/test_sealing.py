from __future__ import annotations

import pytest

from databourse.errors import InvalidInput
from databourse.runner.sealing import bundle_info, check_key, model_info, seal, unseal
from tests.market.scripted import account
from tests.runner.rounds import CONTEXT, pair

KEY = pair("runner")
PUBLIC = KEY.public_key().public_bytes_raw()
INFO = bundle_info(CONTEXT, account("alice"))


def test_what_is_sealed_opens_for_its_reader_alone() -> None:
    sealed = seal(b"data", PUBLIC, INFO)
    assert unseal(sealed, KEY, INFO) == b"data"
    assert b"data" not in sealed
    assert seal(b"data", PUBLIC, INFO) != sealed  # another key pair each time
    with pytest.raises(InvalidInput, match="it does not open"):
        unseal(sealed, pair("another"), INFO)


@pytest.mark.parametrize(
    "info",
    [
        bundle_info(bytes(32), account("alice")),
        bundle_info(CONTEXT, account("bob")),
        model_info(CONTEXT, account("alice")),
    ],
)
def test_it_opens_for_nothing_else(info: bytes) -> None:
    with pytest.raises(InvalidInput, match="it does not open"):
        unseal(seal(b"data", PUBLIC, INFO), KEY, info)


def test_what_was_changed_does_not_open() -> None:
    sealed = seal(b"data", PUBLIC, INFO)
    for changed in (sealed[:-1], sealed + b"\0", sealed[:40] + bytes([sealed[40] ^ 1]) + sealed[41:], b"", bytes(32)):
        with pytest.raises(InvalidInput, match="it does not open"):
            unseal(changed, KEY, INFO)


def test_the_purpose_is_written_out() -> None:
    address = bytes.fromhex(account("alice")[2:])
    assert b"databourse learning 1" + CONTEXT + address == INFO
    assert model_info(CONTEXT, account("alice")) == b"databourse model 1" + CONTEXT + address


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33), bytes(32), b"\1" + bytes(31)])
def test_a_key_that_nothing_can_be_encrypted_for_is_told(key: bytes) -> None:
    with pytest.raises(InvalidInput, match="reply_key is"):
        check_key("reply_key", key)
    with pytest.raises(InvalidInput, match="key is"):
        seal(b"data", key, INFO)
