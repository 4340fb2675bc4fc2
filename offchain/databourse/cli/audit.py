"""`bourse audit`: everything that the chain settled, found again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from databourse.cli.command import Group, reads
from databourse.cli.session import Session
from databourse.cli.values import NUMBER
from databourse.errors import AuditDifference, InvalidInput

if TYPE_CHECKING:
    from databourse.market.report import Report


@click.group(cls=Group)
def audit() -> None:
    """Audits: everything that the chain settled, found again from its log."""


@audit.command(
    examples="""
    bourse audit replay
    bourse audit replay --independent --report audit.json
    bourse audit replay --from-block 120000 --json
    """
)
@click.option("--independent", is_flag=True, help="Solve every round with the slow, literal form of its rule too.")
@click.option("--from-block", type=NUMBER, help="Read the log from here.  [default: from the deployment]")
@click.option("--report", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the full report there.")
@reads
def replay(session: Session, independent: bool, from_block: int | None, file: Path | None) -> None:
    """Solve every settled round again and compare every debit and credit with what the chain paid.

    The hashes that the chain keeps are recomputed as well, and all accounts are added up and compared with the
    tokens that the market holds; starting at a later block leaves these sums out. Exits with 7 if anything differs.
    The report names the hash of every block that was read.
    """
    from databourse.chain.audit import replay_log

    report = replay_log(session.exchange, independent, from_block)
    _tell(session, report)
    told = report.as_dict()
    if file is not None:
        try:
            file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise InvalidInput(f"the report cannot be written to {file}: {error.strerror}") from error
        session.output.say(f"The full report is in {file}.")
    if report.first is None:
        session.output.result(told)
        return
    count = len(report.differences)
    found = AuditDifference(
        f"{count} difference{'s' if count > 1 else ''} found; the first: {report.first}",
        "do not trust this node, or this market, before this is explained",
    )
    if session.output.json:
        # one JSON value that is both: the report, and the error that it ends with
        session.output.result({**told, "error": session.output.error_json(found)})
        click.get_current_context().exit(found.exit_code)
    raise found


def _tell(session: Session, report: Report) -> None:
    session.output.table(
        ["slot", "rule", "entries>", "debits>", "credits>", "buyers paid>", "sellers got>", "verdict"],
        [
            (
                f"{one.series}/{one.round}",
                one.rule,
                one.entries,
                one.debits,
                one.credits,
                session.tokens(one.debited),
                session.tokens(one.credited),
                "agrees" if one.agrees else "DIFFERS",
            )
            for one in report.rounds
        ],
    )
    how = "with the fast and the literal solvers" if report.independent else "with the fast solvers"
    rounds = "1 settled round" if len(report.rounds) == 1 else f"{len(report.rounds)} settled rounds"
    session.output.say(f"{rounds} solved again {how}, {len(report.blocks)} blocks read.")
    for what, slots in (
        ("Not checked", report.unchecked),
        ("Not settled in time", report.aborted),
        ("Not over", report.open),
    ):
        if slots:
            session.output.say(f"{what}: {', '.join(slots)}.")
    if report.held is not None:
        session.output.say(f"{report.accounts} accounts recomputed; together they hold {session.tokens(report.held)}.")
    for difference in report.differences:
        session.output.say(f"Difference: {difference}")
    if report.passed and report.unchecked:
        session.output.say("No difference was found; what was not checked may be anything.")
    elif report.passed:
        session.output.say("The audit passes: every amount is what its rule prescribes.")
