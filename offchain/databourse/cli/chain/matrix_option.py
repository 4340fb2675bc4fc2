"""`--matrix`: a family by name, the best one for a model, or the shares in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from databourse.cli.chain.model_option import NamedModel
from databourse.cli.chain.options import parse_rational
from databourse.cli.instance_file import parse_json, read_instances
from databourse.cli.progress import COMPILING, progress
from databourse.cli.session import Session
from databourse.errors import InvalidInput, UsageError
from databourse.mechanisms.resale.json_format import parse_reallocation
from databourse.resale.shares import AVERAGE, MOST_DEPTH, RAW, WHOLE, Matrix, from_reallocation, tbds, to_reallocation

OPTIMAL = "optimal"
_TBDS = "tbds:"
_NAMES = f"raw, average, {_TBDS}ALPHA, {OPTIMAL} or a file that ends with .json"


@dataclass(frozen=True)
class NamedMatrix:
    """A matrix in the contract's integers.

    Attributes:
        name: as it was given.
        matrix: that the contract enforces.
        depth: of the deepest trade.
        exact: whether that is what was given, or rounded.
    """

    name: str
    matrix: Matrix
    depth: int
    exact: bool = True


def read_matrix(session: Session, text: str, depth: int | None, model: NamedModel | None, default: int) -> NamedMatrix:
    """The matrix that `--matrix` names.

    Args:
        session: shows a bar while the best matrix is looked for.
        text: what was typed.
        depth: of the deepest trade; None: what a file or the model says, otherwise `default`.
        model: that the best matrix is for.
        default: see `depth`.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it is no matrix, or not for so many trades.
        UsageError: the best matrix is wanted, and there is no model.
    """
    trades = depth or default
    if text == "raw":
        return NamedMatrix(text, RAW, trades)
    if text == "average":
        return NamedMatrix(text, AVERAGE, trades, exact=all(WHOLE % trade == 0 for trade in range(1, trades + 1)))
    if text.startswith(_TBDS):
        alpha = parse_rational(text.removeprefix(_TBDS), "alpha")
        return NamedMatrix(text, tbds(alpha), trades, exact=False)
    if text == OPTIMAL:
        return _optimal(session, depth, model)
    if not text.endswith(".json"):
        raise InvalidInput.of("matrix", text, f"must be {_NAMES}")
    return _from_file(text, depth)


def _from_file(file: str, depth: int | None) -> NamedMatrix:
    number, text = next(read_instances(file), (1, ""))
    value = parse_json(text) if number is None else None
    if isinstance(value, Mapping):  # an instance of `bourse solve resale`, or what its --optimise found
        value = value.get("reallocation")
    if not isinstance(value, list):
        raise InvalidInput(f"{file} holds no matrix", 'write rows of shares, or {"reallocation": rows}')
    trades = len(value)
    if not 1 <= trades <= MOST_DEPTH:
        raise InvalidInput(f"the matrix in {file} is for {trades} trades, but a chain has from 1 to {MOST_DEPTH}")
    if depth not in (None, trades):
        raise InvalidInput.of("depth", depth, f"the matrix in {file} is for {trades} trades", "leave --depth out")
    given = parse_reallocation(value, trades, "exact")
    matrix = from_reallocation(given)
    return NamedMatrix(file, matrix, trades, to_reallocation(matrix.first(trades)) == given.rows)


def _optimal(session: Session, depth: int | None, model: NamedModel | None) -> NamedMatrix:
    if model is None:
        raise UsageError("optimal for which model?", "add --model")
    trades = model.model.trades
    if not 1 <= trades <= MOST_DEPTH or depth not in (None, trades):
        rule = f"{model.name} is for {trades} trades, and a chain has at most {MOST_DEPTH}"
        raise InvalidInput.of("depth", depth or trades, rule, "leave --depth out, or take a model of that length")
    from databourse.mechanisms.resale.optimise import Search, Settings, optimum

    search = Search(model.model.flat, Settings())
    with progress(session, f"looking for the best matrix {COMPILING}", search.total) as advance:
        for _ in search.steps():
            advance(1)
    best = optimum(search, model.model, model.model.arithmetic)
    return NamedMatrix(OPTIMAL, from_reallocation(best.reallocation), trades)
