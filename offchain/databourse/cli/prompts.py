"""What commands ask, when there is somebody to answer. Questions go to standard error, away from the results."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache

import click

from databourse.errors import BourseError

Ask = Callable[[str], str]
"""Shows a prompt and returns what was typed."""


def someone_is_there() -> bool:
    """Whether a person sits at the terminal."""
    return sys.stdin.isatty()


def confirm(question: str) -> None:
    """Goes on only after a yes.

    Raises:
        BourseError: the answer was no.
    """
    if not click.confirm(question, err=True):
        raise BourseError("stopped: nothing was sent")


@cache  # a passphrase that opens two files of one account is typed once
def passphrase(prompt: str) -> str:
    """A hidden input. The prompt ends without a colon."""
    typed: str = click.prompt(prompt, hide_input=True, err=True, default="", show_default=False)
    return typed


def new_secret(prompt: str) -> str:
    """A hidden input, typed twice."""
    typed: str = click.prompt(prompt, hide_input=True, confirmation_prompt="The same again", err=True)
    return typed
