"""The stories of resale chains as a judge of mutants: whether a contract does what Python does."""

from __future__ import annotations

from databourse.errors import ContractRefused
from tests.differential.resale.campaign import Tally, run_story

STORIES = 40


def notices(bytecode: str) -> bool:
    """Whether the stories find anything wrong with this contract of resale chains."""
    for number in range(STORIES):
        tally = Tally()
        try:
            run_story(number, tally, bytecode=bytecode)
        # it cannot be deployed, answers nonsense, or did what the play has never heard of
        except (RuntimeError, OverflowError, AssertionError, ValueError, ContractRefused):
            return True
        if tally.findings:
            return True
    return False
