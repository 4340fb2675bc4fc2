"""Names and labels come from strangers; what they say must not steer a terminal, nor break what it is written into."""

from __future__ import annotations


def printable(text: str) -> str:
    """The text on one line, with a question mark for every character that cannot be printed."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)
