"""What opens sealed entries, kept in files of this machine from before they are sent until they are opened.

Whoever loses an opening loses the bond of its entry, so it is written before anything is sent. A file holds one opening
or several, each a line of JSON. One whose entry never came to be does no harm: an opening knows its entry by what was
sealed, and finds it in the log or not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes
from typing import Any

from databourse.chain.config import config_folder
from databourse.chain.exchange import Exchange
from databourse.errors import BourseError, InvalidInput
from databourse.events import address
from databourse.files import read_lines, write_whole
from databourse.market.coalition.inputs import Device, read_device
from databourse.market.faults import Fault
from databourse.market.posts import SALT_BYTES, Post, seal
from databourse.market.rounds import Round

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens one entry.

    Attributes:
        chain_id, market, series, round, terms_hash: of the round that it is for.
        who: checksummed address that made the entry.
        salt: 32 bytes.
        device: what was sealed.
    """

    chain_id: int
    market: str
    series: int
    round: int
    terms_hash: bytes
    who: str
    salt: bytes
    device: Device

    @classmethod
    def new(cls, exchange: Exchange, one: Round, who: str, device: Device) -> Opening:
        """Seals a device with a salt that nobody can guess.

        Raises:
            InvalidInput: a field of the device is out of range.
        """
        chain_id, market = exchange.connection.chain_id, exchange.deployment.market
        device.encode()
        return cls(chain_id, market, one.series, one.number, one.terms_hash, who, token_bytes(SALT_BYTES), device)

    @property
    def word(self) -> bytes:
        """The data word of the sealed entry."""
        return seal(self.terms_hash, self.who, self.salt, self.statement)

    @property
    def statement(self) -> bytes:
        """What is opened."""
        return self.device.encode()

    def belongs_to(self, exchange: Exchange, one: Round) -> bool:
        """Whether it is for this round of this market."""
        place = (exchange.connection.chain_id, exchange.deployment.market, one.series, one.number, one.terms_hash)
        return place == (self.chain_id, self.market, self.series, self.round, self.terms_hash)

    def entry(self, one: Round) -> int | None:
        """Index of its entry in the round; None if it is not in the log."""
        word = self.word
        return next((entry.index for entry in one.entries if entry.data == word and entry.who == self.who), None)

    def post(self, index: int) -> Post:
        """What opens the entry of this index."""
        return Post(index, self.who, self.salt, self.statement)

    def line(self) -> str:
        """A line of JSON."""
        return json.dumps(
            {
                "opening": _VERSION,
                "chain_id": self.chain_id,
                "market": self.market,
                "series": self.series,
                "round": self.round,
                "terms_hash": "0x" + self.terms_hash.hex(),
                "who": self.who,
                "salt": "0x" + self.salt.hex(),
                "statement": "0x" + self.statement.hex(),
                "word": "0x" + self.word.hex(),
            }
        )

    @classmethod
    def parse(cls, text: str, where: str) -> Opening:
        """From such a line.

        Raises:
            InvalidInput: it is none, or was changed: what it would open is not what it sealed.
        """
        hint = "take the file that `bourse coalition join` wrote, as it was"
        try:
            given: dict[str, Any] = json.loads(text)
            if given["opening"] != _VERSION:
                raise InvalidInput.of(f"{where}: opening", given["opening"], f"must be {_VERSION}", hint)
            device = read_device(_bytes(given["statement"]))
            numbers = [int(given[name]) for name in ("chain_id", "series", "round")]
            raw = [_bytes(given[name]) for name in ("terms_hash", "salt", "word")]
            places = [address(given[name]) for name in ("market", "who")]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InvalidInput(f"{where} holds no opening of a sealed entry ({error!r})", hint) from error
        if isinstance(device, Fault):
            raise InvalidInput(f"{where}: {device}", hint)
        found = cls(numbers[0], places[0], numbers[1], numbers[2], raw[0], places[1], raw[1], device)
        if found.word != raw[2]:
            rule = f"account, salt and statement seal 0x{found.word.hex()}"
            raise InvalidInput.of(f"{where}: word", "0x" + raw[2].hex(), rule, hint)
        return found


def write(path: Path, openings: Sequence[Opening]) -> None:
    """Writes a file that only its owner can read, and that is on the disk when this returns.

    Raises:
        InvalidInput: there is a file already.
        BourseError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(path, "".join(one.line() + "\n" for one in openings), replace=False, private=True)


def read(path: Path) -> list[Opening]:
    """The openings in a file.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it holds none, or was changed.
    """
    found = [
        Opening.parse(text, f"{path}, line {line}")
        for line, text in enumerate(read_lines(path), start=1)
        if text.strip()
    ]
    if not found:
        raise InvalidInput(f"{path} is empty", "take the file that `bourse coalition join` wrote")
    return found


def usual_path(exchange: Exchange, openings: Sequence[Opening]) -> Path:
    """Where openings of a round are kept if nobody says otherwise."""
    first = openings[0]
    return _folder(exchange) / f"{first.series}-{first.round}-{first.word.hex()[2:18]}.jsonl"


def kept(exchange: Exchange, one: Round) -> list[Opening]:
    """All openings of a round that are kept on this machine.

    Raises:
        InvalidInput: a file was changed.
        BourseError: the folder cannot be read.
    """
    try:
        paths = sorted(_folder(exchange).glob(f"{one.series}-{one.number}-*.jsonl"))
    except OSError as error:
        raise BourseError(f"{_folder(exchange)} cannot be read: {error.strerror}") from error
    return of_round(exchange, one, (opening for path in paths for opening in read(path)))


def of_round(exchange: Exchange, one: Round, openings: Iterable[Opening]) -> list[Opening]:
    """Those that are for a round."""
    return [opening for opening in openings if opening.belongs_to(exchange, one)]


def _folder(exchange: Exchange) -> Path:
    return config_folder() / "openings" / f"{exchange.connection.chain_id}-{exchange.deployment.market}"


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("0x"))
