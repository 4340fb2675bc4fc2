from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from databourse.errors import InvalidInput, Refused
from databourse.mechanisms.coalition.discovery import Types
from databourse.mechanisms.coalition.discovery.points import PRIME, mask, on_curve

BASE = (9).to_bytes(32, "little")


def test_known_points() -> None:
    assert on_curve(9)  # the base point
    assert not on_curve(2)
    assert sum(on_curve(u) for u in range(1, 401)) in range(160, 241)  # half of all are on the twist


def test_every_type_has_a_point_of_its_own_on_the_curve() -> None:
    types = Types(b"epoch", 40)
    assert len(set(types.points)) == 40
    assert all(len(point) == 32 and on_curve(int.from_bytes(point, "little")) for point in types.points)
    assert not set(types.points) & set(Types(b"epoch 2", 40).points)
    assert types.points[:7] == Types(b"epoch", 7).points


def test_masks_commute_and_stay_on_the_curve() -> None:
    one, other = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    for point in (BASE, *Types(b"e", 5).points):
        assert mask(mask(point, one), other) == mask(mask(point, other), one)
        assert on_curve(int.from_bytes(mask(point, one), "little"))
        assert mask(point, one) != mask(point, other)


@pytest.mark.parametrize(
    "point",
    [
        b"", BASE[:31], BASE + b"\0", bytes(32), (2).to_bytes(32, "little"), (1).to_bytes(32, "little"),
        PRIME.to_bytes(32, "little"), (PRIME + 9).to_bytes(32, "little"), b"\xff" * 32,
    ],
    ids=["empty", "short", "long", "zero", "twist", "order 4", "the prime", "not reduced", "high bit"],
)  # fmt: skip
def test_what_is_no_point_of_large_order_is_refused(point: bytes) -> None:
    with pytest.raises(Refused):
        mask(point, X25519PrivateKey.generate())


def test_a_point_of_order_eight_is_refused() -> None:
    point = 325606250916557431795983626356110631294008115727848805560023387167927233504
    assert on_curve(point)
    with pytest.raises(Refused, match="small order"):
        mask(point.to_bytes(32, "little"), X25519PrivateKey.generate())


@pytest.mark.parametrize("levels", [0, -1, 2**16 + 1, 2.0])
def test_bad_levels(levels: int) -> None:
    with pytest.raises(InvalidInput, match="levels"):
        Types(b"e", levels)


@pytest.mark.parametrize("kind", [-1, 5, 1.0, True])
def test_bad_types(kind: int) -> None:
    with pytest.raises(InvalidInput, match="types are 0 to 4"):
        Types(b"e", 5).check(kind)
