"""Tables of which a round's statement has only the root: found by it, wherever they are kept.

A root stands for one table, so whoever has the bytes has the right ones; where they come from does not matter. A chain
does not have them: the runner publishes them, `databourse.chain.kept_tables` keeps those that came here.
"""

from __future__ import annotations

from collections.abc import Callable

from databourse.market.challenging import Unavailable
from databourse.market.learning.words import WORD_BYTES, WordTree, table_bytes

#: Answers a root with the words of its table, or None.
Source = Callable[[bytes], bytes | None]


class Tables:
    """Those that are known in this process, and places to ask for others."""

    def __init__(self) -> None:
        self._known: dict[bytes, bytes] = {}
        self._sources: list[Source] = []

    def add(self, packed: bytes) -> bytes:
        """Makes a table known, as `pack_counts` gives it; its root.

        Raises:
            InvalidInput: it is not a power of two of words.
        """
        root = WordTree(packed).root
        self._known[root] = packed
        return root

    def forget(self) -> None:
        """Forgets what is known in this process; where others can be asked for stays."""
        self._known.clear()

    def ask(self, source: Source) -> None:
        """Asks there too, from now on. What it answers is believed only if it has the root."""
        if source not in self._sources:
            self._sources.append(source)

    def find(self, root: bytes, parties: int) -> bytes:
        """The words of the table with this root, of so many parties.

        Raises:
            Unavailable: nobody here has it.
        """
        if table_bytes(parties) == WORD_BYTES:
            return root  # the tree of one word is that word
        if root not in self._known:
            for source in self._sources:
                packed = source(root)
                if packed is not None and len(packed) == table_bytes(parties) and self.add(packed) == root:
                    break
        packed = self._known.get(root, b"")
        if len(packed) != table_bytes(parties):
            raise Unavailable(
                f"the table with the root 0x{root.hex()}, of {parties} parties, is not here, and no chain has it",
                "the round's runner publishes it: `bourse learning settle` and `show` fetch it",
            )
        return packed


TABLES = Tables()
"""What the rule looks into."""
