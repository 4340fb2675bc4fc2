"""What all commands share: examples in the help, a suggestion for a mistyped word, and the common options.

A command says with a decorator what it needs: `local` only an output, `signs` somebody who signs, `reads` a chain to
look at, `sends` both. The command's function gets a `Session` with all of it as its first argument.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from databourse.cli.output import Output
from databourse.cli.session import Session
from databourse.errors import UsageError

Function = Callable[..., None]


class Command(click.Command):
    """A command whose help ends with examples, one a line."""

    def __init__(self, *args: Any, examples: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = _with_marks(self.help)
        self.examples = [line.strip() for line in examples.strip().splitlines()]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples."""
        super().format_epilog(ctx, formatter)
        if self.examples:
            with formatter.section("Examples"):
                for line in self.examples:
                    formatter.write(f"{'':{formatter.current_indent}}{line}\n")


class Group(click.Group):
    """A noun with several commands."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help = _with_marks(self.help)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order in which they were declared, which is that of their use."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a mistyped word."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise unknown_command(args[0], self.list_commands(ctx), ctx.command_path)
        return super().resolve_command(ctx, args)


def _with_marks(text: str | None) -> str | None:
    """The help with click's mark for a paragraph that keeps its lines, which raw docstrings can only spell out."""
    return text and text.replace("\\b\n", "\b\n")


def unknown_command(word: str, known: Sequence[str], path: str) -> UsageError:
    """The error for a word that is no command of `path`."""
    near = difflib.get_close_matches(word, known, n=1)
    return UsageError(
        f"there is no command `{path} {word}`",
        f"did you mean `{path} {near[0]}`?" if near else f"see `{path} --help`",
    )


_JSON = (click.option("--json", "as_json", is_flag=True, help="Print one JSON value, money in base units."),)

_CHAIN = (
    click.option("--network", metavar="NAME", help="Network of the configuration file.  [default: devnet]"),
    click.option("--rpc-url", metavar="URL", help="Address of the node."),
    click.option(
        "--deployments",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the files that name the contracts.",
    ),
    click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Configuration file."),
)

_ACTOR = (
    click.option(
        "--from", "sender", metavar="NAME", help="Who acts: a devnet name, a keystore's alias or its address."
    ),
)

_CONSENT = (click.option("--yes", "-y", is_flag=True, help="Do not ask."),)


def local(function: Function) -> Function:
    """For a command that needs neither a chain nor a key."""
    return _with_session(function, _JSON)


def reads(function: Function) -> Function:
    """For a command that looks at the chain."""
    return _with_session(function, (*_CHAIN, *_JSON))


def reads_as(function: Function) -> Function:
    """For a command that looks at the chain with somebody's eyes."""
    return _with_session(function, (*_ACTOR, *_CHAIN, *_JSON))


def signs(function: Function) -> Function:
    """For a command that signs for somebody without looking at the chain."""
    return _with_session(function, (*_ACTOR, *_CONSENT, *_JSON))


def sends(function: Function) -> Function:
    """For a command that acts for somebody."""
    return _with_session(function, (*_ACTOR, *_CONSENT, *_CHAIN, *_JSON))


def _with_session(function: Function, options: Sequence[Callable[[Function], Function]]) -> Function:
    @wraps(function)
    def run(
        *,
        as_json: bool,
        network: str | None = None,
        rpc_url: str | None = None,
        deployments: Path | None = None,
        config: Path | None = None,
        sender: str | None = None,
        yes: bool = False,
        **arguments: Any,
    ) -> None:
        session = Session(Output(as_json), network, rpc_url, deployments, config, sender, yes)
        function(session, **arguments)

    decorated: Function = run
    for option in reversed(options):
        decorated = option(decorated)
    return decorated
