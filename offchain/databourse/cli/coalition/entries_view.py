"""The entries of a coalition round: contracts, what is still sealed, and what does not count."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from databourse.chain.refusals import clock
from databourse.cli.coalition.found import CoalitionRound
from databourse.cli.coalition.outcome_view import Outcome
from databourse.cli.session import Session
from databourse.market.coalition.reading import Fate
from databourse.market.terms import Status

_MOST_ROWS = 50


def tell_contracts(session: Session, one: CoalitionRound, outcome: Outcome | None) -> None:
    """The contracts as a table; with an outcome, what each pays."""
    spent = outcome.spent if outcome else None
    session.output.table(
        ["contract>", "type>", "budget>", "of", "entry>", "pays>"],
        [
            (
                number,
                contract.type,
                session.tokens(contract.budget),
                session.person(one.round.entries[entry].who),
                entry,
                session.tokens(spent[number]) if spent else None,
            )
            for number, (contract, entry) in enumerate(_contracts(one))
        ],
        title="Contracts",
    )


def tell_sealed(session: Session, one: CoalitionRound, kept: Collection[int | None]) -> None:
    """What is sealed; who has joined from here sees which of them are its own."""
    sealed = one.reading.unopened
    if not sealed:
        session.output.say("No device has joined.")
        return
    session.output.table(
        ["entry>", "of", "bond>", "opening"],
        [
            (
                entry,
                session.person(one.round.entries[entry].who),
                session.tokens(one.params.entry_bond),
                "kept here" if entry in kept else None,
            )
            for entry in sealed[:_MOST_ROWS]
        ],
        title="Sealed devices",
    )
    if len(sealed) > _MOST_ROWS:
        session.output.say(f"… and {len(sealed) - _MOST_ROWS} more.")
    terms = one.round.terms
    session.output.say(
        f"What is sealed can be known when it is opened, from {clock(terms.close_at)} to {clock(terms.reveal_by)}."
    )


def tell_uncounted(session: Session, one: CoalitionRound, status: Status) -> None:
    """Entries that lose their bond, and others that take no part."""
    if status is Status.OPEN:
        return
    for entry in one.round.entries:
        if said := _uncounted(session, one, entry.index, status):
            session.output.say(f"Entry {entry.index} ({session.person(entry.who)}) {said}.")


def contracts_json(session: Session, one: CoalitionRound, outcome: Outcome | None) -> list[dict[str, Any]]:
    """The contracts for programs."""
    spent = outcome.spent if outcome else None
    return [
        {
            "contract": number,
            "type": contract.type,
            "budget": str(contract.budget),
            "entry": entry,
            "who": one.round.entries[entry].who,
            "name": session.person(one.round.entries[entry].who),
            "pays": str(spent[number]) if spent else None,
        }
        for number, (contract, entry) in enumerate(_contracts(one))
    ]


def entries_json(
    session: Session, one: CoalitionRound, status: Status, kept: Collection[int | None]
) -> list[dict[str, Any]]:
    """Every entry for programs, and what became of it."""
    listed = []
    for entry, found in zip(one.round.entries, one.reading.statuses, strict=True):
        sealed = found.fate is Fate.UNOPENED and status in (Status.OPEN, Status.REVEALING)
        listed.append(
            {
                "entry": entry.index,
                "who": entry.who,
                "name": session.person(entry.who),
                "lock": str(entry.lock),
                "status": "sealed" if sealed else found.fate.value,
                "fault": str(found.fault) if found.fault else None,
                "by": found.by,
                "forfeits": str(one.params.entry_bond if found.fate is Fate.UNOPENED and not sealed else 0),
                "opening_kept_here": entry.index in kept,
                "dataset": found.device.dataset if found.device else None,
                "samples": found.device.samples if found.device else None,
                "type": found.device.type if found.device else None,
            }
        )
    return listed


def _contracts(one: CoalitionRound) -> list[tuple[Any, int]]:
    return list(zip(one.reading.contracts, one.reading.contract_entries, strict=True))


def _uncounted(session: Session, one: CoalitionRound, entry: int, status: Status) -> str | None:
    """What is to be said of an entry that takes no part."""
    found = one.reading.statuses[entry]
    bond = session.tokens(one.params.entry_bond)
    match found.fate:
        case Fate.CONTRACTS | Fate.DEVICE:
            return None
        case Fate.UNOPENED if status is Status.REVEALING:
            return f"is sealed; it loses its bond of {bond} if it is not open by {clock(one.round.terms.reveal_by)}"
        case Fate.UNOPENED if status is Status.ABORTED:
            return "stayed sealed; as nobody settled the round, its bond came back"
        case Fate.UNOPENED:
            loses = "lost" if one.round.settled else "loses"
            return f"stayed sealed and {loses} its bond of {bond} to {session.person(one.series.config.beneficiary)}"
        case Fate.REPEATED:
            return f"has the dataset of entry {found.by}, which came first; it takes no part and loses nothing"
    return f"takes no part and loses nothing: {found.fault}"
