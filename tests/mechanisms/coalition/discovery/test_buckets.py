from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from databourse.errors import InvalidInput, Refused
from databourse.mechanisms.coalition.discovery import (
    Attempts,
    Dealer,
    Relay,
    Types,
    bucket_tag,
    tag_message,
    unwrap_key,
)

TYPES = Types(b"epoch 7", 5)


def public(private: X25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def identity(device: Ed25519PrivateKey) -> bytes:
    return device.public_key().public_bytes_raw()


def test_devices_of_one_type_come_into_one_bucket() -> None:
    dealer = Dealer()
    kinds = [3, 1, 3, 0, 1, 3]
    members = [X25519PrivateKey.generate() for _ in kinds]
    devices = [Ed25519PrivateKey.generate() for _ in kinds]
    wrapped = dealer.wrap_all(map(public, members))
    relay = Relay(TYPES, map(identity, devices))
    for own, device, kind in zip(members, devices, kinds, strict=True):
        relay.post(tag_message(device, unwrap_key(wrapped[public(own)], own, dealer.public), TYPES, kind))
    names = [identity(device) for device in devices]
    assert relay.buckets() == [[names[0], names[2], names[5]], [names[1], names[4]], [names[3]]]


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


def test_one_tag_a_member_and_none_of_strangers() -> None:
    device, stranger = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    relay = Relay(TYPES, [identity(device)])
    relay.post(tag_message(device, bytes(32), TYPES, 1))
    with pytest.raises(Refused, match="has posted a tag already"):
        relay.post(tag_message(device, bytes(32), TYPES, 2))
    with pytest.raises(Refused, match="is no member of the group"):
        relay.post(tag_message(stranger, bytes(32), TYPES, 2))
    assert relay.buckets() == [[identity(device)]]


def test_a_tag_is_its_senders_and_of_its_epoch() -> None:
    device, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    relay = Relay(TYPES, [identity(device), identity(other)])
    message = tag_message(device, bytes(32), TYPES, 1)
    for broken in (
        replace(message, sender=identity(other)),
        replace(message, body=bytes(32)),
        replace(message, kind="masked"),
        tag_message(device, bytes(32), Types(b"epoch 8", 5), 1),
        tag_message(device, bytes(32), Types(b"epoch 7", 6), 1),
    ):
        with pytest.raises(Refused):
            relay.post(broken)
    assert relay.buckets() == []
    relay.post(message)


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
