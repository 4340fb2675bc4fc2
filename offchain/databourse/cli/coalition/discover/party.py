"""A party of type discovery: a folder with its keys, its sessions, and how often it was asked.

PARTY/public.json     its two public keys: what others need of it
PARTY/secret.json     the private ones
PARTY/attempts.json   sessions of every peer in every epoch
PARTY/sessions/       what it keeps of each session until that has ended
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from databourse.cli.coalition.discover.messages import read_object, transcript_json, transcript_of
from databourse.errors import InvalidInput, NotFound, Refused
from databourse.files import write_whole
from databourse.mechanisms.coalition.discovery import Attempts, Transcript

_PUBLIC, _SECRET, _ATTEMPTS, _SESSIONS = "public.json", "secret.json", "attempts.json", "sessions"


@dataclass(frozen=True)
class Card:
    """What others need of a party: its identity, which signs, and the key that secrets for it are wrapped with."""

    identity: bytes
    exchange: bytes

    @classmethod
    def read(cls, path: Path) -> Card:
        """From a party's public.json, or its folder.

        Raises:
            NotFound: there is no such file.
            InvalidInput: it is something else.
        """
        file = path / _PUBLIC if path.is_dir() else path
        given = read_object(file, {"identity", "exchange"})
        return cls(*(_key(file, name, given[name]) for name in ("identity", "exchange")))


@dataclass(frozen=True)
class Kept:
    """What a party keeps of a session: its side of it, who the other is, its secret, and everything said so far."""

    side: str
    peer: bytes
    secret: bytes
    transcript: Transcript


class Party:
    """The party of a folder."""

    def __init__(self, folder: Path) -> None:
        """Reads its keys.

        Raises:
            NotFound: the folder is none of a party.
            InvalidInput: a file in it is damaged.
        """
        if not (folder / _SECRET).exists():
            raise NotFound(f"{folder} is no party", "make one with `bourse coalition discover new`")
        file = folder / _SECRET
        given = read_object(file, {"identity", "exchange"})
        identity, exchange = (_key(file, name, given[name]) for name in ("identity", "exchange"))
        self.folder = folder
        self.identity = Ed25519PrivateKey.from_private_bytes(identity)
        self.exchange = X25519PrivateKey.from_private_bytes(exchange)

    @classmethod
    def make(cls, folder: Path) -> Party:
        """Makes a party with new keys in a folder.

        Raises:
            Refused: there is one already.
            BourseError: the folder cannot be written.
        """
        if (folder / _SECRET).exists():
            raise Refused(f"{folder} is a party already", "name another folder")
        identity, exchange = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
        secret = {"identity": identity.private_bytes_raw().hex(), "exchange": exchange.private_bytes_raw().hex()}
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(folder / _SECRET, secret)
        party = cls(folder)
        card = party.card
        _write(folder / _PUBLIC, {"identity": card.identity.hex(), "exchange": card.exchange.hex()}, private=False)
        return party

    @property
    def card(self) -> Card:
        """Its public keys."""
        return Card(self.identity.public_key().public_bytes_raw(), self.exchange.public_key().public_bytes_raw())

    def attempts(self, limit: int) -> Attempts:
        """How often peers may ask, and have asked so far.

        Raises:
            InvalidInput: the file is damaged.
        """
        file = self.folder / _ATTEMPTS
        if not file.exists():
            return Attempts(limit)
        given = read_object(file, set())
        try:
            spent = {
                (bytes.fromhex(peer), bytes.fromhex(epoch)): int(count)
                for peer, epochs in given.items()
                for epoch, count in epochs.items()
            }
        except (ValueError, AttributeError, TypeError) as error:
            raise InvalidInput(f"{file} is damaged: {error}") from error
        return Attempts(limit, spent)

    def note(self, attempts: Attempts) -> None:
        """Writes down how often peers have asked."""
        table: dict[str, dict[str, int]] = {}
        for (peer, epoch), count in attempts.spent.items():
            table.setdefault(peer.hex(), {})[epoch.hex()] = count
        _write(self.folder / _ATTEMPTS, table)

    @property
    def sessions(self) -> list[bytes]:
        """Names of all sessions, those that have ended too."""
        return [bytes.fromhex(file.stem) for file in (self.folder / _SESSIONS).glob("*.json")]

    def keep(self, kept: Kept) -> None:
        """Writes down what it needs to go on with a session."""
        _write(
            self._session(kept.transcript.session),
            {
                "side": kept.side,
                "peer": kept.peer.hex(),
                "secret": kept.secret.hex(),
                "said": transcript_json(kept.transcript),
            },
        )

    def session(self, name: bytes, side: str) -> Kept:
        """A session that waits for the next message.

        Raises:
            NotFound: it has none of this name on this side.
        """
        file = self._session(name)
        given = read_object(file, {"side", "peer", "secret", "said"}) if file.exists() else None
        if given is None or given["side"] != side:
            raise NotFound(
                f"{self.folder} has no session {name.hex()[:16]} in which it {side}",
                "take the file that answers yours, and the party that began or answered it",
            )
        return Kept(side, bytes.fromhex(given["peer"]), bytes.fromhex(given["secret"]), transcript_of(given["said"]))

    def end(self, kept: Kept, equal: bool) -> None:
        """Forgets the secret of a session that has ended, and keeps what was said and what came of it."""
        ended = {"side": "ended", "peer": kept.peer.hex(), "equal": equal, "said": transcript_json(kept.transcript)}
        _write(self._session(kept.transcript.session), {**ended, "secret": ""})

    def _session(self, name: bytes) -> Path:
        return self.folder / _SESSIONS / f"{name.hex()}.json"


def _write(path: Path, value: Mapping[str, Any], private: bool = True) -> None:
    write_whole(path, json.dumps(value, indent=1) + "\n", private=private)


def _key(file: Path, name: str, text: Any) -> bytes:
    try:
        key = bytes.fromhex(text)
    except (TypeError, ValueError):
        key = b""
    if len(key) != 32:
        raise InvalidInput.of(f"{file}: {name}", text, "must be a key of 32 bytes in hexadecimal digits")
    return key
