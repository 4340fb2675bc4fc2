"""Coalitions that block a match: looked for, shown, and put on record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from databourse.chain import settling, sharing_evidence
from databourse.chain.calls import call_of
from databourse.cli import sending
from databourse.cli.session import Session
from databourse.cli.sharing import found
from databourse.cli.sharing.found import SharingRound
from databourse.errors import Refused
from databourse.market.sharing.match.evidence import Evidence, Searched, find
from databourse.market.sharing.match.playing import Matched
from databourse.market.terms import Status
from databourse.mechanisms.sharing.bilateral import check_hypotheses

_MOST_CHECKED = 10
"""Agents of whom every set of partners is looked at."""


def show_evidence(session: Session, slot: str, among: tuple[int, ...] | None, record: bool) -> None:
    """Looks for a blocking coalition of the round that SLOT means, shows it, and records it if that is wanted.

    Raises:
        NotFound: no such slot.
        InvalidInput: somebody to look among does not take part.
        Refused: it is no round of data for data, nothing can be recorded of it (any more), this is on record already,
            or a contract says no.
        NotDeployed: an earlier version deployed, which records nothing.
        NetworkError: the node's log and its state do not belong together.
    """
    one = found.read(session, slot)
    matched = one.outcome
    if not isinstance(matched, Matched):
        raise Refused(
            f"{one.slot} is a round for money, and only matches of data for data can be blocked",
            f"see it with `bourse sharing show {one.slot}`",
        )
    if record:
        _require_recordable(session, one)
    searched = find(matched, among)
    _tell(session, one, matched, searched)
    receipt = None
    if record and searched.evidence:
        receipt = _record(session, one, searched.evidence)
    session.output.result(
        {
            "series": one.series.number,
            "name": one.series.name,
            "round": one.round.number,
            "searched": {
                "agents": list(searched.among),
                "largest": searched.largest,
                "complete": searched.complete,
            },
            "evidence": searched.evidence and evidence_json(one, matched, searched.evidence),
            "transaction": receipt,
        }
    )


def tell_recorded(session: Session, one: SharingRound) -> list[dict[str, Any]]:
    """The coalitions that are on record, a line for each; the same for programs."""
    matched = one.outcome
    if not isinstance(matched, Matched) or session.exchange.deployment.evidence is None or one.round.settled is None:
        return []
    told = []
    for reporter, evidence in sharing_evidence.recorded(session.exchange, one.round):
        session.output.say(
            f"{session.person(reporter)} put on record that {_entries(session, one, evidence.coalition)} block this "
            f"match: they would rather share {_edges(evidence)}."
        )
        told.append({"reporter": reporter, **evidence_json(one, matched, evidence)})
    return told


def evidence_json(one: SharingRound, matched: Matched, evidence: Evidence) -> dict[str, Any]:
    """A coalition with what each member has and would have, for programs; parties by entry."""
    return {
        "coalition": list(evidence.coalition),
        "edges": [list(edge) for edge in evidence.edges],
        "members": [
            {
                "entry": entry,
                "who": one.round.entries[entry].who,
                "partners": now,
                "partners_then": then,
                "gain": str(before),
                "gain_then": str(after),
            }
            for entry, now, then, before, after in _members(matched, evidence)
        ],
    }


def _require_recordable(session: Session, one: SharingRound) -> None:
    """Refuses at once what the contract would refuse."""
    exchange = session.exchange
    assert exchange.evidence  # it is deployed
    view = exchange.round_view(one.series.number)
    if view.round != one.round.number:
        raise Refused(
            f"too late: a later round of {one.series.name} is open or over, and {one.slot} can no more be proven",
            "a coalition is recorded before the next round opens; without --record it is only shown",
        )
    if view.status is not Status.SETTLED:
        raise Refused(
            f"too early: {one.slot} is {view.status.label}, and only of a settled round there is a match to block",
            "settle it with `bourse sharing settle` first; without --record what is found is only shown",
        )
    settling.require_complete(exchange, one.round, view)


def _tell(session: Session, one: SharingRound, matched: Matched, searched: Searched) -> None:
    agents, people = len(searched.among), len(one.agents)
    whom = f"all {agents} agents" if agents == people else f"{agents} of {people} agents"
    if searched.largest == agents:
        looked = f"every coalition of {whom} was looked at"
    else:
        looked = f"coalitions of up to {searched.largest} of {whom} were looked at"
    if searched.evidence is None:
        meaning = "The match is stable" if searched.complete else "No coalition was found that blocks the match"
        session.output.say(f"{meaning}: {looked}." + ("" if searched.complete else " Others may."))
    else:
        _tell_members(session, one, matched, searched.evidence)
        session.output.say(f"It is one of the smallest: {looked}, the smaller ones first.")
    if 0 < people <= _MOST_CHECKED:
        _tell_hypotheses(session, matched)


def _tell_members(session: Session, one: SharingRound, matched: Matched, evidence: Evidence) -> None:
    members = _entries(session, one, evidence.coalition)
    session.output.say(f"The match of {one.slot} is blocked by {members}, who would rather share {_edges(evidence)}:")
    session.output.table(
        ["entry>", "agent", "shares with", "gains>", "would share with", "would gain>", "more>"],
        [
            (
                entry,
                one.name(session, entry),
                _listed(now),
                session.tokens(before),
                _listed(then),
                session.tokens(after),
                session.tokens(after - before),
            )
            for entry, now, then, before, after in _members(matched, evidence)
        ],
    )


def _tell_hypotheses(session: Session, matched: Matched) -> None:
    """What the match's stability rests on, and what of it fails."""
    checked = check_hypotheses(matched.game, matched.game.ranking)
    names = {
        "that everybody likes larger partners better": checked.common_ranking,
        "that whom somebody does not want it does not want with smaller ones either": checked.limited_complementarity,
        "that nobody is indifferent": checked.strict_preferences,
    }
    failing = [name for name, witness in names.items() if witness]
    if failing:
        session.output.say(f"Of what makes a match stable for certain this fails here: {'; '.join(failing)}.")
    else:
        session.output.say("Everything that makes a match stable for certain holds here.")


