"""Encrypted bundles of learning rounds, kept on this machine from before they are entered until their round is over.

An entry commits to a bundle byte for byte, and encrypting the same data again gives other bytes. So the bundle is
written down before anything is sent, and when its upload fails these bytes can be uploaded again. Only the round's
runner can read them.
"""

from __future__ import annotations

from pathlib import Path

from databourse.chain.config import config_folder
from databourse.chain.exchange import Exchange
from databourse.errors import BourseError
from databourse.files import write_whole
from databourse.market.learning.parties import commitment
from databourse.market.rounds import Round

_NAMED_BY = 16


def keep(exchange: Exchange, one: Round, ciphertext: bytes) -> Path:
    """Writes a bundle for a round into a file that only its owner can read; where that is.

    Raises:
        BourseError: it cannot be written.
    """
    path = _path(exchange, one, commitment(ciphertext))
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BourseError(f"{path.parent} cannot be made: {error.strerror}") from error
    write_whole(path, ciphertext, private=True)
    return path


def kept(exchange: Exchange, one: Round, committed: bytes) -> bytes | None:
    """The bundle that an entry commits to; None if it is not on this machine, or was changed.

    Raises:
        BourseError: its file cannot be read.
    """
    path = _path(exchange, one, committed)
    try:
        ciphertext = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BourseError(f"{path} cannot be read: {error.strerror}") from error
    return ciphertext if commitment(ciphertext) == committed else None


def forget(exchange: Exchange, one: Round) -> int:
    """Removes all bundles of a round that is over; how many there were.

    Raises:
        BourseError: one cannot be removed.
    """
    paths = list(_folder(exchange).glob(f"{_round(one)}-*.bundle"))
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise BourseError(f"{path} cannot be removed: {error.strerror}") from error
    return len(paths)


def _path(exchange: Exchange, one: Round, committed: bytes) -> Path:
    return _folder(exchange) / f"{_round(one)}-{committed.hex()[:_NAMED_BY]}.bundle"


def _round(one: Round) -> str:
    return f"{one.series}-{one.number}"


def _folder(exchange: Exchange) -> Path:
    return config_folder() / "bundles" / f"{exchange.connection.chain_id}-{exchange.deployment.market}"
