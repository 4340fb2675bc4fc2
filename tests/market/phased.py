"""Rounds of the `crown` rules as a script plays them: sealed, opened, proposed, refuted."""

from __future__ import annotations

from tests.market.scripted import Script, funded_script

BOND = 50
"""Base units behind a proposal."""


def sealed_script() -> Script:
    """A round in which alice sealed the greatest number, bob a smaller one, and carol never opens hers."""
    script = funded_script(fee=3)
    sealed_round(script)
    return script


def sealed_round(script: Script, rule: str = "crown") -> None:
    script.open(rule, bond=BOND)
    script.seal("alice", b"\x09", 20)
    script.seal("bob", b"\x05", 30)
    script.seal("carol", b"\xff", 40)
    script.reveal("bob")
    script.reveal("alice")


def lied(script: Script, who: str = "dave") -> None:
    """Proposes that bob won."""
    script.propose(who, alloc=b"\1")


def lied_in_vain(script: Script) -> None:
    lied(script)
    script.challenge("erin")


def proposed_and_left(script: Script) -> None:
    script.propose()
    script.abort()


def refuted_and_proposed_again(script: Script) -> None:
    script.challenge("bob")
    script.propose("carol")
    script.finalise()


def refuted_and_left(script: Script) -> None:
    script.challenge("carol")
    script.abort()
    sealed_round(script)
    script.propose("bob")
