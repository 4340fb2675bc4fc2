"""The outcome of a coalition round: groups, members, shares, and what each device would earn elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from databourse.cli.amounts import short
from databourse.cli.coalition.found import CONTRACT, CoalitionRound, Rule
from databourse.cli.session import Session
from databourse.market.coalition.outcome import Group, Member, Place
from databourse.market.entries import Entry
from databourse.market.mechanism import Solution
from databourse.money import TOKEN

_MOST_ROWS = 200
_MOST_PLACES = 3


@dataclass(frozen=True)
class Outcome:
    """An outcome with the rule that it is of."""

    rule: Rule
    solution: Solution[Any]
    entries: Sequence[Entry]

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Contracts or coalitions with their members; last, those who take no part."""
        return self.rule.groups(self.entries, self.solution)

    @cached_property
    def spent(self) -> list[int]:
        """What each contract pays, base units."""
        return list(self.solution.detail.spent)

    def places(self, member: Member) -> tuple[Place, ...]:
        """Where a device could be."""
        return self.rule.places(self.solution, member.device)

    def why(self, member: Member) -> str:
        """Why a device is where it is, in a few words."""
        places = self.places(member)
        if not places:
            return "no contract for its type"
        here = next(place for place in places if place.here)
        better = [place for place in places if place.earns > here.earns]
        if better:
            where = _named(better[0].group)
            losers = ", ".join(map(str, better[0].unwelcome[:3]))
            return f"{where} would pay more, but entry {losers} would lose" if losers else f"{where} would pay more"
        if self.rule.name != CONTRACT:
            return "nowhere pays more" if len(places) > 1 else "nobody else takes part"
        if len(places) == 1:
            return "the only contract for its type"
        played = self.solution.detail
        turn = played.at_its_turn(member.device)
        offers = [place.earns for place in turn]
        most = "as much as any" if offers.count(max(offers)) > 1 else "most"
        return f"placed as number {played.ranked.index(member.device) + 1}, when this paid {most}"


def tell(session: Session, one: CoalitionRound, outcome: Outcome) -> None:
    """The outcome as a table, a row a device."""
    what = "contract" if one.mechanism.name == CONTRACT else "coalition"
    rows = [
        (
            group.number if not place else None,
            member.entry,
            session.person(member.who),
            member.dataset,
            f"{member.samples:,}",
            member.type,
            _share(member, group),
            session.tokens(member.paid),
            outcome.why(member),
            _elsewhere(outcome.places(member)),
        )
        for group in outcome.groups
        for place, member in enumerate(group.members)
    ]
    session.output.table(
        [f"{what}>", "entry>", "device of", "dataset>", "samples>", "type>", "share>", "paid>", "why", "elsewhere"],
        rows[:_MOST_ROWS],
        title=f"{what.capitalize()}s and their members",
    )
    if len(rows) > _MOST_ROWS:
        session.output.say(f"… and {len(rows) - _MOST_ROWS} more devices; --json lists all.")
    paid = sum(group.paid for group in outcome.groups)
    session.output.say(
        f"Buyers pay {session.tokens(sum(outcome.spent))}, devices get {session.tokens(paid)}, "
        f"{session.tokens(outcome.solution.surplus)} is left for the beneficiary."
    )


def as_json(session: Session, outcome: Outcome) -> list[dict[str, Any]]:
    """The outcome for programs; what is exact is a fraction of base units."""
    return [
        {
            "number": group.number,
            "type": group.type,
            "budget": None if group.budget is None else str(group.budget),
            "samples": group.samples,
            "paid": str(group.paid),
            "members": [_member_json(session, outcome, member) for member in group.members],
        }
        for group in outcome.groups
    ]


def _member_json(session: Session, outcome: Outcome, member: Member) -> dict[str, Any]:
    return {
        "entry": member.entry,
        "who": member.who,
        "name": session.person(member.who),
        "dataset": member.dataset,
        "samples": member.samples,
        "type": member.type,
        "paid": str(member.paid),
        "why": outcome.why(member),
        "places": [
            {
                "group": place.group,
                "earns": str(place.earns),
                "here": place.here,
                "unwelcome": list(place.unwelcome),
            }
            for place in outcome.places(member)
        ],
    }


def _share(member: Member, group: Group) -> str | None:
    """The part of what its group is paid."""
    return f"{float(Fraction(100 * member.paid, group.paid)):.1f} %" if group.paid else None


def _elsewhere(places: Sequence[Place]) -> str:
    """What others would pay, the most first."""
    others = sorted((place for place in places if not place.here), key=lambda place: -place.earns)
    told = [f"{_named(place.group)}: {short(place.earns / TOKEN)}" for place in others[:_MOST_PLACES]]
    return ", ".join(told) + (", …" if len(others) > _MOST_PLACES else "")


def _named(group: int | None) -> str:
    return "alone" if group is None else str(group)
