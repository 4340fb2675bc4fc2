"""The options of the rules as `bourse slot simulate` takes them, and which of them goes to which rule."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import click

from databourse.cli.amounts import Unit
from databourse.cli.values import Count
from databourse.errors import InvalidInput, UsageError

_EPSILON = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,9})|/([0-9]{1,9}))?", re.ASCII)
_MOST_PRICES = 10_000


class Epsilon(click.ParamType):
    """A privacy parameter such as 0.1 or 1/10, as numerator and denominator from then on."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:  # noqa: ARG002
        """Numerator and denominator of a positive number."""
        field = param.name.replace("_", " ") if param and param.name else "epsilon"
        match = _EPSILON.fullmatch(value.strip())
        if match is None:
            raise InvalidInput.of(field, value, "it must be a positive number", "write it like 0.1, 1 or 1/10")
        whole, decimals, denominator = match[1], match[2] or "", match[3]
        numerator, divisor = int(whole + decimals), int(denominator) if denominator else 10 ** len(decimals)
        if numerator == 0 or divisor == 0:
            raise InvalidInput.of(field, value, "it must be positive", "a smaller number hides more")
        return Fraction(numerator, divisor).as_integer_ratio()


_EPSILON_TYPE = Epsilon()

OPTIONS = (
    click.option("--k", type=Count(1, 65535), help="kth-price: K.  [default: the slot's, or the root of the asks]"),
    click.option("--uniform", is_flag=True, default=None, help="trade-reduction: pay every unit the marginal ask."),
    click.option(
        "--quality-filter/--no-quality-filter",
        default=None,
        help="dantm, dadpm: heed the buyers' quality.  [default: as the slot does, or do]",
    ),
    click.option("--epsilon-buyers", type=_EPSILON_TYPE, metavar="E", help="dadpm: for bids, up to 4.  [default: 0.1]"),
    click.option(
        "--epsilon-sellers", type=_EPSILON_TYPE, metavar="E", help="dadpm: for asks, up to 4.  [default: 0.1]"
    ),
    click.option("--epsilon", type=_EPSILON_TYPE, metavar="E", help="dadpm-split: for prices.  [default: 1]"),
    click.option("--grid", metavar="PRICE,…", help="dadpm-split: the prices that can be drawn."),
    click.option("--grid-max", metavar="PRICE", help="dadpm-split: highest of 1, 2, 5, 10, … over five decades."),
    click.option("--grid-steps", type=Count(1, _MOST_PRICES), help="dadpm-split: even steps up to --grid-max instead."),
)
"""For a command; what they say goes to `chosen_options`."""


def chosen_options(
    rules: Sequence[str], own: Mapping[str, Any], said: Mapping[str, Any], unit: Unit
) -> dict[str, dict[str, Any]]:
    """The options of each rule: what was said, otherwise what the book has, otherwise the default.

    Args:
        rules: names of the rules.
        own: options of the slot or the file.
        said: on the command line, by parameter name; None where nothing was said.
        unit: of amounts on the command line.

    Raises:
        UsageError: something was said that none of the rules has a use for.
        InvalidInput: a grid that cannot be, or the file has an option that no rule has.
    """
    from databourse.mechanisms.double_auction import RULES

    every = frozenset().union(*(rule.options for rule in RULES.values()))
    for name in own:
        if name not in every:
            raise InvalidInput(f"{name!r} is no option of any rule", f"their options are: {', '.join(sorted(every))}")
    wanted = {name: value for name, value in said.items() if value is not None and not name.startswith("grid")}
    grid = _grid(said, unit)
    if grid is not None:
        wanted["price_grid"] = grid
    for name in wanted:
        if not any(name in RULES[rule].options for rule in rules):
            raise UsageError(f"{' and '.join(rules)} {'has' if len(rules) == 1 else 'have'} no option {name!r}")
    pool = {"price_grid": _default_grid(unit), **own, **wanted}
    return {rule: {name: pool[name] for name in pool if name in RULES[rule].options} for rule in rules}


def _grid(said: Mapping[str, Any], unit: Unit) -> tuple[int, ...] | None:
    from databourse.mechanisms.double_auction.analysis.price_grid import even_steps, ladder

    listed, highest, steps = said["grid"], said["grid_max"], said["grid_steps"]
    if listed is not None:
        if highest is not None or steps is not None:
            raise UsageError("--grid lists all prices, so --grid-max and --grid-steps say nothing", "leave them out")
        return _listed(listed, unit)
    if highest is None:
        if steps is not None:
            raise UsageError("even steps up to which price?", "add --grid-max PRICE")
        return None
    most = unit.parse(highest, "grid max")
    return ladder(most) if steps is None else even_steps(most, steps)


def _listed(text: str, unit: Unit) -> tuple[int, ...]:
    prices = [price for price in text.split(",") if price.strip()]
    if not prices:
        raise InvalidInput("the price grid is empty", "write it like --grid 0.5,1,1.5")
    if len(prices) > _MOST_PRICES:
        raise InvalidInput(f"the price grid has {len(prices)} prices, but at most {_MOST_PRICES} are possible")
    return tuple(sorted({unit.parse(price, "grid") for price in prices}))


def _default_grid(unit: Unit) -> tuple[int, ...]:
    """Public, because it looks at nothing: up to 100 tokens, or 1,000 base units."""
    from databourse.mechanisms.double_auction.analysis.price_grid import ladder

    return ladder(unit.parse("100" if unit.decimals else "1000", "grid max"))
