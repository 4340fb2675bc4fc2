"""The folder of a relayer: signed orders come in as files, and leave it for `done` or `refused`, with the reason.

A file is taken when its name ends with .jsonl and does not start with a dot, so whoever writes one gives it that name
last. Its orders are divided among two files under its name and a part of its digest, in `done` and in `refused`; only
then it is removed. A process that dies in between does the same again. A file that cannot be shown there completely,
because it is no text or very long, goes to `unread` as it is: somebody may want its orders back.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from databourse.chain.relay.judging import Carried, Judgement, Turned
from databourse.chain.signed_orders import SignedOrder
from databourse.errors import BourseError, InvalidInput
from databourse.files import write_whole

MOST_BYTES = 16 * 2**20
"""Of one file. A signed order has about 800."""

_MOST_SHOWN = 2000
_MOST_NAME = 200
"""Bytes of a file's name; with a digest and an ending it must not be longer than names can be."""


@dataclass(frozen=True)
class Line:
    """A line of a file: the order in it, or why there is none."""

    text: str
    order: SignedOrder | None
    reason: str = ""


@dataclass(frozen=True)
class Letter:
    """A file that came in.

    Attributes:
        path: of the file.
        digest: of its bytes.
        lines: its orders, and what else is in it.
        unread: whether it holds more than its lines tell.
    """

    path: Path
    digest: str
    lines: tuple[Line, ...]
    unread: bool

    @property
    def orders(self) -> list[SignedOrder]:
        """Those of its lines that are some."""
        return [line.order for line in self.lines if line.order is not None]


