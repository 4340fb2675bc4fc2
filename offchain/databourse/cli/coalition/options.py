"""Values that several commands of `bourse coalition` take: contracts, types, matrices of influence."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from databourse.cli.instance_file import parse_json, read_instances
from databourse.cli.values import Count
from databourse.errors import InvalidInput, UsageError
from databourse.money import parse_count, parse_tokens

if TYPE_CHECKING:
    from databourse.market.coalition.inputs import Contract

MOST_TYPE = 2**16 - 1


class TypeNumber(Count):
    """The type of data: a number of 16 bits."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ARG002
        """The number."""
        return value if isinstance(value, int) else parse_count(value, "type", self.least, self.most)


TYPE = TypeNumber(0, MOST_TYPE)

CONTRACTS_HELP = """\
\b
A contract is TYPE:BUDGET, such as 0:60: so many tokens for devices with data of type 0, shared
in proportion to samples. A contract that no device is in pays nothing. --contracts takes a CSV
file with the columns type and budget, or JSON: [{"type": 0, "budget": "60"}, …], in tokens."""


class ContractWords(click.ParamType):
    """A contract as it is typed: its type and its budget in base units from then on."""

    name = "contract"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:  # noqa: ARG002
        """Type and budget."""
        return value if isinstance(value, tuple) else _contract(str(value))


CONTRACT = ContractWords()


def read_contracts(words: tuple[tuple[int, int], ...], file: Path | None) -> tuple[Contract, ...]:
    """The contracts of the command line, then those of the file.

    Raises:
        UsageError: there are none.
        NotFound: there is no such file.
        InvalidInput: the file holds something else, or a contract cannot be.
    """
    from databourse.market.coalition.inputs import Contract

    found = [*words, *(_from_file(file) if file else ())]
    if not found:
        raise UsageError("there is no contract", "add --contract TYPE:BUDGET, once or more, or --contracts FILE")
    return tuple(Contract(kind, budget) for kind, budget in found)


def read_influence(path: Path) -> list[list[float]]:
    """The matrix of influence among types in a file: CSV rows of numbers, or JSON.

    Raises:
        NotFound: there is no such file.
        InvalidInput: it holds no such matrix. Whether it is symmetric and within 0 to 1 is for the rule to say.
    """
    if path.suffix == ".csv":
        return _csv_rows(path)
    value = parse_json(next(read_instances(str(path)), (None, ""))[1])
    rows = value.get("influence") if isinstance(value, dict) else value
    if not isinstance(rows, list):
        raise InvalidInput(f"{path} holds no matrix", 'write rows of numbers, or {"influence": rows}')
    return rows


def _contract(text: str) -> tuple[int, int]:
    kind, colon, budget = text.partition(":")
    if not colon:
        raise InvalidInput.of("contract", text, "must be TYPE:BUDGET", "write it like 0:60 or 3:12.5")
    return _checked(kind, budget, "contract ")


def _checked(kind: str, budget: str, where: str) -> tuple[int, int]:
    amount = parse_tokens(budget, f"{where}budget")
    if not amount:
        raise InvalidInput.of(f"{where}budget", budget, "must be above 0", "a contract of nothing asks for nobody")
    return parse_count(kind, f"{where}type", most=MOST_TYPE), amount


def _from_file(path: Path) -> list[tuple[int, int]]:
    from databourse.datasets.csv_file import read_csv

    if path.suffix == ".csv":
        data = read_csv(path)
        rows: Any = [dict(zip(data.columns, row, strict=True)) for row in data.rows]
    else:
        rows = parse_json(next(read_instances(str(path)), (None, ""))[1], decimals=str)
    if not isinstance(rows, list):
        raise InvalidInput(f"{path} holds no contracts", 'write [{"type": 0, "budget": "60"}, …], budgets in tokens')
    found = []
    for place, row in enumerate(rows):
        where = f"{path}, contract {place}: "
        if not (isinstance(row, dict) and {"type", "budget"} == row.keys()):
            raise InvalidInput(f"{where}it must have a type and a budget, and nothing else")
        found.append(_checked(str(row["type"]), str(row["budget"]), where))
    return found


def _csv_rows(path: Path) -> list[list[float]]:
    from databourse.datasets.csv_file import read_csv

    data = read_csv(path)
    rows = [data.columns, *data.rows]
    if any(not _is_number(cell) for cell in data.columns):  # a first line with names
        rows = list(data.rows)
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if not _is_number(cell):
                raise InvalidInput.of(f"influence[{place}][{column}]", cell, "it must be a number")
    return [[float(cell) for cell in row] for row in rows]


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
