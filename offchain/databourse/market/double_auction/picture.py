"""What all pictures share: words that cannot break them, and files in the usual formats.

Colours are those of Okabe and Ito, which people with any kind of colour vision tell apart.
"""

from __future__ import annotations

import warnings
from pathlib import Path

from matplotlib.figure import Figure

from databourse.errors import InvalidInput
from databourse.printable import printable

BLUE, VERMILION, GREEN = "#0072B2", "#D55E00", "#009E73"
PALE_BLUE, PALE_VERMILION = "#5FA3CB", "#DE9860"

_FORMATS = (".png", ".svg", ".pdf")


def clean(text: str, most: int) -> str:
    """Names come from strangers: lines of at most so many letters, all of which can be printed."""
    lines = map(printable, text.split("\n"))
    return "\n".join(line if len(line) <= most else line[: max(most - 1, 1)] + "…" for line in lines)


def require_format(path: Path) -> None:
    """Refuses a file that no picture can be written to, before anything is worked out.

    Raises:
        InvalidInput: its name ends with none of the known formats, or its folder does not exist.
    """
    if path.suffix.lower() not in _FORMATS:
        raise InvalidInput.of("picture", str(path), f"its name must end with {', '.join(_FORMATS)}")
    if not path.parent.is_dir():
        raise InvalidInput.of("picture", str(path), "there is no such folder", f"make {path.parent} first")


def save_figure(figure: Figure, path: Path) -> None:
    """Writes a picture in the format that the ending of the path names.

    Raises:
        InvalidInput: see `require_format`; or the file cannot be written.
    """
    require_format(path)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing")  # a letter that no font has becomes a box
            figure.savefig(path)
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written: {error.strerror}") from error
