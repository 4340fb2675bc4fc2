"""Files that hold instances of a mechanism as JSON: one, or one a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import click

from databourse.errors import InvalidInput, NotFound


def read_instances(file: str) -> Iterator[tuple[int | None, str]]:
    """The texts of a file's instances: each line with its number as soon as it is read, or None with the whole file.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it cannot be read as UTF-8.
    """
    raw = _raw_lines(file)
    lines = ((number, line) for number, line in enumerate(raw, start=1) if line.strip())
    if file != "-":
        if file.endswith(".jsonl"):
            yield from lines
        else:
            yield None, "".join(raw)
        return
    # from standard input both forms are welcome: only in one a line is the first of several complete
    first, second = next(lines, None), next(lines, None)
    if first and second and not _is_broken(first[1]):
        yield from (first, second)
        yield from lines
    else:
        yield None, "".join([line for _, line in filter(None, (first, second))] + list(raw))


def _raw_lines(file: str) -> Iterator[str]:
    try:
        with click.open_file(file, encoding="utf-8-sig") as stream:
            yield from stream
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {file}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{file} cannot be read: {error}") from error


def parse_json(text: str, decimals: Callable[[str], Any] = float) -> Any:
    """The value that a text writes as JSON; `decimals` makes a value of a number with a point or an exponent.

    Raises:
        InvalidInput: it writes none.
    """
    try:
        return json.loads(text, parse_float=decimals)
    except (ValueError, RecursionError) as error:
        hint = "write one instance, or one a line in a file that ends with .jsonl"
        raise InvalidInput(f"this is not JSON: {error}", hint) from error


def at_line(line: int | None, error: InvalidInput) -> InvalidInput:
    """The error with the line that it is in, if there are several."""
    return InvalidInput(f"line {line}: {error.message}", error.hint) if line else error


def _is_broken(text: str) -> bool:
    try:
        parse_json(text)
    except InvalidInput:
        return True
    return False
