"""Types as points of Curve25519, found by trying and incrementing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from databourse.errors import InvalidInput, Refused
from databourse.mechanisms.coalition.checking import check_integer
from databourse.mechanisms.coalition.types import MOST_LEVELS

PRIME = 2**255 - 19
_A = 486662
_DOMAIN = b"databourse type point/1"


@dataclass(frozen=True)
class Types:
    """The types of one epoch, with a point for each.

    All points are made at once: how many tries one takes depends on the type, and nobody should see which took long.

    Attributes:
        epoch: names the epoch; points of different epochs have nothing to do with each other.
        levels: how many types there are.

    Raises:
        InvalidInput: the levels are not from 1 to 2^16.
    """

    epoch: bytes
    levels: int
    points: tuple[bytes, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        check_integer("levels", self.levels, 1, MOST_LEVELS)
        object.__setattr__(self, "points", tuple(_point(self.epoch, kind) for kind in range(self.levels)))

    def check(self, kind: int) -> int:
        """A type of the epoch.

        Raises:
            InvalidInput: it is none.
        """
        if isinstance(kind, bool) or not isinstance(kind, int) or not 0 <= kind < self.levels:
            raise InvalidInput.of("type", kind, f"types are 0 to {self.levels - 1}")
        return kind


def on_curve(u: int) -> bool:
    """Whether u³ + Au² + u is a square, so that u belongs to a point of the curve and not of its twist."""
    return pow(u * (u * u + _A * u + 1), (PRIME - 1) // 2, PRIME) == 1


def mask(point: bytes, secret: X25519PrivateKey) -> bytes:
    """The multiple of a point; masks commute, and remove any part of small order.

    Raises:
        Refused: the bytes are not those of a point on the curve of large order.
    """
    u = int.from_bytes(point, "little")
    if len(point) != 32 or not 0 < u < PRIME or not on_curve(u):
        raise Refused("a message has no point of the curve in it")
    try:
        return secret.exchange(X25519PublicKey.from_public_bytes(point))
    except ValueError:
        raise Refused("a message has a point of small order in it") from None


def _point(epoch: bytes, kind: int) -> bytes:
    """The first hash of epoch, type and a counter that is on the curve.

    A hash on the twist would do for X25519, but half of the types would have one, and a masked point stays on its
    curve: that would show one bit of the type.
    """
    prefix = _DOMAIN + len(epoch).to_bytes(8, "big") + epoch + kind.to_bytes(4, "big")
    counter = 0
    while True:
        digest = hashlib.sha256(prefix + counter.to_bytes(4, "big")).digest()
        u = int.from_bytes(digest, "little") & (2**255 - 1)
        if 1 < u < PRIME - 1 and on_curve(u):
            return u.to_bytes(32, "little")
        counter += 1
