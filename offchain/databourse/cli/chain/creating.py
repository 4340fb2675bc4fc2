"""Opening a chain: the matrix and what it leads to are shown first."""

from __future__ import annotations

from dataclasses import dataclass

from databourse.chain.calls import call_of
from databourse.chain.resale import ResaleChains
from databourse.cli import sending
from databourse.cli.chain.comparison_view import compared_json, tell_matrices, tell_players
from databourse.cli.chain.finding import sales
from databourse.cli.chain.known_issues import KNOWN_ISSUES
from databourse.cli.chain.matrix_option import NamedMatrix, read_matrix
from databourse.cli.chain.matrix_view import tell_matrix
from databourse.cli.chain.model_option import NamedModel, read_model
from databourse.cli.session import Session
from databourse.errors import Refused
from databourse.resale.forecast import forecast
from databourse.resale.rules import Rules
from databourse.resale.shares import MOST_DEPTH, RAW
from databourse.resale.simulation.comparison import Compared

_DEPTH = _PAY_AT_ONCE = 8


@dataclass(frozen=True)
class Wish:
    """What the command's options said."""

    matrix: str
    depth: int | None
    pay_at_once: int | None
    sales: int
    model: str | None


def create_chain(session: Session, dataset: int, wish: Wish) -> None:
    """Opens a chain for a dataset of the sender.

    Raises:
        NotFound: there is no such dataset, or no such file.
        Refused: the dataset is somebody else's.
        InvalidInput: the matrix or the model is none.
        UsageError: the best matrix is wanted, and there is no model.
    """
    found = session.exchange.dataset(dataset)
    if found.owner != session.address():
        raise Refused(
            f"dataset {dataset} is {session.person(found.owner)}'s: only its owner opens chains for it",
            "act as its owner with --from, or register data of yours with `bourse dataset register`",
        )
    model = None if wish.model is None else read_model(wish.model, wish.depth)
    length = _DEPTH if model is None else min(model.model.trades, MOST_DEPTH)
    named = read_matrix(session, wish.matrix, wish.depth, model, default=length)
    tell_matrix(session, named)
    expected = _expected(session, named, wish)
    if expected:
        tell_matrices(session.output, expected, [None] * len(expected))
        tell_players(session.output, expected)
    at_once = _PAY_AT_ONCE if wish.pay_at_once is None else wish.pay_at_once
    rules = Rules(named.matrix, named.depth, at_once, wish.sales)
    title = f"{session.sender_name} opens a chain for dataset {dataset}:"
    limits = [("trades from the owner to the last buyer", str(named.depth)), ("each holder may sell to", sales(rules))]
    if at_once < named.depth:
        limits.append(("upstream shares are claimed", f"from trade {at_once + 1} on"))
    chains = ResaleChains(session.exchange)
    plan = sending.Plan(title, call_of(chains.create(dataset, rules)), limits)
    receipt = sending.carry_out(session, plan)
    created = chains.created(receipt)
    licence = created.root.number
    session.output.say(
        f"It is chain {created.number}. Your licence is {licence}: sell with `bourse chain offer {licence} --price …`."
    )
    session.output.say("What no contract can prevent:")
    for issue in KNOWN_ISSUES:
        session.output.say(f"  - {issue}")
    session.output.result(
        {
            "chain": created.number,
            "licence": licence,
            "dataset": dataset,
            "matrix": named.name,
            "family": named.matrix.family.name.lower(),
            "columns": [list(column) for column in named.matrix.first(named.depth)],
            "depth": named.depth,
            "pay_at_once": at_once,
            "sales": wish.sales,
            "expected": [compared_json(one, None) for one in expected],
            "known_issues": list(KNOWN_ISSUES),
            "transaction": sending.receipt_json(receipt),
        }
    )


def _expected(session: Session, named: NamedMatrix, wish: Wish) -> list[Compared]:
    """The matrix beside raw resale, in equilibrium."""
    if wish.model is None:
        return []
    model: NamedModel = read_model(wish.model, named.depth)
    model.warn_if_shorter(session, named.depth)
    matrices = [(named.name, named.matrix)] + ([("raw", RAW)] if named.matrix != RAW else [])
    length = model.model.trades
    return [
        Compared(name, columns, forecast(model.model, columns))
        for name, columns in ((name, matrix.first(length)) for name, matrix in matrices)
    ]
