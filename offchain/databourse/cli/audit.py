"""`bourse audit`: everything that the chain settled and sold, found again."""

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
    from databourse.chain.audit import Audit
    from databourse.market.report import Report
    from databourse.resale.audit.report import Report as ResaleReport


@click.group(cls=Group)
def audit() -> None:
    """Audits: everything that the chain settled and sold, found again from its log."""


@audit.command(
    examples="""
    bourse audit replay
    bourse audit replay --independent --report audit.json
    bourse audit replay --from-block 120000 --json
    """
)
@click.option(
    "--independent",
    is_flag=True,
    help="Solve every round with the slow, literal form of its rule too, and split every sale literally.",
)
@click.option("--from-block", type=NUMBER, help="Read the market's log from here.  [default: from the deployment]")
@click.option("--report", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the full report there.")
@reads
def replay(session: Session, independent: bool, from_block: int | None, file: Path | None) -> None:
    """Solve every settled round again, and split every sale of a resale chain again, and compare with the contracts.

    Of the market: every debit and credit, and the hashes that it keeps. Of resale chains: that every offer, sale and
    claim kept the rules, and every chain, column of its matrix, and record of a licence or an offer. Of both: all
    accounts are added up and compared with what the contract says, with what was paid in and not out, and with the
    tokens that it holds.

    Starting at a later block leaves the market's sums out; chains are always replayed from their beginning, because a
    licence stands on every sale before it. Exits with 7 if anything differs. The report names the hash of every block
    that was read.
    """
    from databourse.chain.audit import replay_log

    found = replay_log(session.exchange, independent, from_block)
    _tell(session, found)
    told = found.as_dict()
    if file is not None:
        try:
            file.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise InvalidInput(f"the report cannot be written to {file}: {error.strerror}") from error
        session.output.say(f"The full report is in {file}.")
    if found.first is None:
        session.output.result(told)
        return
    count = len(found.differences)
    difference = AuditDifference(
        f"{count} difference{'s' if count > 1 else ''} found; the first: {found.first}",
        "do not trust this node, or these contracts, before this is explained",
    )
    if session.output.json:
        # one JSON value that is both: the report, and the error that it ends with
        session.output.result({**told, "error": session.output.error_json(difference)})
        click.get_current_context().exit(difference.exit_code)
    raise difference


def _tell(session: Session, found: Audit) -> None:
    _tell_market(session, found.market)
    if found.resale and (found.resale.chains or found.resale.accounts):
        _tell_chains(session, found.resale)
    session.output.say(f"{len(found.blocks)} blocks read.")
    for difference in found.differences:
        session.output.say(f"Difference: {difference}")
    if found.passed and found.market.unchecked:
        session.output.say("No difference was found; what was not checked may be anything.")
    elif found.passed:
        session.output.say("The audit passes: every amount is what its rule prescribes.")


def _tell_market(session: Session, report: Report) -> None:
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
                _verdict(one.agrees),
            )
            for one in report.rounds
        ],
    )
    how = "with the fast and the literal solvers" if report.independent else "with the fast solvers"
    rounds = "1 settled round" if len(report.rounds) == 1 else f"{len(report.rounds)} settled rounds"
    session.output.say(f"{rounds} solved again {how}.")
    for what, slots in (
        ("Not checked", report.unchecked),
        ("Not settled in time", report.aborted),
        ("Not over", report.open),
    ):
        if slots:
            session.output.say(f"{what}: {', '.join(slots)}.")
    for proposal in report.false_proposals:
        session.output.say(f"Proposed, and false: {proposal}")
    if report.held is not None:
        session.output.say(f"{report.accounts} accounts recomputed; together they hold {session.tokens(report.held)}.")


def _tell_chains(session: Session, report: ResaleReport) -> None:
    session.output.table(
        ["chain>", "matrix", "trades>", "deepest>", "buyers paid>", "of it upstream>", "unclaimed>", "verdict"],
        [
            (
                one.chain,
                one.matrix,
                one.trades,
                one.depth,
                session.tokens(one.paid),
                session.tokens(one.upstream),
                session.tokens(one.unclaimed),
                _verdict(one.agrees),
            )
            for one in report.chains
        ],
    )
    trades = sum(one.trades for one in report.chains)
    how = ", twice: in integers and literally" if report.independent else ""
    session.output.say(f"{trades} sale{'' if trades == 1 else 's'} in chains split again{how}.")
    if report.held is not None:
        unclaimed = f", {session.tokens(report.unclaimed)} of it unclaimed" if report.unclaimed else ""
        session.output.say(
            f"{report.accounts} accounts of chains recomputed; {session.tokens(report.held)} are held{unclaimed}."
        )


def _verdict(agrees: bool) -> str:
    return "agrees" if agrees else "DIFFERS"
