"""Matrices side by side, as people and programs see them: what is expected of each, and what was played."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from databourse.cli.amounts import short, with_error
from databourse.cli.output import Output
from databourse.mechanisms.resale.numbers import Number, shown
from databourse.money import TOKEN
from databourse.resale.simulation.comparison import Compared
from databourse.resale.simulation.runs import Average


def tell_matrices(output: Output, compared: Sequence[Compared], more: Sequence[Average | None]) -> None:
    """A line for each matrix; `more` is how much more welfare it gave than the first on the same draws."""
    if compared[0].sample is None:
        rows: list[tuple[object, ...]] = [
            (one.name, _exact(one.expected.welfare), _exact(one.expected.volume)) for one in compared
        ]
        output.say("A chain in equilibrium:")
        output.table(["matrix", "welfare>", "trades>"], rows)
        return
    columns = ["matrix", "welfare>", "played>", "trades>", "played>", f"more than {compared[0].name}>", "paid in all>"]
    rows = [
        (
            one.name,
            _exact(one.expected.welfare),
            _mean(one.sample.welfare),
            _exact(one.expected.volume),
            _mean(one.sample.volume),
            _mean(difference) if difference else None,
            short(Fraction(one.paid, TOKEN)),
        )
        for one, difference in zip(compared, more, strict=True)
        if one.sample
    ]
    output.say("A chain in equilibrium, and as it was played:")
    output.table(columns, rows)


def tell_players(output: Output, compared: Sequence[Compared]) -> None:
    """A line for each player: how often the data reach it, and what it gains."""
    columns = ["player>"]
    for one in compared:
        columns += [f"{one.name}: has it>", "gains>", *(["played>"] if one.sample else [])]
    rows = []
    for player in range(len(compared[0].expected.utilities)):
        row: list[object] = [player]
        for one in compared:
            row += [f"{float(one.expected.trade_rates[player]):.1%}", _exact(one.expected.utilities[player])]
            row += [_mean(one.sample.utilities[player])] if one.sample else []
        rows.append(row)
    output.say("How often the data reach each player, and what it gains:")
    output.table(columns, rows)


def compared_json(one: Compared, more: Average | None) -> dict[str, object]:
    """One matrix for programs; figures are tokens, rationals as strings where the arithmetic is exact."""
    expected = one.expected
    told: dict[str, object] = {
        "matrix": one.name,
        "columns": [list(column) for column in one.columns],
        "expected": {
            "welfare": shown(expected.welfare),
            "volume": shown(expected.volume),
            "utilities": list(map(shown, expected.utilities)),
            "trade_rates": list(map(shown, expected.trade_rates)),
        },
    }
    if one.sample:
        told["played"] = {
            "chain": one.chain,
            "paid": str(one.paid),
            "welfare": _json(one.sample.welfare),
            "volume": _json(one.sample.volume),
            "utilities": list(map(_json, one.sample.utilities)),
            "trade_rates": list(map(_json, one.sample.rates)),
            "more_welfare": _json(more) if more else None,
        }
    return told


def _exact(figure: Number) -> str:
    return short(Fraction(figure))


def _mean(average: Average) -> str:
    if average.error is None:
        return short(Fraction(average.mean).limit_denominator(10**9))
    return with_error(Fraction(average.mean), average.error)


def _json(average: Average) -> dict[str, object]:
    return {"mean": average.mean, "standard_error": average.error}
