from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from databourse.cli import rules
from databourse.cli.command import Command
from databourse.cli.main import NOUNS, bourse
from databourse.mechanisms.double_auction.analysis.facts import Facts
from databourse.mechanisms.rule_facts import RuleFacts
from tests.cli.conftest import ok, refused, run

HEAVY = ("eth_account", "eth_utils", "numba", "numpy", "requests", "rich", "web3")


def leaves() -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its words."""
    context = click.Context(bourse)
    for noun in bourse.list_commands(context):
        command = bourse.get_command(context, noun)
        assert command is not None
        yield from inside(noun, command)


def inside(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for verb, inner in command.commands.items():
            yield from inside(f"{words} {verb}", inner)
    else:
        yield words, command


LEAVES = dict(leaves())


def test_the_commands_are_those_that_were_asked_for() -> None:
    wanted = {
        "account": "new import list fund",
        "audit": "replay",
        "chain": "create list offer accept withdraw end claim show earnings price simulate",
        "coalition": "open offer join reveal settle show challenge type leakage",
        "coalition discover": "new ask answer confirm conclude deal tag buckets verify",
        "dataset": "register list attest",
        "devnet": "start stop status",
        "experiment": "auction resale coalition sharing learning",
        "learning": "open join train settle show download-model retrain decide challenge sample",
        "order": "send terms sign relay cancel",
        "participant": "register admit",
        "rule": "list show",
        "runner": "start show",
        "series": "create policy list",
        "slot": "open list show settle explain simulate",
        "sharing": "open report sponsor settle challenge show evidence",
        "solve": "auction resale coalition learning sharing",
        "solver": "run",
        "wallet": "balance history receipt deposit withdraw move",
    }
    nouns = {f"{noun} {verb}" for noun, verbs in wanted.items() for verb in verbs.split()}
    assert set(LEAVES) == nouns | {"ask", "bid", "completion", "deploy", "why"}


@pytest.mark.parametrize("words", LEAVES)
def test_every_help_explains_itself_and_has_examples(words: str) -> None:
    told = ok(*words.split(), "--help").out
    assert f"Usage: bourse {words}" in told
    assert "Examples:\n  " in told
    assert "--json" in told
    assert "\\b" not in told


@pytest.mark.parametrize("words", LEAVES)
def test_examples_are_of_the_command_itself_and_can_be_parsed(words: str) -> None:
    command = LEAVES[words]
    assert isinstance(command, Command)
    for line in command.examples:
        assert f"bourse {words}" in line
        options = [word for word in line.split("#")[0].split() if word.startswith("--")]
        known = {name for parameter in command.params for name in (*parameter.opts, *parameter.secondary_opts)}
        assert set(options) <= known | {"--yes"}, line


def test_the_help_tells_the_exit_codes_and_the_environment() -> None:
    told = ok("--help").out
    for noun in (noun for section in NOUNS.values() for noun in section):
        assert f"\n  {noun} " in told
    for line in ("0  done", "5  node or network", "7  the audit found a difference", "BOURSE_PASSPHRASE_<ALIAS>"):
        assert line in told
    assert ok().out == told


@pytest.mark.parametrize("words", ["slot open", "series create"])
def test_the_facts_of_the_rules_are_in_the_help_of_who_chooses_one(words: str) -> None:
    told = " ".join(ok(*words.split(), "--help").out.split())
    for rule in (*rules.SETTLED, *(rules.GAMES if words == "series create" else ())):
        facts = rules.facts_of(rule)
        assert f"{rule}: {facts.summary} Holds: {facts.holds[0]}" in told
        assert all(fact in told for fact in (*facts.fails, *facts.assumptions, *_examples(facts)[:1]))


def _examples(facts: Facts | RuleFacts) -> list[str]:
    return [example if isinstance(example, str) else example.told() for example in facts.counterexamples]


def test_version() -> None:
    assert ok("--version").out == "bourse 0.1.0\n"


def test_a_mistyped_word_gets_a_suggestion() -> None:
    assert "did you mean `bourse slot`?" in refused(2, "slto")
    assert "did you mean `bourse slot settle`?" in refused(2, "slot", "setle")
    assert "see `bourse wallet --help`" in refused(2, "wallet", "xyzzy")


def test_help_does_not_wait_for_what_only_commands_need() -> None:
    # in a process of its own, because this one has loaded everything already
    script = f"""
import sys
from importlib import import_module
from databourse.cli.main import bourse, NOUNS
heavy = {HEAVY!r}
assert not [name for name in heavy if name in sys.modules], 'the root'
for section in NOUNS.values():
    for noun in section:
        import_module(f'databourse.cli.{{noun}}')
print([name for name in heavy if name in sys.modules])
"""
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    # the devnet asks its node with requests; everything else is loaded by the function that needs it
    assert found.stdout.strip() == "['requests']"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str) -> None:
    assert "_BOURSE_COMPLETE" in ok("completion", shell).out
    assert ok("completion", shell, "--json").json["shell"] == shell


def test_completion_completes_nouns_and_verbs() -> None:
    def complete(words: str, number: int) -> str:
        env = {"_BOURSE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(number)}
        return run(env=env).out

    assert "plain,slot" in complete("bourse sl", 1)
    assert "plain,settle" in complete("bourse slot se", 2)


def test_there_is_no_command_of_an_unknown_noun() -> None:
    assert bourse.get_command(click.Context(bourse), "slto") is None


def test_an_unknown_shell_is_refused() -> None:
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in refused(2, "completion", "tcsh")
