"""A comparison of rules for people: one column a rule, and below it who would gain by lying."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import click

from databourse.cli.amounts import Unit, short, with_error
from databourse.cli.output import Output
from databourse.cli.slot.subject import Subject
from databourse.mechanisms.double_auction.analysis.lies import Lie
from databourse.mechanisms.double_auction.analysis.likely_lies import LEVEL, LikelyLie
from databourse.mechanisms.double_auction.analysis.simulation import LieSearch, Simulated, draws
from databourse.mechanisms.double_auction.analysis.summary import Average, Summary, UnitPrices

_MOST_LIES = 12
_WIDTH = 100


def tell_comparison(output: Output, subject: Subject, results: Sequence[Simulated], best: int) -> None:
    """The figures of each rule."""
    bids, asks = subject.counting
    standing = f" ({subject.status})" if subject.status else ""
    output.say(f"{subject.name}{standing}: {bids} bids, {asks} asks that count; amounts in {subject.unit.words}.")
    if subject.rule in [one.rule for one in results]:
        output.say(f"* the {'slot' if subject.entries else 'file'}'s own rule")
    output.say()
    columns = ["", *(f"{one.rule}{'*' if one.rule == subject.rule else ''}>" for one in results)]
    rows = _rows(subject, best)
    output.table(columns, [(name, *(cell(one) for one in results)) for name, cell in rows])
    output.say()
    output.say(f"Prices are for one unit; the best is {subject.unit.exact(best)}, the most that anybody could arrange.")
    drawn = [one for one in results if draws(one.rule)]
    if drawn:
        count = len(drawn[0].summaries)
        told = f"averages of {count} draws ± their standard errors; prices of all draws" if count > 1 else "one draw"
        output.say(f"{' and '.join(one.rule for one in drawn)}: {told}.")
        output.say("No contract settles a rule that draws yet: that comes with sealed bids.")


def tell_lies(output: Output, subject: Subject, results: Sequence[Simulated]) -> None:
    """Who would gain by lying, and how; nothing where nobody looked for lies."""
    if not any(one.search for one in results):
        return
    rows: list[tuple[object, ...]] = []
    for one in results:
        lies = sorted(one.search.lies if one.search else (), key=_mean_gain, reverse=True)
        rows += [(one.rule, *_lie_cells(subject, lie)) for lie in lies[:_MOST_LIES]]
        if len(lies) > _MOST_LIES:
            rows.append((one.rule, f"… {len(lies) - _MOST_LIES} more (--json)"))
    output.table(["rule", "who", "says", "instead of>", "gains>"], rows, title="Lies that pay")
    for one in results:
        if one.search is not None:
            told = f"{one.rule}: {_searched(one.search, draws(one.rule))}"
            output.say(click.wrap_text(told, _WIDTH, subsequent_indent="  "))
        else:
            output.say(f"{one.rule}: not searched for lies, for which it takes 2 draws and 10 solves at least.")
    output.say("Each lie is one participant's alone, all others as they are; the book counts as the truth.")


def _rows(subject: Subject, best: int) -> list[tuple[str, Callable[[Simulated], str]]]:
    unit, (bids, asks) = subject.unit, subject.counting

    def count(of: Callable[[Summary], int]) -> Callable[[Simulated], str]:
        return lambda one: _mean(Average.of([of(summary) for summary in one.summaries]), short, with_error)

    def money(of: Callable[[Summary], int]) -> Callable[[Simulated], str]:
        return lambda one: _mean(Average.of([of(summary) for summary in one.summaries]), unit.short, unit.with_error)

    return [
        (f"bids that win, of {bids:,}", count(lambda one: one.buyers)),
        (f"asks that sell, of {asks:,}", count(lambda one: one.sellers)),
        ("units", count(lambda one: one.units)),
        *_price_rows("pay", unit, lambda one: one.paid),
        *_price_rows("get", unit, lambda one: one.received),
        ("buyers gain", money(lambda one: sum(one.payoffs.buyers))),
        ("sellers gain", money(lambda one: sum(one.payoffs.sellers))),
        ("welfare (both)", money(lambda one: one.payoffs.welfare)),
        ("surplus (budget)", money(lambda one: one.payoffs.budget)),
        ("gains from trade", money(lambda one: one.payoffs.gains)),
        ("share of the best", lambda one: _share(one, best)),
        ("gain by lying", _liars),
    ]


def _price_rows(
    verb: str, unit: Unit, of: Callable[[Summary], UnitPrices | None]
) -> list[tuple[str, Callable[[Simulated], str]]]:
    def cell(pick: Callable[[UnitPrices], Fraction]) -> Callable[[Simulated], str]:
        def told(one: Simulated) -> str:
            prices = UnitPrices.together(of(summary) for summary in one.summaries)
            return unit.short(pick(prices)) if prices else "–"

        return told

    who = {"pay": "buyers", "get": "sellers"}[verb]
    return [
        (f"{who} {verb}, least", cell(lambda prices: prices.lowest)),
        ("    average", cell(lambda prices: prices.average)),
        ("    most", cell(lambda prices: prices.highest)),
    ]


def _mean(average: Average, write: Callable[[Fraction], str], with_error: Callable[[Fraction, float], str]) -> str:
    error = average.standard_error
    return write(average.mean) if error is None else with_error(average.mean, error)


def _share(one: Simulated, best: int) -> str:
    if not best:
        return "–"
    gains = Average.of([summary.payoffs.gains for summary in one.summaries])
    return f"{float(gains.mean / best):.1%}"


def _liars(one: Simulated) -> str:
    if one.search is None:
        return "–"
    liars = len({(lie.side, lie.index) for lie in one.search.lies})
    return str(liars) if liars else ("nobody" if one.search.complete else "none found")


def _mean_gain(lie: Lie | LikelyLie) -> Fraction:
    return lie.gain.mean if isinstance(lie, LikelyLie) else Fraction(lie.gain)


def _lie_cells(subject: Subject, lie: Lie | LikelyLie) -> tuple[object, ...]:
    unit = subject.unit

    def value(amount: int) -> str:
        return unit.exact(amount) if lie.field == "price" else str(amount)

    what = "least quality" if (lie.side, lie.field) == ("bid", "quality") else lie.field
    gain = _mean(lie.gain, unit.short, unit.with_error) if isinstance(lie, LikelyLie) else unit.exact(lie.gain)
    who = subject.name_of(lie.side, lie.index)
    return f"{who}, {lie.side}" if subject.entries else who, f"{what} {value(lie.report)}", value(lie.truth), gain


def _searched(search: LieSearch, drawn: bool) -> str:
    tried = (
        f"all {search.tried:,} misreports worth trying were tried"
        if search.complete
        else f"{search.tried:,} of {search.possible:,} misreports were tried, spread evenly; --lies N tries more"
    )
    if not drawn:
        return tried + "."
    if not search.measured:
        return f"{tried}; none gained in the draws that chose."
    return (
        f"{tried}; the best {search.measured} were measured in other draws, and a lie counts if its mean gain is "
        f"{search.needed:.1f} standard errors or more (a chance of {LEVEL:.0%} that any is told by mistake)."
    )
