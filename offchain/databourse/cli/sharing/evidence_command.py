"""`bourse sharing evidence`: agents that could have agreed on better than their match."""

from __future__ import annotations

from typing import Any

import click

from databourse.cli.command import Command, sends
from databourse.cli.session import Session
from databourse.money import parse_count


class Entries(click.ParamType):
    """Numbers of entries with commas between them."""

    name = "entries"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:  # noqa: ARG002
        """The numbers."""
        return value if isinstance(value, tuple) else tuple(parse_count(part, "agents") for part in value.split(","))


@click.command(
    cls=Command,
    examples="""
    bourse sharing evidence clinics
    bourse sharing evidence clinics/2 --agents 0,3,4,7
    bourse sharing evidence clinics --record --from alice
    """,
)
@click.argument("slot")
@click.option("--agents", type=Entries(), help="Look among these only, by their entries: 0,3,4.  [default: all]")
@click.option("--record", is_flag=True, help="Put what is found on record; otherwise it is only shown.")
@sends
def evidence(session: Session, slot: str, agents: tuple[int, ...] | None, record: bool) -> None:
    """Look for a coalition that blocks the match of SLOT, a round of data for data, and show or record it.

    These are agents that could drop any of the partners they have, and share among themselves as they like, so that
    none of them were worse off and one were better off. If data are worth less and less and nobody is indifferent there
    is none. Of up to six agents every coalition is looked at; of more those with few members, and which is said.

    A coalition can be recorded by anyone from when its round is settled until the next round of its series opens. The
    contract sees that it blocks the match. The match stands all the same: it is evidence, and nothing more.
    """
    from databourse.cli.sharing import proving

    proving.show_evidence(session, slot, agents, record)
