"""Opening sealed entries: from the files that are kept here, or that are given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from databourse.chain import admission, coalition, openings
from databourse.chain.calls import Receipt, call_of
from databourse.chain.openings import Opening
from databourse.chain.refusals import clock
from databourse.cli import sending
from databourse.cli.coalition import found
from databourse.cli.coalition.found import CoalitionRound
from databourse.cli.session import Session
from databourse.cli.slot import moments
from databourse.cli.values import format_duration
from databourse.errors import NotFound, Refused, UsageError
from databourse.market.terms import Status


def open_entries(session: Session, slot: str, files: Sequence[Path], everybody: bool, advance: bool) -> None:
    """Opens entries of the round that SLOT means.

    Raises:
        UsageError: files and all of them.
        NotFound: no such slot or file, or nothing is kept for it.
        InvalidInput: a file was changed, or is for another round.
        Refused: it is too early or too late, it is no coalition round, or a contract says no.
    """
    if files and everybody:
        raise UsageError("--opening and --all cannot be joined", "name files, or open all that are kept here")
    one = found.read(session, slot)
    given = _given(session, one, files) if files else _kept(session, one, everybody)
    known = [(entry, opening) for opening in given if (entry := opening.entry(one.round)) is not None]
    if not known:
        raise NotFound(f"no entry of {one.slot} is opened by what is here", "was it sent? see `bourse coalition show`")
    opened = {post.index for post in one.round.posts}
    pending = {entry: opening for entry, opening in known if entry not in opened}
    receipts: list[Receipt] = []
    if pending:
        _require_time(session, one, advance)
        _require_admitted(session, one, pending)
        receipts = _send(session, one, pending)
    already = sorted({entry for entry, _ in known} & opened)
    if already:
        session.output.say(f"Open already: {'entry' if len(already) == 1 else 'entries'} {_listed(already)}.")
    session.output.result(
        {
            "series": one.series.number,
            "round": one.round.number,
            "opened": sorted(pending),
            "already": already,
            "reveal_by": one.round.terms.reveal_by,
            "transactions": [sending.receipt_json(receipt) for receipt in receipts],
        }
    )


def _given(session: Session, one: CoalitionRound, files: Sequence[Path]) -> list[Opening]:
    given = []
    for path in files:
        inside = openings.read(path)
        fitting = openings.of_round(session.exchange, one.round, inside)
        if not fitting:
            place = f"round {inside[0].series}/{inside[0].round} on chain {inside[0].chain_id}"
            raise Refused(f"{path} opens nothing of {one.slot}: it is for {place}, with terms of its own", "name that")
        given += fitting
    return given


def _kept(session: Session, one: CoalitionRound, everybody: bool) -> list[Opening]:
    kept = openings.kept(session.exchange, one.round)
    chosen = kept if everybody else [opening for opening in kept if opening.who == session.address()]
    if chosen:
        return chosen
    if kept:
        names = sorted({session.person(opening.who) for opening in kept})
        whose = f"{session.sender_name} has sealed nothing in {one.slot} from here; {', '.join(names[:8])} have"
        raise NotFound(whose, "open theirs with --all, or act as one of them with --from")
    raise NotFound(
        f"nothing that opens entries of {one.slot} is kept here", "name the file that joining wrote with --opening"
    )


def _require_time(session: Session, one: CoalitionRound, advance: bool) -> None:
    """Moves the clock if that is wished for, and refuses when it is not the time to open entries."""
    terms = one.round.terms
    if advance:
        moments.advance(session, one.slot, "the close", terms.close_at)
    now = session.connection.now()
    match one.round.status(now):
        case Status.REVEALING:
            return
        case Status.OPEN:
            left = format_duration(max(1, terms.close_at - now))
            hint = f"open it in {left}" + ("; --advance does not wait" if session.connection.is_devnet else "")
            raise Refused(f"too early: {one.slot} takes entries until {clock(terms.close_at)}", hint)
    raise Refused(
        f"too late: entries of {one.slot} had to be open by {clock(terms.reveal_by)}",
        "their bonds are lost when the round is settled; if nobody settles it in time, everything comes back",
    )


def _require_admitted(session: Session, one: CoalitionRound, pending: dict[int, Opening]) -> None:
    """Leaves out what the gate refuses, so that it does not keep the others shut."""
    questions = [(opening.who, opening.word, opening.statement) for opening in pending.values()]
    refusals = admission.opening_refusals(session.exchange, one.series, questions)
    for entry, refusal in zip(list(pending), refusals, strict=True):
        if refusal is not None:
            if len(pending) == 1:
                raise refusal
            session.output.warn(f"entry {entry} stays sealed: {refusal.message}")
            del pending[entry]


def _send(session: Session, one: CoalitionRound, pending: dict[int, Opening]) -> list[Receipt]:
    calls = coalition.reveal(session.exchange, one.round, [opening.post(entry) for entry, opening in pending.items()])
    now, terms = session.connection.now(), one.round.terms
    until = ("time left", f"{format_duration(max(1, terms.reveal_by - now))}, until {clock(terms.reveal_by)}")
    count = len(pending)
    title = f"{session.sender_name} opens {'1 entry' if count == 1 else f'{count} entries'} of {one.slot}:"
    receipts = []
    for place, call in enumerate(calls):
        plan = sending.Plan(title, call_of(call), [until], ask=None if place else "Send it?")
        receipts.append(sending.carry_out(session, plan))
    session.output.table(
        ["entry>", "device of", "dataset>", "samples>", "type>"],
        [
            (entry, session.person(one.who), one.device.dataset, f"{one.device.samples:,}", one.device.type)
            for entry, one in pending.items()
        ],
    )
    session.output.say(f"Settle {one.slot} after that with `bourse coalition settle {one.slot}`.")
    return receipts


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + (f", … {len(numbers)} in all" if len(numbers) > 20 else "")
