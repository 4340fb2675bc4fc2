"""Options that several commands of `bourse coalition discover` take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from databourse.cli.coalition.options import TYPE
from databourse.cli.values import Count

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

PARTY: Decorator = click.argument("party", type=click.Path(file_okay=False, path_type=Path))
FILE: Decorator = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
KIND: Decorator = click.option("--type", "kind", type=TYPE, required=True, help="Type of your data.")
EPOCH: Decorator = click.option("--epoch", required=True, help="Name of the epoch; all parties use the same.")
LEVELS: Decorator = click.option("--levels", type=Count(1, 2**16), required=True, help="How many types there are.")
LIMIT: Decorator = click.option(
    "--limit", type=Count(1), default="5", show_default=True, help="Sessions with one peer in an epoch, at most."
)


def out(default: str) -> Decorator:
    """Where a file for somebody else is written."""
    return click.option(
        "--out",
        type=click.Path(dir_okay=False, path_type=Path),
        default=default,
        show_default=True,
        help="File to send.",
    )
