"""The search of `bourse solve resale --optimise`: its options, its bar, and the file that lets it go on."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from databourse.cli.instance_file import parse_json
from databourse.cli.progress import COMPILING, progress
from databourse.cli.session import Session
from databourse.cli.values import Count
from databourse.errors import BourseError, InvalidInput
from databourse.files import write_whole

if TYPE_CHECKING:
    from databourse.mechanisms.resale.optimise import Search

Function = TypeVar("Function", bound=Callable[..., Any])

#: Seconds of searching between two times that the search is written down; more if that takes long.
SAVE_AFTER = 2.0
SAVING_SHARE = 0.05


@dataclass(frozen=True)
class Wish:
    """What its options said of a search; None where they said nothing."""

    zero_shares: bool
    seed: int | None
    restarts: int | None
    generations: int | None
    checkpoint: Path | None

    @property
    def given(self) -> list[str]:
        """The options that were given."""
        return [f"--{name.replace('_', '-')}" for name, value in vars(self).items() if value not in (None, False)]


def search_options(function: Function) -> Function:
    """`--optimise` and what goes with it."""
    for option in reversed(
        (
            click.option("--optimise", is_flag=True, help="Search for the matrix with the highest welfare."),
            click.option("--zero-shares", is_flag=True, help="Search also among matrices with shares of 0."),
            click.option("--seed", type=Count(0, 2**63 - 1), help="Every random choice follows from it.  [default: 0]"),
            click.option(
                "--restarts",
                type=Count(1, 1_000_000),
                help="How many searches, of which the best counts.  [default: 1, with --zero-shares 5]",
            ),
            click.option("--generations", type=Count(1, 1_000_000), help="How long each is.  [default: 100]"),
            click.option(
                "--checkpoint",
                type=click.Path(dir_okay=False, path_type=Path),
                help="Write the search down here while it runs, and go on from here if it is there.",
            ),
        )
    ):
        function = option(function)
    return function


def optimised(session: Session, instance: Any, wish: Wish, details: bool) -> dict[str, Any]:
    """The best matrix found for an instance, and its equilibrium, as JSON values.

    Raises:
        InvalidInput: the instance is malformed, or the checkpoint is of another search.
        BourseError: the checkpoint cannot be written, or the search was interrupted and goes on from there.
    """
    from databourse.mechanisms.resale.optimise import Search, Settings, optimum
    from databourse.mechanisms.resale.optimise.json_format import optimum_to_json, parse_question

    question = parse_question(instance)
    lengths = {"restarts": wish.restarts, "generations": wish.generations}
    settings = Settings(
        zeros=wish.zero_shares, seed=wish.seed or 0, **{name: number for name, number in lengths.items() if number}
    )
    kept = _read(wish.checkpoint) if wish.checkpoint and wish.checkpoint.exists() else None
    search = Search(question.model.flat, settings, kept)
    with progress(session, f"generations {COMPILING}", search.total) as advance:
        advance(search.done)
        try:
            _run(search, advance, wish.checkpoint)
        except KeyboardInterrupt:
            if wish.checkpoint and wish.checkpoint.exists():
                raise BourseError("stopped", f"the same command goes on from {wish.checkpoint}") from None
            raise
    return optimum_to_json(question, optimum(search, question.model, question.arithmetic), details)


def _run(search: Search, advance: Callable[[int], None], checkpoint: Path | None) -> None:
    """To the end; what is written down is always a search between two generations, so going on changes nothing."""
    due = time.monotonic() + SAVE_AFTER
    for _ in search.steps():
        advance(1)
        if checkpoint and (time.monotonic() >= due or search.done == search.total):
            began = time.monotonic()
            write_whole(checkpoint, json.dumps(search.state()))
            ended = time.monotonic()
            due = ended + max(SAVE_AFTER, (ended - began) / SAVING_SHARE)


def _read(checkpoint: Path) -> Any:
    try:
        return parse_json(checkpoint.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{checkpoint} cannot be read: {error}") from error
    except InvalidInput as error:
        raise InvalidInput(f"{checkpoint} holds no search that was kept", "remove it, to begin anew") from error
