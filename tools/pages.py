"""Parts of pages that programs write, each between two comments that name it: `<!-- NAME -->` and `<!-- /NAME -->`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose first column has names and whose others have figures."""
    lines = [f"| {' | '.join(row)} |" for row in (headings, *rows)]
    lines.insert(1, "|---|" + "---:|" * (len(headings) - 1))
    return "\n".join(lines)


def read(name: str, page: Path | None = None) -> str:
    """What stands between the comments of a page (default: the README), without the line breaks around it.

    Raises:
        LookupError: if the page has no such comments.
    """
    return _parts(name, page or README)[1].strip("\n")


def write(name: str, text: str, page: Path | None = None) -> None:
    """Put the text between the comments of a page (default: the README), in the place of what stood there.

    Raises:
        LookupError: if the page has no such comments.
    """
    page = page or README
    before, _, after = _parts(name, page)
    page.write_text(f"{before}\n{text}\n{after}", encoding="utf-8")


def _parts(name: str, page: Path) -> tuple[str, str, str]:
    text = page.read_text(encoding="utf-8")
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = text.partition(begin)
    middle, ended, after = rest.partition(end)
    if not found or not ended:
        raise LookupError(f"{page.name} has no place for {name}: put {begin} and {end} where its table belongs")
    return before + begin, middle, end + after