def _record(session: Session, one: SharingRound, evidence: Evidence) -> dict[str, Any]:
    for reporter, earlier in sharing_evidence.recorded(session.exchange, one.round):
        if earlier == evidence:
            raise Refused(f"{session.person(reporter)} put this coalition on record already", None)
    call = call_of(sharing_evidence.record(session.exchange, one.round, one.solution, evidence))
    title = f"{session.sender_name} puts on record that {_entries(session, one, evidence.coalition)} block {one.slot}:"
    receipt = sending.carry_out(session, sending.Plan(title, call, [("the match", "stands all the same")]))
    session.output.say(f"It is on record; `bourse sharing show {one.slot}` tells of it. The match stands.")
    return sending.receipt_json(receipt)


def _members(matched: Matched, evidence: Evidence) -> list[tuple[int, list[int], list[int], int, int]]:
    """Of each member: its entry, its partners' entries now and then, and its gains over being alone now and then."""
    entries, game = matched.reading.entries, matched.game
    number = {entry: agent for agent, entry in enumerate(entries)}
    found = []
    for entry in evidence.coalition:
        agent = number[entry]
        then = [sum(edge) - entry for edge in evidence.edges if entry in edge]
        alone = game.utility(agent, frozenset())
        after = game.utility(agent, {number[other] for other in then})
        now = [entries[other] for other in matched.partners[agent]]
        found.append((entry, now, then, matched.utility(agent) - alone, after - alone))
    return found


def _entries(session: Session, one: SharingRound, entries: Iterable[int]) -> str:
    told = [f"entry {entry} ({one.name(session, entry)})" for entry in entries]
    return ", ".join(told[:-1]) + " and " + told[-1] if len(told) > 1 else told[0]


def _edges(evidence: Evidence) -> str:
    return ", ".join(f"{one}–{other}" for one, other in evidence.edges) or "with nobody"


def _listed(entries: Iterable[int]) -> str | None:
    return ", ".join(map(str, entries)) or None
