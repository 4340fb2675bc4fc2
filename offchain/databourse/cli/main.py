"""`bourse` itself: which nouns there are, where each one's file is, and how errors end.

A noun's file is loaded when it is used, so that `bourse --help` does not wait for what a single command needs.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from databourse import __version__
from databourse.cli.command import unknown_command
from databourse.cli.output import Output
from databourse.errors import BourseError, InvalidInput, UsageError

NOUNS: dict[str, dict[str, str]] = {
    "Set up": {
        "devnet": "Start and stop a chain on this machine",
        "deploy": "Put the contracts on a chain",
        "account": "Make, import, list and fund keys",
        "participant": "Publish your encryption key; admit members and attesters",
    },
    "Trade": {
        "series": "Create and list series: one kind of data of one operator",
        "dataset": "Register datasets, list them, attest their quality",
        "slot": "Open, list, show and settle slots",
        "bid": "Bid for units of data",
        "ask": "Offer units of a dataset",
        "order": "Many orders from a file; signed orders; cancelling",
        "solver": "Settle rounds by itself, for their fees",
        "chain": "Resale chains: those who sold data before earn from every later sale",
        "coalition": "Coalitions: devices whose data reveal each other's value sell as groups",
        "sharing": "Sharing: data for data, or for money, among agents with data of their own",
        "learning": "Collaborative learning: parties pool data and are paid for what it adds",
        "runner": "Run what trains learning rounds on data that nobody else reads",
        "wallet": "See, deposit, withdraw and move money; history and receipts",
    },
    "Understand and verify": {
        "rule": "What each rule does, and what its claims are worth",
        "why": "Why an entry traded, or did not",
        "audit": "Replay everything that the chain settled",
        "solve": "Solve an auction, resale chains, coalitions or learning from a file",
        "experiment": "Compute a paper's published figures and claims again",
    },
    "Shell": {
        "completion": "Let the shell complete commands",
    },
}

_EPILOG = """\
A SLOT is SERIES (its latest round) or SERIES/ROUND; a series has a number and a name. An ENTRY is its number in the
book, from 0. Amounts are tokens with a decimal point; with --json, strings of base units (10^18 a token).

\b
Exit codes:
  0  done
  1  unexpected error, or you answered no
  2  usage: an option or a value that cannot be
  3  not found: no such slot, series, account or dataset
  4  refused by a rule or a contract: closed, too early, not enough money
  5  node or network: not running, wrong chain, nothing deployed
  6  key: missing, or wrong passphrase
  7  the audit found a difference

\b
Environment:
  BOURSE_ACCOUNT              who acts, when --from is not given
  BOURSE_NETWORK, BOURSE_RPC_URL, BOURSE_DEPLOYMENTS, BOURSE_CONFIG
                              as the options of the same name
  BOURSE_PASSPHRASE_<ALIAS>   opens the keystore ALIAS without asking
  BOURSE_KEYSTORES            folder of the keystores
  BOURSE_HOME                 folder of what a devnet leaves behind (default: .bourse)
  BOURSE_DEBUG=1              show Python's traceback of an error

\b
Examples:
  bourse devnet start && bourse deploy --yes
  bourse series create temperature --kind temperature --from operator
  bourse slot open temperature --close-in 10m --settle-within 1h --from operator
  bourse bid temperature --price 2.5 --quantity 24 --min-quality 10 --from alice
"""


class Bourse(click.Group):
    """The root: nouns loaded when needed, and one place where every error becomes a message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All nouns, in the order of the help."""
        return [noun for section in NOUNS.values() for noun in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command or group of a noun: what its file calls like itself."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = getattr(import_module(f"databourse.cli.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a mistyped noun."""
        if args and not args[0].startswith("-") and args[0] not in self.list_commands(ctx):
            raise unknown_command(args[0], self.list_commands(ctx), ctx.command_path)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The nouns in their sections, without loading them."""
        for title, section in NOUNS.items():
            with formatter.section(title):
                formatter.write_dl(list(section.items()))

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Runs one command line and exits. Nothing but a message and an exit code reaches the user."""
        words = list(sys.argv[1:] if args is None else args)
        if isinstance(sys.stdout, io.TextIOWrapper):  # a line of a table that it cannot write must not end a command
            sys.stdout.reconfigure(errors="replace")
        extra["standalone_mode"] = False
        # before anything is parsed, because what cannot be parsed is an error too
        output = Output(json="--json" in words)
        try:
            result = super().main(words, prog_name or "bourse", **extra)
            sys.stdout.flush()
        except Exception as error:
            code = _end(error, output)
        else:
            code = result if isinstance(result, int) else 0  # what --help and --version exit with
        sys.exit(code)


@click.group(
    cls=Bourse,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="bourse", message="%(prog)s %(version)s")
def bourse() -> None:
    """Markets for data on a chain whose contracts check every outcome.

    Buyers bid, sellers ask, a solver works the auction out, and the contract takes the outcome only if it is exactly
    what the rule prescribes.
    """


def main() -> NoReturn:
    """The entry point of the program."""
    bourse.main()


def _end(error: Exception, output: Output) -> int:
    """Tells what went wrong and returns the exit code."""
    if isinstance(error, BrokenPipeError):
        # whoever read our output has seen enough; Python would complain about it once more at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if os.environ.get("BOURSE_DEBUG") == "1":
        traceback.print_exception(error)
    if isinstance(error, click.Abort):
        click.echo(err=True)  # the line holds ^C, or a question without an answer
    told = _told(error)
    output.error(told)
    return told.exit_code


def _told(error: Exception) -> BourseError:
    if isinstance(error, BourseError):
        return error
    if isinstance(error, click.exceptions.NoSuchOption) and error.option_name.lstrip("-")[:1].isdigit():
        return InvalidInput.of("value", error.option_name, "must not be negative")
    if isinstance(error, click.UsageError):
        return UsageError(error.format_message(), _see_help(error.ctx))
    if isinstance(error, click.Abort):
        return BourseError("stopped", "what was sent already may still happen: look for it before you repeat")
    message = f"this should not have happened: {type(error).__name__}: {error}"
    return BourseError(message, "please report it, with what BOURSE_DEBUG=1 shows")


def _see_help(ctx: click.Context | None) -> str:
    return f"see `{ctx.command_path if ctx else 'bourse'} --help`"
