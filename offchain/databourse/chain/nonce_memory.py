"""Which nonces were given to signed orders on this machine, so that no two orders of an account get the same.

Of two orders with one nonce only one can be carried. A machine without a node cannot ask the chain, so it remembers.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager

from databourse.chain.config import config_folder
from databourse.errors import BourseError, InvalidInput
from databourse.files import write_whole

LARGEST = 2**32 - 2
"""The contract never takes the highest number of 32 bits: none could follow it."""


def take(chain_id: int, market: str, series: int, signer: str, count: int, least: int) -> int:
    """Takes `count` nonces in a row for orders of a signer in a series.

    Args:
        chain_id: of the chain.
        market: address of the market.
        series: number of the series.
        signer: address of the account.
        count: how many.
        least: the lowest that the account takes, as far as is known.

    Returns:
        The first of them: the lowest that was not given out before.

    Raises:
        InvalidInput: there are not so many left.
        BourseError: the file cannot be written.
    """
    with _memory() as known:
        key = _key(chain_id, market, series, signer)
        first = max(known.get(key, 0), least)
        if first + count - 1 > LARGEST:
            raise InvalidInput.of("nonce", first + count - 1, f"must be at most {LARGEST}")
        known[key] = first + count
    return first


def note(chain_id: int, market: str, series: int, signer: str, following: int) -> None:
    """Remembers that nonces below `following` were given out by whoever chose them.

    Raises:
        InvalidInput: they are higher than nonces can be.
        BourseError: the file cannot be written.
    """
    if following - 1 > LARGEST:
        raise InvalidInput.of("nonce", following - 1, f"must be at most {LARGEST}")
    with _memory() as known:
        key = _key(chain_id, market, series, signer)
        known[key] = max(known.get(key, 0), following)


def _key(chain_id: int, market: str, series: int, signer: str) -> str:
    return f"{chain_id}/{market}/{series}/{signer}"


@contextmanager
def _memory() -> Iterator[dict[str, int]]:
    """The next nonce by account, for this process alone; what the block leaves in it is written in one step."""
    path = config_folder() / "nonces.json"
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
            if not (isinstance(known, dict) and all(type(value) is int for value in known.values())):
                raise ValueError("it does not hold nonces")
            yield known
            write_whole(path, json.dumps(known, indent=1) + "\n")
    except (OSError, ValueError) as error:
        raise BourseError(f"{path} cannot be used: {error}", "move it away, and name --nonce") from error
