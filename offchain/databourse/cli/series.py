"""`bourse series`: one kind of data of one operator, whose slots follow each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from databourse.cli.command import Group, reads, sends
from databourse.cli.rules import CHECKED, GAMES, LEARNING, SETTLED, SHARING, RuleCommand
from databourse.cli.session import Session
from databourse.cli.values import DURATION, TOKENS
from databourse.errors import InvalidInput, Refused

if TYPE_CHECKING:
    from databourse.chain.exchange import Exchange
    from databourse.chain.records import SeriesInfo


@click.group(cls=Group)
def series() -> None:
    """Series: one kind of data of one operator, whose slots (rounds) follow each other.

    What a series is created with can never change: who opens its rounds, which rules they may use, who gets the
    surplus, the entry fee, and what datasets it admits.
    """


@series.command(
    cls=RuleCommand,
    rules=(*SETTLED, *GAMES, *SHARING),
    examples="""
    bourse series create temperature --kind temperature --from operator
    bourse series create fleet --kind temperature --rule contract-game --from operator
    bourse series create clinics --kind admissions --rule ordered-match --from operator
    bourse series create humidity --kind humidity --rule kth-price --fee 0.05 --solver solver --solver-first 5m
    bourse series create weather --kind weather --attested-only --members-only --longest-round 7d --from operator --yes
    """,
)
@click.argument("name")
@click.option("--kind", help="Kind of data that asks must be of.  [default: NAME]")
@click.option(
    "--rule",
    "rules",
    type=click.Choice(CHECKED),
    multiple=True,
    help="Rule that rounds may use; repeat it for several.  [default: all]",
)
@click.option("--fee", type=TOKENS, default="0", show_default=True, help="Fee of each entry, to whoever settles.")
@click.option("--beneficiary", metavar="NAME", help="Who gets what buyers pay beyond what sellers get.  [default: you]")
@click.option("--solver", metavar="NAME", help="Who may settle before others.  [default: nobody]")
@click.option("--solver-first", type=DURATION, help="For how long after the close only the solver may.  [default: 1m]")
@click.option("--arbiter", metavar="NAME", help="Who decides disputes of rules that have them.  [default: nobody]")
@click.option(
    "--longest-round", type=DURATION, default="1d", show_default=True, help="From opening to settled, at most."
)
@click.option("--attested-only", is_flag=True, help="Admit only datasets whose quality an attester has confirmed.")
@click.option("--members-only", is_flag=True, help="Admit only entries of the registry's members, bids too.")
@click.option("--gate/--no-gate", default=True, help="Let the registry check every ask (default), or admit anything.")
@sends
def create(
    session: Session,
    name: str,
    kind: str | None,
    rules: tuple[str, ...],
    fee: int,
    beneficiary: str | None,
    solver: str | None,
    solver_first: int | None,
    arbiter: str | None,
    longest_round: int,
    attested_only: bool,
    members_only: bool,
    gate: bool,
) -> None:
    """Create a series called NAME; you are its operator.

    With the registry as its gate, an ask counts only for a dataset of the asker, of the series' kind, within its units
    and its quality. That takes up to three transactions: the series, the kind if it is new, and the policy.
    """
    from databourse.chain.calls import call_of
    from databourse.cli import policy, sending
    from databourse.market.series_config import NOBODY, SeriesConfig

    _check_name(name)
    if solver_first is not None and solver is None:
        raise InvalidInput("--solver-first needs a --solver, who settles first")
    if not gate and (kind or attested_only or members_only):
        raise InvalidInput("without a gate nothing is checked", "leave out --kind, --attested-only and --members-only")
    exchange = session.exchange
    _require_free(exchange, name)
    deployed = exchange.deployment.checkers  # an earlier version may have deployed fewer
    allowed = tuple(dict.fromkeys(rules)) or tuple(rule for rule in CHECKED if rule in deployed)
    config = SeriesConfig(
        operator=session.address(),
        beneficiary=session.address(beneficiary),
        solver=session.address(solver) if solver else NOBODY,
        arbiter=session.address(arbiter) if arbiter else NOBODY,
        gate=exchange.deployment.registry if gate else NOBODY,
        gated_tags=policy.gated_tags(members_only) if gate else 0,
        longest_round=longest_round,
        solver_seconds=(solver_first or 60) if solver else 0,
        fee=fee,
        name=name,
        checkers=tuple(exchange.checker(rule) for rule in allowed),
    )
    title = f"{session.sender_name} creates the series {name} ({', '.join(allowed)}):"
    call = call_of(exchange.market.functions.createSeries(config.struct()))
    costs = [("then", "its policy, and the kind if it is new: about 150,000 gas more")] if gate else []
    receipt = sending.carry_out(session, sending.Plan(title, call, costs))
    number = policy.created(session, receipt)
    transactions = [receipt]
    if gate:
        transactions += policy.set_policy(session, number, kind or name, attested_only, members_only, ask=False)
    following = f"`bourse slot open {name} --close-in 10m`"
    if set(allowed) <= set(GAMES):
        following = f"`bourse coalition open {name} --contract TYPE:BUDGET --close-in 10m`"
    elif set(allowed) <= set(LEARNING):
        following = f"`bourse learning open {name} --runner URL --budget 100 --close-in 10m`"
    elif set(allowed) <= set(SHARING):
        money = "--cost 2" if "sharing" in allowed else "--any-costs"
        how = "--table 0,10,17" if "ordered-match" in allowed else f"--mode vcg {money}"
        following = f"`bourse sharing open {name} {how} --lot 100 --close-in 10m`"
    session.output.say(f"It is series {number}. Open a round with {following}.")
    session.output.result(
        {
            "series": number,
            "name": name,
            "operator": config.operator,
            "kind": (kind or name) if gate else None,
            "rules": list(allowed),
            "fee": str(fee),
            "transactions": [sending.receipt_json(one) for one in transactions],
        }
    )


@series.command(
    "policy",
    examples="""
    bourse series policy temperature --kind temperature --from operator
    """,
)
@click.argument("series")
@click.option("--kind", required=True, help="Kind of data that asks must be of.")
@click.option("--attested-only", is_flag=True, help="Admit only datasets whose quality an attester has confirmed.")
@click.option("--members-only", is_flag=True, help="Admit only entries of the registry's members.")
@sends
def policy_(session: Session, series: str, kind: str, attested_only: bool, members_only: bool) -> None:
    """Say what SERIES asks of its entries, where `create` did not get that far. It can be said once."""
    from databourse.chain import history
    from databourse.cli import policy, sending

    found = history.find_series(session.exchange, series)
    if found.config.gate != session.exchange.deployment.registry:
        raise Refused(f"series {found.number} does not have this registry as its gate", "it needs no policy")
    receipts = policy.set_policy(session, found.number, kind, attested_only, members_only, ask=True)
    session.output.result(
        {
            "series": found.number,
            "kind": kind,
            "transactions": [sending.receipt_json(one) for one in receipts],
        }
    )


@series.command(
    "list",
    examples="""
    bourse series list
    bourse series list --json
    """,
)
@reads
def list_(session: Session) -> None:
    """List all series."""
    from databourse.cli import catalog, policy
    from databourse.market.series_config import NOBODY

    exchange = session.exchange
    found = exchange.series_list()
    kinds = catalog.kind_names(exchange)
    policies = [
        exchange.policy(one.number) if one.config.gate == exchange.deployment.registry else None for one in found
    ]
    told = [
        {
            "series": one.number,
            "name": one.name,
            "operator": one.config.operator,
            "beneficiary": one.config.beneficiary,
            "solver": one.config.solver if one.config.solver != NOBODY else None,
            "solver_seconds": one.config.solver_seconds,
            "rules": [exchange.rule(checker) or checker for checker in one.config.checkers],
            "fee": str(one.config.fee),
            "longest_round": one.config.longest_round,
            "gate": one.config.gate if one.config.gate != NOBODY else None,
            "kind": kinds.get(rules.kind) if rules else None,
            "admits": policy.admits(one.config, rules, exchange.deployment.registry),
        }
        for one, rules in zip(found, policies, strict=True)
    ]
    session.output.table(
        ["series>", "name", "operator", "kind", "rules", "entry fee>", "admits"],
        [_row(session, one, line) for one, line in zip(found, told, strict=True)],
    )
    if not found:
        session.output.say("There is no series yet; create one with `bourse series create`.")
    session.output.result({"series": told})


def _row(session: Session, one: SeriesInfo, told: Mapping[str, object]) -> tuple[object, ...]:
    rules = told["rules"]
    assert isinstance(rules, list)
    return (
        one.number,
        one.name,
        session.person(one.config.operator),
        told["kind"],
        ", ".join(rules),
        session.tokens(one.config.fee),
        told["admits"],
    )


def _check_name(name: str) -> None:
    if not name.strip() or len(name.encode()) > 32 or not name.isprintable():
        raise InvalidInput.of("name", name, "must be of 1 to 32 bytes that can be printed")
    if "/" in name or name.isdigit():
        raise InvalidInput.of("name", name, "must not be a number or hold a /", "a SLOT would be ambiguous")


def _require_free(exchange: Exchange, name: str) -> None:
    """Names need not be unique on the chain, but a second one of a name could only be reached by its number.

    Raises:
        InvalidInput: a series has that name.
    """
    taken = next((info.number for info in exchange.series_list() if info.config.name == name), None)
    if taken is not None:
        raise InvalidInput.of("name", name, f"series {taken} is called that already", "choose another name")
