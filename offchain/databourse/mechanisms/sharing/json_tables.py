"""What the JSON forms of sharing have in common: numbers, matrices of them, and a value for every set of others."""

from __future__ import annotations

from typing import Any

from databourse.errors import InvalidInput
from databourse.mechanisms.coalition.checking import check_list
from databourse.mechanisms.sharing.exact import Exact, read_exact
from databourse.mechanisms.sharing.subsets import MOST_AGENTS, members, set_of


def read_row(field: str, values: Any, length: int | None = None) -> list[Exact]:
    """A list of numbers, integers as they are.

    Raises:
        InvalidInput: it is no list, has another length, or an entry is no number.
    """
    entries = check_list(field, values)
    if length is not None and len(entries) != length:
        raise InvalidInput(f"{field} has {len(entries)} entries, but there are {length} agents")
    return [
        value if type(value) is int else read_exact(f"{field}[{place}]", value) for place, value in enumerate(entries)
    ]


def read_matrix(field: str, values: Any, agents: int, own: str = "") -> list[list[Exact]]:
    """A row of amounts for each agent, with an entry for each; `own` is why that of an agent for itself must be 0.

    Raises:
        InvalidInput: as `read_row`, an amount is negative, or an agent's own is not 0.
    """
    rows = check_rows(field, values, agents)
    matrix = [
        check_amounts(f"{field}[{place}]", read_row(f"{field}[{place}]", row, agents)) for place, row in enumerate(rows)
    ]
    for agent, row in enumerate(matrix):
        if own and row[agent]:
            raise InvalidInput.of(f"{field}[{agent}][{agent}]", shown(row[agent]), f"{own}: put 0")
    return matrix


def check_amounts(field: str, numbers: list[Exact]) -> list[Exact]:
    """The numbers, of which none may be negative.

    Raises:
        InvalidInput: one is.
    """
    for place, number in enumerate(numbers):
        if number < 0:
            raise InvalidInput.of(f"{field}[{place}]", shown(number), "it must not be negative")
    return numbers


def shown(number: Exact) -> int | str:
    """For messages."""
    return number if isinstance(number, int) else str(number)


def check_rows(field: str, values: Any, agents: int) -> list[Any]:
    """A list with an entry for each agent.

    Raises:
        InvalidInput: it is no list, or has another length.
    """
    rows = check_list(field, values)
    if len(rows) != agents:
        raise InvalidInput(f"{field} has {len(rows)} rows, but there are {agents} agents")
    return rows


def read_tables(utilities: Any) -> list[list[Exact]]:
    """A table for each agent, from an object that maps every set of the others, such as "0,2", to a number.

    Raises:
        InvalidInput: no agent or more than 21, a set that is missing, or one that is not written as it should be.
    """
    entries = check_list("utilities", utilities)
    if not 1 <= len(entries) <= MOST_AGENTS:
        rule = f"there must be 1 to {MOST_AGENTS}"
        raise InvalidInput(f"utilities has {len(entries)} entries, but {rule}", 'for more use "family" or "sizes"')
    return [_read_table(agent, entry, len(entries)) for agent, entry in enumerate(entries)]


def _read_table(agent: int, entry: Any, agents: int) -> list[Exact]:
    field = f"utilities[{agent}]"
    if not isinstance(entry, dict):
        raise InvalidInput.of(field, entry, "it must be an object that maps sets of the others to numbers")
    names = [",".join(map(str, members(set_of(row, agent)))) for row in range(1 << agents - 1)]
    for name in names:
        if name not in entry:
            raise InvalidInput(f'{field} has no "{name}"', "every set of the others needs a number")
    if len(entry) > len(names):
        extra = next(name for name in entry if name not in set(names))
        hint = f'write the others in ascending order, the set of all as "{names[-1]}"'
        raise InvalidInput(f"{field} has an unknown set {extra!r}", hint)
    values = [entry[name] for name in names]
    return [
        value if type(value) is int else read_exact(f'{field}["{name}"]', value)
        for name, value in zip(names, values, strict=True)
    ]
