"""Whether what the contract says of a chain is what the log says, and whether its money was split as its rules say."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from databourse.accounts.findings import Findings
from databourse.events import Event
from databourse.resale.audit import literal
from databourse.resale.records import Chain, Licence, Offer
from databourse.resale.shares import WHOLE
from databourse.resale.views import ChainStruct, Record, ResaleView, State


def check_chain(chain: Chain, view: ResaleView, findings: Findings, *, independent: bool) -> None:
    """Compares a chain with `chainOf`, its columns with `columnOf`, and all its numbers with `recordOf`.

    Args:
        chain: as a book has it.
        view: what the contract says.
        findings: where differences go.
        independent: also computes every column and every split literally.
    """
    place = f"chain {chain.number}"
    if found := view.chains.get(chain.number):
        expected = ChainStruct(chain.owner, chain.dataset, chain.rules.struct())
        for name in ("owner", "dataset", "rules"):
            right, said = getattr(expected, name), getattr(found, name)
            findings.compare(f"{place}: {name}", str(right), str(said), chain.event)
    for trade in range(1, chain.rules.max_depth + 1):
        column = chain.rules.matrix.column(trade)
        if independent:
            shares = tuple(int(share * WHOLE) for share in _literal_column(chain, trade))
            findings.compare(f"{place}: column of trade {trade} (literal form)", str(shares), str(column))
        if (said := view.columns.get((chain.number, trade))) is not None:
            findings.compare(f"{place}: column of trade {trade}", str(column), str(said), chain.event)
    for licence in chain.licences:
        if independent and licence.bought:
            _check_split(licence, findings)
        _check_licence(licence, view, findings)
    for offer in chain.offers:
        if offer.licence is None:
            _check_offer(offer, view, findings)


def _literal_column(chain: Chain, trade: int) -> list[Fraction]:
    matrix = chain.rules.matrix
    return literal.column(matrix.family.name.lower(), matrix.alpha, matrix.columns, trade)


def _check_split(licence: Licence, findings: Findings) -> None:
    amounts = literal.split(licence.price, _literal_column(licence.chain, licence.depth))
    for player, (right, said) in enumerate(zip(amounts, licence.amounts, strict=True)):
        place = f"chain {licence.chain.number} licence {licence.number}: part of player {player} (literal form)"
        findings.compare(place, right, said, licence.event)


def _check_licence(licence: Licence, view: ResaleView, findings: Findings) -> None:
    found = view.records.get(licence.number)
    if found is None:
        return
    expected = Record(
        State.LICENCE,
        deferred=licence.deferred,
        ended=licence.ended is not None,
        sales=licence.sales,
        claimed=sum(1 << player for player in licence.claims),
        fingerprint=licence.terms.fingerprint(),
    )
    if _claims(licence, expected) == _claims(licence, found):
        expected = replace(expected, claimed=found.claimed)
    _compare(f"chain {licence.chain.number} licence {licence.number}", expected, found, licence.event, findings)


def _claims(licence: Licence, record: Record) -> list[tuple[str, int]]:
    """What was claimed, by whom. Of two equal shares of one payee no event tells which one it was."""
    payees = licence.depth - 1
    return sorted(
        (licence.path[player], licence.amounts[player]) if player < payees else ("", player)
        for player in record.players
    )


def _check_offer(offer: Offer, view: ResaleView, findings: Findings) -> None:
    found = view.records.get(offer.number)
    if found is None:
        return
    expected = Record(State.NEVER)
    if offer.withdrawn is None:
        expected = Record(State.OFFERED, deferred=offer.deferred, fingerprint=offer.terms.fingerprint())
    event = offer.withdrawn or offer.event
    _compare(f"chain {offer.chain.number} offer {offer.number}", expected, found, event, findings)


def _compare(place: str, expected: Record, found: Record, event: Event, findings: Findings) -> None:
    for name in ("state", "deferred", "ended", "sales", "claimed", "fingerprint"):
        right, said = getattr(expected, name), getattr(found, name)
        if right != said:
            findings.differ(f"{place}: {name}", _shown(name, right), _shown(name, said), event)


def _shown(name: str, value: int) -> str:
    """A field of a record for people."""
    match name:
        case "state":
            return State(value).name.lower()
        case "claimed":
            return f"{value:b}"
        case "fingerprint":
            return f"0x{value:048x}"
    return str(value)
