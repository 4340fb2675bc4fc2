"""Joining a coalition round: everything is checked and written down before anything is sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from databourse.chain import coalition, history, openings, signer
from databourse.chain.accounts import accounts_of_series
from databourse.chain.calls import Call, Receipt, call_of
from databourse.chain.deposits import deposit_call
from databourse.chain.openings import Opening
from databourse.chain.refusals import clock
from databourse.chain.signer import Signer
from databourse.cli import entering, funding, sending
from databourse.cli.coalition import found, sealing
from databourse.cli.coalition.devices import Wanted
from databourse.cli.coalition.found import CoalitionRound
from databourse.cli.entering import OpenRound
from databourse.cli.session import Session
from databourse.errors import KeystoreError, Refused, Unconfirmed

_MOST_ROWS = 50


@dataclass(frozen=True)
class _Joining:
    """What one account sends: its devices, sealed, and what it brings from its wallet."""

    account: Signer
    sealed: list[Opening]
    lacking: int
    call: Call


def join_round(session: Session, slot: str, wanted: Sequence[Wanted], out: Path | None, top_up: bool) -> None:
    """Joins the round that SLOT means with these devices.

    Raises:
        NotFound: no such slot.
        InvalidInput: a device that the round or its gate would not let in, or two with one dataset.
        Refused: the round takes no entries, is no coalition round or has no room, not enough money, or a contract says
            no.
        KeystoreError: the key of an owner is not here.
        BourseError: what opens the entries cannot be written; then nothing is sent.
    """
    exchange = session.exchange
    target = entering.open_round(session, slot)
    one = found.of_round(session, target.series, target.round)
    sealed = sealing.seal(session, one, wanted)
    sealing.require_admitted(session, one, wanted, sealed)
    joining = _calls(session, one, target, sealed, top_up)
    quotes = [session.transactions.quote(each.account.address, each.call) for each in joining]
    sealing.warn_of_types(session, one, sealed)

    fee, bond, count = target.series.config.fee, one.params.entry_bond, len(sealed)
    told = [("entry bond", session.tokens(bond * count)), ("entry fee", session.tokens(fee * count))]
    if lacking := sum(each.lacking for each in joining):
        told.append(("from the wallet", f"{session.tokens(lacking)}, deposited by permit"))
    gas, cost = sum(quote.gas for quote in quotes), sum(quote.cost for quote in quotes)
    told.append(("gas", f"about {gas:,}, {sending.ether(cost)}"))
    _tell_devices(session, sealed)
    whose = joining[0].account.name if len(joining) == 1 else f"{len(joining)} accounts"
    sending.tell(
        session, f"{whose} join{'s' * (len(joining) == 1)} {one.slot} with {sealing.devices(count)}, sealed:", told
    )
    sending.agree(session, "Send it?")

    path = out or openings.usual_path(exchange, sealed)
    openings.write(path, sealed)
    session.output.say(f"What opens {'it' if count == 1 else 'them'} is in {path}.")
    # in the order of the file: entries are numbered as they are mined
    receipts = session.transactions.send_in_turn([(each.account, each.call) for each in joining])
    _tell_joined(session, one, target, joining, receipts, path)


def _calls(
    session: Session, one: CoalitionRound, target: OpenRound, sealed: Sequence[Opening], top_up: bool
) -> list[_Joining]:
    """One transaction for each account."""
    exchange, view = session.exchange, target.view
    if len(sealed) > view.max_entries - view.count:
        raise Refused(
            f"{one.slot} has room for {view.max_entries - view.count} more entries, and these are {len(sealed)}",
            "join with fewer devices, or wait for the next round",
        )
    by_account = defaultdict[str, list[Opening]](list)
    for opening in sealed:
        by_account[opening.who].append(opening)
    accounts = accounts_of_series(exchange, one.series.number)
    joining = []
    for who, own in by_account.items():
        account = _signer(session, who)
        stake = (one.params.entry_bond + one.series.config.fee) * len(own)
        need = f"{account.name}'s part in {one.slot} needs"
        lacking = funding.lacking(session, accounts, stake, need, top_up, who)
        calls = coalition.join(exchange, one.round, one.params.entry_bond, own)
        if lacking:
            calls.insert(0, deposit_call(accounts, account, lacking))
        joining.append(_Joining(account, own, lacking, call_of(coalition.all_or_none(exchange, calls))))
    return joining


def _signer(session: Session, who: str) -> Signer:
    name = signer.person(who, session.connection.chain_id)
    if name is None:
        raise KeystoreError(f"the key of {who} is not here", "import it with `bourse account import`")
    return session.signer_of(name)


def _tell_devices(session: Session, sealed: Sequence[Opening]) -> None:
    session.output.table(
        ["device of", "dataset>", "samples>", "type>"],
        [
            (session.person(one.who), one.device.dataset, f"{one.device.samples:,}", one.device.type)
            for one in sealed[:_MOST_ROWS]
        ],
    )
    if len(sealed) > _MOST_ROWS:
        session.output.say(f"… and {len(sealed) - _MOST_ROWS} more.")


def _tell_joined(
    session: Session,
    one: CoalitionRound,
    target: OpenRound,
    joining: Sequence[_Joining],
    receipts: Sequence[Receipt],
    path: Path,
) -> None:
    number = target.view.round
    now = history.read_series(session.exchange, one.series.number, [number]).round(number)
    listed = []
    for each, receipt in zip(joining, receipts, strict=True):
        for opening in each.sealed:
            entry = opening.entry(now)
            if entry is None:
                raise Unconfirmed(
                    f"transaction {receipt.tx} was in block {receipt.block}, and its entry is not in the log any more",
                    "the block may have been replaced: look with `bourse coalition show` before you repeat",
                    tx=receipt.tx,
                )
            device = opening.device
            listed.append(
                {
                    "entry": entry,
                    "who": opening.who,
                    "dataset": device.dataset,
                    "samples": device.samples,
                    "type": device.type,
                }
            )
    terms = one.round.terms
    entries = sorted(int(str(told["entry"])) for told in listed)
    shown = f"entry {entries[0]}" if len(entries) == 1 else f"entries {entries[0]} to {entries[-1]}"
    what = "it" if len(entries) == 1 else "them"
    session.output.say(
        f"{shown.capitalize()} of {one.slot}. Open {what} from {clock(terms.close_at)} to {clock(terms.reveal_by)} "
        f"with `bourse coalition reveal {one.slot}`: otherwise, or without that file, "
        f"{session.tokens(one.params.entry_bond * len(entries))} are lost."
    )
    session.output.result(
        {
            "series": one.series.number,
            "round": number,
            "devices": listed,
            "entry_bond": str(one.params.entry_bond),
            "opening": str(path),
            "close_at": terms.close_at,
            "reveal_by": terms.reveal_by,
            "transactions": [sending.receipt_json(receipt) for receipt in receipts],
        }
    )
