"""Tables of figures in the README, each between two comments that name it: `<!-- NAME -->` and `<!-- /NAME -->`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column has names and whose others have figures."""
    lines = [f"| {' | '.join(row)} |" for row in (headings, *rows)]
    lines.insert(1, "|---|" + "---:|" * (len(headings) - 1))
    return "\n".join(lines)


def read(name: str) -> str:
    """What stands between the comments, without the line breaks around it.

    Raises:
        LookupError: if the file has no such comments.
    """
    return _parts(name)[1].strip("\n")


def write(name: str, text: str) -> None:
    """Put the text between the comments, in the place of what stood there.

    Raises:
        LookupError: if the file has no such comments.
    """
    before, _, after = _parts(name)
    README.write_text(f"{before}\n{text}\n{after}", encoding="utf-8")


def _parts(name: str) -> tuple[str, str, str]:
    text = README.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = text.partition(begin)
    middle, ended, after = rest.partition(end)
    if not found or not ended:
        raise LookupError(f"{README.name} has no place for {name}: put {begin} and {end} where its table belongs")
    return before + begin, middle, end + after
