"""Stories by number: what was sold, what was refused, and whatever should not have happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from databourse.resale.play import ResaleChain
from tests.differential.resale.comparison import differences
from tests.differential.resale.drawing import calls, style
from tests.differential.resale.story import Story
from tests.differential.resale.wrong import KINDS

#: Stories that a process takes at a time.
CHUNK = 10
#: Calls of a story, wrong ones not counted.
_CALLS = [30, 60, 120, 250]
#: How often a wrong call of some kind follows.
_WRONG = 0.8


@dataclass
class Tally:
    """What happened.

    Attributes:
        stories: how many were played to the end.
        made: calls that were accepted, by function.
        sold: by family; by "at once" or "deferred"; by "deeper than 8".
        refused: calls that somebody could want to make and that everybody refused, by error.
        wrong: wrong calls that everybody refused, by kind.
        causes: errors with which these were refused.
        findings: whatever should not have happened.
    """

    stories: int = 0
    made: Counter[str] = field(default_factory=Counter)
    sold: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.stories += other.stories
        for name in ("made", "sold", "refused", "wrong", "causes"):
            getattr(self, name).update(getattr(other, name))
        self.findings += other.findings


def run_story(number: int, tally: Tally, model: type[ResaleChain] = ResaleChain, bytecode: str | None = None) -> None:
    """Plays one story; `model` and `bytecode` as in `Story`."""
    rng = Random(f"story {number}")
    story = Story(rng.choice([2, 4, 6, 12]), model, bytecode)
    of = style(rng)
    length = rng.choice(_CALLS)
    for _, call in zip(range(length), calls(rng, story, of), strict=False):
        refused = story.make(call)
        if refused is None:
            tally.made[call.name] += 1
            if call.name == "accept":
                _count_sale(story, call.args[0].chain, len(call.args[0].path), tally)
        else:
            tally.refused[refused] += 1
        if rng.random() < _WRONG:
            _try_wrong(rng, story, tally)
        if story.findings:  # from here on both go their own ways
            break
    else:
        story.findings += differences(story)
    tally.findings += [f"story {number}: {finding}" for finding in story.findings]
    tally.stories += 1


def _count_sale(story: Story, chain: int, trade: int, tally: Tally) -> None:
    family, _, _, eager, _ = story.rules[chain][0]
    tally.sold[("explicit", "raw", "average", "tbds")[family]] += 1
    tally.sold["deferred" if trade > eager else "at once"] += 1
    tally.sold["deeper than 8"] += trade > 8


def _try_wrong(rng: Random, story: Story, tally: Tally) -> None:
    kind = rng.choice(list(KINDS))
    call = KINDS[kind](rng, story) if story.licences else None
    if call is None:
        return
    refused = story.make(call)
    if refused is None:
        story.findings.append(f"a wrong call is accepted ({kind}): {call.name}{call.words()} of {call.sender}")
        return
    if not refused:
        story.findings.append(f"refused without a cause ({kind}): {call.name}{call.words()}")
    tally.wrong[kind] += 1
    tally.causes[refused] += 1


def run_stories(numbers: Iterable[int]) -> Tally:
    tally = Tally()
    for number in numbers:
        run_story(number, tally)
    return tally
