from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from databourse.errors import InvalidInput, Refused
from databourse.mechanisms.coalition.discovery import Attempts, Dealer, Relay, Types, bucket_tag, unwrap_key

TYPES = Types(b"epoch 7", 5)


def public(private: X25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def test_devices_of_one_type_come_into_one_bucket() -> None:
    dealer = Dealer()
    kinds = [3, 1, 3, 0, 1, 3]
    members = [X25519PrivateKey.generate() for _ in kinds]
    wrapped = dealer.wrap_all(map(public, members))
    relay = Relay()
    relay.post_all(
        {
            f"device {place}": bucket_tag(unwrap_key(wrapped[public(own)], own, dealer.public), TYPES, kind)
            for place, (own, kind) in enumerate(zip(members, kinds, strict=True))
        }
    )
    assert relay.buckets() == [["device 0", "device 2", "device 5"], ["device 1", "device 4"], ["device 3"]]


def test_tags_depend_on_key_epoch_and_type() -> None:
    key = bytes(32)
    tags = {bucket_tag(key, types, kind) for types in (TYPES, Types(b"epoch 8", 5)) for kind in range(5)}
    tags |= {bucket_tag(b"\1" * 32, TYPES, kind) for kind in range(5)}
    assert len(tags) == 15
    assert bucket_tag(key, TYPES, 2) == bucket_tag(key, Types(b"epoch 7", 9), 2)


def test_who_has_the_key_can_name_every_bucket() -> None:
    """The limit that the documentation states."""
    key = bytes(32)
    secret = bucket_tag(key, TYPES, 4)
    assert [kind for kind in range(5) if bucket_tag(key, TYPES, kind) == secret] == [4]


def test_one_tag_a_device() -> None:
    relay = Relay()
    relay.post("a", bytes(32))
    with pytest.raises(Refused, match="a has posted a tag already"):
        relay.post("a", b"\1" * 32)
    assert relay.buckets() == [["a"]]


def test_a_key_is_for_one_member_and_from_one_dealer() -> None:
    dealer, member, other = Dealer(), X25519PrivateKey.generate(), X25519PrivateKey.generate()
    wrapped = dealer.wrap(public(member))
    assert len(unwrap_key(wrapped, member, dealer.public)) == 32
    assert wrapped != dealer.wrap(public(member))
    for broken, private, sender in (
        (wrapped, other, dealer.public),
        (wrapped, member, Dealer().public),
        (wrapped[:-1] + bytes([wrapped[-1] ^ 1]), member, dealer.public),
        (wrapped[:10], member, dealer.public),
        (b"", member, dealer.public),
    ):
        with pytest.raises(Refused, match="no group key"):
            unwrap_key(broken, private, sender)


def test_bad_keys() -> None:
    with pytest.raises(InvalidInput, match="no X25519 public key"):
        Dealer().wrap(b"short")
    with pytest.raises(InvalidInput, match="no X25519 public key"):
        Dealer().wrap(bytes(32))
    with pytest.raises(InvalidInput, match="the key has 3 bytes"):
        bucket_tag(b"key", TYPES, 1)
    with pytest.raises(InvalidInput, match="type is 5"):
        bucket_tag(bytes(32), TYPES, 5)
    with pytest.raises(InvalidInput, match="limit is 0"):
        Attempts(0)
