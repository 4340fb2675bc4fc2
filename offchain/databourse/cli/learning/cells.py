"""Cells of a table, as people name them: sets of present parties."""

from __future__ import annotations

from databourse.cli.learning.found import LearningRound
from databourse.cli.session import Session
from databourse.errors import InvalidInput, NotFound
from databourse.market.learning.statement import Statement

_HINT = "name present parties with + between them, such as alice+bob, or give the cell's number"


def parse_cell(session: Session, one: LearningRound, statement: Statement, text: str) -> int:
    """A cell: a number, whose bit i stands for the i-th present party, or names with `+` between them.

    Raises:
        InvalidInput: there is no such cell.
        NotFound: somebody who is named is not present.
    """
    cells = 1 << statement.parties
    if text.isascii() and text.isdigit() and len(text) < 9:
        if not 0 < int(text) < cells:
            raise InvalidInput.of("cell", text, f"cells of this table are from 1 to {cells - 1}", _HINT)
        return int(text)
    present = [one.parties[number] for number in statement.members]
    mask = 0
    for name in text.split("+"):
        account = session.address(name.strip()) if name.strip() else ""
        place = next((place for place, party in enumerate(present) if party.account == account), None)
        if place is None:
            known = ", ".join(session.person(party.account) for party in present)
            raise NotFound(f"{name.strip() or 'nobody'} is not present in {one.slot}; present are {known}", _HINT)
        if mask >> place & 1:
            raise InvalidInput.of("cell", text, f"{name.strip()} is in it twice", _HINT)
        mask |= 1 << place
    return mask


def told(session: Session, one: LearningRound, statement: Statement, mask: int) -> str:
    """A cell for people, in the form that `parse_cell` takes."""
    present = [one.parties[number] for number in statement.members]
    return "+".join(session.person(party.account) for place, party in enumerate(present) if mask >> place & 1)
