"""A memo whose cells nobody can name without the runner's secret: a name tells nothing of the data behind it.

A plain name is a hash of hashes of data, so whoever guesses a data set could look whether it was trained.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence
from pathlib import Path

from databourse.learning.memo import Memo


class SecretMemo(Memo):
    """A `Memo` on disk under names that only the holder of the secret can make."""

    def __init__(self, path: Path, secret: bytes) -> None:
        path.touch(mode=0o600)  # the base makes other files beside it with the same rights
        super().__init__(path)
        self._secret = secret

    def known(self, names: Sequence[str]) -> dict[str, int]:
        """The counts of those cells that are there."""
        plain = {self._hidden(name): name for name in names}
        return {plain[hidden]: count for hidden, count in super().known(list(plain)).items()}

    def keep(self, cells: Iterable[tuple[str, int]]) -> None:
        """Writes cells down.

        Raises:
            BourseError: the file cannot be written.
        """
        super().keep((self._hidden(name), count) for name, count in cells)

    def _hidden(self, name: str) -> str:
        return hmac.new(self._secret, name.encode(), "sha256").hexdigest()
