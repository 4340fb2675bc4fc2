"""`bourse completion`: the script that lets a shell complete our commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from databourse.cli.command import Command, local
from databourse.cli.session import Session

_ACTIVATE = {
    "bash": 'eval "$(bourse completion bash)" in ~/.bashrc',
    "zsh": 'eval "$(bourse completion zsh)" in ~/.zshrc',
    "fish": "bourse completion fish > ~/.config/fish/completions/bourse.fish",
}


@click.command(
    cls=Command,
    examples="""
    eval "$(bourse completion bash)"                                # bash: put this line into ~/.bashrc
    eval "$(bourse completion zsh)"                                 # zsh: into ~/.zshrc
    bourse completion fish > ~/.config/fish/completions/bourse.fish
    """,
)
@click.argument("shell", type=click.Choice(list(_ACTIVATE)))
@local
def completion(session: Session, shell: str) -> None:
    """Print the script that lets SHELL complete commands and options."""
    root = click.get_current_context().find_root().command
    kind = get_completion_class(shell)
    assert kind is not None, "click offers these three"
    script = kind(root, {}, "bourse", "_BOURSE_COMPLETE").source()
    session.output.say(script)
    session.output.result({"shell": shell, "activate": _ACTIVATE[shell], "script": script})
