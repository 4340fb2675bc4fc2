"""Files that are there completely or not at all, whatever happens to the process that writes them."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from secrets import token_hex

from databourse.errors import BourseError, InvalidInput, NotFound, Refused


def write_whole(path: Path, content: str | bytes, replace: bool = True, private: bool = False) -> None:
    """Writes a file in one step. Whoever looks sees the old file or the new one, never a part.

    Args:
        path: of the file; its folder is made if it is not there.
        content: a text is written in UTF-8.
        replace: whether a file that is there already is replaced or refused.
        private: whether only its owner may read it.

    Raises:
        InvalidInput: there is a file already, and it must not be replaced.
        BourseError: it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # the name starts with a dot so that nobody who lists the folder takes it for a file that is ready
        new = path.with_name(f".{path.name}-{token_hex(8)}.new")
        try:
            mode = 0o600 if private else 0o666
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
                file.flush()
                os.fsync(file.fileno())
            if replace:
                new.replace(path)
            else:
                path.hardlink_to(new)
        finally:
            new.unlink(missing_ok=True)
    except FileExistsError as error:
        raise InvalidInput(f"{path} is there already", "name another file, or remove it") from error
    except OSError as error:
        raise BourseError(f"{path} cannot be written: {error.strerror}") from error


def open_locked(path: Path) -> int:
    """Opens a file to read and append for this process alone; closing it, or the end of the process, unlocks it.

    Returns:
        Its descriptor.

    Raises:
        Refused: another process has it open.
        OSError: it cannot be opened.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(file)
        raise Refused(f"another process is at work on this ({path} is locked)", "wait for it, or stop it") from error
    return file


def read_lines(path: Path) -> list[str]:
    """The lines of a text file in UTF-8.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {path}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{path} cannot be read: {error}") from error