class RelayFolder:
    """The folder, and what became of every order that ever was in it.

    Attributes:
        path: of the folder.
        trouble: why files could not be read or moved; they stay, and can be tried again.
    """

    def __init__(self, path: Path) -> None:
        """Makes the folder where it is not there, and looks through what is in it.

        Raises:
            BourseError: it cannot be used.
        """
        self.path = path
        self.trouble: list[BourseError] = []
        self._known: dict[str, dict[str, Any]] = {}
        self._waiting: set[str] = set()
        try:
            for part in (self.done, self.refused):
                part.mkdir(parents=True, exist_ok=True)
                for file in sorted(part.glob("*.jsonl")):
                    self._remember(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise BourseError(
                f"the folder {path} cannot be used: {error}", "name a folder that you can write"
            ) from error

    @property
    def done(self) -> Path:
        """Where carried orders end."""
        return self.path / "done"

    @property
    def refused(self) -> Path:
        """Where refused orders end."""
        return self.path / "refused"

    def letters(self) -> list[Letter]:
        """The files that are there now, by name."""
        found = []
        for path in sorted(self._files()):
            try:
                letter = _read(path)
            except FileNotFoundError:
                continue  # taken away again
            except OSError as error:  # which must not keep the others from being carried
                self.trouble.append(BourseError(f"{path} cannot be read: {error.strerror}"))
                continue
            self._waiting.update(one.id for one in letter.orders)
            found.append(letter)
        return found

    def put(self, order: SignedOrder) -> None:
        """Adds an order, on the disk when this returns."""
        write_whole(self.path / f"{order.id[2:]}.jsonl", json.dumps(order.as_json()) + "\n")
        self._known.pop(order.id, None)
        self._waiting.add(order.id)

    def status(self, order_id: str) -> dict[str, Any] | None:
        """What is known of an order: waiting, carried or refused, with what goes with it; None if it never came in."""
        if order_id in self._known:
            return self._known[order_id]
        return {"status": "waiting"} if order_id in self._waiting else None

    def waiting(self) -> int:
        """How many files wait."""
        return len(self._files())

    def settle(self, letter: Letter, judgements: Mapping[str, Judgement]) -> list[dict[str, Any]] | None:
        """Moves a file of whose orders it is certain what became.

        Args:
            letter: the file.
            judgements: of orders, by id.

        Returns:
            Its orders, each with its verdict; None if some have none yet or it cannot be moved, and the file stays.
        """
        judged = [_judged(line, judgements) for line in letter.lines]
        told = [one for one in judged if one is not None]
        if len(told) < len(judged):
            return None
        texts = {
            folder: "".join(json.dumps(one) + "\n" for one in told if one["verdict"]["status"] == status)
            for folder, status in ((self.done, "carried"), (self.refused, "refused"))
        }
        name = f"{os.fsdecode(os.fsencode(letter.path.stem)[:_MOST_NAME])}-{letter.digest[:8]}.jsonl"
        try:
            for folder, text in texts.items():
                if text:
                    write_whole(folder / name, text)
            self._remove(letter, name)
        except OSError as error:
            self.trouble.append(BourseError(f"{letter.path} cannot be moved: {error.strerror}"))
            return None
        except BourseError as error:
            self.trouble.append(error)
            return None
        # only now: who sees an order as refused may put it here again, under the same name
        for text in texts.values():
            self._remember(text)
        return told

    def _remove(self, letter: Letter, name: str) -> None:
        """Takes a file away, if it is still what was read: one that was written to meanwhile is another one now."""
        try:
            if _digest(letter.path) != letter.digest:
                return
            if letter.unread:
                unread = self.path / "unread"
                unread.mkdir(exist_ok=True)
                letter.path.replace(unread / name)
            else:
                letter.path.unlink()
        except FileNotFoundError:
            return  # somebody else took it

    def _files(self) -> list[Path]:
        # a pattern finds names that start with a dot as well
        return [path for path in self.path.glob("*.jsonl") if not path.name.startswith(".") and path.is_file()]

    def _remember(self, text: str) -> None:
        for line in text.splitlines():
            try:
                value = json.loads(line)
                self._waiting.discard(value["id"])
                # of an order that was refused first and carried later, the later counts
                if self._known.get(value["id"], {}).get("status") != "carried":
                    self._known[value["id"]] = value["verdict"]
            except (ValueError, KeyError, TypeError, AttributeError):
                continue  # a line that was no order


def verdict_json(judgement: Judgement) -> dict[str, Any]:
    """What became of an order, for programs."""
    match judgement:
        case Carried(entry, tx):
            return {"status": "carried", "entry": entry, "transaction": tx}
        case Turned(reason):
            return {"status": "refused", "reason": reason}
    return {"status": "waiting"}


def read_lines(text: str) -> tuple[Line, ...]:
    """The signed orders of a text, one on each line; blank lines are passed over."""
    return tuple(_line(line) for line in text.splitlines() if line.strip())


def _line(text: str) -> Line:
    try:
        return Line(text, SignedOrder.of_json(json.loads(text)))
    except InvalidInput as error:
        return Line(text, None, f"it is no signed order: {error.message}")
    except (ValueError, RecursionError) as error:
        return Line(text, None, f"it is not JSON: {error}")


def _read(path: Path) -> Letter:
    if path.stat().st_size > MOST_BYTES:
        too_large = Line("", None, f"the file has more than {MOST_BYTES:,} bytes")
        return Letter(path, _digest(path), (too_large,), unread=True)
    raw = path.read_bytes()
    digest = hashlib.sha256(raw).hexdigest()
    try:
        lines = read_lines(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Letter(path, digest, (Line("", None, f"the file is not UTF-8: {error}"),), unread=True)
    cut = any(line.order is None and len(line.text) > _MOST_SHOWN for line in lines)
    return Letter(path, digest, lines or (Line("", None, "the file is empty"),), unread=cut)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _judged(line: Line, judgements: Mapping[str, Judgement]) -> dict[str, Any] | None:
    if line.order is None:
        return {"line": line.text[:_MOST_SHOWN], "verdict": {"status": "refused", "reason": line.reason}}
    judgement = judgements.get(line.order.id)
    return None if judgement is None else {**line.order.as_json(), "verdict": verdict_json(judgement)}
