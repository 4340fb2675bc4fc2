"""How what is known of a rule is told, whatever the rule is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What is known of one rule of coalitions, of sharing or of learning.

    Attributes:
        rule: its name.
        summary: who is with whom, and what each is paid.
        holds: what holds.
        fails: what does not.
        lies: share of small random cases in which a lie of a kind pays somebody; empty where it was not searched.
        searched: how many cases of which kind.
        measured: what else was computed, in sentences.
        counterexamples: to what fails.
        assumptions: without which nothing holds.
        settlement: where it is settled, and why.
        conditions: what holds under a condition, which comes first or after a colon.
        at_once: whether it is settled at once in all rounds; otherwise outcomes are proposed in some.
    """

    rule: str
    summary: str
    holds: tuple[str, ...]
    fails: tuple[str, ...]
    lies: Mapping[str, float]
    searched: str
    measured: tuple[str, ...]
    counterexamples: tuple[str, ...]
    assumptions: tuple[str, ...]
    settlement: str
    conditions: tuple[str, ...] = ()
    at_once: bool = True

    @property
    def told_lies(self) -> str:
        """How often lies pay, for people."""
        shares = ", ".join(f"{kind} {share:.1%}" for kind, share in self.lies.items())
        return f"of {self.searched}, the share in which a lie pays somebody: {shares}" if shares else ""

    def sections(self) -> list[tuple[str, tuple[str, ...]]]:
        """Headed lists of sentences for people; empty ones are left out."""
        lists = [
            ("Holds", self.holds),
            ("Holds under a condition", self.conditions),
            ("Fails", self.fails),
            ("Measured", (*([self.told_lies] if self.lies else []), *self.measured)),
            ("Smallest counterexamples", self.counterexamples),
            ("Assumptions", self.assumptions),
            ("Settlement", (self.settlement,)),
        ]
        return [(head, sentences) for head, sentences in lists if sentences]

    def in_short(self) -> list[str]:
        """Paragraphs for a command's help."""
        shown = ("Holds", "Holds under a condition", "Fails", "Measured")
        told = [f"{head}: {'; '.join(sentences)}." for head, sentences in self.sections() if head in shown]
        told += [f"Smallest counterexample: {example}." for example in self.counterexamples[:1]]
        return [*told, f"Assumes: {'; '.join(self.assumptions)}."]

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "rule": self.rule,
            "summary": self.summary,
            "holds": list(self.holds),
            "holds_under_a_condition": list(self.conditions),
            "fails": list(self.fails),
            "lies": dict(self.lies),
            "measured": list(self.measured),
            "counterexamples": list(self.counterexamples),
            "assumptions": list(self.assumptions),
            "settlement": self.settlement,
            "settled_on_chain": True,
        }
