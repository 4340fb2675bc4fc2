"""The secret seed of a rule that draws.

Whoever knows it knows what was drawn, so it is no command-line option: those stand in the shell's history and in the
list of processes. It comes from the operating system, or from a file that keeps it for doing the same again.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from databourse.errors import InvalidInput

_BYTES = 32


def new_or_kept(file: Path | None) -> tuple[bytes, bool]:
    """A seed of 32 bytes, and whether it is new in a file.

    Args:
        file: that keeps it; if there is none of this name, a new seed is kept there, readable by its owner alone.

    Raises:
        InvalidInput: the file cannot be read or written, or is no seed. Its content is not repeated.
    """
    if file is None:
        return secrets.token_bytes(_BYTES), False
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
            seed = secrets.token_bytes(_BYTES)
            stream.write(seed.hex() + "\n")
            return seed, True
    except FileExistsError:
        return _kept(file), False
    except OSError as error:
        raise InvalidInput(f"{file} cannot keep a seed: {error.strerror}") from error


def _kept(file: Path) -> bytes:
    from databourse.mechanisms.double_auction.options import check_seed

    try:
        return check_seed(file.read_text(encoding="ascii").strip())
    except InvalidInput as error:
        raise InvalidInput(f"{file}: {error.message}", error.hint) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"the seed file {file} cannot be read", "it must hold 64 hexadecimal digits") from error
