"""What was signed, written down before it is sent, so that no process that dies can lose track of it.

A journal is a file with a signed transaction on each line. One that is not there was never sent; what became of one
that is there, the chain tells (see `delivery`). So a journal never claims that something happened, and cannot be wrong
about it: whoever comes back delivers all of it once more, which does nothing where it happened, and brings back what a
replaced block has lost.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from databourse.chain.delivery import Signed
from databourse.errors import BourseError, InvalidInput
from databourse.files import open_locked


class Journal:
    """One journal, open for one process alone. Use it in a `with` block.

    Attributes:
        path: of the file.
        kept: what is in it, the first first.
    """

    def __init__(self, path: Path) -> None:
        """Opens the journal, or begins it.

        Raises:
            Refused: another process has it open.
            InvalidInput: the file is damaged.
            BourseError: it cannot be written.
        """
        self.path = path
        self.kept: list[Signed] = []
        self._file = self._open()
        try:
            self._read()
        except BaseException:
            os.close(self._file)
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)  # which gives the lock back, as does the end of the process

    def keep(self, signed: Sequence[Signed]) -> None:
        """Writes down what is about to be sent. When this returns it is on the disk.

        Raises:
            BourseError: it cannot be written; then it must not be sent.
        """
        data = "".join(json.dumps({"tx": one.tx, "raw": "0x" + one.raw.hex()}) + "\n" for one in signed).encode()
        try:
            while data:
                data = data[os.write(self._file, data) :]
            os.fsync(self._file)
        except OSError as error:
            raise self._unwritable(error) from error
        self.kept += signed

    def clear(self) -> None:
        """Forgets everything, when it is certain what became of it."""
        os.ftruncate(self._file, 0)
        self.kept = []

    def _open(self) -> int:
        try:
            return open_locked(self.path)
        except OSError as error:
            raise self._unwritable(error) from error

    def _read(self) -> None:
        with os.fdopen(os.dup(self._file), "rb") as file:
            raw = file.read()
        # what was being written when the process died was not sent yet
        whole = raw[: raw.rfind(b"\n") + 1]
        os.ftruncate(self._file, len(whole))
        try:
            lines = [json.loads(line) for line in whole.splitlines()]
            self.kept = [Signed.parse(bytes.fromhex(line["raw"].removeprefix("0x"))) for line in lines]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InvalidInput(
                f"the journal {self.path} is damaged: {error}",
                "it tells what was sent: look at the round, and at what waits for a block, before you remove it",
            ) from error

    def _unwritable(self, error: OSError) -> BourseError:
        return BourseError(
            f"the journal {self.path} cannot be written: {error.strerror}",
            "nothing is sent without it: make room, or a folder that can be written",
        )
